//! Whether a printed tariff follows from the tariff it is made of.

use bericht::Eenheid;
use rust_decimal::Decimal;

use crate::afronden::per_minuut;
use crate::bestand::{Gebrek, Verslag};
use crate::model::{Bedragwijze, Contractbestand, Tariefrij};

pub fn controleer(bestand: &Contractbestand, meld: &mut Verslag<'_>) {
    for rij in &bestand.tarieven {
        gedrukt(rij, meld);
        if bestand.bedragen.wijze == Bedragwijze::AfgerondeMinuut && minuten(rij) && rij.gedrukt.is_none() {
            let tekst =
                format!("{} wordt per afgeronde minuut betaald en heeft geen tarief per minuut", rij.aanduiding());
            meld.fout(Gebrek::Afronding, rij.plaats, tekst, "voeg declared toe: het tarief per minuut");
            meld.over(format!("tariff:{}", rij.aanduiding()));
        }
    }
}

fn minuten(rij: &Tariefrij) -> bool {
    rij.per() == Some(Eenheid::Uur) && rij.declareren_in == Some(Eenheid::Minuut)
}

fn gedrukt(rij: &Tariefrij, meld: &mut Verslag<'_>) {
    // Without a unit nothing follows from the amount.
    let (Some(bedrag), Some(gedrukt), Some(_)) = (rij.bedrag, rij.gedrukt, rij.grondslag) else { return };
    let volgt = if minuten(rij) { per_minuut(bedrag) } else { bedrag };
    if volgt != gedrukt {
        let naam = rij.aanduiding();
        let tekst = format!("{naam}: uit {} volgt {}, gedrukt staat {}", euro(bedrag), euro(volgt), euro(gedrukt));
        let herstel = format!("schrijf declared = \"{volgt:.2}\", of noem tariff:{naam} in [[open]]");
        meld.fout(Gebrek::Afronding, rij.plaats, tekst, herstel);
        meld.over(format!("tariff:{naam}"));
    }
}

fn euro(bedrag: Decimal) -> String {
    format!("€ {bedrag:.2}").replace('.', ",")
}
