//! `/v1/overzicht`: a local party sees the figures and lists of its own dossiers, without any Bsn.

use overzicht::lijst::Soort;
use serde_json::json;

use crate::proef::*;

#[test]
fn a_local_party_sees_its_own_figures_and_nobody_elses() {
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    daemon.lever(GEMEENTE, Bericht::nieuw("ijw-301", "O1").bytes());
    let ontvangst = daemon.lever(AANBIEDER, Bericht::nieuw("ijw-323", "O2").bytes());
    daemon.beoordeeld(AANBIEDER, &ontvangst);
    let vraag = |wie: &str, rest: &str| daemon.get(wie, &format!("/v1/overzicht/{rest}"));

    let productie = json!([{"domein": "ijw", "gemeente": GEMEENTE, "aanbieder": AANBIEDER, "categorie": "50",
        "product": "50P01", "maand": "2026-04", "eenheid": "16", "volume": 10, "bedrag_cent": 50_000, "prestaties": 1,
        "clienten": 1}]);
    assert_eq!(vraag(GEMEENTE, "productie?periode=2026-04").met(200).json(), productie);
    assert_eq!(vraag(REGIO, &format!("productie?periode=2026&partij={GEMEENTE}")).met(200).json(), productie);
    assert_eq!(vraag(ANDERE_GEMEENTE, "productie?periode=2026").met(200).json(), json!([]));
    vraag(ANDERE_GEMEENTE, &format!("productie?periode=2026&partij={GEMEENTE}")).probleem(404, "niet-gevonden");
    vraag(AANBIEDER, &format!("productie?periode=2026&partij={AANBIEDER}")).probleem(404, "niet-gevonden");
    vraag(GEMEENTE, "winst?periode=2026").probleem(404, "niet-gevonden");
    for fout in ["productie", "productie?periode=april", "kpi?periode=2026&bsn=ja", "client?periode=2026"] {
        assert_eq!(vraag(GEMEENTE, fout).status, 400, "{fout}");
    }

    let kpi = vraag(GEMEENTE, "kpi?periode=2026-04").met(200).json();
    let omzet = kpi.as_array().unwrap().iter().find(|c| c["kpi"] == "omzet" && c["product"].is_null()).unwrap();
    assert_eq!((&omzet["teller"], &omzet["aanbieder"]), (&json!(50_000), &json!(AANBIEDER)));
    for lijst in Soort::ALLE.map(Soort::naam).into_iter().chain(["kpi"]) {
        let antwoord = vraag(GEMEENTE, &format!("{lijst}?periode=2026-04")).met(200);
        assert!(!antwoord.tekst().contains("999900031"), "{lijst}");
    }
    // The commands read beside the daemon that has the folder.
    let lijnen =
        daemon.opdracht(&["export", "productie", "--periode", "2026-04", "--format", "json"]).met_code(0).json();
    assert_eq!(serde_json::Value::Array(lijnen), productie);
    let ernaast = daemon.opdracht(&["kpi", "--periode", "2026-04", "--format", "json"]).met_code(0).json();
    assert_eq!(serde_json::Value::Array(ernaast), kpi);
    let client = vraag(GEMEENTE, "client?periode=2026-04").met(200).json();
    let hash = client[0]["client"].as_str().unwrap();
    assert_eq!(vraag(GEMEENTE, &format!("client?periode=2026&client={hash}")).met(200).json(), client);
}
