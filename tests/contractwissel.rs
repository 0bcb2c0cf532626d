//! Lists and figures over a year in which one contract follows another: each line, start and toewijzing by the contract of
//! its own day, and each contract with its own amounts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests may fail loudly

mod gedeeld;

use gedeeld::verkeer::{declaratie_met, regie, toewijzing};
use gedeeld::{Werkmap, draai};
use serde_json::Value;

/// A contract with a term and rules of which the facts begin with a letter of its own. Half of what the scenario grants is
/// within its limits, everything is not.
fn contract(id: &str, letter: &str, termijn: &str, meer: &str) -> String {
    let tekst = r#"
[contract]
id = "ID"
wetten = ["jw"]
TERMIJN
gemeenten = [{ code = "0344" }]
MEER

[[tariffs]]
TERMIJN
rows = [
  { code = "50P01", cat = "50", wet = "jw", per = "dagdeel", amount = "50.00" },
  { code = "50P02", cat = "50", wet = "jw", per = "dagdeel", amount = "50.00" },
]

[[rule]]
kind = "start_deadline"
limit_days = 9
clock = "dagtekening_301"
fact = "X-101"

[[rule]]
kind = "volume_threshold"
code = ["50P01"]
per_week = 2
meaning = "veel"
fact = "X-102"

[[rule]]
kind = "regie_messages"
mandatory = ["305"]
fact = "X-103"

[[rule]]
kind = "overlap_exclusion"
code = ["50P02"]
not_with = ["50P01"]
granularity = "month"
fact = "X-104"

[[rule]]
kind = "annual_client_cap"
code = "50P01"
amount = "600.00"
year_basis = "calendar_year"
fact = "X-105"

[[rule]]
kind = "provider_spending_cap"
amount = "1200.00"
warn_at = "0.90"
year_basis = "calendar_year"
fact = "X-106"

[[rule]]
kind = "accountability_statement"
threshold = "1200.00"
due = "04-01"
fact = "X-107"

[[rule]]
kind = "materiality"
faults = ["0.01", "0.03"]
uncertainties = ["0.03", "0.10"]
fact = "X-108"

[[rule]]
kind = "sampling"
share = "1.00"
fact = "X-109"

[[rule]]
kind = "extrapolated_recovery"
fact = "X-110"

[[rule]]
kind = "fine"
per_day_late = "100.00"
fact = "X-111"
"#;
    let tekst = tekst.replace("ID", id).replace("TERMIJN", termijn).replace("MEER", meer);
    tekst.replace("X-", &format!("{letter}-"))
}

/// Two toewijzingen of which one was started, ten days after its Dagtekening, and two lines in March and two in August.
struct Jaar {
    werk: Werkmap,
    data: String,
}

impl Jaar {
    fn nieuw() -> Self {
        let werk = Werkmap::nieuw();
        let lijnen = [("50P01", 5000, 50_000, None), ("50P02", 5000, 50_000, None)];
        let berichten = [
            toewijzing("T1", "2026-01-02", None, &["50P01", "50P02"]),
            regie("ijw-305", &[]),
            declaratie_met("D1", ("2026-03", "2026-03"), &lijnen),
            declaratie_met("D2", ("2026-08", "2026-08"), &lijnen).replace("2026-06-01", "2026-09-10"),
        ];
        let data = werk.pad("data");
        for (at, bericht) in (1..).zip(&berichten) {
            let pad = werk.schrijf(&format!("{at}.xml"), bericht);
            draai(["process", "--today", "2026-09-15", "--data", data.as_str(), pad.as_str()]).met_code(0);
        }
        Self { werk, data }
    }

    /// With these contracts, each in a file of its own in this order.
    fn met(&self, contracten: &[String]) -> Lezing<'_> {
        let _ = std::fs::remove_dir_all(self.werk.pad("contracten"));
        for (at, tekst) in (1..).zip(contracten) {
            self.werk.schrijf(&format!("contracten/{at}.toml"), tekst);
        }
        Lezing { jaar: self, contracten: self.werk.pad("contracten") }
    }
}

struct Lezing<'j> {
    jaar: &'j Jaar,
    contracten: String,
}

impl Lezing<'_> {
    fn json(&self, opdracht: &[&str]) -> Vec<Value> {
        let vast = ["--data", &self.jaar.data, "--contract", &self.contracten, "--format", "json"];
        let dagen = ["--periode", "2026", "--today", "2027-04-10"];
        draai([opdracht, &vast[..], &dagen[..]].concat()).met_code(0).json()
    }

    /// Fact, toewijzing, day and amount of what a list says of a kind.
    fn lijst(&self, lijst: &str, soort: &str) -> Vec<String> {
        let kern = |r: &Value| {
            let tekst = |veld: &str| r[veld].as_str().unwrap_or("-").to_owned();
            format!("{} {} {} {}", tekst("feit"), r["toewijzing"], tekst("dag"), r["bedrag_cent"])
        };
        self.json(&["export", lijst]).iter().filter(|r| r["soort"] == soort).map(kern).collect()
    }

    /// Indicator, amount and how it stands against which fact.
    fn cijfers(&self, kpi: &str) -> Vec<String> {
        let tekst = |r: &Value, veld: &str| r[veld].as_str().unwrap_or("-").to_owned();
        let kern = |r: &Value| format!("{} {} {}", r["teller"], tekst(r, "stand"), tekst(r, "feit"));
        let van_dossier = |r: &&Value| r["kpi"] == kpi && r["categorie"].is_null();
        self.json(&["kpi"]).iter().filter(van_dossier).map(kern).collect()
    }
}

const OUD: &str = "valid_from = 2026-01-01\nvalid_until = 2026-06-30";
const NIEUW: &str = "valid_from = 2026-07-01";

#[test]
fn each_contract_speaks_of_its_own_days() {
    let jaar = Jaar::nieuw();
    // The order of the files makes no difference to what is said.
    let wissel = jaar.met(&[contract("nieuw", "N", NIEUW, ""), contract("oud", "O", OUD, "")]);
    let signalen = |soort| wissel.lijst("signalen", soort);
    assert_eq!(signalen("volume_threshold"), ["N-102 7001 2026-08-01 50000", "O-102 7001 2026-03-01 50000"]);
    assert_eq!(signalen("overlap_exclusion"), ["N-104 7001 2026-08-01 50000", "O-104 7001 2026-03-01 50000"]);
    // Both starts are late in January; the amount is what the old contract paid for.
    assert_eq!(signalen("start_deadline"), ["O-101 7001 2026-01-12 50000", "O-101 7002 2026-01-12 50000"]);
    // Declared all year without a start: each contract for its own part.
    assert_eq!(signalen("regie_messages"), ["N-103 7002 2026-07-01 50000", "O-103 7002 2026-01-01 50000"]);
}

#[test]
fn a_contract_within_the_year_speaks_of_the_year() {
    let jaar = Jaar::nieuw();
    let tussen = jaar.met(&[contract("kort", "K", "valid_from = 2026-02-01\nvalid_until = 2026-11-30", "")]);
    let signalen = |soort| tussen.lijst("signalen", soort);
    assert_eq!(signalen("volume_threshold"), ["K-102 7001 2026-03-01 50000", "K-102 7001 2026-08-01 50000"]);
    assert_eq!(signalen("annual_client_cap"), ["K-105 null - 40000"]);
    assert_eq!(signalen("regie_messages"), ["K-103 7002 2026-02-01 100000"]);
    assert!(signalen("start_deadline").is_empty(), "that was before the contract");
    assert_eq!(tussen.lijst("materialiteit", "fouten"), ["K-108 null - 100000"]);
    assert_eq!(tussen.cijfers("omzet"), ["200000 boven K-107"]);
}

#[test]
fn contracts_that_follow_each_other_have_their_own_amounts() {
    let jaar = Jaar::nieuw();
    let wissel = jaar.met(&[contract("oud", "O", OUD, ""), contract("nieuw", "N", NIEUW, "")]);
    for soort in ["annual_client_cap", "provider_spending_cap"] {
        assert!(wissel.lijst("signalen", soort).is_empty(), "{soort}: each holds half");
    }
    assert!(wissel.lijst("voorstellen", "fine").is_empty());
    // Half of the turnover of each goes against it, and no cent counts twice.
    assert_eq!(wissel.lijst("materialiteit", "fouten"), ["O-108 null - 50000", "N-108 null - 50000"]);
    let omzet: Vec<i64> =
        wissel.json(&["export", "materialiteit"]).iter().filter_map(|r| r["omzet_cent"].as_i64()).collect();
    assert_eq!(omzet, [100_000; 4]);
    let steekproef: Vec<Value> =
        wissel.json(&["export", "steekproef"]).iter().map(|r| r["bedrag_cent"].clone()).collect();
    assert_eq!(steekproef, [100_000, 100_000]);
    assert_eq!(wissel.lijst("voorstellen", "extrapolated_recovery"), ["O-110 null - 50000", "N-110 null - 50000"]);
    // The turnover of the year is of neither; the parts stand beside it.
    assert_eq!(wissel.cijfers("omzet"), ["200000 - -"]);
    assert_eq!(wissel.cijfers("omzet_onder_contract"), ["100000 binnen O-107", "100000 binnen N-107"]);
}

#[test]
fn versions_of_one_contract_count_together() {
    let jaar = Jaar::nieuw();
    let versies = jaar.met(&[contract("een", "O", OUD, ""), contract("een", "N", NIEUW, "")]);
    let signalen = |soort| versies.lijst("signalen", soort);
    assert_eq!(signalen("annual_client_cap"), ["N-105 null - 40000"]);
    assert_eq!(signalen("provider_spending_cap"), ["N-106 null - 80000"]);
    assert_eq!(signalen("volume_threshold"), ["O-102 7001 2026-03-01 50000", "N-102 7001 2026-08-01 50000"]);
    // Ten days, from the first of April on.
    assert_eq!(versies.lijst("voorstellen", "fine"), ["N-111 null 2027-04-01 100000"]);
    assert_eq!(versies.lijst("materialiteit", "fouten"), ["N-108 null - 100000"]);
    assert_eq!(versies.lijst("voorstellen", "extrapolated_recovery"), ["N-110 null - 100000"]);
    assert_eq!(versies.cijfers("omzet"), ["200000 boven N-107"]);
}

#[test]
fn a_norm_is_that_of_the_day_of_the_start() {
    let jaar = Jaar::nieuw();
    let norm = |letter, dagen| {
        format!("[[rule]]\nkind = \"kpi_waiting_time\"\nnorm_days = {dagen}\nfact = \"{letter}-112\"\n")
    };
    let met_norm = |id, letter, termijn, dagen| contract(id, letter, termijn, "") + &norm(letter, dagen);
    let te_lang = |oud, nieuw| {
        let wissel = jaar.met(&[met_norm("nieuw", "N", NIEUW, nieuw), met_norm("oud", "O", OUD, oud)]);
        let cijfers = wissel.json(&["kpi"]);
        cijfers.iter().find(|r| r["kpi"] == "wachttijd_boven_norm").unwrap()["teller"].as_i64().unwrap()
    };
    // Ten days, in January.
    assert_eq!((te_lang(9, 100), te_lang(10, 1)), (1, 0));
}

#[test]
fn what_a_gemeente_does_not_buy_has_no_rules() {
    let jaar = Jaar::nieuw();
    let met = |wat: &str| {
        let uit = format!("exclude = [{{ gemeente = \"0344\", {wat}, fact = \"X-100\" }}]");
        jaar.met(&[contract("een", "O", "valid_from = 2026-01-01", &uit)])
    };
    let niets = met("wet = \"jw\"");
    assert!(niets.json(&["export", "signalen"]).is_empty());
    assert!(niets.json(&["export", "materialiteit"]).is_empty());
    assert_eq!(niets.cijfers("omzet"), ["200000 - -"]);
    let zonder = met("product = \"50P02\"");
    assert_eq!(zonder.lijst("signalen", "start_deadline"), ["O-101 7001 2026-01-12 100000"]);
    assert!(zonder.lijst("signalen", "regie_messages").is_empty(), "7002 is not bought");
    assert_eq!(zonder.cijfers("omzet_onder_contract"), ["100000 binnen O-107"]);
}
