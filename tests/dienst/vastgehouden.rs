//! A 301 of a local party that a contract objects to: kept back with its reason, and sent when the sender lets it go.

use serde_json::Value;

use crate::proef::*;

/// No toewijzing begins before it is made; the base 301 does so by four days.
const CONTRACT: &str = r#"
[contract]
id = "proef"
facts = "P"
fact = "P-001"
wetten = ["jw"]
valid_from = 2026-01-01
gemeenten = [{ code = "0344", fact = "P-001" }]
[[rule]]
kind = "no_retroactive_toewijzing"
exceptions = ["spoed"]
fact = "P-307"
"#;

#[test]
fn a_contract_keeps_a_301_back_until_the_sender_lets_it_go() {
    let overkant = Overkant::nieuw();
    let installatie = Installatie::met(&overkant).en("[contracten]\nmap = \"contracten\"");
    std::fs::create_dir(installatie.pad("contracten")).unwrap();
    std::fs::write(installatie.pad("contracten/proef.toml"), CONTRACT).unwrap();
    let daemon = installatie.start();
    let laat = Bericht::nieuw("ijw-301", "V1").bytes();

    // A check beforehand tells it too.
    let vooraf = daemon.verzoek("POST", "/v1/controle").als(GEMEENTE).inhoud(laat.clone()).stuur().met(200).json();
    assert_eq!((&vooraf["uitkomst"], &vooraf["niveau"]), (&"rejected".into(), &Value::Null), "{vooraf}");
    for _ in 0..2 {
        let probleem = daemon.bied_aan(GEMEENTE, laat.clone()).stuur().probleem(422, "vastgehouden");
        let bevinding = &probleem["bevindingen"][0];
        assert_eq!((&bevinding["rule"], &bevinding["retourcode"]), (&"no_retroactive_toewijzing".into(), &Value::Null));
        let tekst = bevinding["message"].as_str().unwrap();
        assert!(tekst.contains("4 dagen") && tekst.contains("spoed") && tekst.ends_with("(P-307)"), "{tekst}");
    }
    let bied_aan = |waarde: &str| daemon.bied_aan(GEMEENTE, laat.clone()).veld("Vrijgave", waarde).stuur();
    bied_aan("ja").probleem(400, "ongeldige-kop");

    // Let go it is sent once, and its verdict says that it was let go.
    let ontvangst = bied_aan("contract").met(202).json()["ontvangst"].as_str().unwrap().to_owned();
    let status = daemon.beoordeeld(GEMEENTE, &ontvangst);
    let signaal = status["signalen"].as_array().unwrap().iter().find(|s| s["fact"] == "P-307").unwrap();
    assert!(signaal["message"].as_str().unwrap().starts_with("vrijgegeven: "), "{signaal}");

    // What the contract has nothing against needs no letting go.
    let op_tijd =
        Bericht::nieuw("ijw-301", "V2").zet("ToewijzingNummer", "7009").zet("Ingangsdatum", "2026-01-05").bytes();
    daemon.bied_aan(GEMEENTE, op_tijd.clone()).stuur().met(202);
    overkant.precies(&[laat, op_tijd]);
}
