//! 303 of release 2.3 against the dossier. It is judged as a 323 is, by rules of its own: clients, then all credits, then all
//! debets. The order of DeclaratiePeriodes is not looked at: release 2.3 allows periods of four weeks, and a 303 may follow
//! the first 323.

use std::borrow::Cow;
use std::collections::HashMap;

use bericht::retour::Toekenning;
use bericht::{
    Bedrag, Datum, Declaratie, Factuur, FactuurClient, FactuurPrestatie, GEEN_NUMMER, Inhoud, Prestatie, Soort,
};
use chrono::Months;
use dossier::{ClientFeit, IdentificatieFeit, Kennis, ToewijzingVersie, geldige_versies};
use schema::tree::NodeId;

use super::Zaak;
use super::declaratie::{DeclaratieOordeel, loop_af};
use crate::factuurbedrag::gemeente_berekend;
use crate::melding::Meldingen;

/// Months after which a DeclarantFactuurNummer may be used again.
const NUMMER_BEZET: u32 = 60;

/// What became of a 303.
#[derive(Debug)]
pub struct FactuurOordeel {
    /// Outcome per Client and Prestatie.
    pub oordeel: DeclaratieOordeel,
    /// The amounts of every Prestatie that comes back.
    pub terug: HashMap<NodeId, Toekenning>,
}

/// Judges a 303 and books what is granted.
pub fn factuur(f: &Factuur<'_>, zaak: &Zaak<'_>, kennis: &mut Kennis, meld: &mut Meldingen) -> FactuurOordeel {
    let declaratie = op_toewijzingen(f, zaak, kennis);
    let oordeel = loop_af(&declaratie, Some(f), zaak, kennis, meld, DeclaratieOordeel::default());
    let mut terug = HashMap::new();
    for (prestatie, regel) in declaratie.prestaties().zip(f.prestaties()) {
        if oordeel.geweigerd.contains(&prestatie.node) {
            terug.insert(prestatie.node, toekenning(prestatie, regel, zaak));
        }
    }
    if zaak.is_factuur() && !oordeel.geweigerd.is_empty() {
        let tekst = "deze factuur is niet geheel toegekend; de afzender boekt het verschil met een creditfactuur";
        meld.signaal("factuur", None, tekst);
    }
    FactuurOordeel { oordeel, terug }
}

/// The amounts beside a refused Prestatie: what the gemeente makes of it, and nothing granted.
fn toekenning(prestatie: &Prestatie<'_>, regel: &FactuurPrestatie<'_>, zaak: &Zaak<'_>) -> Toekenning {
    let gevraagd = regel.berekend.unwrap_or(regel.bedrag).cent;
    let cent = gemeente_berekend(prestatie, zaak.omgeving).unwrap_or(gevraagd);
    Toekenning {
        // The schema has no room for more.
        gemeente_berekend: Bedrag { cent: cent.clamp(0, HOOGSTE), dc: regel.bedrag.dc },
        toegekend: Bedrag::van_getekend(0),
    }
}

/// The largest amount of a Prestatie (LDT_Bedrag), in eurocent.
const HOOGSTE: i64 = 99_999_999;

impl Zaak<'_> {
    /// Whether the message is a factuur, and not a declaratie: only its BerichtCode tells.
    fn is_factuur(&self) -> bool {
        matches!(self.bericht.header.bericht_code, "448" | "450")
    }
}

/// The Declaratie of a 323, or that of a 303 with each Prestatie on its toewijzing; `None` for another message.
pub(super) fn als_declaratie<'a>(zaak: &Zaak<'a>, kennis: &Kennis) -> Option<Cow<'a, Declaratie<'a>>> {
    match &zaak.bericht.inhoud {
        Inhoud::Declaratie(d) => Some(Cow::Borrowed(d)),
        Inhoud::Factuur(f) if zaak.bericht.soort == Soort::S303 => Some(Cow::Owned(op_toewijzingen(f, zaak, kennis))),
        _ => None,
    }
}

fn op_toewijzingen<'a>(f: &Factuur<'a>, zaak: &Zaak<'_>, kennis: &Kennis) -> Declaratie<'a> {
    f.als_declaratie(&mut |client, prestatie| prestatie.nummer.unwrap_or_else(|| zoek(client, prestatie, zaak, kennis)))
}

/// The toewijzing of a Prestatie that does not name it: a credit is on that of its debet, a debet on the one of this client
/// with its product and with days of its ProductPeriode; of several the lowest number.
fn zoek(client: &FactuurClient<'_>, prestatie: &FactuurPrestatie<'_>, zaak: &Zaak<'_>, kennis: &Kennis) -> u32 {
    if prestatie.is_credit() {
        let debet = prestatie.vorige.and_then(|vorige| kennis.prestatie(vorige));
        return debet.map_or(GEEN_NUMMER, |debet| debet.nummer);
    }
    let feit = kennis.client(&zaak.hasher.client(client.client.bsn));
    passende(feit, prestatie).map(|toewijzing| toewijzing.nummer).min().unwrap_or(GEEN_NUMMER)
}

/// The valid versions of the toewijzingen that a Prestatie fits by product and period.
pub(crate) fn passende<'f>(
    feit: &'f ClientFeit,
    prestatie: &'f FactuurPrestatie<'_>,
) -> impl Iterator<Item = &'f ToewijzingVersie> {
    geldige_versies(&feit.toewijzingen)
        .into_values()
        .filter(|v| !v.is_verwijderd() && zelfde_product(v, prestatie) && overlapt(v, prestatie))
}

fn zelfde_product(toewijzing: &ToewijzingVersie, prestatie: &FactuurPrestatie<'_>) -> bool {
    toewijzing.product.as_ref().is_none_or(|product| {
        product.categorie == prestatie.categorie && product.code.as_deref().is_none_or(|code| code == prestatie.code)
    })
}

fn overlapt(toewijzing: &ToewijzingVersie, prestatie: &FactuurPrestatie<'_>) -> bool {
    toewijzing.ingangsdatum <= prestatie.periode.eind
        && toewijzing.einddatum.is_none_or(|eind| prestatie.periode.begin <= eind)
}

/// Whether a DeclarantFactuurNummer is taken by an earlier 303: one that was judged, or sent and not refused, less than five
/// years before. A 303 of which only the header came back leaves its number free.
pub fn factuurnummer_bezet(eerder: &IdentificatieFeit, dagtekening: Datum) -> bool {
    let geldt = eerder.verzonden.as_ref().map_or(eerder.beoordeeld, |verzonden| !verzonden.geweigerd);
    let vrij = eerder.dagtekening.checked_add_months(Months::new(NUMMER_BEZET));
    geldt && vrij.is_none_or(|vrij| dagtekening < vrij)
}
