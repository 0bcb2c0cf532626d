//! Messages that are sent from here, and the retours that come in on them: stories between two parties, each with a dossier
//! of its own, in memory and in a folder.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // a test may fail loudly

mod hulp;
#[path = "hulp/weigeringen.rs"]
mod weigeringen;

use std::cell::Cell;

use dossier::{ClientFeit, OutboxItem, Record, Table, Zending};
use hulp::poort::{Dossier, Poort};
use hulp::verhaal::{Bestand, speel};
use hulp::{fixtures, inhoud, lees, stam};
use pipeline::{PipelineFout, Uitkomst};

const DAG: &str = "2026-06-15";

#[test]
fn every_story_ends_as_told_in_memory() {
    speel_alle(&mut Poort::nieuw(), |_, _| true);
}

#[test]
fn every_story_ends_as_told_in_a_folder() {
    let mut poort = Poort::nieuw();
    poort.op_schijf();
    // Every step waits for the disk, so each story is played in one standard.
    speel_alle(&mut poort, |nummer, standaard| (nummer % 2 == 0) == (standaard == "ijw"));
}

fn speel_alle(poort: &mut Poort, kies: impl Fn(usize, &str) -> bool) {
    let (mut fouten, mut soorten) = (Vec::new(), Vec::new());
    for pad in inhoud(&fixtures("verzenden")) {
        let bestand = Bestand::lees(&pad);
        for (nummer, geval) in bestand.gevallen().iter().enumerate() {
            let verzonden = geval.stap.iter().filter(|stap| stap.verzend).map(|stap| stap.bericht.clone());
            soorten.extend(verzonden);
            for standaard in geval.standaarden.iter().filter(|s| kies(nummer, s)) {
                let fout = speel(geval, standaard, poort, |_| ());
                fouten.extend(fout.into_iter().map(|f| format!("{}.toml: {f}", stam(&pad))));
            }
        }
    }
    assert!(fouten.is_empty(), "{} problems\n{}", fouten.len(), fouten.join("\n"));
    for soort in ["301", "303", "305", "307", "315", "317", "319", "323"] {
        assert!(soorten.iter().any(|s| s == soort), "no story sends a {soort}");
    }
}

fn basis(naam: &str) -> String {
    lees(&fixtures("berichten").join(format!("ijw-{naam}.xml")))
}

/// A 302 on the base 301: with these codes, or none.
fn retour_302(poort: &Poort, codes: &str) -> String {
    let retour = poort.dossier().verwerk(&basis("301"), DAG).retour.unwrap();
    retour.replace("</XsdVersieRetour>", &format!("</XsdVersieRetour>{codes}"))
}

const GEWEIGERD: &str = "<RetourCodes><RetourCode>0001</RetourCode></RetourCodes>";

fn client(dossier: &Dossier<'_>) -> ClientFeit {
    match &dossier.rijen(Table::Client)[..] {
        [rij] => match &rij.record {
            Record::Client(feit) => (**feit).clone(),
            _ => panic!("no client"),
        },
        rijen => panic!("{} clients", rijen.len()),
    }
}

/// What was known at which moment stays answerable: the version and the 302 that refused it.
#[test]
fn a_refused_toewijzing_is_kept_apart() {
    let poort = Poort::nieuw();
    let mut dossier = poort.dossier();
    dossier.verzend(&basis("301"), DAG);
    assert_eq!(client(&dossier).toewijzingen.len(), 1);
    assert_eq!(dossier.rijen(Table::Nummer).len(), 1);
    dossier.verwerk(&retour_302(&poort, GEWEIGERD), DAG);
    let feit = client(&dossier);
    assert_eq!(feit.toewijzingen, []);
    let [terug] = &feit.teruggenomen[..] else { panic!("{:?}", feit.teruggenomen) };
    assert_eq!((terug.versie.nummer, terug.versie.bericht.0, terug.door.0), (7001, 1, 2));
    assert_eq!(dossier.rijen(Table::Nummer), []);
}

/// A 323 that is refused by its header leaves its Identificatie and itself.
#[test]
fn a_refused_declaratie_leaves_no_rows() {
    let poort = Poort::nieuw();
    let (mut gemeente, mut aanbieder) = (poort.dossier(), poort.dossier());
    let heen = basis("323");
    aanbieder.verzend(&heen, DAG);
    for tabel in [Table::Prestatie, Table::Declaratie] {
        assert_eq!(aanbieder.rijen(tabel).len(), 1);
    }
    let retour = gemeente.verwerk(&heen, "2026-05-31").retour.unwrap();
    let antwoord = aanbieder.verwerk(&retour, DAG);
    assert_eq!((antwoord.uitkomst.as_str(), antwoord.signalen()), ("accepted", vec!["retour".to_owned()]));
    for tabel in [Table::Prestatie, Table::Declaratie, Table::Client] {
        assert_eq!(aanbieder.rijen(tabel), []);
    }
    let [stand] = &aanbieder.rijen(Table::Stand)[..] else { panic!("one standing") };
    assert_eq!(stand.record, Record::Stand(dossier::StandFeit::default()));
}

/// What the tables tell, but for the messages themselves and rows that say nothing.
fn stand(dossier: &Dossier<'_>) -> Vec<(dossier::Key, Record)> {
    let rijen = Table::ALL.into_iter().filter(|t| *t != Table::Bericht).flat_map(|tabel| dossier.rijen(tabel));
    let zonder_geschiedenis = |record| match record {
        Record::Client(feit) => Record::Client(Box::new(ClientFeit { teruggenomen: Vec::new(), ..*feit })),
        ander => ander,
    };
    let leeg = [Record::Client(Box::default()), Record::Stand(dossier::StandFeit::default())];
    let rijen = rijen.map(|rij| (rij.key, zonder_geschiedenis(rij.record)));
    // A factuurnummer of a 303 that was refused is free, whether its row is there or not.
    let vrij = |record: &Record| match record {
        Record::Identificatie(feit) => feit.verzonden.as_ref().is_some_and(|verzonden| verzonden.geweigerd),
        _ => false,
    };
    rijen.filter(|(_, record)| !leeg.contains(record) && !vrij(record)).collect()
}

/// A message that is taken back before it went out leaves everything as it was, in the middle of any story, and the same
/// bytes can be sent again.
#[test]
fn a_message_that_is_taken_back_was_never_sent() {
    let mut poort = Poort::nieuw();
    let mut terug = 0;
    for pad in inhoud(&fixtures("verzenden")) {
        let bestand = Bestand::lees(&pad);
        for geval in bestand.gevallen() {
            for standaard in geval.standaarden.clone() {
                let mut stappen = Vec::new();
                speel(&geval, &standaard, &mut poort, |stap| {
                    stappen.push((stap.heen.clone(), stap.verzonden.is_some()))
                });
                let mut dossier = poort.dossier();
                for (nummer, ((heen, van_hier), stap)) in stappen.iter().zip(&geval.stap).enumerate() {
                    let dag = stap.peildatum.as_ref().unwrap_or(&geval.peildatum);
                    if !van_hier {
                        dossier.verwerk(heen, dag);
                        continue;
                    }
                    let (voor, id) = (stand(&dossier), 1000 * (nummer as u128 + 1));
                    dossier.nummer_vanaf(id);
                    let antwoord = dossier.verzend(heen, dag);
                    if antwoord.uitkomst != "accepted" {
                        continue;
                    }
                    let na = stand(&dossier);
                    assert_ne!(voor, na);
                    assert!(dossier.trek_terug(id), "{}", geval.naam);
                    assert_eq!(stand(&dossier), voor, "{}, step {}", geval.naam, nummer + 1);
                    assert!(!dossier.trek_terug(id), "once is enough");
                    assert_eq!(dossier.verzend(heen, dag).uitkomst, "accepted", "{}", geval.naam);
                    assert_eq!(stand(&dossier).len(), na.len(), "{}", geval.naam);
                    terug += 1;
                }
            }
        }
    }
    assert!(terug > 50, "{terug}");
}

/// After its retour a message cannot be taken back, nor can one that came in.
#[test]
fn what_was_answered_or_came_in_cannot_be_taken_back() {
    let poort = Poort::nieuw();
    let mut dossier = poort.dossier();
    dossier.verzend(&basis("301"), DAG);
    dossier.verwerk(&retour_302(&poort, ""), DAG);
    let voor = stand(&dossier);
    assert!(!dossier.trek_terug(1));
    assert_eq!(stand(&dossier), voor);
    let mut ontvanger = poort.dossier();
    ontvanger.verwerk(&basis("301"), DAG);
    assert!(!ontvanger.trek_terug(1));
}

/// The message and what must go with it are one commit; without the one there is not the other.
#[test]
fn what_is_added_is_committed_with_the_booking_or_not_at_all() {
    let poort = Poort::nieuw();
    let mut dossier = poort.dossier();
    let gevraagd = Cell::new(0);
    let bij = |beslist: pipeline::Beslist<'_>, set: &mut dossier::ChangeSet| {
        assert!(beslist.retour.is_none() && beslist.oordeel.outcome == Uitkomst::Accepted);
        gevraagd.set(gevraagd.get() + 1);
        set.outbox.push(OutboxItem {
            bericht: set.id,
            wat: Zending::Bericht,
            bestemming: "99990011".to_owned(),
            trace: String::new(),
            conversatie: String::new(),
            antwoord_op: None,
        });
    };
    let verzonden = dossier.verzend_met(&basis("301"), DAG, &bij).unwrap();
    assert_eq!((verzonden.oordeel.outcome, gevraagd.get()), (Uitkomst::Accepted, 1));
    let eerste = verzonden.bericht.unwrap();
    let record = dossier.rijen(Table::Bericht).into_iter().next().unwrap().record;
    let Record::Bericht(record) = record else { panic!("no message") };
    assert!(record.verzonden && record.retour.is_none());

    let weer = dossier.verzend_met(&basis("301"), DAG, &bij).unwrap();
    assert_eq!((weer.oordeel.outcome, weer.bericht), (Uitkomst::Duplicate, Some(eerste)));
    let anders = basis("301").replace("7001", "7002");
    let anders = dossier.verzend_met(&anders, DAG, &bij).unwrap();
    assert_eq!((anders.oordeel.outcome, anders.oordeel.level, anders.bericht), (Uitkomst::Rejected, Some(3), None));
    let geen_xml = dossier.verzend_met("geen xml", DAG, &bij).unwrap();
    assert_eq!((geen_xml.oordeel.outcome, geen_xml.bericht), (Uitkomst::Unreadable, None));
    assert_eq!((gevraagd.get(), dossier.leveringen()), (1, 1));
    assert_eq!(dossier.rijen(Table::Bericht).len(), 1);
}

#[test]
fn a_retour_is_not_sent_as_a_message() {
    let poort = Poort::nieuw();
    let fout = poort.dossier().verzend_met(&retour_302(&poort, ""), DAG, &|_, _| {}).unwrap_err();
    assert!(matches!(fout, PipelineFout::GeenHeenbericht { soort: "302" }) && !fout.retry_helps(), "{fout}");
}

/// Of a message that was judged here, the retour that comes back decides nothing.
#[test]
fn a_retour_on_a_judged_message_changes_nothing() {
    let poort = Poort::nieuw();
    let mut dossier = poort.dossier();
    dossier.verwerk(&basis("301"), DAG);
    let terug = dossier.verwerk(&retour_302(&poort, GEWEIGERD), DAG);
    assert!(terug.signalen().contains(&"retour".to_owned()), "{terug:?}");
    assert_eq!(client(&dossier).toewijzingen.len(), 1);
}
