//! The linter: each kind of fault by a file that has just that one, and no text that makes it crash.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests may fail loudly

use std::fs;
use std::path::Path;

use contract::{Ernst, Gebrek, controleer_met_lijst, controleer_tekst, lees_tekst};
use proptest::prelude::*;

const GOED: &str = r#"[contract]
id = "p"
facts = "P"
fact = "P-001"
wetten = ["wmo", "jw"]
valid_from = 2026-01-01
valid_until = 2026-12-31
gemeenten = [{ code = "0344" }]

[amounts]
mode = "standard_tr346"
fact = "P-002"

[[product]]
code = "02A03"
cat = "02"
wet = "wmo"
unit = "01"
fact = "P-003"

[[tariffs]]
valid_from = 2026-01-01
valid_until = 2026-12-31
fact = "P-003"
rows = [
  { code = "02A03", cat = "02", wet = "wmo", per = "uur", amount = "57.51", declared_unit = "01", declared = "0.96" },
]

[[rule]]
kind = "start_deadline"
limit_days = 28
clock = "receipt_301"
fact = "P-004"
"#;

/// The findings on a text, as `weight kind line`.
fn bevindingen(tekst: &str) -> Vec<String> {
    let ernst = |e| match e {
        Ernst::Fout => "fout",
        Ernst::Waarschuwing => "waarschuwing",
        Ernst::Open => "open",
    };
    let gelezen = controleer_tekst("p.toml", tekst);
    for b in &gelezen.bevindingen {
        assert!(!b.tekst.is_empty() && !b.herstel.is_empty() && b.regel > 0 && b.kolom > 0, "{b:?}");
    }
    gelezen.bevindingen.iter().map(|b| format!("{} {} {}", ernst(b.ernst), b.gebrek.naam(), b.regel)).collect()
}

#[track_caller]
fn na(oud: &str, nieuw: &str) -> Vec<String> {
    assert!(GOED.contains(oud), "{oud}");
    bevindingen(&GOED.replace(oud, nieuw))
}

#[test]
fn a_good_file_has_no_findings() {
    assert_eq!(bevindingen(GOED), [""; 0]);
    lees_tekst("p", GOED).unwrap();
}

#[test]
fn faults_of_form_are_named_with_their_line() {
    assert_eq!(bevindingen("x ="), ["fout toml 1"]);
    assert_eq!(na("wetten =", "weten ="), ["fout ontbreekt 1", "fout onbekende-sleutel 5"]);
    assert_eq!(na("limit_days = 28", "limit_dagen = 28"), ["fout onbekende-sleutel 31"]);
    assert_eq!(na("limit_days = 28", "limit_days = \"28\""), ["fout soort 31"]);
    assert_eq!(na("limit_days = 28", "limit_days = -1"), ["fout waarde 31"]);
    assert_eq!(na("2026-12-31\ngem", "\"2026-12-31\"\ngem").first().unwrap(), "fout soort 7");
    assert_eq!(na("clock = \"receipt_301\"\n", ""), ["fout ontbreekt 29"]);
    assert_eq!(na("\"wmo\", \"jw\"", "\"wlz\""), ["fout waarde 5"]);
    assert_eq!(na("code = \"0344\"", "code = \"344\""), ["fout waarde 8"]);
    assert_eq!(na("amount = \"57.51\"", "amount = 57.51"), ["waarschuwing bedrag-als-getal 26"]);
    assert_eq!(na("amount = \"57.51\"", "amount = \"57.515\""), ["fout waarde 26"]);
    assert_eq!(na("kind = \"start_deadline\"", "kind = \"start_dedline\""), ["fout onbekende-regel 30"]);
    assert_eq!(na("kind = \"start_deadline\"", "kind = \"tariff\""), ["fout onbekende-regel 30"]);
    assert_eq!(na("fact = \"P-004\"", "fact = \"P4\""), ["waarschuwing zonder-feit 29", "fout waarde 33"]);
    assert_eq!(na("fact = \"P-004\"", "fact = \"Q-004\""), ["fout feit 29"]);
}

#[test]
fn tariffs_against_the_calendar() {
    let rij = "  { code = \"02A03\", cat = \"02\", wet = \"wmo\", per = \"uur\", amount = \"57.51\" },\n";
    let tweede = |van: &str| format!("{GOED}[[tariffs]]\nvalid_from = {van}\nfact = \"P-003\"\nrows = [\n{rij}]\n");
    let eerste_eind = "2026-12-31\nfact = \"P-003\"\nrows";
    let half = |van: &str| tweede(van).replace(eerste_eind, "2026-06-30\nfact = \"P-003\"\nrows");
    assert_eq!(bevindingen(&half("2026-07-01")), [""; 0]);
    assert_eq!(bevindingen(&half("2026-06-30")), ["fout overlap 38"]);
    assert_eq!(bevindingen(&half("2026-07-02")), ["waarschuwing gat 38"]);
    let minuut =
        tweede("2026-01-01").replace("per = \"uur\", amount = \"57.51\" }", "per = \"minuut\", amount = \"0.96\" }");
    assert_eq!(bevindingen(&minuut), [""; 0], "per hour and per minute may stand side by side");
    assert_eq!(na(eerste_eind, "2027-01-01\nfact = \"P-003\"\nrows"), ["fout buiten-contract 26"]);
    assert_eq!(na(eerste_eind, "2026-12-30\nfact = \"P-003\"\nrows"), ["waarschuwing gat 26"]);
    assert_eq!(na("2026-12-31\ngem", "2025-12-31\ngem").first().unwrap(), "fout buiten-contract 1");
}

#[test]
fn units_rounding_and_products() {
    assert_eq!(na("per = \"uur\", ", ""), ["fout geen-eenheid 26"]);
    assert_eq!(na("declared = \"0.96\"", "declared = \"0.95\""), ["fout afronding 26"]);
    assert_eq!(na("unit = \"01\"\n", "unit = \"01\"\nvariant = \"output\"\n"), ["fout eenheid 14"]);
    assert_eq!(na("unit = \"01\"\n", "unit = \"01\"\nvariant = \"inspanning\"\n"), [""; 0]);
    let dag = na(
        "per = \"uur\", amount = \"57.51\", declared_unit = \"01\", declared = \"0.96\"",
        "per = \"dag\", amount = \"57.51\"",
    );
    assert_eq!(dag, ["fout geen-eenheid 26"]);
    let verblijf = GOED.replace("02A03", "04A05").replace("cat = \"02\"", "cat = \"04\"");
    assert_eq!(bevindingen(&verblijf), ["fout eenheid 14", "fout eenheid 26"]);
    assert_eq!(
        na("code = \"02A03\"\n", "code = \"02A04\"\n"),
        ["waarschuwing geen-tarief 14", "fout product-onbekend 26"]
    );
    let naamloos = na("code = \"02A03\"\n", "name = \"Begeleiding\"\n");
    assert_eq!(naamloos, ["fout geen-code 14", "waarschuwing geen-tarief 14", "fout product-onbekend 26"]);
    assert_eq!(
        bevindingen(&GOED.replace("cat = \"02\"", "cat = \"03\"")),
        ["waarschuwing categorie 14", "waarschuwing categorie 26"]
    );
    let vreemd = bevindingen(&GOED.replace("cat = \"02\"", "cat = \"45\""));
    assert!(vreemd.contains(&"fout categorie 14".to_owned()), "45 is no categorie of the Wmo: {vreemd:?}");
    assert_eq!(na("gemeenten = [{ code = \"0344\" }]", "gemeenten = []"), ["fout niet-in-werking 1"]);
}

#[test]
fn an_open_item_turns_its_fault_into_a_count() {
    let fout = GOED.replace("declared = \"0.96\"", "declared = \"0.95\"");
    let open =
        format!("{fout}[[open]]\nfact = \"P-005\"\nwhat = \"gedrukt staat 0,95\"\nblocks = [\"tariff:02A03\"]\n");
    assert_eq!(bevindingen(&open), ["open afronding 26", "open open-punt 34"]);
    lees_tekst("p", &open).unwrap();
    let lezing = open.replace("[[open]]", "[[leeswijze]]\nreading = \"0,96\"");
    assert_eq!(bevindingen(&lezing), ["open afronding 26", "open leeswijze 34"]);
    let niets = open.replace("tariff:02A03", "tariff:02A04");
    assert_eq!(bevindingen(&niets), ["fout afronding 26", "open open-punt 34", "fout doel 37"]);
    // What is wrong in form cannot be left open.
    let vorm = open.replace("limit_days = 28", "limit_dagen = 28");
    assert!(bevindingen(&vorm).contains(&"fout onbekende-sleutel 31".to_owned()));
}

#[test]
fn a_refusal_that_the_standard_forbids_is_refused_with_the_reason() {
    let reden = |regel: &str| {
        let gelezen = controleer_tekst("p", &format!("{GOED}[[rule]]\nfact = \"P-006\"\n{regel}\n"));
        let verboden = gelezen.bevindingen.iter().filter(|b| b.gebrek == Gebrek::VerbodenWeigering);
        verboden.map(|b| (b.ernst, b.tekst.clone())).collect::<Vec<_>>()
    };
    for (regel, grond) in [
        ("kind = \"start_deadline\"\nlimit_days = 28\nclock = \"receipt_301\"\neffect = \"reject\"", "OP364"),
        ("kind = \"regie_messages\"\nmandatory = [\"305\"]\neffect = \"reject\"", "OP364"),
        ("kind = \"stop_message_timeliness\"\nwerkdagen = 5\neffect = \"reject\"", "OP080"),
        ("kind = \"correction_policy\"\nlate_fee = \"0.25\"\neffect = \"reject\"\ncodes = [\"9999\"]", "OP080"),
        ("kind = \"population_average_cap\"\nextrapolation = \"months_of_12\"\neffect = \"reject\"", "OP095"),
        ("kind = \"contact_time_ratio\"\nmin_share = \"0.70\"\neffect = \"reject\"\ncodes = [\"0611\"]", "OP095"),
    ] {
        let redenen = reden(regel);
        assert_eq!(redenen.len(), 1, "{regel}");
        assert!(redenen[0].0 == Ernst::Fout && redenen[0].1.contains(grond), "{regel}: {redenen:?}");
    }
    // The standard's own rule may be named, with its own codes only.
    assert_eq!(reden("kind = \"budget_cap\"\neffect = \"reject\"\ncodes = [\"9321\"]"), []);
    assert_eq!(reden("kind = \"budget_cap\"\neffect = \"reject\"\ncodes = [\"0611\"]").len(), 1);
    assert_eq!(reden("kind = \"wip_age\"\nmonths = 2\neffect = \"signal\""), []);
}

#[test]
fn a_code_list_finds_what_is_not_in_it() {
    let lijst = |csv: &str| {
        let cellen = contract::invoer::uit_csv(csv.as_bytes()).unwrap();
        let lijst = contract::Codelijst::van(&cellen).unwrap();
        controleer_met_lijst("p", GOED, Some(&lijst)).bevindingen.len()
    };
    assert_eq!(lijst("code,cat,wet\n02A03,02,wmo\n"), 0);
    assert_eq!(lijst("code,cat\n02A03,02\n"), 0);
    // Once for the product and once for its tariff.
    assert_eq!(lijst("code,cat,wet\n02A03,02,jw\n"), 2);
    assert_eq!(lijst("code,cat,wet\n02A03,03,wmo\n"), 2);
}

#[test]
fn two_versions_of_one_contract_on_one_day_are_an_error() {
    let map = tempfile::tempdir().unwrap();
    let schrijf = |naam: &str, tekst: &str| fs::write(map.path().join(naam), tekst).unwrap();
    let tweede = GOED.replace("2026-01-01", "2027-01-01").replace("2026-12-31", "2027-12-31");
    schrijf("a.toml", GOED);
    schrijf("b.toml", &tweede);
    contract::lees_map(map.path()).unwrap();
    schrijf("b.toml", GOED);
    assert!(contract::lees_map(map.path()).is_err());
    // Divided over aanbieders both may hold (ZST15-004).
    let voor = |agb: &str| GOED.replace("gemeenten =", &format!("aanbieders = [\"{agb}\"]\ngemeenten ="));
    schrijf("a.toml", &voor("99990001"));
    schrijf("b.toml", &voor("99990002"));
    contract::lees_map(map.path()).unwrap();
}

fn vijf() -> Vec<String> {
    let map = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/contracten");
    let lees = |id| fs::read_to_string(map.join(format!("{id}.toml"))).unwrap();
    ["gv21", "gv25", "dal26", "dp18", "zst15"].map(lees).to_vec()
}

/// Any TOML value, not too deep.
fn waarde() -> impl Strategy<Value = toml::Value> {
    let woord =
        prop_oneof![Just("reject"), Just("tariff"), Just("0402"), Just("P-001..999"), Just("99999999999999999999.5")];
    let blad = prop_oneof![
        ".{0,12}".prop_map(toml::Value::String),
        woord.prop_map(|t| toml::Value::String(t.to_owned())),
        any::<i64>().prop_map(toml::Value::Integer),
        any::<f64>().prop_map(toml::Value::Float),
        any::<bool>().prop_map(toml::Value::Boolean),
        Just(toml::Value::Datetime("9999-12-31".parse().unwrap())),
        Just(toml::Value::Datetime("0000-01-01".parse().unwrap())),
    ];
    let sleutels = [
        "contract",
        "tariffs",
        "rows",
        "rule",
        "kind",
        "code",
        "amount",
        "declared",
        "valid_from",
        "valid_until",
        "gemeenten",
        "fact",
        "blocks",
        "open",
        "weights",
        "indexation",
        "per",
        "pairs",
        "declaration",
    ];
    blad.prop_recursive(4, 48, 6, move |binnen| {
        let sleutel = prop::sample::select(sleutels.to_vec()).prop_map(str::to_owned);
        prop_oneof![
            prop::collection::vec(binnen.clone(), 0..5).prop_map(toml::Value::Array),
            prop::collection::btree_map(sleutel, binnen, 0..6)
                .prop_map(|m| toml::Value::Table(m.into_iter().collect())),
        ]
    })
}

/// Everything that can be done with a file that was read must work, whatever was in it.
fn gebruik(tekst: &str) {
    let gelezen = controleer_tekst("p.toml", tekst);
    let laatste = tekst.lines().count() + 1;
    for b in &gelezen.bevindingen {
        assert!((1..=laatste).contains(&b.regel), "line {} of {laatste}", b.regel);
        assert!(!b.herstel.is_empty());
    }
    let fouten = gelezen.bevindingen.iter().any(|b| b.ernst == Ernst::Fout);
    assert_eq!(lees_tekst("p.toml", tekst).is_err(), fouten);
    let _ = contract::Samenvatting::van(&gelezen.bestand);
    assert!(contract::verschillen(&gelezen.bestand, &gelezen.bestand).is_empty());
    let _ = contract::tariefblok(&gelezen.bestand.tarieven, contract::model::Bereik::default());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_it_crash(tekst in "[ -~\n\\[\\]={}\"é]{0,400}") {
        gebruik(&tekst);
    }

    #[test]
    fn no_toml_makes_it_crash(
        inhoud in prop::collection::btree_map("[a-z_]{1,10}|contract|tariffs|rule|open|product", waarde(), 0..6),
    ) {
        let tabel: toml::Table = inhoud.into_iter().collect();
        gebruik(&toml::to_string(&tabel).unwrap());
    }

    /// A real contract with a piece taken out or replaced.
    #[test]
    fn no_damaged_contract_makes_it_crash(
        welk in 0_usize..5,
        promille in 0_usize..1000,
        lengte in 0_usize..60,
        nieuw in prop_oneof![Just(String::new()), Just("9999-12-31".to_owned()), Just("\"".to_owned()), "[a-z0-9\\.\\-]{0,9}"],
    ) {
        let tekst = &vijf()[welk];
        let begin = tekst.len() * promille / 1000;
        let begin = (0..=begin).rev().find(|at| tekst.is_char_boundary(*at)).unwrap();
        let eind = (begin + lengte).min(tekst.len());
        let eind = (eind..=tekst.len()).find(|at| tekst.is_char_boundary(*at)).unwrap();
        gebruik(&format!("{}{nieuw}{}", &tekst[..begin], &tekst[eind..]));
    }
}
