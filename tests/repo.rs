//! The repository itself: documents that name real paths, no real person in any file, nothing that does not belong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests may fail loudly

mod gedeeld;

use std::fs;
use std::path::Path;
use std::process::Command;

use gedeeld::wortel;
use toml::Table;

// ---- files ----------------------------------------------------------------------------------------------------------

/// Paths of all tracked files; in a copy without git all files but those of a build.
fn bestanden() -> Vec<String> {
    let wortel = wortel();
    if wortel.join(".git").exists()
        && let Ok(output) = Command::new("git").arg("-C").arg(&wortel).args(["ls-files", "-z"]).output()
        && output.status.success()
    {
        let namen = String::from_utf8(output.stdout).expect("UTF-8 names");
        let er_is = |naam: &&str| !naam.is_empty() && wortel.join(naam).is_file();
        return namen.split('\0').filter(er_is).map(str::to_owned).collect();
    }
    let mut gevonden = Vec::new();
    loop_af(&wortel, "", &mut gevonden);
    gevonden
}

fn loop_af(map: &Path, voor: &str, gevonden: &mut Vec<String>) {
    for entry in fs::read_dir(map).expect("a readable folder").map(|e| e.expect("an entry")) {
        let naam = entry.file_name().into_string().expect("UTF-8 names");
        let pad = format!("{voor}{naam}");
        if entry.file_type().expect("a type").is_file() {
            gevonden.push(pad);
        } else if naam != "target" && naam != ".git" {
            loop_af(&entry.path(), &format!("{pad}/"), gevonden);
        }
    }
}

/// The text of a file; bytes that are no UTF-8 do not matter here.
fn tekst(pad: &str) -> String {
    String::from_utf8_lossy(&fs::read(wortel().join(pad)).unwrap_or_else(|e| panic!("{pad}: {e}"))).into_owned()
}

/// The files with an extension below a folder.
fn met_extensie<'b>(bestanden: &'b [String], map: &str, extensie: &str) -> Vec<&'b String> {
    let past = |pad: &&String| pad.starts_with(map) && Path::new(pad).extension().is_some_and(|e| e == extensie);
    bestanden.iter().filter(past).collect()
}

/// Fails with all complaints at once.
#[track_caller]
fn geen(klachten: &[String]) {
    assert!(klachten.is_empty(), "{} found:\n{}", klachten.len(), klachten.join("\n"));
}

// ---- documents ------------------------------------------------------------------------------------------------------

/// Things in backticks that look like a path and are none of the repository.
const GEEN_PADEN: [(&str, &str); 9] = [
    ("target/", "made by a build"),
    ("blobs/", "a folder inside a data folder"),
    ("in/", "a folder of a party"),
    ("verwerkt/", "a folder of a party"),
    ("fout/", "a folder of a party"),
    ("retour/", "a folder of a party"),
    ("uit/", "a folder of a party"),
    ("mappen/", "a folder of folders of parties"),
    ("application/", "a media type"),
];

/// What stands between backticks outside blocks of code.
fn tussen_accenten(document: &str) -> Vec<&str> {
    let mut in_blok = false;
    let regels = document.lines().filter(move |line| {
        let hek = line.trim_start().starts_with("```");
        in_blok ^= hek;
        !hek && !in_blok
    });
    regels.flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

fn lijkt_pad(woord: &str) -> bool {
    let tekens = woord.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._-".contains(&b));
    let extensie = Path::new(woord).extension().and_then(|e| e.to_str()).unwrap_or_default();
    let bekend = ["md", "toml", "rs", "tsv", "xsd", "lock"].contains(&extensie);
    tekens && (woord.contains('/') || bekend) && !woord.starts_with(['/', '.']) && woord != "/"
}

#[test]
fn paths_in_the_documents_exist() {
    let bestanden = bestanden();
    let mut klachten = Vec::new();
    for document in ["docs/ARCHITECTURE.md", "docs/keuzes.md", "README.md"] {
        assert!(wortel().join(document).is_file(), "{document} is not there (yet)");
        let inhoud = tekst(document);
        let paden = tussen_accenten(&inhoud).into_iter().filter(|woord| lijkt_pad(woord));
        for pad in paden.filter(|pad| !GEEN_PADEN.iter().any(|(geen, _)| pad.starts_with(geen))) {
            let ergens = !pad.contains('/') && bestanden.iter().any(|b| b.rsplit('/').next() == Some(pad));
            if !ergens && !wortel().join(pad).exists() {
                klachten.push(format!("{document}: {pad} does not exist"));
            }
        }
    }
    geen(&klachten);
}

#[test]
fn the_architecture_names_every_crate_and_ten_invariants() {
    assert!(wortel().join("docs/ARCHITECTURE.md").is_file(), "docs/ARCHITECTURE.md is not there (yet)");
    let document = tekst("docs/ARCHITECTURE.md");
    let namen = fs::read_dir(wortel().join("crates")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    for naam in namen {
        assert!(document.contains(&format!("`{naam}`")), "crate {naam} is not named");
    }
    let (_, invarianten) = document.split_once("## Invariants").expect("a chapter Invariants");
    let invarianten = invarianten.split("\n## ").next().unwrap();
    let nummer = |line: &str| line.split_once(". ").and_then(|(nummer, _)| nummer.parse::<u32>().ok());
    let nummers: Vec<u32> = invarianten.lines().filter_map(nummer).collect();
    assert_eq!(nummers, (1..=10).collect::<Vec<_>>());
}

// ---- no real person, no real party ----------------------------------------------------------------------------------

/// Numbers of nine digits that pass the elfproef and are nobody's.
const GEEN_BSN: [(&str, &str); 1] = [("000000000", "passes the elfproef by its form and is never given out")];

/// Numbers that stand on their own, with the line they are on; underscores between digits are read over.
fn losse_getallen(tekst: &str) -> Vec<(usize, String)> {
    let mut gevonden = Vec::new();
    for (nummer, line) in (1..).zip(tekst.lines()) {
        let woorden = line.split(|c: char| !c.is_alphanumeric() && c != '_');
        let getallen = woorden.filter(|w| w.bytes().all(|b| b.is_ascii_digit() || b == b'_'));
        gevonden.extend(getallen.map(|w| (nummer, w.replace('_', ""))).filter(|(_, w)| !w.is_empty()));
    }
    gevonden
}

fn elfproef(nummer: &str) -> bool {
    let gewichten = [9, 8, 7, 6, 5, 4, 3, 2, -1];
    let som: i32 = nummer.bytes().zip(gewichten).map(|(cijfer, gewicht)| i32::from(cijfer - b'0') * gewicht).sum();
    nummer.len() == 9 && som % 11 == 0
}

/// The range in which test numbers are made; it is never given out.
fn is_testbsn(nummer: &str) -> bool {
    ("999900006"..="999999990").contains(&nummer)
}

#[test]
fn no_file_holds_a_number_that_could_be_a_bsn() {
    let mut klachten = Vec::new();
    for pad in bestanden() {
        for (regel, getal) in losse_getallen(&tekst(&pad)) {
            let mag = is_testbsn(&getal) || GEEN_BSN.iter().any(|(nummer, _)| *nummer == getal);
            if elfproef(&getal) && !mag {
                klachten.push(format!("{pad}:{regel}: {getal}"));
            }
        }
    }
    geen(&klachten);
}

#[test]
fn the_search_for_a_bsn_finds_one() {
    // Put together, so that it does not stand in this file.
    let bsn = ["1112", "22333"].concat();
    assert!(elfproef(&bsn) && !is_testbsn(&bsn));
    assert!(!elfproef("999999999"));
    for tekst in [format!("<Bsn>{bsn}</Bsn>"), format!("a\n\"{bsn}\","), format!("{}_{}", &bsn[..3], &bsn[3..])] {
        assert!(losse_getallen(&tekst).iter().any(|(_, getal)| *getal == bsn), "{tekst}");
    }
    for tekst in [format!("a{bsn}"), format!("{bsn}0"), format!("{bsn}f")] {
        assert!(!losse_getallen(&tekst).iter().any(|(_, getal)| *getal == bsn), "{tekst}");
    }
}

/// Values of eight digits in an element that holds an AGB code.
fn agb_codes(tekst: &str) -> Vec<&str> {
    let elementen = ["Afzender>", "Ontvanger>", "ZorgverlenerCode>"];
    let waarden = elementen.iter().flat_map(|element| tekst.split(element).skip(1));
    let cijfers = waarden.filter_map(|rest| rest.split_once('<')).map(|(waarde, _)| waarde.trim());
    cijfers.filter(|waarde| waarde.len() == 8 && waarde.bytes().all(|b| b.is_ascii_digit())).collect()
}

#[test]
fn no_file_holds_a_real_agb_code() {
    let mut klachten = Vec::new();
    for pad in bestanden() {
        let tekst = tekst(&pad);
        let vreemd = agb_codes(&tekst).into_iter().filter(|code| !code.starts_with("9999"));
        klachten.extend(vreemd.map(|code| format!("{pad}: {code}")));
    }
    geen(&klachten);
    // Put together, so that it does not stand in this file.
    let agb = ["4100", "0000"].concat();
    assert_eq!(agb_codes(&format!("<jw:Afzender>{agb}</jw:Afzender><Ontvanger>0363</Ontvanger>")), [agb]);
}

// ---- what does not belong here --------------------------------------------------------------------------------------

/// Words that no file may hold, in small letters and in parts so that this file does not hold them; and files that may.
const VREEMD: [(&str, &[&str]); 11] = [
    (concat!("/wo", "rk/"), &[]),
    (concat!("/tmp/", "gen"), &[]),
    (concat!("assis", "tant"), &[]),
    (concat!("l", "lm"), &[]),
    (concat!("clau", "de"), &[]),
    (concat!("anthro", "pic"), &[]),
    (concat!("open", "ai"), &[]),
    (concat!("chat", "gpt"), &[]),
    // Cargo writes the name of the registry into its lock file, and the list of allowed sources must name it.
    (concat!("crates", ".io"), &["Cargo.lock", "deny.toml"]),
    (concat!("pypi", ".org"), &[]),
    (concat!("npm", "js"), &[]),
];

/// Whether a word stands in a text with no letter or digit against it.
fn bevat_woord(tekst: &str, woord: &str) -> bool {
    let rand = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    tekst.match_indices(woord).any(|(at, _)| {
        let (voor, na) = (tekst[..at].chars().next_back(), tekst[at + woord.len()..].chars().next());
        let is_pad = woord.starts_with('/');
        // Of a path the beginning counts, of a word both ends.
        rand(voor) && (is_pad || rand(na))
    })
}

#[test]
fn no_file_holds_what_does_not_belong_in_a_product() {
    let mut klachten = Vec::new();
    for pad in bestanden() {
        for (nummer, line) in (1..).zip(tekst(&pad).to_lowercase().lines()) {
            let gevonden = VREEMD.iter().filter(|(_, mag)| !mag.contains(&pad.as_str()));
            let gevonden = gevonden.filter(|(woord, _)| bevat_woord(line, woord));
            klachten.extend(gevonden.map(|(woord, _)| format!("{pad}:{nummer}: {woord}")));
        }
    }
    geen(&klachten);
}

#[test]
fn words_are_found_whole() {
    assert!(bevat_woord("een woord.", "woord") && bevat_woord("woord", "woord"));
    assert!(!bevat_woord("voorwoord", "woord") && !bevat_woord("woorden", "woord"));
    assert!(bevat_woord("(/pad/x)", "/pad/") && !bevat_woord("mijn/pad/x", "/pad/"));
}

// ---- code -----------------------------------------------------------------------------------------------------------

#[test]
fn unsafe_code_is_forbidden_in_every_crate() {
    let root: Table = tekst("Cargo.toml").parse().unwrap();
    assert_eq!(root["workspace"]["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
    let bestanden = bestanden();
    let crates: Vec<&String> =
        bestanden.iter().filter(|p| p.starts_with("crates/") && p.ends_with("/Cargo.toml")).collect();
    assert!(crates.len() >= 9, "{crates:?}");
    for manifest in crates {
        let manifest_tekst: Table = tekst(manifest).parse().unwrap();
        let werkruimte = manifest_tekst.get("lints").and_then(|l| l.get("workspace")).and_then(toml::Value::as_bool);
        let main = ["lib.rs", "main.rs"].map(|naam| manifest.replace("Cargo.toml", &format!("src/{naam}")));
        let eigen = main.iter().filter(|p| bestanden.contains(p)).all(|p| tekst(p).contains("#![forbid(unsafe_code)]"));
        assert!(werkruimte == Some(true) || eigen, "{manifest}");
    }
}

#[test]
fn files_are_short() {
    let bestanden = bestanden();
    let mut klachten = Vec::new();
    for pad in met_extensie(&bestanden, "crates/", "rs") {
        let regel = pad.starts_with("crates/regels/src/regels/") && !pad.ends_with("/mod.rs");
        let (hoogstens, lengte) = (if regel { 120 } else { 600 }, tekst(pad).lines().count());
        if lengte >= hoogstens {
            klachten.push(format!("{pad}: {lengte} lines, must stay under {hoogstens}"));
        }
    }
    geen(&klachten);
}

#[test]
fn nothing_is_left_for_later_in_the_code() {
    let bestanden = bestanden();
    let mut klachten = Vec::new();
    for pad in met_extensie(&bestanden, "crates/", "rs") {
        let tekst = tekst(pad);
        let macros = ["todo!", "unimplemented!", "dbg!"].into_iter().filter(|naam| tekst.contains(naam));
        klachten.extend(macros.map(|naam| format!("{pad}: {naam}")));
    }
    geen(&klachten);
}
