//! What if: stored declaraties and files judged under other contracts, one line in each class.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests may fail loudly

mod gedeeld;

use gedeeld::verkeer::{declaratie, declaratie_met, toewijzing};
use gedeeld::{Afloop, Werkmap, draai};
use serde_json::Value;

/// The contracts as they were: 50P03 at 51,00, and the unit of 50P05 left open.
const OUD: &[(&str, &str)] =
    &[("50P01", "50.00"), ("50P02", "51.00"), ("50P03", "50.00"), ("50P04", "50.00"), ("50P05", "50.00")];
/// The contracts to try.
const NIEUW: &[(&str, &str)] =
    &[("50P01", "50.00"), ("50P02", "50.00"), ("50P03", "49.00"), ("50P04", "49.00"), ("50P05", "50.00")];

fn contract(tarieven: &[(&str, &str)], open: Option<&str>) -> String {
    let rijen: Vec<String> = tarieven
        .iter()
        .map(|(code, bedrag)| {
            format!(
                "  {{ code = \"{code}\", cat = \"50\", wet = \"jw\", per = \"dagdeel\", amount = \"{bedrag}\" }},\n"
            )
        })
        .collect();
    let open =
        open.map(|code| format!("[[open]]\nfact = \"P-001\"\nwhat = \"de eenheid\"\nblocks = [\"unit:{code}\"]\n"));
    format!(
        "[contract]\nid = \"proef\"\nwetten = [\"jw\"]\nvalid_from = 2026-01-01\ngemeenten = [{{ code = \"0344\" }}]\n\n\
         [[tariffs]]\nvalid_from = 2026-01-01\nrows = [\n{}]\n\n{}",
        rijen.concat(),
        open.unwrap_or_default()
    )
}

/// Code, ProductTarief and IngediendBedrag of ten dagdelen: the fourth has an amount that is a cent off.
const REGELS: &[(&str, i64, i64)] = &[
    ("50P01", 5000, 50_000),
    ("50P02", 5000, 50_000),
    ("50P03", 5000, 50_000),
    ("50P04", 5000, 50_001),
    ("50P05", 5000, 50_000),
];

struct Proef {
    werk: Werkmap,
    oud: String,
    nieuw: String,
    berichten: Vec<String>,
}

impl Proef {
    fn nieuw() -> Self {
        let werk = Werkmap::nieuw();
        let oud = werk.schrijf("oud/proef.toml", contract(OUD, Some("50P05")));
        let nieuw = werk.schrijf("nieuw/proef.toml", contract(NIEUW, None));
        let codes: Vec<&str> = REGELS.iter().map(|(code, ..)| *code).collect();
        let berichten = vec![
            werk.schrijf("1.xml", toewijzing("T1", "2026-01-02", None, &codes)),
            werk.schrijf("2.xml", declaratie("D1", "2026-04", REGELS)),
        ];
        Self { werk, oud, nieuw, berichten }
    }
}

fn process(args: &[&str], berichten: &[String]) -> Afloop {
    let vast = ["process", "--json", "--today", "2026-06-15"];
    draai(vast.iter().copied().chain(args.iter().copied()).chain(berichten.iter().map(String::as_str)))
}

/// Prestatie, class, old and new amounts, and the codes of a line.
fn kern(lijn: &Value) -> (u64, String, i64, i64, String, String) {
    let codes = |kant: &str| {
        let lijst = lijn[kant]["codes"].as_array().unwrap().iter();
        lijst.map(|c| c.as_str().unwrap().to_owned()).collect::<Vec<_>>().join(" ")
    };
    (
        lijn["prestatie"].as_u64().unwrap_or(0),
        lijn["klasse"].as_str().unwrap().to_owned(),
        lijn["oud"]["cent"].as_i64().unwrap(),
        lijn["nieuw"]["cent"].as_i64().unwrap(),
        codes("oud"),
        codes("nieuw"),
    )
}

#[track_caller]
fn een_van_elk(lijnen: &[Value]) {
    let verwacht = [
        (1, "gelijk", 50_000, 50_000, "", ""),
        (2, "nu-toegekend", 0, 50_000, "0611", ""),
        (3, "nu-geweigerd", 50_000, 0, "", "0611"),
        (4, "andere-code", 0, 0, "9346", "0611 9346"),
        (5, "ander-bedrag", 50_000, 50_000, "", ""),
    ];
    assert_eq!(
        lijnen.iter().map(kern).collect::<Vec<_>>(),
        verwacht.map(|(nummer, klasse, oud, nieuw, a, b)| {
            (nummer, klasse.to_owned(), oud, nieuw, a.to_owned(), b.to_owned())
        })
    );
    assert!(lijnen[4]["oud"]["inzet"].as_i64().unwrap() >= 50_000, "{}", lijnen[4]);
    assert_eq!(lijnen[4]["nieuw"]["inzet"], 0);
}

#[test]
fn files_against_other_contracts() {
    let proef = Proef::nieuw();
    let afloop = process(&["--contracts", &proef.nieuw, "--against", &proef.oud], &proef.berichten).met_code(1);
    let lijnen = afloop.json();
    assert_eq!((&lijnen[0]["bericht"], &lijnen[0]["klasse"]), (&"301".into(), &"gelijk".into()));
    een_van_elk(&lijnen[1..6]);
    let totalen = &lijnen[6]["totalen"];
    assert_eq!(totalen["alles"]["oud_cent"], 150_000);
    assert_eq!(totalen["alles"]["nieuw_cent"], 150_000);
    assert_eq!(totalen["per_product"]["50P02"]["nieuw_cent"], 50_000);
    assert_eq!(totalen["per_aanbieder"]["99990011"]["lijnen"]["nu-geweigerd"], 1);
    let tr418 = &totalen["per_regel"]["TR418"];
    assert_eq!((&tr418["oud_geweigerd"], &tr418["nieuw_geweigerd"]), (&1.into(), &2.into()));
    let zelfde = process(&["--contracts", &proef.oud, "--against", &proef.oud], &proef.berichten).met_code(0);
    assert!(zelfde.json().iter().rev().skip(1).all(|lijn| lijn["klasse"] == "gelijk"));
    let vorm = process(&["--contracts", &proef.oud, "--against", &proef.oud, "--data", "x"], &proef.berichten);
    vorm.met_code(2);
}

/// The same of a 303 of release 2.3, from files and from the store.
#[test]
fn a_303_against_another_contract() {
    let Proef { werk, oud, nieuw, .. } = Proef::nieuw();
    let basis = |naam: &str| gedeeld::wortel().join(format!("fixtures/berichten/ijw-{naam}.xml")).display().to_string();
    let berichten = ["301", "303"].map(basis);
    let duurder = werk.schrijf("duurder/proef.toml", contract(&[("50P01", "51.00")], None));
    let verwacht = [(1, "nu-geweigerd".to_owned(), 50_000, 0, String::new(), "0611".to_owned())];
    let lijnen = process(&["--contracts", &duurder, "--against", &oud], &berichten).met_code(1).json();
    assert_eq!(lijnen[1..2].iter().map(kern).collect::<Vec<_>>(), verwacht);
    let data = werk.pad("data-303");
    process(&["--data", &data, "--contracts", &oud], &berichten).met_code(0);
    let vast = ["watals", "--json", "--data", &data, "--periode", "2026-04"];
    let lijnen = draai(vast.iter().copied().chain(["--contract", &duurder])).met_code(1).json();
    assert_eq!(lijnen[..1].iter().map(kern).collect::<Vec<_>>(), verwacht);
    assert_eq!((&lijnen[0]["bericht"], &lijnen[0]["identificatie"]), (&"303".into(), &"F303".into()));
    draai(vast.iter().copied().chain(["--contract", &nieuw])).met_code(0);
}

#[test]
fn stored_declaraties_against_another_contract_and_the_dossier_of_then() {
    let proef = Proef::nieuw();
    let data = proef.werk.pad("data");
    let mut berichten = proef.berichten.clone();
    // Afterwards the first toewijzing was ended before April, more was declared, and the first line was taken back.
    let ingetrokken = toewijzing("T2", "2026-06-02", Some("2026-03-31"), &["50P01"]);
    berichten.push(proef.werk.schrijf("3.xml", ingetrokken));
    berichten.push(proef.werk.schrijf("4.xml", declaratie("D2", "2026-05", &[("50P03", 5000, 50_000)])));
    let terug = declaratie_met("D3", ("2026-05", "2026-04"), &[("50P01", 5000, 50_000, Some("D1-1"))]);
    berichten.push(proef.werk.schrijf("5.xml", terug));
    let regels = process(&["--data", &data, "--contracts", &proef.oud], &berichten).met_code(1).json();
    let uitkomsten: Vec<&str> = regels.iter().map(|r| r["outcome"].as_str().unwrap()).collect();
    assert_eq!(uitkomsten, ["accepted", "partly", "accepted", "accepted", "accepted"]);
    let voor = proef.werk.inhoud("data");

    let watals = |periode: &str, contract: &str| {
        draai(["watals", "--json", "--data", &data, "--contract", contract, "--periode", periode])
    };
    let april = watals("2026-04", &proef.nieuw).met_code(1).json();
    assert_eq!(april.len(), 6);
    een_van_elk(&april[..5]);
    assert!(watals("2026-04", &proef.oud).met_code(0).json()[..5].iter().all(|lijn| lijn["klasse"] == "gelijk"));

    // Over the whole year the second declaratie is judged after the first, as it came out under the new contract.
    let jaar = watals("2026", &proef.nieuw).met_code(1).json();
    een_van_elk(&jaar[..5]);
    let klassen: Vec<String> = jaar[5..7].iter().map(|lijn| kern(lijn).1).collect();
    assert_eq!(klassen, ["nu-geweigerd", "gelijk"]);
    // Of May alone the credit finds its debet as it stood before.
    let mei = watals("2026-05", &proef.oud).met_code(0).json();
    assert_eq!(mei.len(), 3);
    assert_eq!(kern(&mei[1]), (1, "gelijk".to_owned(), -50_000, -50_000, String::new(), String::new()));
    assert_eq!(watals("2026-01", &proef.nieuw).met_code(0).json().len(), 1, "totals only");

    let tekst = draai(["watals", "--data", &data, "--contract", &proef.nieuw, "--periode", "2026-04"]).met_code(1);
    assert!(tekst.stdout.contains("nu geweigerd  0344 99990011 323 D1 prestatie 3 (D1-3, 50P03, 500,00): toegekend"));
    assert!(tekst.stdout.contains("regel TR418: gelijk 0, nu toegekend 1, nu geweigerd 1, andere code 1"));
    assert_eq!(proef.werk.inhoud("data"), voor, "nothing is stored");
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let proef = Proef::nieuw();
    let data = proef.werk.pad("leeg");
    let vraag = |periode: &str| draai(["watals", "--data", &data, "--contract", &proef.nieuw, "--periode", periode]);
    vraag("2026-04").met_code(2).met_fout("there is no store in");
    assert!(proef.werk.inhoud("leeg").is_empty());
    for periode in ["2026-13", "26", "2026-4", "april", "2026-04-01"] {
        vraag(periode).met_code(2).met_fout("a month (2026-03) or a year (2026)");
    }
}
