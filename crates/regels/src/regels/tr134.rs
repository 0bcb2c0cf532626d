//! TR134: Dates of birth, toewijzing, start, stop and period do not lie after Dagtekening.

use bericht::{Datum, Declaratie, Geboortedatum, Inhoud, StartProduct, StopProduct};
use schema::tree::NodeId;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Een datum die al verstreken moet zijn, ligt niet na de dagtekening van het bericht: geboortedatum, \
    toewijzingsdatum, begindatum van een start, einddatum van een stop en het begin van een declaratie- of \
    productperiode.";

/// Dates of birth, toewijzing, start, stop and period do not lie after Dagtekening. Source: TR134, OP011.
pub static TR134: Regel = Regel {
    id: "TR134",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S301, S305, S307, S315, S323, S325],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[
        Moment::Geboortedatum(geboortedatum),
        Moment::Bericht(toewijzing),
        Moment::Start(start),
        Moment::Stop(stop),
        Moment::Declaratie(declaratie),
        Moment::Prestatie(prestatie),
    ],
};

fn geboortedatum(geboren: &Geboortedatum<'_>, bericht: &Bericht<'_>, meld: &mut Meldingen) {
    if geboren.datum > bericht.header.identificatie.dagtekening {
        meld.fout(
            geboren.datum_node,
            "de geboortedatum ligt na de dagtekening",
            vergelijk("Geboortedatum", Waarde::Withheld, Moet::NotAfter, bericht.header.identificatie.dagtekening),
        );
    }
}

fn toewijzing(bericht: &Bericht<'_>, meld: &mut Meldingen) {
    if let Inhoud::Toewijzing(toewijzing) = &bericht.inhoud {
        for product in &toewijzing.producten {
            toets("Toewijzingsdatum", product.toewijzingsdatum, product.node, bericht, meld);
        }
    }
}

fn start(start: &StartProduct, bericht: &Bericht<'_>, meld: &mut Meldingen) {
    toets("Begindatum", start.begindatum, start.begindatum_node, bericht, meld);
}

fn stop(stop: &StopProduct<'_>, bericht: &Bericht<'_>, meld: &mut Meldingen) {
    toets("Einddatum", stop.einddatum, stop.einddatum_node, bericht, meld);
}

fn declaratie(declaratie: &Declaratie<'_>, bericht: &Bericht<'_>, meld: &mut Meldingen) {
    toets("het begin van de DeclaratiePeriode", declaratie.periode.begin, declaratie.periode_node, bericht, meld);
}

fn prestatie(prestatie: &Prestatie<'_>, bericht: &Bericht<'_>, meld: &mut Meldingen) {
    toets("het begin van de ProductPeriode", prestatie.periode.begin, prestatie.node, bericht, meld);
}

fn toets(wat: &'static str, datum: Datum, node: NodeId, bericht: &Bericht<'_>, meld: &mut Meldingen) {
    let dagtekening = bericht.header.identificatie.dagtekening;
    if datum > dagtekening {
        meld.fout(
            node,
            format!("{wat} {} ligt na de dagtekening {}", toon_datum(datum), toon_datum(dagtekening)),
            vergelijk(wat, datum, Moet::NotAfter, dagtekening),
        );
    }
}
