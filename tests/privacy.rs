//! A canary Bsn and a canary name are put into every position of a message, one at a time. Neither may come back on
//! standard output, standard error, in the name of a file, or in the store outside the stored messages.
//!
//! Exempt, and nothing else: the field `identification` when the canary stands in the Identificatie of the header, the
//! field `file` when the path that was given holds it, the contents of retours, and the stored messages themselves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests may fail loudly

mod gedeeld;
#[path = "hulp/dienst/mod.rs"]
mod proef;
#[allow(dead_code)] // other tests use more of it
#[path = "hulp/xml.rs"]
mod xml;

#[path = "privacy/deuren.rs"]
mod deuren;

use std::collections::BTreeSet;
use std::path::Path;

use gedeeld::bericht::{Element, Model, Plek, model, schemas};
use gedeeld::{Afloop, PEILDATUM, Werkmap, demo, draai, inhoud, verhaal};
use serde_json::Value;

/// A number of the test range that passes the elfproef and that nothing else in the tests uses.
const BSN: &str = "999990019";
const NAAM: &str = "Kanariestraatje";
/// Both at once, glued to other text.
const BEIDE: &str = "xKanariestraatje999990019x";
/// Shown when the canary is only part of what was left: half a number is a leak too.
const DEEL_BSN: &str = "99990019";
const DEEL_NAAM: &str = "kanarie";

/// Messages in which the positions are tried, in both standards.
const BERICHTEN: [&str; 10] = ["301", "305", "307", "315", "317", "319", "323", "325", "303", "304"];

/// Elements that are stored by their own value because later messages are compared with them; a number in such a place
/// is a reference, an amount or a code to the store, whatever the sender meant by it.
const VERWIJZINGEN: [&str; 13] = [
    "Identificatie",
    "DeclarantFactuurNummer",
    "GemeenteReferentieNummer",
    "DeclaratieNummer",
    "ReferentieNummer",
    "VorigReferentieNummer",
    "ReferentieAanbieder",
    "ToewijzingNummer",
    "Volume",
    "GeleverdVolume",
    "Budget",
    "Bedrag",
    "ProductTarief",
];

/// What the store and the reports may do with the place where a canary stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plaats {
    /// Nothing of it may be seen, nor stored outside the message.
    Gewoon,
    /// In an element of [`VERWIJZINGEN`]: may be stored.
    Verwijzing,
    /// In a TotaalBedrag, the only amount that is long enough: may be stored, and shown as an amount in euros.
    Totaal,
}

/// A message with a canary in it.
struct Geval {
    /// Where the canary stands, for the report of a failure.
    waar: String,
    bytes: Vec<u8>,
    /// In the Identificatie of the header, so that the field `identification` may repeat it.
    identificatie: bool,
    plaats: Plaats,
}

impl Geval {
    fn nieuw(waar: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { waar: waar.into(), bytes: bytes.into(), identificatie: false, plaats: Plaats::Gewoon }
    }
}

/// Whether text shows a canary.
fn lekt(tekst: &str) -> bool {
    tekst.contains(DEEL_BSN) || tekst.to_lowercase().contains(DEEL_NAAM)
}

/// Whether text shows a canary, also with separators between the digits (`999.990.019`).
fn lekt_opgemaakt(tekst: &str) -> bool {
    let zonder: String = tekst.chars().filter(|c| !matches!(c, '.' | ',' | ' ')).collect();
    lekt(&zonder) || lekt(tekst)
}

#[test]
fn the_search_finds_what_it_must_find() {
    for tekst in [BSN, BEIDE, NAAM, "KANARIESTRAATJE"] {
        assert!(lekt(tekst), "{tekst}");
    }
    for tekst in [BSN, NAAM, "9.999.900,19 euro", "999 990 019"] {
        assert!(lekt_opgemaakt(tekst), "{tekst}");
    }
    assert!(!lekt_opgemaakt("/Bericht/Client[1]/Bsn 9 tekens (cijfers)"));
}

// ---- positions ------------------------------------------------------------------------------------------------------

/// Every position in and around the elements of a message.
fn gevallen(model: &Model) -> Vec<Geval> {
    let mut gevallen = in_document(&model.tekst());
    let identificatie = match model.nummer.as_str() {
        "303" => "DeclarantFactuurNummer",
        "304" => "GemeenteReferentieNummer",
        _ => "Identificatie",
    };
    for (nummer, element) in model.wortel.alle().into_iter().enumerate() {
        for (wat, plek) in plekken(element, nummer) {
            let in_tekst = matches!(plek, Plek::Tekst(_));
            gevallen.push(Geval {
                identificatie: in_tekst && element.naam == identificatie,
                plaats: plaats(&element.naam, in_tekst),
                ..Geval::nieuw(format!("{} {}: {wat}", model.nummer, element.naam), model.met(nummer, plek))
            });
        }
    }
    gevallen
}

fn plaats(element: &str, in_tekst: bool) -> Plaats {
    match element {
        _ if !in_tekst => Plaats::Gewoon,
        "TotaalBedrag" => Plaats::Totaal,
        _ if VERWIJZINGEN.contains(&element) => Plaats::Verwijzing,
        _ => Plaats::Gewoon,
    }
}

/// The positions at one element.
fn plekken(element: &Element, nummer: usize) -> Vec<(&'static str, Plek<'static>)> {
    let mut plekken = vec![
        ("text, Bsn", Plek::Tekst(BSN)),
        ("text, name", Plek::Tekst(NAAM)),
        ("text, glued", Plek::Tekst(BEIDE)),
        ("element name", Plek::Naam(BEIDE)),
        ("end tag", Plek::Eindtag(BEIDE)),
        ("attribute name", Plek::InTag(" xKanariestraatje999990019x='1'")),
        ("attribute value", Plek::InTag(" soort='xKanariestraatje999990019x'")),
        ("namespace URI of a prefix", Plek::InTag(" xmlns:k='urn:Kanariestraatje:999990019'")),
        ("comment and instruction", Plek::VoorEinde("<!--Kanariestraatje 999990019--><?Kanariestraatje 999990019?>")),
    ];
    if element.kinderen.is_empty() {
        plekken.extend([
            ("child of a simple element", Plek::Tekst("<Kanariestraatje>999990019</Kanariestraatje>")),
            ("text with a reference", Plek::Tekst("99999&#48;019")),
        ]);
    } else {
        plekken.extend([
            ("text between elements", Plek::VoorEinde(BEIDE)),
            ("CDATA between elements", Plek::VoorEinde("<![CDATA[Kanariestraatje 999990019]]>")),
            ("entity", Plek::VoorEinde("&Kanariestraatje999990019;")),
            ("unknown child", Plek::VoorEinde("<b:Kanariestraatje999990019/>")),
            ("undeclared prefix", Plek::VoorEinde("<Kanariestraatje:n999990019/>")),
        ]);
    }
    if nummer > 0 {
        plekken.push(("default namespace", Plek::InTag(" xmlns='urn:Kanariestraatje:999990019'")));
    }
    plekken
}

/// Positions outside the elements, and files that are no message at all.
fn in_document(goed: &str) -> Vec<Geval> {
    let declaratie = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    let zonder = goed.strip_prefix(declaratie).expect("a declaration").trim_start();
    let voor = |stuk: &str| format!("{declaratie}{stuk}{zonder}");
    let na = |stuk: &str| format!("{goed}{stuk}");
    let kop = |stuk: &str| format!("{stuk}\n{zonder}");
    let teksten = [
        ("encoding name", kop("<?xml version='1.0' encoding='Kanariestraatje999990019'?>")),
        ("encoding attribute", kop("<?xml version='1.0' Kanariestraatje='999990019'?>")),
        ("standalone", kop("<?xml version='1.0' standalone='Kanariestraatje999990019'?>")),
        ("version", kop("<?xml version='Kanariestraatje999990019'?>")),
        ("DOCTYPE", voor("<!DOCTYPE Kanariestraatje SYSTEM 'file:///999990019.dtd'>")),
        ("internal subset", voor("<!DOCTYPE Bericht [<!ENTITY Kanariestraatje '999990019'>]>")),
        ("comment before", voor("<!--Kanariestraatje 999990019-->")),
        ("broken comment", voor("<!--Kanariestraatje -- 999990019-->")),
        ("open comment", na("<!--Kanariestraatje 999990019")),
        ("instruction before", voor("<?Kanariestraatje 999990019?>")),
        ("second declaration", voor("<?xml Kanariestraatje='999990019'?>")),
        ("text before", voor("Kanariestraatje 999990019")),
        ("text after", na("Kanariestraatje 999990019")),
        ("element after", na("<Kanariestraatje999990019/>")),
        ("CDATA after", na("<![CDATA[Kanariestraatje 999990019]]>")),
        ("end tag after", na("</Kanariestraatje999990019>")),
        ("root namespace", zonder.replacen("http://www.istandaarden.nl/", "urn:Kanariestraatje:999990019/", 1)),
        ("standard in the namespace", zonder.replacen("nl/i", "nl/Kanariestraatje999990019/i", 1)),
        ("release in the namespace", zonder.replacen("/3_2/", "/999990019/", 1)),
        ("message in the namespace", zonder.replacen("/3_2/", "/3_2/Kanariestraatje999990019", 1)),
        ("namespace of the basisschema", zonder.replacen("/basisschema/", "/Kanariestraatje999990019/", 1)),
        ("cut off in a tag", format!("{}<Kanariestraatje a='999990019", &goed[..goed.len() / 2])),
        ("illegal character beside it", na("<!--Kanariestraatje\u{1}999990019-->")),
        ("not XML", format!("{NAAM} {BSN}")),
        ("HTML", format!("<html><head><title>{NAAM}</title></head><body>{BSN}</body></html>")),
        ("SOAP", format!("<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/{NAAM}'>{BSN}</s:Envelope>")),
        ("another root", format!("<{BEIDE}/>")),
    ];
    let mut gevallen: Vec<Geval> = teksten.into_iter().map(|(waar, tekst)| Geval::nieuw(waar, tekst)).collect();
    gevallen.push(Geval::nieuw("ZIP", format!("PK\x03\x04{BEIDE}")));
    gevallen.push(Geval::nieuw("no UTF-8", [na("<!--").as_bytes(), b"\xFF", BEIDE.as_bytes(), b"-->"].concat()));
    let utf16 = format!("\u{FEFF}{BEIDE}").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    gevallen.push(Geval::nieuw("UTF-16", utf16));
    gevallen
}

// ---- running --------------------------------------------------------------------------------------------------------

/// Runs all cases of one message through the commands and searches everything that comes out.
fn proef(standaard: &str, nummer: &str) {
    let model = model(&schemas(), standaard, nummer);
    let werk = Werkmap::nieuw();
    let goed = werk.schrijf("goed.xml", model.tekst());
    draai(["validate", "--level", "1", &goed]).met_code(0);
    let gevallen = gevallen(&model);
    for plaats in [Plaats::Gewoon, Plaats::Verwijzing, Plaats::Totaal] {
        let deel: Vec<&Geval> = gevallen.iter().filter(|g| g.plaats == plaats).collect();
        if !deel.is_empty() {
            proef_deel(&werk, plaats, &deel);
        }
    }
}

fn proef_deel(werk: &Werkmap, plaats: Plaats, gevallen: &[&Geval]) {
    for (index, geval) in gevallen.iter().enumerate() {
        werk.schrijf(&format!("in-{plaats:?}/{index:05}.xml"), &geval.bytes);
    }
    let pad = |wat: &str| werk.pad(&format!("{wat}-{plaats:?}"));
    let (in_map, data, uit) = (pad("in"), pad("data"), pad("uit"));
    let opslag = ["--today", PEILDATUM, "--data", &data, "--out", &uit, &in_map];
    zoek_json(gevallen, plaats, &draai(["validate", "--json", "--why", &in_map]));
    zoek_tekst(plaats, &draai(["validate", &in_map]));
    zoek_json(gevallen, plaats, &draai([&["process", "--json", "--why"], opslag.as_slice()].concat()));
    // The same files again: those that passed level 1 now take the way of a duplicate.
    zoek_tekst(plaats, &draai([&["process", "--why"], opslag.as_slice()].concat()));
    zoek_namen(&data);
    zoek_namen(&uit);
    if plaats == Plaats::Gewoon {
        zoek_opslag(&data);
    }
}

/// The search that fits the place of the canary.
fn zoeker(plaats: Plaats) -> fn(&str) -> bool {
    if plaats == Plaats::Totaal { lekt } else { lekt_opgemaakt }
}

#[track_caller]
fn zoek_json(gevallen: &[&Geval], plaats: Plaats, afloop: &Afloop) {
    let lines = afloop.json();
    assert_eq!(lines.len(), gevallen.len(), "{}", afloop.stderr);
    let zoeker = zoeker(plaats);
    let mut lekken = Vec::new();
    for (geval, mut line) in gevallen.iter().zip(lines) {
        if geval.identificatie {
            line.as_object_mut().expect("an object").remove("identification");
        }
        let line = line.to_string();
        lekken.extend(zoeker(&line).then(|| format!("{}: {line}", geval.waar)));
    }
    assert!(lekken.is_empty(), "{} leaks, first:\n{}", lekken.len(), lekken[..lekken.len().min(20)].join("\n"));
    assert!(!zoeker(&afloop.stderr), "stderr: {}", afloop.stderr);
}

#[track_caller]
fn zoek_tekst(plaats: Plaats, afloop: &Afloop) {
    assert!(matches!(afloop.code, Some(0 | 1)), "{}", afloop.stderr);
    let zoeker = zoeker(plaats);
    let lek = afloop.stdout.lines().chain(afloop.stderr.lines()).find(|line| zoeker(line));
    assert!(lek.is_none(), "{lek:?}");
}

#[track_caller]
fn zoek_namen(map: &str) {
    let namen = inhoud(Path::new(map));
    assert!(!namen.iter().any(|naam| lekt(naam)), "{namen:?}");
}

/// Searches the raw files of the store. Messages and retours are base64 in their row or, when large, a file of their
/// own in `blobs`, so a canary in any other file, or in a payload that is no message, is outside a stored message.
#[track_caller]
fn zoek_opslag(map: &str) {
    for naam in inhoud(Path::new(map)) {
        let bytes = std::fs::read(Path::new(map).join(&naam)).unwrap();
        if naam.starts_with("blobs/") && bytes.starts_with(b"<") {
            continue;
        }
        let tekst = String::from_utf8_lossy(&bytes).to_lowercase();
        for kanarie in [BSN.to_owned(), NAAM.to_lowercase()] {
            if let Some((voor, _)) = tekst.split_once(&kanarie) {
                let begin = voor.char_indices().rev().nth(160).map_or(0, |(at, _)| at);
                panic!("{naam} holds {kanarie} outside a message, after: {}", &voor[begin..]);
            }
        }
    }
}

macro_rules! per_bericht {
    ($($naam:ident: $standaard:literal $index:literal),+ $(,)?) => {
        $(#[test]
        fn $naam() {
            proef($standaard, BERICHTEN[$index]);
        })+
    };
}

per_bericht! {
    iwmo_301: "iwmo" 0, iwmo_305: "iwmo" 1, iwmo_307: "iwmo" 2, iwmo_315: "iwmo" 3,
    iwmo_317: "iwmo" 4, iwmo_319: "iwmo" 5, iwmo_323: "iwmo" 6, iwmo_325: "iwmo" 7,
    ijw_301: "ijw" 0, ijw_305: "ijw" 1, ijw_307: "ijw" 2, ijw_315: "ijw" 3,
    ijw_317: "ijw" 4, ijw_319: "ijw" 5, ijw_323: "ijw" 6, ijw_325: "ijw" 7,
    iwmo_303: "iwmo" 8, iwmo_304: "iwmo" 9, ijw_303: "ijw" 8, ijw_304: "ijw" 9,
}

// ---- rules speaking about the canary --------------------------------------------------------------------------------

/// A demo message about the canary.
fn kanarie(naam: &str) -> String {
    demo(naam).replace("999900006", BSN).replace("999900018", BSN).replace(">Proef<", ">Kanariestraatje<")
}

/// The message with each value in turn changed into others of its kind, each under an Identificatie of its own.
fn veranderd(tekst: &str, voorvoegsel: &str) -> Vec<String> {
    let mut berichten = Vec::new();
    let regels: Vec<&str> = tekst.lines().collect();
    for (index, regel) in regels.iter().enumerate() {
        let Some((begin, rest)) = regel.split_once('>') else { continue };
        let Some((waarde, einde)) = rest.split_once("</") else { continue };
        if begin.ends_with("Bsn") || begin.ends_with("Achternaam") {
            continue;
        }
        for ander in anders(waarde) {
            let vervangen = format!("{begin}>{ander}</{einde}");
            let mut nieuw = regels.clone();
            nieuw[index] = &vervangen;
            berichten.push(eigen_identificatie(&nieuw.join("\n"), &format!("{voorvoegsel}{}", berichten.len())));
        }
    }
    berichten
}

fn anders(waarde: &str) -> Vec<&'static str> {
    if waarde.len() == 10 && waarde.contains('-') {
        return vec!["2019-01-01", "2025-12-31", "2026-04-30", "2026-05-15", "2027-12-31"];
    }
    match waarde {
        "D" => vec!["C"],
        "C" => vec!["D"],
        _ if waarde.bytes().all(|b| b.is_ascii_digit()) => vec!["1", "3", "16", "41001", "99999999", "9999"],
        _ => vec!["45A05", "W-0501", "X"],
    }
}

fn eigen_identificatie(tekst: &str, nummer: &str) -> String {
    let (voor, rest) = tekst.split_once("Identificatie>").expect("BerichtIdentificatie");
    let (tussen, rest) = rest.split_once("Identificatie>").expect("Identificatie");
    let (_, na) = rest.split_once("</").expect("its end");
    format!("{voor}Identificatie>{tussen}Identificatie>{nummer}</{na}")
}

#[test]
fn rules_speak_about_a_client_without_naming_him() {
    let werk = Werkmap::nieuw();
    for (index, naam) in verhaal().iter().enumerate() {
        werk.schrijf(&format!("in/{index:02}-verhaal.xml"), kanarie(naam));
    }
    for naam in verhaal().iter().filter(|naam| !naam.contains("dubbel")) {
        let voorvoegsel = format!("M{}.", &naam[..2]);
        for (index, tekst) in veranderd(&kanarie(naam), &voorvoegsel).iter().enumerate() {
            werk.schrijf(&format!("in/{naam}-{index:04}.xml"), tekst);
        }
    }
    let (data, uit, in_map) = (werk.pad("data"), werk.pad("uit"), werk.pad("in"));
    let opslag = ["--today", PEILDATUM, "--data", &data, "--out", &uit, &in_map];
    let eerste = draai([&["process", "--json", "--why"], opslag.as_slice()].concat()).met_code(1);
    let tweede = draai([&["process", "--why"], opslag.as_slice()].concat()).met_code(1);
    let proef = draai(["validate", "--why", &in_map]).met_code(1);
    for (tekst, wat) in [(&eerste, "json"), (&tweede, "text"), (&proef, "validate")] {
        for line in tekst.stdout.lines().chain(tekst.stderr.lines()) {
            assert!(!lekt_opgemaakt(line), "{wat}: {line}");
        }
    }
    // Without this the test would prove little: the rules must have had something to say.
    let regels: BTreeSet<String> = eerste.json().iter().flat_map(regels_in).collect();
    assert!(regels.len() >= 25, "only {} rules spoke: {regels:?}", regels.len());
    zoek_namen(&data);
    zoek_namen(&uit);
    zoek_opslag(&data);
}

fn regels_in(line: &Value) -> Vec<String> {
    let findings = line["findings"].as_array().expect("findings");
    findings.iter().map(|f| f["rule"].as_str().expect("a rule").to_owned()).collect()
}

// ---- exemptions and errors ------------------------------------------------------------------------------------------

#[test]
fn a_path_and_an_identificatie_are_repeated_as_given() {
    let werk = Werkmap::nieuw();
    let pad = werk.schrijf("map-999990019/a.xml", eigen_identificatie(&demo("01-wmo-301"), BSN));
    let line = draai(["process", "--json", "--today", PEILDATUM, &pad]).met_code(0).een_json();
    assert_eq!(line["file"], pad.as_str());
    assert_eq!(line["identification"], BSN);
    let mut rest = line;
    rest.as_object_mut().unwrap().retain(|key, _| key != "file" && key != "identification");
    assert!(!lekt(&rest.to_string()), "{rest}");
}

#[test]
fn a_large_message_is_stored_under_a_name_that_says_nothing() {
    let werk = Werkmap::nieuw();
    let groot = kanarie("01-wmo-301").replace("</Bericht>", &format!("<!--{}--></Bericht>", "x".repeat(70_000)));
    let pad = werk.schrijf("groot.xml", groot);
    draai(["process", "--today", PEILDATUM, "--data", &werk.pad("data"), &pad]).met_code(0);
    let blobs = werk.inhoud("data/blobs");
    assert_eq!(blobs.len(), 1, "{blobs:?}");
    assert!(blobs[0].len() >= 16 && blobs[0].bytes().all(|b| b.is_ascii_hexdigit()), "{blobs:?}");
    zoek_opslag(&werk.pad("data"));
}
