//! A refused message counts as never sent: random messages go out, retouren come in at random moments, and what stands then
//! is what would have stood had only the accepted ones been sent.

use dossier::{Record, Row, Table};
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::hulp::poort::{Dossier, Poort};
use crate::hulp::xml::Element;
use crate::hulp::{fixtures, lees};

const DAG: &str = "2026-06-15";

/// A message to send, few enough choices for it to meet the others.
#[derive(Debug, Clone)]
struct Bericht {
    soort: &'static str,
    client: usize,
    keuze: u32,
    weg: bool,
    geweigerd: bool,
    /// How many messages later its retour comes in.
    later: usize,
}

/// Of these kinds, for so many clients, with so many different contents.
fn bericht(soorten: &'static [&'static str], clienten: usize, keuzes: u32) -> impl Strategy<Value = Bericht> {
    (prop::sample::select(soorten), 0..clienten, 0..keuzes, any::<bool>(), any::<bool>(), 0..6_usize).prop_map(
        |(soort, client, keuze, weg, geweigerd, later)| Bericht { soort, client, keuze, weg, geweigerd, later },
    )
}

impl Bericht {
    fn xml(&self, nummer: usize) -> Element {
        let mut xml = Element::lees(&lees(&fixtures("berichten").join(format!("ijw-{}.xml", self.soort))));
        let mut zet = |pad: &str, waarde: &str| {
            if let Some(element) = xml.op_mut(pad) {
                waarde.clone_into(&mut element.tekst);
            }
        };
        zet("BerichtIdentificatie/Identificatie", &format!("S{nummer}"));
        zet("Bsn", ["999900031", "999900043"][self.client]);
        zet("ToewijzingNummer", &format!("700{}", 1 + self.keuze % 2));
        zet("Toewijzingstijd", &format!("09:30:0{}", self.keuze));
        zet("Begindatum", &format!("2026-01-1{}", self.keuze));
        zet("StatusAanlevering", if self.weg { "3" } else { "1" });
        zet("ReferentieAanbieder", &format!("V{}", self.keuze % 2));
        if let Some(product) = xml.op_mut("ToegewezenProduct") {
            let plaats = |product: &Element, naam| product.kinderen.iter().position(|e| e.lokaal() == naam).unwrap();
            let op = plaats(product, "ToewijzingNummer");
            if self.keuze > 0 {
                let tekst = format!("<ReferentieAanbieder>V{}</ReferentieAanbieder>", self.client);
                product.kinderen.insert(op + 1, Element::lees(&tekst));
            }
            if self.weg {
                let eind = plaats(product, "Einddatum");
                "2026-01-01".clone_into(&mut product.kinderen[eind].tekst);
                product.kinderen.insert(eind + 1, Element::lees("<RedenWijziging>13</RedenWijziging>"));
            }
        }
        xml
    }
}

/// The retour on a message: without codes, or with one in the header. It names no client.
fn retour(poort: &Poort, heen: &str, geweigerd: bool) -> String {
    let mut retour = Element::lees(&poort.dossier().verwerk(heen, DAG).retour.unwrap());
    retour.kinderen.truncate(1);
    let kop = &mut retour.kinderen[0].kinderen;
    kop.retain(|e| e.lokaal() != "RetourCodes");
    if geweigerd {
        kop.push(Element::lees("<RetourCodes><RetourCode>0001</RetourCode></RetourCodes>"));
    }
    retour.schrijf()
}

/// What stands, without what only tells how it came about.
fn stand(dossier: &Dossier<'_>) -> Vec<Row> {
    let mut rijen: Vec<Row> =
        [Table::Client, Table::Nummer, Table::Referentie].into_iter().flat_map(|tabel| dossier.rijen(tabel)).collect();
    for rij in &mut rijen {
        rij.version = 0;
        match &mut rij.record {
            Record::Client(feit) => feit.teruggenomen.clear(),
            // Of two clients with one reference either may be named first: the receiver lets one of them stand.
            Record::Referentie(feit) => {
                feit.ook.push(feit.client);
                feit.ook.sort();
                feit.client = feit.ook[0];
            }
            _ => {}
        }
    }
    rijen.retain(|rij| !matches!(&rij.record, Record::Client(feit) if **feit == dossier::ClientFeit::default()));
    rijen
}

/// Sends all, or only those that will be accepted, each under the same number; then everything stands as it ends.
fn speel(poort: &Poort, eerst: &[String], berichten: &[Bericht], ook_geweigerde: bool) -> Vec<Row> {
    let mut dossier = poort.dossier();
    for (nummer, xml) in eerst.iter().enumerate() {
        dossier.nummer_vanaf(1 + nummer as u128);
        assert_eq!(dossier.verwerk(xml, DAG).uitkomst, "accepted");
    }
    let mut onderweg = Vec::new();
    for (nummer, bericht) in berichten.iter().enumerate() {
        let heen = bericht.xml(nummer).schrijf();
        if ook_geweigerde || !bericht.geweigerd {
            dossier.nummer_vanaf(100 + nummer as u128);
            let verzonden = dossier.verzend(&heen, DAG);
            assert_eq!(verzonden.uitkomst, "accepted", "{verzonden:?} {heen}");
            onderweg.push((nummer + bericht.later, nummer, retour(poort, &heen, bericht.geweigerd)));
        }
        ontvang(&mut dossier, &mut onderweg, nummer);
    }
    ontvang(&mut dossier, &mut onderweg, usize::MAX);
    stand(&dossier)
}

/// Takes in the retouren whose moment has come: moment, number of the message, text.
fn ontvang(dossier: &mut Dossier<'_>, onderweg: &mut Vec<(usize, usize, String)>, nu: usize) {
    let (komt, blijft): (Vec<_>, Vec<_>) = onderweg.drain(..).partition(|(wanneer, ..)| *wanneer <= nu);
    *onderweg = blijft;
    for (_, nummer, retour) in komt {
        dossier.nummer_vanaf(1000 + nummer as u128);
        assert_eq!(dossier.verwerk(&retour, DAG).uitkomst, "accepted");
    }
}

fn config() -> Config {
    Config { cases: 48, failure_persistence: None, ..Config::default() }
}

/// A 315 that is not among the messages that are sent.
fn verzoek(client: usize, keuze: u32) -> String {
    let verzoek = Bericht { soort: "315", client, keuze, weg: false, geweigerd: false, later: 0 };
    verzoek.xml(900 + client).schrijf()
}

/// A gemeente: toewijzingen for two clients under two numbers, deleted and sent again, some on a verzoek; and answers.
#[test]
fn what_a_gemeente_sent_and_was_refused_was_never_sent() {
    let poort = Poort::nieuw();
    let eerst = [verzoek(0, 0), verzoek(1, 1)];
    proptest!(config(), |(berichten in prop::collection::vec(bericht(&["301", "301", "319"], 2, 3), 1..8))| {
        prop_assert_eq!(speel(&poort, &eerst, &berichten, true), speel(&poort, &eerst, &berichten, false));
    });
}

/// An aanbieder: starts and stops, deleted and sent again.
#[test]
fn what_an_aanbieder_sent_and_was_refused_was_never_sent() {
    let poort = Poort::nieuw();
    proptest!(config(), |(berichten in prop::collection::vec(bericht(&["305", "305", "307"], 1, 1), 4..12))| {
        prop_assert_eq!(speel(&poort, &[], &berichten, true), speel(&poort, &[], &berichten, false));
    });
}

/// An aanbieder: verzoeken for two clients that use the same references.
#[test]
fn a_verzoek_that_was_refused_was_never_sent() {
    let poort = Poort::nieuw();
    proptest!(config(), |(berichten in prop::collection::vec(bericht(&["315", "317"], 2, 2), 1..8))| {
        prop_assert_eq!(speel(&poort, &[], &berichten, true), speel(&poort, &[], &berichten, false));
    });
}
