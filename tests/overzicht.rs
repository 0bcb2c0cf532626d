//! Figures and lists over a small stored scenario, to the cent; and no Bsn in any of them unless it is asked for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests may fail loudly

mod gedeeld;

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;

use gedeeld::verkeer::{declaratie_met, regie, toewijzing};
use gedeeld::{Afloop, Werkmap, draai, ketenpoort, uitkomst};
use overzicht::lijst::Soort;
use serde_json::{Value, json};

/// The client of the scenario.
const BSN: &str = "999900031";

const CONTRACT: &str = r#"
[contract]
id = "proef"
wetten = ["jw"]
valid_from = 2026-01-01
gemeenten = [{ code = "0344" }]

[declaration]
payment_days = 30
fact = "P-003"

[[tariffs]]
valid_from = 2026-01-01
rows = [
  { code = "50P01", cat = "50", wet = "jw", per = "dagdeel", amount = "50.00" },
  { code = "50P02", cat = "50", wet = "jw", per = "dagdeel", amount = "51.00" },
]

[[rule]]
kind = "kpi_waiting_time"
norm_days = 9
fact = "P-004"

[[rule]]
kind = "kpi_utilisation"
low = "0.70"
high = "0.95"
fact = "P-005"

[[rule]]
kind = "start_deadline"
limit_days = 9
clock = "dagtekening_301"
fact = "P-007"

[[rule]]
kind = "no_retroactive_toewijzing"
fact = "P-008"

[[rule]]
kind = "notice_before_end"
weeks = 8
fact = "P-009"

[[rule]]
kind = "volume_threshold"
code = ["50P01"]
per_week = 2
meaning = "veel"
fact = "P-010"

[[rule]]
kind = "annual_client_cap"
code = "50P01"
amount = "499.99"
year_basis = "calendar_year"
fact = "P-011"

[[rule]]
kind = "provider_spending_cap"
amount = "600.00"
warn_at = "0.80"
year_basis = "calendar_year"
fact = "P-012"

[[rule]]
kind = "accountability_statement"
threshold = "499.99"
due = "04-01"
fact = "P-006"
"#;

/// Two toewijzingen, a start, a declaratie of which a line is refused, one that takes the other back and declares it
/// again, and an early end.
struct Proef {
    werk: Werkmap,
    data: String,
    contract: String,
}

impl Proef {
    fn nieuw() -> Self {
        let werk = Werkmap::nieuw();
        let contract = werk.schrijf("contracten/proef.toml", CONTRACT);
        let april = [("50P01", 5000, 50_000, None), ("50P02", 5000, 50_000, None)];
        let terug = [("50P01", 5000, 50_000, Some("D1-1")), ("50P01", 5000, 50_000, None)];
        let berichten = [
            toewijzing("T1", "2026-01-02", None, &["50P01", "50P02"]),
            regie("ijw-305", &[]),
            declaratie_met("D1", ("2026-04", "2026-04"), &april),
            declaratie_met("D2", ("2026-05", "2026-04"), &terug),
            regie("ijw-307", &[("Einddatum", "2026-04-30"), ("RedenBeeindiging", "32")]),
        ];
        let paden: Vec<String> =
            (1..).zip(&berichten).map(|(n, tekst)| werk.schrijf(&format!("{n}.xml"), tekst)).collect();
        let data = werk.pad("data");
        let vast = ["process", "--json", "--today", "2026-06-15", "--data", &data, "--contracts", &contract];
        let afloop = draai(vast.into_iter().chain(paden.iter().map(String::as_str)));
        let uitkomsten: Vec<String> = afloop.json().iter().map(|r| r["outcome"].as_str().unwrap().to_owned()).collect();
        assert_eq!(uitkomsten, ["accepted", "accepted", "partly", "accepted", "accepted"], "{}", afloop.stdout);
        Self { werk, data, contract }
    }

    fn export(&self, lijst: &str, periode: &str, meer: &[&str]) -> Afloop {
        let vast = ["export", lijst, "--data", &self.data, "--periode", periode, "--contract", &self.contract];
        let vast = [&vast[..], &["--today", "2026-06-30"]].concat();
        draai(vast.iter().chain(meer))
    }

    /// The rows of a list without the parties and the client, which are checked and taken out.
    fn rijen(&self, lijst: &str, periode: &str) -> Vec<Value> {
        let mut rijen = self.export(lijst, periode, &["--format", "json"]).met_code(0).json();
        for rij in &mut rijen {
            let velden = rij.as_object_mut().unwrap();
            let partijen = ["domein", "gemeente", "aanbieder"].map(|veld| velden.remove(veld).unwrap());
            assert_eq!(partijen, ["ijw", "0344", "99990011"]);
            if let Some(Value::String(client)) = velden.remove("client") {
                assert_eq!(client.len(), 32);
            }
        }
        rijen
    }
}

#[test]
fn production_and_payments_to_the_cent() {
    let proef = Proef::nieuw();
    let productie = json!({"categorie": "50", "product": "50P01", "maand": "2026-04", "eenheid": "16", "volume": 10,
        "bedrag_cent": 50_000, "prestaties": 3, "clienten": 1});
    assert_eq!(proef.rijen("productie", "2026-04"), proef.rijen("productie", "2026"));
    assert_eq!(proef.rijen("productie", "2026"), [productie]);
    assert!(proef.rijen("productie", "2026-05").is_empty(), "the ProductPeriode counts");
    let csv = proef.export("productie", "2026", &[]).met_code(0).stdout;
    assert_eq!(
        csv,
        "domein,gemeente,aanbieder,categorie,product,maand,eenheid,volume,bedrag_cent,prestaties,clienten\n\
         ijw,0344,99990011,50,50P01,2026-04,16,10,50000,3,1\n"
    );
    // The second declaratie came to nothing: there is nothing to pay.
    let betaling = json!({"declaratie": "ND1", "begindatum": "2026-04-01", "einddatum": "2026-04-30",
        "ontvangen": "2026-06-15", "ingediend_cent": 100_000, "toegekend_cent": 50_000, "betalen_voor": "2026-07-15",
        "feit": "P-003"});
    assert_eq!(proef.rijen("betalingen", "2026"), [betaling]);
}

/// What a 303 of release 2.3 is granted counts as what a 323 is granted.
#[test]
fn a_303_counts_as_a_323() {
    let Proef { werk, contract, .. } = Proef::nieuw();
    let data = werk.pad("data-303");
    let bericht =
        |naam: &str| gedeeld::wortel().join(format!("fixtures/berichten/ijw-{naam}.xml")).display().to_string();
    let [toewijzing, factuur] = ["301", "303"].map(bericht);
    let vast = ["process", "--today", "2026-06-15", "--data", &data, "--contracts", &contract];
    draai(vast.into_iter().chain([toewijzing.as_str(), factuur.as_str()])).met_code(0);
    let proef = Proef { werk, data, contract };
    let productie = json!({"categorie": "50", "product": "50P01", "maand": "2026-04", "eenheid": "16", "volume": 10,
        "bedrag_cent": 50_000, "prestaties": 1, "clienten": 1});
    assert_eq!(proef.rijen("productie", "2026"), [productie]);
    let betaling = json!({"declaratie": "F303", "begindatum": "2026-04-01", "einddatum": "2026-04-30",
        "ontvangen": "2026-06-15", "ingediend_cent": 50_000, "toegekend_cent": 50_000, "betalen_voor": "2026-07-15",
        "feit": "P-003"});
    assert_eq!(proef.rijen("betalingen", "2026"), [betaling]);
    assert!(proef.rijen("betalingen", "2026-05").is_empty());
}

#[test]
fn statements_open_lines_and_credit_chains() {
    let proef = Proef::nieuw();
    let regel = |referentie: &str, teken: i64| {
        json!({"toewijzing": 7001, "categorie": "50", "product": "50P01", "begindatum": "2026-04-01",
            "einddatum": "2026-04-30", "eenheid": "16", "volume": 10 * teken, "bedrag_cent": 50_000 * teken,
            "referentie": referentie})
    };
    assert_eq!(proef.rijen("client", "2026-04"), [regel("D1-1", 1), regel("D2-1", -1), regel("D2-2", 1)]);
    let open = json!({"toewijzing": 7002, "categorie": "50", "product": "50P02", "begindatum": "2026-04-01",
        "einddatum": "2026-04-30", "referentie": "D1-2", "ingediend_cent": 50_000, "stand": "geweigerd",
        "codes": "0611"});
    assert_eq!(proef.rijen("open", "2026"), [open]);
    let keten = proef.rijen("credits", "2026");
    let kern: Vec<_> = keten.iter().map(|r| (&r["referentie"], &r["vorige"], &r["soort"], &r["stand_cent"])).collect();
    let verwacht = [
        (json!("D1-1"), json!(null), json!("D"), json!(50_000)),
        (json!("D2-1"), json!("D1-1"), json!("C"), json!(0)),
        (json!("D2-2"), json!(null), json!("D"), json!(50_000)),
    ];
    assert_eq!(kern, verwacht.iter().map(|(a, b, c, d)| (a, b, c, d)).collect::<Vec<_>>());
}

/// A 301 with one toewijzing without a product, and a text of which every line refers to it.
fn generiek() -> String {
    let tekst = toewijzing("T1", "2026-01-02", None, &["50P01"]);
    let tussen = |tekst: &str, naam: &str, waarde: &str| {
        let (van, tot) = (tekst.find(&format!("<{naam}>")).unwrap(), tekst.find(&format!("</{naam}>")).unwrap());
        format!("{}{waarde}{}", &tekst[..van], &tekst[tot + naam.len() + 3..])
    };
    tussen(&tussen(&tekst, "Product", ""), "Omvang", "<Budget>500000</Budget>")
}

fn op_generiek(tekst: &str) -> String {
    tekst.replace("<ToewijzingNummer>7002<", "<ToewijzingNummer>7001<")
}

/// On a generieke toewijzing several products stand in one ProductPeriode; each is open, and taken back, by itself.
#[test]
fn products_on_one_toewijzing_are_told_apart() {
    let werk = Werkmap::nieuw();
    let data = werk.pad("data");
    let april = [("50P01", 5000, 50_000, None), ("50P02", 5000, 49_999, None), ("50P03", 5000, 50_000, None)];
    let terug = [("50P01", 5000, 50_000, Some("D1-1")), ("50P01", 5000, 50_000, None)];
    let lijnen = |naam, maanden, lijnen: &[_]| {
        declaratie_met(naam, maanden, lijnen).replace("<ToewijzingNummer>7003<", "<ToewijzingNummer>7001<")
    };
    let berichten = [
        generiek(),
        op_generiek(&lijnen("D1", ("2026-04", "2026-04"), &april)),
        op_generiek(&lijnen("D2", ("2026-05", "2026-04"), &terug)),
    ];
    let mut uitkomsten = Vec::new();
    for (at, bericht) in (1..).zip(&berichten) {
        let pad = werk.schrijf(&format!("{at}.xml"), bericht);
        let uit = draai(["process", "--json", "--today", "2026-06-15", "--data", data.as_str(), pad.as_str()]);
        uitkomsten.push(uit.een_json()["outcome"].clone());
    }
    assert_eq!(uitkomsten, ["accepted", "partly", "accepted"]);
    let rijen = |lijst: &str| {
        let vast = ["export", lijst, "--data", data.as_str(), "--periode", "2026-04", "--format", "json"];
        draai(vast).met_code(0).json()
    };
    let open = rijen("open");
    let kern: Vec<_> = open.iter().map(|r| (&r["product"], &r["referentie"], &r["codes"])).collect();
    assert_eq!(kern, [(&json!("50P02"), &json!("D1-2"), &json!("9346"))]);
    let keten = rijen("credits");
    let kern: Vec<_> = keten.iter().map(|r| (&r["referentie"], &r["stap"], &r["stand_cent"])).collect();
    let verwacht =
        [("D1-1", 1, 50_000), ("D2-1", 2, 0), ("D2-2", 3, 50_000)].map(|(r, n, c)| (json!(r), json!(n), json!(c)));
    assert_eq!(kern, verwacht.iter().map(|(r, n, c)| (r, n, c)).collect::<Vec<_>>());
}

/// A credit excuses the line that comes in its place from the deadline, not another product on the same toewijzing.
#[test]
fn a_credit_on_another_product_is_no_correction() {
    let werk = Werkmap::nieuw();
    let data = werk.pad("data");
    let termijn = "submit_within_days = 30\nclock = \"end_of_product_period\"\npayment_days = 30";
    let contract = werk.schrijf("contracten/proef.toml", CONTRACT.replace("payment_days = 30", termijn));
    let vast = ["process", "--json", "--data", data.as_str(), "--contracts", contract.as_str()];
    let verwerk = |naam: &str, dag: &str, tekst: &str| {
        let pad = werk.schrijf(naam, tekst);
        let uit = draai(vast.into_iter().chain(["--today", dag, pad.as_str()])).een_json();
        assert_eq!(uit["outcome"], "accepted", "{uit}");
        let laat = |s: &&Value| s["kind"] == "declaration_deadline";
        uit["signals"].as_array().unwrap().iter().filter(laat).map(|s| s["amount"].clone()).collect::<Vec<_>>()
    };
    verwerk("1.xml", "2026-01-02", &generiek());
    let mei = [("50P01", 5000, 50_000, None)];
    assert!(verwerk("2.xml", "2026-06-30", &declaratie_met("D1", ("2026-05", "2026-05"), &mei)).is_empty());
    let anders = [("50P01", 5000, 50_000, Some("D1-1")), ("50P01", 5000, 45_000, None), ("50P02", 5100, 51_000, None)];
    let tekst = op_generiek(&declaratie_met("D2", ("2026-06", "2026-05"), &anders))
        .replace("Dagtekening>2026-06-01<", "Dagtekening>2026-07-01<");
    // The line that comes in the place of the credit has another volume.
    let tien = "<GeleverdVolume>10<";
    let (voor, na) = tekst.split_at(tekst.find(tien).unwrap() + tien.len());
    let tekst = voor.to_owned() + &na.replacen(tien, "<GeleverdVolume>9<", 1);
    assert_eq!(verwerk("3.xml", "2026-07-01", &tekst), [json!(51_000)]);
}

/// A verzoek waits for its answer, then for the final one, then for nothing (OP274).
#[test]
fn terms_that_run() {
    let werk = Werkmap::nieuw();
    let data = werk.pad("data");
    let map = gedeeld::wortel().join("fixtures/scenarios/26-termijn-van-een-verzoek");
    let verwerk = |naam: &str| {
        let bericht = map.join(naam).display().to_string();
        draai(["process", "--today", "2026-05-11", "--data", &data, bericht.as_str()]).met_code(0);
    };
    let termijnen = |periode: &str, dag: &str| {
        let vast = ["export", "termijnen", "--data", &data, "--format", "json"];
        let rijen = draai(vast.into_iter().chain(["--periode", periode, "--today", dag])).met_code(0).json();
        let kern = |r: &Value| {
            let tekst = |veld: &str| r[veld].as_str().unwrap_or("-").to_owned();
            let velden = ["wat", "van", "bericht", "kenmerk", "sinds", "uiterlijk", "stand", "regel"].map(tekst);
            format!("{} {}", velden.join(" "), r["werkdagen"])
        };
        rijen.iter().map(kern).collect::<Vec<_>>()
    };
    verwerk("01-iwmo315.xml");
    // Hemelvaartsdag is no werkdag.
    let antwoord = "antwoord_op_verzoek 0344 315 V1 2026-05-11 2026-05-19";
    assert_eq!(termijnen("2026-05", "2026-05-18"), [format!("{antwoord} loopt OP274 1")]);
    assert_eq!(termijnen("2026", "2026-05-19"), [format!("{antwoord} loopt OP274 0")]);
    assert_eq!(termijnen("2026", "2026-05-20"), [format!("{antwoord} verlopen OP274 1")]);
    assert!(termijnen("2026-06", "2026-06-30").is_empty(), "it began in May");
    verwerk("02-iwmo319-in-onderzoek.xml");
    let eind = "eindantwoord 0344 315 V1 2026-05-11 2026-07-06 loopt OP274, OP346 0";
    assert_eq!(termijnen("2026", "2026-07-06"), [eind]);
    verwerk("03-iwmo319-afgewezen.xml");
    assert!(termijnen("2026", "2026-07-06").is_empty());
}

#[test]
fn beleidsinformatie_per_toewijzing_and_one_client() {
    let proef = Proef::nieuw();
    let rij = |nummer: u32, code: &str, (start, stop, reden): (Value, Value, Value)| {
        json!({"toewijzing": nummer, "categorie": "50", "product": code, "toewijzingsdatum": "2026-01-02",
            "ingangsdatum": "2026-01-01", "einddatum": "2026-12-31", "start": start, "stop": stop,
            "reden_beeindiging": reden})
    };
    let eerste = rij(7001, "50P01", (json!("2026-01-12"), json!("2026-04-30"), json!("32")));
    let tweede = rij(7002, "50P02", (Value::Null, Value::Null, Value::Null));
    assert_eq!(proef.rijen("cbs", "2026"), [eerste, tweede]);
    assert!(proef.rijen("cbs", "2027").is_empty());
    let client = proef.export("cbs", "2026", &["--format", "json"]).json()[0]["client"].as_str().unwrap().to_owned();
    assert_eq!(proef.export("cbs", "2026", &["--client", &client]).met_code(0).stdout.lines().count(), 3);
    assert_eq!(proef.export("cbs", "2026", &["--client", "onbekend"]).met_code(0).stdout.lines().count(), 1);
}

#[test]
fn signals_that_one_message_cannot_show() {
    let proef = Proef::nieuw();
    let kern = |r: &Value| {
        let tekst = |veld: &str| r[veld].as_str().unwrap_or("-").to_owned();
        let getal = |veld: &str| r[veld].as_i64().unwrap_or(0);
        format!(
            "{} {} {} {} {}",
            tekst("soort"),
            tekst("feit"),
            getal("toewijzing"),
            tekst("dag"),
            getal("bedrag_cent")
        )
    };
    let jaar: Vec<String> = proef.rijen("signalen", "2026").iter().map(kern).collect();
    let verwacht = [
        // Ten days after the Dagtekening, a day after it.
        "start_deadline P-007 7001 2026-01-12 50000",
        "no_retroactive_toewijzing P-008 7001 2026-01-02 50000",
        "notice_before_end P-009 7001 2026-11-05 50000",
        // Never started; the first day on which that was late.
        "start_deadline P-007 7002 2026-01-12 0",
        "no_retroactive_toewijzing P-008 7002 2026-01-02 0",
        "notice_before_end P-009 7002 2026-11-05 0",
        // Ten in thirty days; the line that was taken back no longer counts.
        "volume_threshold P-010 7001 2026-04-01 50000",
        "annual_client_cap P-011 0 - 1",
        "provider_spending_cap P-012 0 - 50000",
    ];
    assert_eq!(jaar, verwacht);
    let januari: Vec<String> = proef.rijen("signalen", "2026-01").iter().map(kern).collect();
    // Nothing was granted in January.
    let zonder_bedrag = |regel: &str| regel.replace(" 50000", " 0");
    assert_eq!(januari, [0, 1, 3, 4].map(|at| zonder_bedrag(verwacht[at])));
    let anders = CONTRACT
        .replace("limit_days = 9", "limit_days = 10")
        .replace("per_week = 2", "per_week = 3")
        .replace("amount = \"499.99\"\nyear", "amount = \"500.00\"\nyear")
        .replace("\"0.80\"", "\"0.84\"");
    proef.werk.schrijf("contracten/proef.toml", anders);
    let net_niet: Vec<String> = proef.rijen("signalen", "2026").iter().map(kern).collect();
    let een_dag_later = "start_deadline P-007 7002 2026-01-13 0";
    assert_eq!(net_niet, [verwacht[1], verwacht[2], een_dag_later, verwacht[4], verwacht[5]]);
}

#[test]
fn indicators_with_what_they_were_made_of() {
    let proef = Proef::nieuw();
    let vast = ["kpi", "--data", &proef.data, "--periode", "2026", "--today", "2026-06-30"];
    let met = ["--contract", &proef.contract, "--format", "json"];
    let cijfers = draai(vast.iter().chain(&met)).met_code(0).json();
    let kern = |c: &Value| {
        let tekst = |veld: &str| c[veld].as_str().unwrap_or("-").to_owned();
        let getal = |veld: &str| c[veld].as_i64().unwrap();
        format!(
            "{} {} {}/{} {} {} {}",
            tekst("product"),
            tekst("kpi"),
            getal("teller"),
            getal("noemer"),
            tekst("waarde"),
            tekst("stand"),
            tekst("feit")
        )
    };
    let verwacht = [
        "- omzet 50000/1 500 boven P-006",
        "- gemiddelde_kosten 50000/1 500 - -",
        "- populatiegemiddelde 0/1 0 - -",
        "50P01 omzet 50000/1 500 - -",
        "50P01 gemiddelde_kosten 50000/1 500 - -",
        // Twenty a month over the six months that passed.
        "50P01 uitnutting 10/120 0.0833 onder P-005",
        "50P01 wachttijd 10/1 10 - -",
        "50P01 wachttijd_boven_norm 1/1 1 - P-004",
        "50P01 gestart 1/1 1 - -",
        "50P01 instroom 1/1 1 - -",
        "50P01 uitstroom 1/1 1 - -",
        "50P01 doorlooptijd 109/1 109 - -",
        "50P01 voortijdig 1/1 1 - -",
        "50P01 terugkeer 0/1 0 - -",
        "50P02 omzet 0/1 0 - -",
        "50P02 gemiddelde_kosten 0/0 - - -",
        "50P02 uitnutting 0/120 0 onder P-005",
        "50P02 wachttijd 0/0 - - -",
        "50P02 gestart 0/1 0 - -",
        "50P02 instroom 0/1 0 - -",
        "50P02 uitstroom 0/1 0 - -",
        "50P02 doorlooptijd 0/0 - - -",
        "50P02 voortijdig 0/0 - - -",
        "50P02 terugkeer 0/0 - - -",
    ];
    assert_eq!(cijfers.iter().map(kern).collect::<Vec<_>>(), verwacht);
    let csv = draai(vast).met_code(0).stdout;
    assert!(csv.starts_with(
        "kpi,domein,gemeente,aanbieder,categorie,product,teller,noemer,waarde,eenheid,grens,stand,feit\n"
    ));
    assert!(csv.contains("\nuitnutting,ijw,0344,99990011,50,50P01,10,120,0.0833,deel,,,\n"), "{csv}");
}

#[test]
fn a_bsn_is_shown_for_a_reason_that_is_kept_and_never_otherwise() {
    let proef = Proef::nieuw();
    for lijst in Soort::ALLE.map(Soort::naam) {
        for vorm in ["csv", "json"] {
            let uit = proef.export(lijst, "2026", &["--format", vorm]).met_code(0);
            assert!(!uit.stdout.contains(BSN) && uit.stderr.is_empty(), "{lijst} {vorm}: {uit:?}");
        }
    }
    let kpi = draai(["kpi", "--data", &proef.data, "--periode", "2026"]).met_code(0);
    assert!(!kpi.stdout.contains(BSN));
    assert!(!proef.werk.inhoud("data").contains(&"inzage.jsonl".to_owned()));

    proef.export("client", "2026", &["--met-bsn"]).met_code(2);
    proef.export("client", "2026", &["--met-bsn", "--reden", " "]).met_code(2).met_fout("--reden is empty");
    for bsn in [BSN, "999.900.031"] {
        let met_bsn = format!("levering, cliënt {bsn}");
        let geweigerd = proef.export("client", "2026", &["--met-bsn", "--reden", &met_bsn]).met_code(2);
        assert!(!geweigerd.stderr.contains(bsn) && geweigerd.stdout.is_empty());
    }
    let leeg = proef.export("productie", "2026", &["--met-bsn", "--reden", "controle"]).met_code(2);
    assert!(leeg.met_fout("names no clients").stdout.is_empty());
    assert!(!proef.werk.inhoud("data").contains(&"inzage.jsonl".to_owned()));

    for (keer, lijst) in (1..).zip(["client", "cbs", "open", "credits"]) {
        let uit = proef.export(lijst, "2026", &["--met-bsn", "--reden", "steekproef 2026"]).met_code(0);
        assert!(uit.stdout.lines().skip(1).all(|regel| regel.ends_with(&format!(",{BSN}"))), "{}", uit.stdout);
        let inzage = String::from_utf8(proef.werk.bytes("data/inzage.jsonl")).unwrap();
        let regels: Vec<Value> = inzage.lines().map(|regel| serde_json::from_str(regel).unwrap()).collect();
        assert_eq!(regels.len(), keer);
        assert_eq!(
            (&regels[keer - 1]["lijst"], &regels[keer - 1]["reden"]),
            (&json!(lijst), &json!("steekproef 2026"))
        );
        assert_eq!(regels[keer - 1]["uid"], json!(fs::metadata("/proc/self").unwrap().uid()));
        assert!(!inzage.contains(BSN));
    }
}

/// Anybody can set what the environment says: it is kept as a claim, and not at all when it may be a Bsn.
#[test]
fn the_record_says_whose_process_it_was() {
    let proef = Proef::nieuw();
    let vast = ["export", "client", "--data", &proef.data, "--periode", "2026", "--met-bsn", "--reden", "steekproef"];
    let mut keer = 0;
    let mut opgegeven = |sudo: &str, user: Option<&str>| {
        let mut command = ketenpoort();
        command.args(vast).env("SUDO_USER", sudo).env_remove("USER");
        if let Some(user) = user {
            command.env("USER", user);
        }
        uitkomst(&mut command).met_code(0);
        keer += 1;
        let inzage = String::from_utf8(proef.werk.bytes("data/inzage.jsonl")).unwrap();
        assert_eq!(inzage.lines().count(), keer);
        serde_json::from_str::<Value>(inzage.lines().last().unwrap()).unwrap()["opgegeven"].clone()
    };
    assert_eq!(opgegeven("jan", Some("root")), json!({"SUDO_USER": "jan", "USER": "root"}));
    assert_eq!(opgegeven("", None), json!({}), "as under cron");
    assert_eq!(opgegeven(BSN, Some("999.900.031")), json!({}));
}

/// Root made it once by hand, and the account of the service comes after.
#[test]
fn a_record_of_another_account_says_what_to_do_and_shows_nothing() {
    let proef = Proef::nieuw();
    let inzage = proef.werk.schrijf("data/inzage.jsonl", "");
    fs::set_permissions(&inzage, fs::Permissions::from_mode(0o440)).unwrap();
    let vast = ["export", "client", "--data", &proef.data, "--periode", "2026", "--met-bsn", "--reden", "steekproef"];
    let (mut command, mut herstel) = (ketenpoort(), "chmod u+w".to_owned());
    if fs::metadata("/proc/self").unwrap().uid() == 0 {
        // Nothing stops root, so another account takes all but that file.
        let uid = 65_534;
        herstel = format!("chown {uid}");
        for naam in proef.werk.inhoud("").iter().filter(|naam| !naam.ends_with("inzage.jsonl")) {
            chown(proef.werk.pad(naam), Some(uid), Some(uid)).unwrap();
        }
        for map in ["", "data", "data/blobs"] {
            chown(proef.werk.pad(map), Some(uid), Some(uid)).unwrap();
        }
        command.uid(uid);
    }
    let afloop =
        uitkomst(command.args(vast)).met_code(2).met_fout("no Bsn is shown").met_fout(&format!("`{herstel} {inzage}`"));
    assert_eq!((afloop.stdout.as_str(), proef.werk.bytes("data/inzage.jsonl")), ("", vec![]));
}
