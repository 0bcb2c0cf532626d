//! The folders with a real store, real events and real workers: from drop to retour and mailbox, through trouble and
//! restarts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests may fail loudly

mod mappen_hulp;

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use dienst::mappen::{Instellingen, Mappen};
use dienst::ontvangst::{Aanbod, neem_aan};
use dienst::partijen::Indiener;
use dossier::{Deur, OntvangstId, Stand};
use mappen_hulp::{
    AANBIEDER, ANDER, Dienst, GEMEENTE, RUST, Werkmap, declaratie, eventually, is_json, partijen, receipt_of, steady,
    text_log,
};

/// What is logged where folders cannot be watched.
const GEEN_SEINEN: &str = "no events; the folders are looked at";
/// Looks like a Bsn, and is one of those that are nobody's.
const BSN: &str = "999900031";

#[test]
fn a_dropped_message_gets_a_receipt_a_retour_and_a_place_in_the_folder_of_the_receiver() {
    let werk = Werkmap::nieuw();
    let dienst = Dienst::start(&werk, 2);
    let bericht = declaratie("A1");
    werk.drop(AANBIEDER, "mijn declaratie.XML", &bericht);
    eventually("the verdict is in uit/", || werk.files(GEMEENTE, "uit").len() == 3);
    // The verdict may be there before its message is put away.
    eventually("the message is moved", || werk.files(AANBIEDER, "verwerkt").len() == 1);
    let genomen = werk.files(AANBIEDER, "verwerkt");
    let receipt = receipt_of(&genomen[0]);
    assert_eq!(genomen, [format!("{receipt}.xml")]);
    assert_eq!(werk.read(AANBIEDER, "verwerkt", &genomen[0]), bericht);
    assert!(werk.files(AANBIEDER, "in").is_empty());

    let uit = werk.files(GEMEENTE, "uit");
    let stam = uit[0].split('.').next().unwrap().to_owned();
    assert!(stam.ends_with(&format!("_323_{receipt}")) && stam.split('_').next().unwrap().len() == 12, "{stam}");
    assert_eq!(uit, ["json", "retour.xml", "xml"].map(|eind| format!("{stam}.{eind}")));
    assert_eq!(werk.read(GEMEENTE, "uit", &uit[2]), bericht);
    let verdict: serde_json::Value = serde_json::from_slice(&werk.read(GEMEENTE, "uit", &uit[0])).unwrap();
    assert_eq!((&verdict["ontvangst"], &verdict["retour"]), (&receipt.as_str().into(), &"325".into()));
    assert!(verdict["prestaties"].is_array());

    let retour = format!("325_{receipt}.xml");
    eventually("the retour is there", || werk.files(AANBIEDER, "retour") == [retour.clone()]);
    assert_eq!(werk.read(AANBIEDER, "retour", &retour), werk.read(GEMEENTE, "uit", &uit[1]));
    eventually("all is marked", || dienst.unwritten() == 0);
    let record = dienst.poort.ontvangst(&OntvangstId(receipt)).unwrap().unwrap().0;
    assert_eq!((record.deur, record.naam.as_deref()), (Deur::Map, Some("mijn declaratie.XML")));
    dienst.stop();
    assert!(werk.hidden().is_empty(), "{:?}", werk.hidden());
}

/// No toewijzing begins before it is made; the base 301 does so by four days.
const CONTRACT: &str = r#"
[contract]
id = "proef"
wetten = ["wmo"]
valid_from = 2026-01-01
gemeenten = [{ code = "0344" }]
[[rule]]
kind = "no_retroactive_toewijzing"
"#;

#[test]
fn a_toewijzing_that_a_contract_keeps_back_goes_out_under_a_name_that_lets_it_go() {
    let werk = Werkmap::nieuw();
    let dienst = Dienst::start(&werk, 1);
    dienst.zet_contract(CONTRACT);
    let pad = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/berichten/iwmo-301.xml");
    let bericht = fs::read(pad).unwrap();
    werk.drop(GEMEENTE, "laat.xml", &bericht);
    eventually("it is kept back", || werk.files(GEMEENTE, "fout").len() == 2);
    let uitleg = werk.files(GEMEENTE, "fout").into_iter().find(|naam| is_json(naam)).unwrap();
    let uitleg: serde_json::Value = serde_json::from_slice(&werk.read(GEMEENTE, "fout", &uitleg)).unwrap();
    assert_eq!(uitleg["bevindingen"][0]["rule"], "no_retroactive_toewijzing", "{uitleg}");
    assert!(uitleg.to_string().contains(".vrij.xml"), "{uitleg}");
    werk.drop(GEMEENTE, "laat.vrij.xml", &bericht);
    eventually("it is taken", || werk.files(GEMEENTE, "verwerkt").len() == 1);
    dienst.stop();
}

#[test]
fn every_refusal_comes_with_its_reason_and_a_record() {
    let werk = Werkmap::nieuw();
    let dienst = Dienst::start(&werk, 1);
    let goed = declaratie("B1");
    let fout = String::from_utf8(goed.clone()).unwrap().replace("<BerichtCode>484", "<BerichtCode>48x");
    let vreemd = String::from_utf8(goed.clone()).unwrap().replace(AANBIEDER, "99990022");
    let groot = [b"<a>".as_slice(), &vec![b' '; 70_000]].concat();
    let gevallen: [(&str, &[u8], &str, u16, bool); 6] = [
        ("schema.xml", fout.as_bytes(), "niveau-1", 422, true),
        ("leeg.xml", b"", "geen-xml", 400, true),
        ("tekst.xml", b"geen xml", "geen-xml", 400, true),
        ("vreemd.xml", vreemd.as_bytes(), "andere-afzender", 403, false),
        ("groot.xml", &groot, "te-groot", 413, false),
        ("scan.pdf", b"%PDF", "ander-bestand", 415, false),
    ];
    for (naam, bytes, soort, status, bevindingen) in gevallen {
        let voor = werk.files(AANBIEDER, "fout");
        werk.drop(AANBIEDER, naam, bytes);
        eventually(naam, || {
            werk.files(AANBIEDER, "in").is_empty() && werk.files(AANBIEDER, "fout").len() == voor.len() + 2
        });
        let nieuw: Vec<String> = werk.files(AANBIEDER, "fout").into_iter().filter(|n| !voor.contains(n)).collect();
        let receipt = receipt_of(&nieuw[0]);
        let (json, ander) = nieuw.iter().partition::<Vec<&String>, _>(|n| is_json(n));
        assert_eq!(*ander[0], format!("{receipt}.{}", if naam == "scan.pdf" { "bin" } else { "xml" }));
        assert_eq!(werk.read(AANBIEDER, "fout", ander[0]), bytes, "{naam}");
        let probleem: serde_json::Value = serde_json::from_slice(&werk.read(AANBIEDER, "fout", json[0])).unwrap();
        assert_eq!(probleem["type"], format!("urn:ketenpoort:probleem:{soort}"), "{naam}");
        assert_eq!((&probleem["status"], &probleem["ontvangst"]), (&status.into(), &receipt.as_str().into()), "{naam}");
        assert_eq!(probleem["bevindingen"].is_array(), bevindingen, "{naam}");
        assert!(probleem["detail"].is_string() && probleem["detail_en"].is_string(), "{naam}");
        let record = dienst.poort.ontvangst(&OntvangstId(receipt)).unwrap().unwrap().0;
        assert_eq!((record.stand, record.naam.as_deref()), (Stand::Geweigerd, Some(naam)));
        assert_eq!((record.grootte, record.lading), (bytes.len() as u64, None));
    }
    assert!(werk.files(AANBIEDER, "verwerkt").is_empty());
    dienst.stop();
}

#[test]
fn a_file_is_taken_when_its_writer_is_done_and_not_before() {
    let werk = Werkmap::nieuw();
    // Between two calls of a writer on a busy machine more time may pass than is quiet enough in the other tests.
    let dienst = Dienst::start_met(&werk, 1, Instellingen { stil: Duration::from_secs(2), ..RUST });
    // Once one is taken the folder is watched.
    werk.drop(AANBIEDER, "eerst.xml", &declaratie("C0"));
    eventually("the folder is watched", || werk.files(AANBIEDER, "verwerkt").len() == 1);
    if text_log().text().contains(GEEN_SEINEN) {
        println!("skipped: the system gives no events of folders, so nobody knows which file is open");
        return dienst.stop();
    }
    let bericht = declaratie("C1");
    let mut file = File::create(werk.pad(AANBIEDER, "in").join("langzaam.xml")).unwrap();
    let (begin, eind) = bericht.split_at(700);
    file.write_all(begin).unwrap();
    // More than twice the quiet time of this test.
    steady("an open file is left alone", Duration::from_secs(5), || werk.files(AANBIEDER, "in").len() == 1);
    file.write_all(eind).unwrap();
    drop(file);
    eventually("taken after close", || werk.files(AANBIEDER, "verwerkt").len() == 2);

    let onaf = werk.pad(AANBIEDER, "in").join("tweede.xml.part");
    fs::write(&onaf, declaratie("C2")).unwrap();
    fs::write(werk.pad(AANBIEDER, "in").join(".derde.xml"), declaratie("C3")).unwrap();
    steady("unfinished names are left alone", Duration::from_secs(1), || werk.files(AANBIEDER, "verwerkt").len() == 2);
    fs::rename(&onaf, werk.pad(AANBIEDER, "in").join("tweede.xml")).unwrap();
    eventually("taken after a rename", || werk.files(AANBIEDER, "verwerkt").len() == 3);

    // A hard link brings no close; only looking finds that it is complete.
    let elders = werk.root().join("elders.xml");
    fs::write(&elders, declaratie("C4")).unwrap();
    fs::hard_link(&elders, werk.pad(AANBIEDER, "in").join("vierde.xml")).unwrap();
    eventually("taken when quiet", || werk.files(AANBIEDER, "verwerkt").len() == 4);
    dienst.stop();
    assert_eq!(werk.files(AANBIEDER, "fout"), Vec::<String>::new());
}

#[test]
fn a_dropped_name_goes_nowhere_but_into_the_record() {
    let werk = Werkmap::nieuw();
    let log = text_log();
    let dienst = Dienst::start(&werk, 1);
    werk.drop(AANBIEDER, &format!("{BSN}.xml"), &declaratie("D1"));
    werk.drop(AANBIEDER, &format!("kapot {BSN}.xml"), b"geen xml");
    werk.drop(AANBIEDER, &format!("scan.{BSN}"), b"iets");
    werk.drop(AANBIEDER, &format!("namens {BSN}.xml"), &ander(&declaratie("D2")));
    std::os::unix::fs::symlink("/dev/null", werk.pad(AANBIEDER, "in").join(format!("link-{BSN}.xml"))).unwrap();
    eventually("all are dealt with", || {
        werk.files(GEMEENTE, "uit").len() == 3 && werk.files(AANBIEDER, "fout").len() == 6
    });
    // A folder that is not there gives errors about a file; they must not name it.
    let fout = werk.pad(AANBIEDER, "fout");
    fs::rename(&fout, werk.root().join("weg")).unwrap();
    werk.drop(AANBIEDER, &format!("nog een {BSN}.xml"), b"geen xml");
    eventually("the trouble is logged", || log.text().contains("a dropped file stays where it is"));
    fs::rename(werk.root().join("weg"), &fout).unwrap();
    eventually("tried again", || werk.files(AANBIEDER, "fout").len() == 8);

    fs::remove_file(werk.pad(AANBIEDER, "in").join(format!("link-{BSN}.xml"))).unwrap();
    for pad in werk.everything() {
        assert!(!pad.contains(BSN), "{pad}");
    }
    let metrics = dienst.poort.meting.tekst(dienst.poort.tellingen().unwrap(), 0);
    assert!(metrics.contains("deur=\"map\""), "{metrics}");
    dienst.stop();
    for (wat, tekst) in [("log", log.text()), ("metrics", metrics)] {
        assert!(!tekst.contains(BSN), "{wat}:\n{tekst}");
    }
    for (receipt, bytes) in werk.explanations() {
        assert!(!String::from_utf8(bytes).unwrap().contains(BSN), "{receipt}");
    }
}

#[test]
fn the_same_file_twice_is_one_message() {
    let werk = Werkmap::nieuw();
    let dienst = Dienst::start(&werk, 1);
    werk.drop(AANBIEDER, "een.xml", &declaratie("E1"));
    eventually("answered", || werk.files(AANBIEDER, "retour").len() == 1 && werk.files(GEMEENTE, "uit").len() == 3);
    werk.drop(AANBIEDER, "twee.xml", &declaratie("E1"));
    eventually("taken", || werk.files(AANBIEDER, "in").is_empty());
    werk.drop(AANBIEDER, "drie.xml", &declaratie("E3"));
    eventually("the next is answered", || werk.files(AANBIEDER, "retour").len() == 2);
    eventually("the next is delivered", || werk.files(GEMEENTE, "uit").len() == 6);
    eventually("the next is moved", || werk.files(AANBIEDER, "verwerkt").len() == 2);
    dienst.stop();
}

#[test]
fn files_of_before_the_start_are_taken_in_order_of_change() {
    let werk = Werkmap::nieuw();
    Dienst::start(&werk, 1).stop();
    let uur = SystemTime::now() - Duration::from_secs(3600);
    for (naam, seconden) in [("a.xml", 30), ("b.xml", 10), ("c.xml", 20), ("d.xml", 20)] {
        let pad = werk.pad(AANBIEDER, "in").join(naam);
        fs::write(&pad, declaratie(&naam[..1])).unwrap();
        File::options().write(true).open(&pad).unwrap().set_modified(uur + Duration::from_secs(seconden)).unwrap();
    }
    let dienst = Dienst::start(&werk, 1);
    eventually("all are delivered", || werk.files(GEMEENTE, "uit").len() == 12);
    let volgorde: Vec<String> = werk
        .files(GEMEENTE, "uit")
        .iter()
        .filter(|naam| is_json(naam))
        .map(|naam| dienst.poort.ontvangst(&OntvangstId(receipt_of(naam))).unwrap().unwrap().0.naam.unwrap())
        .collect();
    assert_eq!(volgorde, ["b.xml", "c.xml", "d.xml", "a.xml"]);
    dienst.stop();
}

#[test]
fn a_restart_goes_on_where_it_was() {
    let werk = Werkmap::nieuw();
    // No worker: what is taken in stays waiting.
    let dienst = Dienst::start(&werk, 0);
    werk.drop(AANBIEDER, "een.xml", &declaratie("F1"));
    eventually("taken in", || werk.files(AANBIEDER, "verwerkt").len() == 1);
    // Taken in, and killed before the file was moved.
    let aanbod = Aanbod {
        bytes: declaratie("F2").into(),
        deur: Deur::Map,
        indiener: Indiener::Partijen([AANBIEDER.to_owned()].into()),
        idempotentie: None,
        naam: Some("twee.xml".to_owned()),
        vsp: None,
        vrijgave: false,
    };
    let receipt = neem_aan(&dienst.poort, &aanbod).unwrap().ontvangst;
    dienst.stop();
    fs::write(werk.pad(AANBIEDER, "in").join("twee.xml"), declaratie("F2")).unwrap();
    fs::write(werk.pad(GEMEENTE, "uit").join(".000000000001_323_x.json.deel"), "half").unwrap();

    let dienst = Dienst::start(&werk, 1);
    eventually("both are answered", || werk.files(AANBIEDER, "retour").len() == 2);
    eventually("both are delivered", || werk.files(GEMEENTE, "uit").len() == 6);
    eventually("the second is moved", || werk.files(AANBIEDER, "verwerkt").contains(&format!("{receipt}.xml")));
    assert_eq!(werk.files(AANBIEDER, "verwerkt").len(), 2);
    dienst.stop();
    assert!(werk.hidden().is_empty(), "{:?}", werk.hidden());
    // Nothing is written again.
    let voor = werk.everything();
    fs::remove_file(werk.pad(AANBIEDER, "retour").join(format!("325_{receipt}.xml"))).unwrap();
    let dienst = Dienst::start(&werk, 1);
    steady("what was written is not written again", Duration::from_secs(1), || {
        werk.files(AANBIEDER, "retour").len() == 1
    });
    dienst.stop();
    assert_eq!(werk.everything().len(), voor.len() - 1);
}

#[test]
fn a_folder_that_is_gone_loses_nothing() {
    let werk = Werkmap::nieuw();
    let dienst = Dienst::start(&werk, 1);
    let (uit, verwerkt) = (werk.pad(GEMEENTE, "uit"), werk.pad(AANBIEDER, "verwerkt"));
    fs::rename(&uit, werk.root().join("uit-weg")).unwrap();
    fs::rename(&verwerkt, werk.root().join("verwerkt-weg")).unwrap();
    werk.drop(AANBIEDER, "een.xml", &declaratie("G1"));
    eventually("answered", || werk.files(AANBIEDER, "retour").len() == 1 && dienst.unwritten() == 1);
    steady("nothing is marked, moved or made", Duration::from_secs(1), || {
        dienst.unwritten() == 1 && werk.files(AANBIEDER, "in") == ["een.xml"] && !uit.exists() && !verwerkt.exists()
    });
    fs::rename(werk.root().join("uit-weg"), &uit).unwrap();
    fs::rename(werk.root().join("verwerkt-weg"), &verwerkt).unwrap();
    eventually("delivered after all", || werk.files(GEMEENTE, "uit").len() == 3 && dienst.unwritten() == 0);
    eventually("moved after all", || werk.files(AANBIEDER, "verwerkt").len() == 1);
    assert_eq!(receipt_of(&werk.files(AANBIEDER, "verwerkt")[0]), receipt_of(&werk.files(GEMEENTE, "uit")[0]));

    // The drop folder itself, replaced by another one.
    let inbox = werk.pad(AANBIEDER, "in");
    fs::rename(&inbox, werk.root().join("in-weg")).unwrap();
    sleep(Duration::from_millis(500));
    fs::create_dir(&inbox).unwrap();
    werk.drop(AANBIEDER, "twee.xml", &declaratie("G2"));
    eventually("the new folder is seen", || werk.files(AANBIEDER, "retour").len() == 2);
    dienst.stop();
}

/// A declaratie of many refused lines: its verdict is too large for a row, and so a payload file.
fn declaratie_met_groot_oordeel(nummer: &str) -> Vec<u8> {
    let basis = String::from_utf8(declaratie(nummer)).unwrap().replace(">50000</iwmo:Tot", ">5000000</iwmo:Tot");
    let compact: String = basis.lines().map(str::trim).collect();
    let (voor, rest) = compact.split_once("<Prestatie>").unwrap();
    let (prestatie, na) = rest.split_once("</Prestatie>").unwrap();
    let eigen = |n| prestatie.replace(">1-1<", &format!(">{n}<")).replace(">7001<", &format!(">{}<", 9000 + n));
    let prestaties: Vec<String> = (0..100).map(|n| format!("<Prestatie>{}</Prestatie>", eigen(n))).collect();
    format!("{voor}{}{na}", prestaties.concat()).into_bytes()
}

#[test]
fn an_entry_that_cannot_be_read_is_marked_and_holds_up_nobody() {
    let werk = Werkmap::nieuw();
    let dienst = Dienst::start(&werk, 1);
    let (uit, blobs) = (werk.pad(GEMEENTE, "uit"), werk.root().join("data/blobs"));
    let (uit_weg, blobs_weg) = (werk.root().join("uit-weg"), werk.root().join("blobs-weg"));
    // Nothing is written before its verdict is gone.
    fs::rename(&uit, &uit_weg).unwrap();
    let groot = declaratie_met_groot_oordeel("H1");
    werk.drop(AANBIEDER, "een.xml", &groot);
    eventually("answered", || werk.files(AANBIEDER, "retour").len() == 1);
    dienst.stop();
    fs::rename(&blobs, &blobs_weg).unwrap();
    fs::create_dir(&blobs).unwrap();
    assert!(fs::read_dir(&blobs_weg).unwrap().count() > 0);
    fs::rename(&uit_weg, &uit).unwrap();

    let dienst = Dienst::start(&werk, 1);
    werk.drop(AANBIEDER, "twee.xml", &declaratie("H2"));
    eventually("the one behind it is delivered", || {
        werk.files(GEMEENTE, "uit").iter().filter(|n| is_json(n)).count() == 2
    });
    let merk = || {
        let naam = werk.files(GEMEENTE, "uit").into_iter().find(|naam| is_json(naam)).unwrap();
        serde_json::from_slice::<serde_json::Value>(&werk.read(GEMEENTE, "uit", &naam)).unwrap()
    };
    eventually("the one behind it is marked", || dienst.unwritten() == 1);
    assert_eq!((&merk()["onleesbaar"], &merk()["bericht"]), (&true.into(), &"323".into()), "{}", merk());
    let metrics = dienst.poort.meting.tekst(dienst.poort.tellingen().unwrap(), 0);
    assert!(metrics.contains("ketenpoort_postvak_onleesbaar_total 1"), "{metrics}");
    assert!(metrics.contains("ketenpoort_postvak_onbevestigd 1"), "{metrics}");
    dienst.stop();

    // Once its verdict is back it is written as every other.
    fs::remove_dir_all(&blobs).unwrap();
    fs::rename(&blobs_weg, &blobs).unwrap();
    let dienst = Dienst::start(&werk, 1);
    eventually("written after all", || dienst.unwritten() == 0);
    assert_eq!((&merk()["geweigerd"], &merk()["uitkomst"]), (&100.into(), &"partly".into()), "{}", merk());
    assert_eq!(merk()["aantal_bevindingen"], merk()["bevindingen"].as_array().unwrap().len());
    assert!(merk().get("onleesbaar").is_none());
    assert_eq!(werk.files(GEMEENTE, "uit").len(), 6);
    dienst.stop();
}

#[test]
fn a_party_can_get_and_lose_a_folder_while_running() {
    let werk = Werkmap::nieuw();
    let dienst = Dienst::start(&werk, 1);
    assert!(!werk.pad(ANDER, "in").exists());
    let mut met = partijen();
    met.push(mappen_hulp::partij(ANDER, false, true));
    dienst.zet_partijen(met);
    eventually("the folders are there", || werk.pad(ANDER, "retour").is_dir());
    werk.drop(ANDER, "een.xml", &ander(&declaratie("H1")));
    eventually("answered in its own folder", || werk.files(ANDER, "retour").len() == 1);
    assert!(werk.files(AANBIEDER, "retour").is_empty());
    dienst.zet_partijen(partijen());
    // Nothing shows that it is noticed; the folders are gone through ten times a second.
    sleep(Duration::from_secs(3));
    werk.drop(ANDER, "twee.xml", &ander(&declaratie("H2")));
    steady("left alone", Duration::from_secs(1), || werk.files(ANDER, "in") == ["twee.xml"]);
    dienst.stop();
}

#[test]
fn links_folders_and_pipes_are_left_alone() {
    let werk = Werkmap::nieuw();
    let dienst = Dienst::start(&werk, 1);
    let inbox = werk.pad(AANBIEDER, "in");
    let elders = werk.root().join("elders.xml");
    fs::write(&elders, declaratie("I1")).unwrap();
    std::os::unix::fs::symlink(&elders, inbox.join("link.xml")).unwrap();
    fs::create_dir(inbox.join("map.xml")).unwrap();
    assert!(Command::new("mkfifo").arg(inbox.join("pijp.xml")).status().unwrap().success());
    werk.drop(AANBIEDER, "gewoon.xml", &declaratie("I2"));
    eventually("the plain file is taken", || werk.files(AANBIEDER, "verwerkt").len() == 1);
    steady("the others stay", Duration::from_secs(1), || werk.names(AANBIEDER, "in").len() == 3);
    dienst.stop();
    assert_eq!(werk.files(AANBIEDER, "verwerkt").len(), 1);
}

#[test]
fn a_place_that_cannot_work_is_refused_at_once() {
    let werk = Werkmap::nieuw();
    let poort = mappen_hulp::poort(&werk, partijen());
    fs::write(werk.root().join("mappen"), "geen map").unwrap();
    let fout = Mappen::nieuw(poort, werk.root().join("mappen"), Instellingen::default()).unwrap_err();
    let tekst = dienst::keten_van_oorzaken(&fout);
    assert!(tekst.contains("cannot make the folder") && tekst.contains("/mappen: not a directory"), "{tekst}");
}

// ---- killed at any moment -------------------------------------------------------------------------------------------

const KIND: &str = "DIENST_MAPPEN_KIND";
const RONDES: usize = 6;
const PER_RONDE: usize = 6;

/// The child: runs until it is killed, or until nobody is left to kill it.
#[test]
fn kind() {
    let Ok(map) = std::env::var(KIND) else { return };
    let _dienst = Dienst::start(&Werkmap::bij(Path::new(&map)), 1);
    // Nothing comes; it ends with the parent.
    let _ = io::copy(&mut io::stdin(), &mut io::sink());
}

#[test]
fn killed_at_any_moment_every_file_is_one_message_with_one_retour() {
    let werk = Werkmap::nieuw();
    Dienst::start(&werk, 1).stop();
    for ronde in 0..RONDES {
        let mut kind = Command::new(std::env::current_exe().unwrap());
        kind.args(["--exact", "kind", "--nocapture"]).env(KIND, werk.root());
        let mut kind = kind.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let gedropt = ronde * PER_RONDE;
        for nummer in gedropt..gedropt + PER_RONDE {
            werk.drop(AANBIEDER, &format!("{nummer}.xml"), &declaratie(&format!("K{nummer}")));
        }
        // Not before it works on them, and then at another point every round.
        eventually("the child works", || werk.files(AANBIEDER, "verwerkt").len() > gedropt);
        sleep(Duration::from_millis(9 * ronde as u64));
        kind.kill().unwrap();
        kind.wait().unwrap();
    }
    let alle = RONDES * PER_RONDE;
    let dienst = Dienst::start(&werk, 1);
    eventually("all are answered", || werk.files(AANBIEDER, "retour").len() == alle);
    eventually("all are delivered", || werk.files(GEMEENTE, "uit").len() == 3 * alle && dienst.unwritten() == 0);
    eventually("all are moved", || werk.files(AANBIEDER, "in").is_empty());
    dienst.stop();
    let mut receipts: Vec<String> = werk.files(AANBIEDER, "verwerkt").iter().map(|naam| receipt_of(naam)).collect();
    let mut retouren: Vec<String> = werk.files(AANBIEDER, "retour").iter().map(|naam| receipt_of(naam)).collect();
    receipts.sort();
    retouren.sort();
    assert_eq!((receipts.len(), &receipts), (alle, &retouren));
    assert!(werk.files(AANBIEDER, "fout").is_empty());
    assert!(werk.hidden().is_empty(), "{:?}", werk.hidden());
}

/// The same message, sent by another party.
fn ander(bericht: &[u8]) -> Vec<u8> {
    String::from_utf8(bericht.to_vec()).unwrap().replace(AANBIEDER, ANDER).into_bytes()
}
