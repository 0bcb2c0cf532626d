//! Contracts as code: the commands as a user meets them, and stories under the contracts that are written out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests may fail loudly

mod gedeeld;
mod hulp;

use std::fmt::Write as _;
use std::fs;

use gedeeld::{Werkmap, draai, wortel};
use hulp::poort::Poort;
use hulp::verhaal::{Bestand, speel};
use hulp::{fixtures, inhoud};
use proptest::prelude::*;
use regels::reken::{bedrag_minuten, tarief_per_minuut};

fn contract(naam: &str) -> String {
    wortel().join("fixtures/contracten").join(naam).display().to_string()
}

// ---- stories --------------------------------------------------------------------------------------------------------

#[test]
fn stories_under_the_written_contracts() {
    let mut poort = Poort::nieuw();
    let mut fouten = Vec::new();
    let mut gespeeld = 0;
    for pad in inhoud(&fixtures("contracten/verhalen")) {
        for geval in Bestand::lees(&pad).gevallen() {
            for standaard in &geval.standaarden {
                gespeeld += 1;
                let verwacht: Vec<Vec<String>> = geval.stap.iter().map(|s| s.signalen.clone()).collect();
                let mut stap = 0;
                fouten.extend(speel(&geval, standaard, &mut poort, |g| {
                    // Beside what a story expects there must be no signal of a contract.
                    let van_contract = |s: &String| {
                        ["TR346", "TR418", "TR341", "WJ759"].contains(&s.as_str())
                            || contract::regelsoort::regelsoort_van(s).is_some()
                    };
                    let onverwacht =
                        g.antwoord.signalen().into_iter().filter(|s| van_contract(s) && !verwacht[stap].contains(s));
                    let klachten: Vec<String> = onverwacht.collect();
                    assert!(klachten.is_empty(), "{}, step {}: {klachten:?}", geval.naam, stap + 1);
                    stap += 1;
                }));
            }
        }
    }
    assert!(fouten.is_empty(), "{}", fouten.join("\n"));
    assert!(gespeeld >= 35, "{gespeeld} stories");
}

// ---- check ----------------------------------------------------------------------------------------------------------

#[test]
fn check_prints_per_contract_what_it_comes_to() {
    let afloop = draai(["contract", "check", &contract("")]).met_code(0);
    for stuk in [
        "gv21, Gooi en Vechtstreek",
        "producten 28; tarieven 28 (uitgeschakeld 11)",
        "tariff (0611), rounding_policy standard_tr346 (9346)",
        "annual_client_cap: GV21-138:",
        "open (afronding) GV21-111: 03A03: uit € 55,91 volgt € 0,93, gedrukt staat € 0,90",
        "fouten 0, waarschuwingen 0, open punten",
        "niet in werking",
    ] {
        assert!(afloop.stdout.contains(stuk), "no {stuk:?} in\n{}", afloop.stdout);
    }
    let regels = draai(["contract", "check", "--json", &contract("")]).met_code(0).json();
    let ids: Vec<&str> = regels.iter().map(|l| l["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["dal26", "dp18", "gv21", "gv25", "zst15"]);
    let gv21 = &regels[2];
    assert_eq!((&gv21["products"], &gv21["tariffs_off"], &gv21["errors"]), (&28.into(), &11.into(), &0.into()));
    let bevinding = &gv21["findings"].as_array().unwrap().iter().find(|f| f["target"] == "tariff:03A03").unwrap();
    assert_eq!((&bevinding["severity"], &bevinding["fact"]), (&"open".into(), &"GV21-111".into()));
    assert!(bevinding["line"].as_u64().unwrap() > 100 && !bevinding["mend"].as_str().unwrap().is_empty());
}

#[test]
fn check_ends_with_one_on_an_error_and_two_on_a_missing_file() {
    let werk = Werkmap::nieuw();
    let tekst = fs::read_to_string(contract("gv21.toml")).unwrap();
    let fout = werk.schrijf("c/fout.toml", tekst.replace("\"tariff:03A03\"", ""));
    let afloop = draai(["contract", "check", &werk.pad("c")]).met_code(1);
    assert!(
        afloop.stdout.contains("fout (afronding)") && afloop.stdout.contains(&format!("{fout}:")),
        "{}",
        afloop.stdout
    );
    draai(["contract", "check", &werk.pad("weg")]).met_code(2).met_fout("weg");
    werk.schrijf("leeg/lees.mij", "");
    draai(["contract", "check", &werk.pad("leeg")]).met_code(2).met_fout("no *.toml");
    let verboden =
        format!("{tekst}\n[[rule]]\nkind = \"wip_age\"\nmonths = 2\neffect = \"reject\"\nfact = \"GV21-409\"\n");
    let verboden = werk.schrijf("verboden.toml", verboden);
    let afloop = draai(["contract", "check", &verboden]).met_code(1);
    assert!(afloop.stdout.contains("OP364"), "{}", afloop.stdout);
    // Such a file is not used either.
    let demo = werk.demo("01-wmo-301");
    werk.schrijf("d/verboden.toml", fs::read(&verboden).unwrap());
    draai(["process", "--contracts", &werk.pad("d"), &demo]).met_code(2).met_fout("OP364");
    let lijst = werk.schrijf("codes.csv", "code;cat;wet\n02A03;02;wmo\n");
    let afloop = draai(["contract", "check", "--codelijst", &lijst, &contract("gv21.toml")]).met_code(1);
    assert!(afloop.stdout.contains("07A11 met categorie 07 staat niet in de productcodelijst"), "{}", afloop.stdout);
    assert!(!afloop.stdout.contains("02A03 met categorie"), "{}", afloop.stdout);
}

// ---- tariffs --------------------------------------------------------------------------------------------------------

#[test]
fn tarief_computes_both_readings() {
    let args = ["contract", "tarief", &contract("gv21.toml"), "40A04", "--volume", "500", "--eenheid", "01", "--json"];
    let lijn = draai(args).met_code(0).een_json();
    assert_eq!(
        (&lijn["amount_cent"], &lijn["minute_cent"], &lijn["fact"]),
        (&5591.into(), &93.into(), &"GV21-101".into())
    );
    let computed = &lijn["computed"];
    assert_eq!(
        (&computed["standard_tr346"], &computed["rounded_minute"], &computed["difference"]),
        (&46592.into(), &46500.into(), &92.into())
    );
    let afloop = draai(["contract", "tarief", &contract("gv21.toml"), "03A03"]).met_code(0);
    assert!(afloop.stdout.contains("uitgeschakeld: het tarief per minuut van 03A03"), "{}", afloop.stdout);
    let dp18 =
        draai(["contract", "tarief", &contract("dp18.toml"), "428", "--volume", "60", "--eenheid", "01", "--json"]);
    let dp18 = dp18.met_code(0).een_json();
    assert_eq!((&dp18["minute_cent"], &dp18["computed"]["difference"]), (&47.into(), &0.into()));
    draai(["contract", "tarief", &contract("gv21.toml"), "99A99"]).met_code(1);
    draai(["contract", "tarief", &contract("gv21.toml"), "--eenheid", "99"]).met_code(2).met_fout("unknown unit");
}

#[test]
fn indexeer_writes_rows_that_the_linter_takes_and_the_same_every_time() {
    let cijfers =
        ["--vanaf", "2022-01-01", "--voorlopig", "0.02", "--loon", "0.025", "--cpi", "0.013", "--kapitaal", "0.01"];
    let args = |bestand: &str| {
        [&["contract", "indexeer", bestand][..], &cijfers].concat().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let een = draai(args(&contract("gv21.toml"))).met_code(0).stdout;
    let twee = draai(args(&contract("gv21.toml"))).met_code(0).stdout;
    assert_eq!(een, twee);
    // 57,51 x 1,02374 = 58,8752874; half of 2% on top is 59,464..., rounded 59,46 and 0,99 per minuut.
    assert!(een.contains(r#"code = "02A03", cat = "02", wet = "wmo", per = "uur", amount = "59.46", base = "58.8752874", declared_unit = "01", declared = "0.99""#), "{een}");
    assert!(een.contains("# overgeslagen: 03A03, het tarief staat open"), "{een}");
    assert!(een.contains("# overgeslagen: 41B03, het contract zegt niet welke gewichten gelden"), "{een}");
    let werk = Werkmap::nieuw();
    let tekst = fs::read_to_string(contract("gv21.toml")).unwrap();
    let (voor, na) = tekst.split_once("[indexation]").unwrap();
    let nieuw = werk.schrijf("gv21.toml", format!("{voor}{een}\n[indexation]{na}"));
    let check = draai(["contract", "check", "--json", &nieuw]).met_code(0).een_json();
    assert_eq!((&check["errors"], &check["warnings"]), (&0.into(), &0.into()), "{check}");
    let diff = draai(["contract", "diff", &contract("gv21.toml"), &nieuw]).met_code(0).stdout;
    assert!(
        diff.contains(
            "tariff 02A03 iwmo per uur vanaf 2022-01-01: (niets) -> € 59.46, gedeclareerd 0.99 tot en met 2022-12-31"
        ),
        "{diff}"
    );
    draai(["contract", "indexeer", &contract("gv21.toml"), "--vanaf", "2022-01-01"])
        .met_code(2)
        .met_fout("--voorlopig");
    let open = draai([
        "contract",
        "indexeer",
        &contract("zst15.toml"),
        "--vanaf",
        "2016-01-01",
        "--index-nieuw",
        "101",
        "--index-oud",
        "100",
    ]);
    open.met_code(1).met_fout("leaves indexation open");
}

#[test]
fn diff_tells_what_changed_and_nothing_else() {
    let werk = Werkmap::nieuw();
    let tekst = fs::read_to_string(contract("gv21.toml")).unwrap();
    let gelijk = werk.schrijf("gelijk.toml", format!("# een opmerking\n{tekst}"));
    let afloop = draai(["contract", "diff", &contract("gv21.toml"), &gelijk]).met_code(0);
    assert_eq!(afloop.stdout, "0 verschillen\n");
    let anders = tekst.replacen("submit_within_days = 30", "submit_within_days = 45", 1).replacen(
        "max_clients = 25",
        "max_clients = 30",
        1,
    );
    let anders = werk.schrijf("anders.toml", anders);
    let lijnen = draai(["contract", "diff", "--json", &contract("gv21.toml"), &anders]).met_code(0).json();
    let kort: Vec<(&str, &str)> =
        lijnen.iter().map(|l| (l["what"].as_str().unwrap(), l["name"].as_str().unwrap())).collect();
    assert_eq!(kort, [("declaration", "submit_within_days"), ("rule", "sampling")]);
}

#[test]
fn importeer_turns_a_table_into_a_block() {
    let werk = Werkmap::nieuw();
    let csv =
        werk.schrijf("t.csv", "Productcode;Categorie;Eenheid;Tarief\n40A04;40;uur;€ 56,90\n43A40;43;etmaal;148,75\n");
    let args = [
        "contract",
        "importeer",
        &csv,
        "--vanaf",
        "2022-01-01",
        "--tot",
        "2022-12-31",
        "--wet",
        "jw",
        "--feit",
        "GV21-601",
    ];
    let blok = draai(args).met_code(0).stdout;
    assert!(blok.starts_with("[[tariffs]]\nvalid_from = 2022-01-01\nvalid_until = 2022-12-31\n"), "{blok}");
    assert!(
        blok.contains(
            r#"{ code = "40A04", cat = "40", wet = "jw", per = "uur", amount = "56.90", fact = "GV21-601" }"#
        ),
        "{blok}"
    );
    let fout = werk.schrijf("f.csv", "code,cat,per,tarief\n40A04,40,uur,gratis\n");
    let afloop = draai(["contract", "importeer", &fout, "--vanaf", "2022-01-01", "--wet", "jw"])
        .met_code(1)
        .met_fout("rij 2, kolom tarief");
    assert_eq!(afloop.stdout, "");
    let geen = werk.schrijf("g.xlsx", "geen werkblad");
    draai(["contract", "importeer", &geen, "--vanaf", "2022-01-01"]).met_code(2).met_fout("cannot be read");
}

// ---- documentation --------------------------------------------------------------------------------------------------

/// The table of kinds in `docs/contracten.md` is written from the table that the program reads.
#[test]
fn the_table_of_kinds_is_up_to_date() {
    let pad = wortel().join("docs/contracten.md");
    let tekst = fs::read_to_string(&pad).unwrap();
    let (voor, rest) = tekst.split_once("<!-- soorten -->\n").unwrap();
    let (_, na) = rest.split_once("<!-- /soorten -->").unwrap();
    let nieuw = format!("{voor}<!-- soorten -->\n{}<!-- /soorten -->{na}", soorten());
    if std::env::var_os("KETENPOORT_SCHRIJF_DOCS").is_some() {
        fs::write(&pad, &nieuw).unwrap();
    }
    assert!(
        fs::read_to_string(&pad).unwrap() == nieuw,
        "a stale table in docs/contracten.md; see the head of its chapter"
    );
}

fn soorten() -> String {
    let mut out = String::from(
        "| soort | wat | gevolg | stand | ontbreekt | rekenfunctie | weigeren, en waarom niet meer |\n|---|---|---|---|---|---|---|\n",
    );
    for s in contract::regelsoort::regelsoorten() {
        let stand =
            s.sectie.map_or_else(|| s.staat.naam().to_owned(), |sectie| format!("{}: `{sectie}`", s.staat.naam()));
        let functies: Vec<String> = s.functies.iter().map(|f| format!("`{f}`")).collect();
        let codes = if s.codes.is_empty() { "nooit".to_owned() } else { s.codes.join(", ") };
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {stand} | {} | {} | {codes}; {} |",
            s.naam,
            s.wat,
            s.effect.naam(),
            s.ontbreekt.unwrap_or(""),
            functies.join(", "),
            s.grond
        );
    }
    out
}

// ---- rounding -------------------------------------------------------------------------------------------------------

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// The same time declared in minutes and in hours: by the standard the same to the cent, by rounded minutes at most half
    /// a cent a minute apart, and never more than half a cent from the exact amount.
    #[test]
    fn minutes_and_hours_of_the_same_time(uurtarief in 0_i64..100_000, uren in 0_i64..1_000, minuten in 0_i64..100_000) {
        prop_assert_eq!(bedrag_minuten(uurtarief, 60 * uren), uurtarief * uren);
        let afgerond = 60 * uren * tarief_per_minuut(uurtarief);
        prop_assert!((afgerond - uurtarief * uren).abs() <= 30 * uren);
        prop_assert!((60 * bedrag_minuten(uurtarief, minuten) - uurtarief * minuten).abs() <= 30);
    }
}
