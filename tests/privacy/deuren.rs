//! The same canaries through every door of the daemon, at the finest log level: what it logs, counts, answers, shows in
//! mailboxes and writes to its data folder.

use std::collections::BTreeSet;

use dossier::{Key, Lading, OntvangstRecord, ReadSet, Record, Table};
use keten::tls::ClientTls;
use opslag::{SqliteOptions, SqliteStore, Store};
use pipeline::haal;
use simulator::Opties;
use simulator::fouten::{Fout, Soort, Wanneer};
use simulator::verstuur::Zending;

use super::{BEIDE, BSN, Geval, NAAM, Plaats, gevallen, lekt, zoek_namen, zoek_opslag};
use crate::gedeeld::bericht::{model, schemas};
use crate::proef::http::Antwoord;
use crate::proef::*;

/// The birth date of the canary, and how else it could be written.
const GEBOREN: &str = "2011-12-13";
const GEBOREN_ANDERS: [&str; 3] = [GEBOREN, "13-12-2011", "20111213"];
/// A reference that the sender made; a mailbox may show the ReferentieNummer, nothing else may.
const REFERENTIE: &str = "ZANGVOGEL";

/// Where the references of a sender may come back.
const POSTVAK: &str = "mailbox";

/// Whether a text shows a person.
fn wijst_aan(tekst: &str) -> bool {
    lekt(tekst) || GEBOREN_ANDERS.iter().any(|datum| tekst.contains(datum))
}

/// Everything that came out, with where it came from.
#[derive(Default)]
struct Uitvoer(Vec<(String, String)>);

impl Uitvoer {
    fn noteer(&mut self, waar: impl Into<String>, antwoord: &Antwoord) {
        self.0.push((waar.into(), antwoord.to_string()));
    }

    /// No person anywhere, and a reference of the sender in the mailbox only.
    #[track_caller]
    fn zoek(&self) {
        let wijst =
            |(waar, tekst): &&(String, String)| wijst_aan(tekst) || (waar != POSTVAK && tekst.contains(REFERENTIE));
        let lekken: Vec<_> = self.0.iter().filter(wijst).map(|(waar, tekst)| format!("{waar}:\n{tekst}")).collect();
        assert!(lekken.is_empty(), "{} leaks, first:\n{}", lekken.len(), lekken[..lekken.len().min(5)].join("\n"));
    }
}

/// A base message about the canary.
fn kanarie(naam: &str, identificatie: &str) -> Bericht {
    let tekst = String::from_utf8(Bericht::nieuw(naam, identificatie).bytes()).unwrap();
    let tekst = tekst
        .replace("999900031", BSN)
        .replace(">Toets<", &format!(">{NAAM}<"))
        .replace("2010-09-17", GEBOREN)
        .replace(">1-1<", &format!(">{REFERENTIE}<"))
        .replace(">V1<", &format!(">{REFERENTIE}<"))
        .replace(">D1<", ">ZANGVOGELD<");
    Bericht::lees(tekst.as_bytes())
}

/// A daemon with its endpoint, and what came out of them so far.
struct Toneel<'t> {
    daemon: &'t Daemon,
    overkant: &'t Overkant,
    hub: ClientTls,
    uitvoer: Uitvoer,
}

impl Toneel<'_> {
    /// Hands in a message, waits for the verdict and looks at the status.
    fn lever(&mut self, partij: &str, bytes: Vec<u8>, sleutel: &str) -> u16 {
        let antwoord = self.daemon.bied_aan(partij, bytes).veld("Idempotency-Key", sleutel).stuur();
        self.uitvoer.noteer(format!("handing in as {partij}"), &antwoord);
        if let Some(ontvangst) = antwoord.json()["ontvangst"].as_str() {
            self.daemon.beoordeeld(partij, ontvangst);
            self.uitvoer.noteer("status", &self.daemon.get(partij, &format!("/v1/berichten/{ontvangst}")));
        }
        antwoord.status
    }

    fn controleer(&mut self, partij: &str, bytes: Vec<u8>) {
        let antwoord = self.daemon.verzoek("POST", "/v1/controle").als(partij).inhoud(bytes).stuur();
        self.uitvoer.noteer("check", &antwoord);
    }

    fn push(&mut self, zending: &Zending, bytes: &[u8]) -> u16 {
        let (status, probleem) = self.overkant.push_antwoord(self.daemon.push_url(), &self.hub, zending, bytes);
        self.uitvoer.0.push(("push".to_owned(), format!("{status} {probleem}")));
        status
    }

    /// Messages that are taken in, sent, refused by rules, refused by the schema, and repeated.
    fn verhaal(&mut self) {
        let toewijzing = kanarie("ijw-301", "ZANGVOGEL301");
        let te_laat = toewijzing.clone().zet("ToegewezenProduct/Einddatum", "2025-12-31");
        self.controleer(GEMEENTE, toewijzing.bytes());
        assert_eq!(self.lever(GEMEENTE, toewijzing.bytes(), BEIDE), 202);
        assert_eq!(self.lever(GEMEENTE, te_laat.bytes(), BEIDE), 409, "the key is taken");
        assert_eq!(self.lever(GEMEENTE, te_laat.bytes(), "k"), 422, "level 2");
        let declaratie = kanarie("ijw-323", "ZANGVOGEL323");
        let berichten = [
            kanarie("ijw-305", "ZANGVOGEL305"),
            declaratie.clone(),
            declaratie.zet("Bedrag", "50001"),
            kanarie("ijw-305", "ZANGVOGEL35B"),
            kanarie("ijw-307", "ZANGVOGEL307").zet("Einddatum", "2025-01-01"),
        ];
        for (nummer, bericht) in berichten.iter().enumerate() {
            self.controleer(AANBIEDER, bericht.bytes());
            assert_eq!(self.lever(AANBIEDER, bericht.bytes(), &format!("{BEIDE}-{nummer}")), 202);
        }
        let verzoek = kanarie("ijw-315", "ZANGVOGEL315");
        let fout = verzoek.clone().zet("Client/Geslacht", NAAM);
        assert_eq!(self.lever(AANBIEDER, fout.bytes(), "f"), 422, "level 1");
        // By Push, with a canary in everything of the metadata that a sender can fill in.
        let zending = Zending {
            referentie_id: Some(BEIDE.to_owned()),
            berichttype: Some(BEIDE.to_owned()),
            rol_afzender: Some(BEIDE.to_owned()),
            actie: Some(BEIDE.to_owned()),
            ..Zending::default()
        };
        assert_eq!(self.push(&zending, &fout.bytes()), 422);
        assert_eq!(self.push(&zending, &verzoek.bytes()), 204);
        assert_eq!(self.push(&Zending { afzender: Some(BEIDE.to_owned()), ..zending }, &verzoek.bytes()), 422);
    }

    /// Canaries at every position of a message that is not stored as a reference, through three doors.
    fn posities(&mut self) {
        let mut model = model(&schemas(), "ijw", "323");
        model.wortel.zet("Afzender", AANBIEDER);
        model.wortel.zet("Ontvanger", GEMEENTE);
        let mut statussen = BTreeSet::new();
        let gevallen = gevallen(&model);
        // The command line takes them all; here every third one comes by.
        let gewoon = gevallen.iter().filter(|geval| geval.plaats == Plaats::Gewoon).step_by(3);
        for (nummer, Geval { bytes, .. }) in gewoon.enumerate() {
            let sleutel = nummer.to_string();
            statussen.insert(self.lever(AANBIEDER, bytes.clone(), &sleutel));
            if nummer % 7 == 0 {
                self.controleer(AANBIEDER, bytes.clone());
                self.push(&Zending { afzender: Some(AANBIEDER.to_owned()), ..Zending::default() }, bytes);
            }
        }
        assert!([202, 400, 422].iter().all(|status| statussen.contains(status)), "every way to end: {statussen:?}");
    }

    /// Canaries where a caller can put them besides a message.
    fn koppen(&mut self) {
        let gek = format!("{NAAM}-{BSN}");
        let paden = [
            format!("/v1/berichten/{gek}"),
            format!("/v1/berichten/{gek}/retour"),
            format!("/v1/postvak/{BSN}"),
            format!("/v1/postvak?partij={gek}"),
            format!("/v1/postvak?{gek}={BSN}"),
            format!("/{gek}"),
            format!("/v1/{gek}/{gek}"),
        ];
        for pad in paden {
            self.uitvoer.noteer("a path", &self.daemon.get(GEMEENTE, &pad));
        }
        let bericht = kanarie("ijw-315", "K1").bytes();
        let post = || self.daemon.verzoek("POST", "/v1/berichten").inhoud(bericht.clone());
        let velden =
            [("Authorization", format!("Bearer {gek}")), ("X-Proef", gek.clone()), (gek.as_str(), gek.clone())];
        let mut antwoorden: Vec<_> =
            velden.iter().map(|(naam, waarde)| post().veld(naam, waarde).stuur().met(401)).collect();
        antwoorden.push(post().als(AANBIEDER).veld("Content-Type", &format!("text/{gek}")).stuur().met(415));
        antwoorden.push(post().als(AANBIEDER).veld("Idempotency-Key", &gek.repeat(20)).stuur().met(400));
        antwoorden.extend(self.daemon.verzoek(NAAM, "/v1/berichten").als(AANBIEDER).probeer());
        for antwoord in antwoorden {
            self.uitvoer.noteer("a header", &antwoord);
        }
    }

    /// What an operator and a receiver see of it all.
    fn overzichten(&mut self) {
        let geparkeerd = || self.daemon.meting("ketenpoort_uitgaand_geparkeerd") == 1;
        tot("the refused one is parked", || geparkeerd().then_some(()));
        let lijst = self.daemon.opdracht(&["uitgaand", "lijst", "--alle", "--json"]).met_code(0).stdout;
        assert!(lijst.contains("\"HTTP 422\""), "the parked one: {lijst}");
        self.uitvoer.0.push(("uitgaand".to_owned(), lijst));
        let postvak = self.daemon.get(GEMEENTE, "/v1/postvak?max=250").met(200);
        assert!(postvak.tekst().contains(REFERENTIE), "the ReferentieNummer of a Prestatie is for its receiver");
        self.uitvoer.noteer(POSTVAK, &postvak);
        self.uitvoer.noteer("metrics", &self.daemon.verzoek("GET", "/metrics").stuur());
    }
}

#[test]
fn no_door_tells_of_a_person_whatever_the_log() {
    for vorm in ["tekst", "json"] {
        let overkant = Overkant::met(Opties::default());
        let log = format!("[log]\nniveau = \"trace\"\nvorm = \"{vorm}\"\n[controle]\nper_minuut = 100000");
        let installatie = Installatie::met(&overkant).en(&log);
        let daemon = installatie.start();
        // An endpoint that answers with the name of a person.
        let antwoord = Soort::Antwoord { status: 422, retry_after: None, code: Some(BEIDE.to_owned()) };
        overkant.sim.zet_fout(Fout::new(antwoord, Wanneer::Volgende(1)));
        let (hub, uitvoer) = (installatie.schakelpunt(), Uitvoer::default());
        let mut toneel = Toneel { daemon: &daemon, overkant: &overkant, hub, uitvoer };
        toneel.verhaal();
        toneel.koppen();
        if vorm == "tekst" {
            toneel.posities();
        }
        toneel.overzichten();
        let mut uitvoer = toneel.uitvoer;
        overkant.wacht(1);
        tot("the last delivery", || (daemon.meting("ketenpoort_uitgaand_open") == 0).then_some(()));
        assert_eq!(daemon.stop(), Some(0));
        let log = std::fs::read_to_string(installatie.pad("gateway.log")).unwrap();
        assert!(["judged", "request", "delivered", "refused at the door"].iter().all(|wat| log.contains(wat)), "{log}");
        uitvoer.0.extend(log.lines().map(|regel| ("log".to_owned(), regel.to_owned())));
        uitvoer.zoek();

        let data = installatie.data().display().to_string();
        zoek_namen(&data);
        let namen: Vec<String> = bestanden(&installatie.data()).into_iter().map(|(naam, _)| naam).collect();
        assert!(!namen.iter().any(|naam| wijst_aan(naam) || naam.contains(REFERENTIE)), "{namen:?}");
        zoek_opslag(&data);
        zoek_rijen(&installatie);
    }
}

/// Looks into what the raw search cannot see: findings and verdicts, which stand in their rows as base64.
fn zoek_rijen(installatie: &Installatie) {
    let store = SqliteStore::open(installatie.data(), &SqliteOptions::default()).unwrap();
    let tabellen =
        [Table::Ontvangst, Table::Bericht, Table::Wacht, Table::Inzending, Table::Idempotentie, Table::Zending];
    let vraag = ReadSet { prefixes: tabellen.map(|tabel| (tabel, Key::new())).to_vec(), ..ReadSet::default() };
    let (mut gezien, mut met_bevindingen) = (0, 0);
    for rij in store.read(&vraag).unwrap().rows {
        let tekst = |lading: Lading| String::from_utf8(haal(lading, "a part", &store).unwrap()).unwrap();
        let teksten: Vec<String> = match rij.record {
            Record::Ontvangst(record) => {
                assert!(record.lading.is_none(), "nothing waits, and nothing refused was kept");
                let bevindingen = record.bevindingen.clone().map(tekst);
                met_bevindingen += usize::from(bevindingen.is_some());
                let kaal = OntvangstRecord { bevindingen: None, lading: None, ..*record };
                bevindingen.into_iter().chain([format!("{kaal:?}")]).collect()
            }
            Record::Bericht(record) => vec![tekst(record.oordeel)],
            ander => vec![format!("{ander:?}")],
        };
        for tekst in teksten {
            assert!(!wijst_aan(&tekst) && !tekst.contains(REFERENTIE), "{tekst}");
        }
        gezien += 1;
    }
    assert!(gezien > 20 && met_bevindingen > 3, "{gezien} rows, {met_bevindingen} with findings");
}
