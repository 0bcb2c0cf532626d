//! TR135: Dagtekening does not lie after the reference date.

use bericht::Datum;
use schema::tree::NodeId;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "De dagtekening van een bericht ligt niet na de dag waarop het wordt gecontroleerd (Nederlandse \
    kalenderdatum).";

/// Dagtekening does not lie after the reference date. Source: TR135
pub static TR135: Regel = Regel {
    id: "TR135",
    niveau: 4,
    retourcode: Some("8848"),
    standaarden: Standaarden::Beide,
    berichten: &[S301, S305, S307, S315, S317, S319, S323, S325],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Kop(toets)],
};

pub(super) fn toets(toets: &KopToets<'_>, meld: &mut Meldingen) {
    let header = &toets.bericht.header;
    datum(header.identificatie.dagtekening, header.dagtekening_node, toets, meld);
    if let Some((node, declaratie)) = &header.declaratie_identificatie {
        datum(declaratie.dagtekening, *node, toets, meld);
    }
}

fn datum(dagtekening: Datum, node: NodeId, toets: &KopToets<'_>, meld: &mut Meldingen) {
    let vandaag = toets.omgeving.peildatum;
    if dagtekening > vandaag {
        let tekst =
            format!("Dagtekening {} ligt na de dag van controle {}", toon_datum(dagtekening), toon_datum(vandaag));
        meld.fout(node, tekst, vergelijk("Dagtekening", dagtekening, Moet::NotAfter, vandaag));
    }
}
