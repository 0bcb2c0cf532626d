//! TR346: IngediendBedrag is volume times tariff, rounded as the standard says.

use contract::{Bedragwijze, Prijs, Prijsafspraak};

use crate::bedragsom::{Som, andere};
use crate::contractsignaal::open_punt;
use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Het ingediende bedrag is het geleverde volume maal het tarief. Minuten onder een uurtarief: het tarief per \
    minuut is het uurtarief gedeeld door 60, en het bedrag volgt uit het onafgeronde uurtarief; beide afgerond \
    op hele centen, halve centen naar boven. Een eigen prijs per uur voor de toewijzing telt als uurtarief.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Zonder contract worden minuten aanvaard als het bedrag volume maal tarief is, of als een uurtarief bestaat \
    dat tot dit tarief per minuut afrondt en het bedrag verklaart. Spreekt een contract zichzelf tegen over \
    afronden, dan is een bedrag volgens de andere lezing een signaal. Laat het een tarief open, dan wordt niet \
    getoetst, met een signaal. Een contract kan afspreken dat de afgeronde minuut telt.";

/// IngediendBedrag is volume times tariff, rounded as the standard says. Source: TR346, IV081
pub static TR346: Regel = Regel {
    id: "TR346",
    niveau: 4,
    retourcode: Some("9346"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::PrestatieDebet(toets)],
};

fn toets(toets: &PrestatieToets<'_>, meld: &mut Meldingen) {
    let (prestatie, omgeving) = (toets.prestatie, toets.omgeving);
    let Some(tarief) = prestatie.tarief.filter(|_| prestatie.eenheid != Eenheid::Euro) else { return };
    let (contracten, dossier, dag) = (omgeving.contracten, omgeving.dossier, prestatie.periode.begin);
    let (per_eenheid, minuten) = match contracten.prijs(dossier, prestatie.code, prestatie.nummer, dag) {
        Prijsafspraak::Open(blokkade) => return open_punt("TR346", "9346", blokkade, prestatie, meld),
        Prijsafspraak::Tarieven(tarieven) => (
            tarieven.iter().any(|t| t.per == prestatie.eenheid),
            tarieven.into_iter().filter(|t| onder_uurtarief(t, prestatie)).collect(),
        ),
        Prijsafspraak::Geen => (false, Vec::new()),
    };
    let (wijze, betwist) = if minuten.is_empty() {
        (Bedragwijze::Standaard, None)
    } else {
        contracten.bedragwijze(dossier, prestatie.code, prestatie.nummer, dag)
    };
    let som = Som { prestatie, tarief, per_eenheid, minuten, wijze };
    if som.klopt() {
        meld.akkoord(prestatie.node, || som.spoor());
    } else if let Some(feit) = betwist.filter(|_| som.volgt(andere(wijze))) {
        // The contract contradicts itself about rounding, and the amount follows the reading that was not taken.
        som.andere_lezing(feit, meld);
        meld.akkoord(prestatie.node, || som.spoor().en(som.rekening(andere(wijze))));
    } else {
        meld.fout(prestatie.node, som.uitkomst(), som.spoor());
    }
}

/// Whether a Prestatie declares minutes of a price per hour.
fn onder_uurtarief(tarief: &Prijs, prestatie: &Prestatie<'_>) -> bool {
    prestatie.eenheid == Eenheid::Minuut && tarief.per == Eenheid::Uur
}
