//! The bounds of the metadata, one by one; and against the published interface when that is there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests may fail loudly

mod hulp;

use std::path::Path;
use std::sync::LazyLock;

use hulp::metadata;
use keten::vsp::{Metadata, Probleem, VrijeTekst, lijkt_bsn};
use proptest::prelude::*;
use serde_json::{Value, json};

fn volledig() -> Value {
    let mut json = serde_json::to_value(metadata()).unwrap();
    json["routeringgegevens"]["berichtstroom"]["berichtsubtype"] = json!("sub");
    json["referentiegegevens"]["alsAntwoordOp"] = json["referentiegegevens"]["traceerId"].clone();
    json["referentiegegevens"]["referentieId"] = json!("referentie");
    json["verwerkingscontext"] = json!([{ "sleutel": "a", "waarde": ["b", "c"] }, { "sleutel": "d", "waarde": ["e"] }]);
    json
}

fn lees(json: &Value) -> Result<Metadata, Vec<String>> {
    Metadata::lees(json.to_string().as_bytes()).map_err(|fouten| fouten.into_keys().collect())
}

/// With this value in this place.
fn met(pad: &str, waarde: &Value) -> Value {
    let mut json = volledig();
    *json.pointer_mut(pad).unwrap_or_else(|| panic!("{pad}")) = waarde.clone();
    json
}

#[test]
fn what_is_right_is_read_and_written_back() {
    let json = volledig();
    let gelezen = lees(&json).unwrap();
    assert_eq!(serde_json::to_value(&gelezen).unwrap(), json);
    assert_eq!(Metadata::lees(&gelezen.json()).unwrap(), gelezen);
    assert_eq!(gelezen.keur(), Ok(()));
    let kaal = metadata();
    assert_eq!(Metadata::lees(&kaal.json()).unwrap(), kaal);
    assert!(!String::from_utf8(kaal.json()).unwrap().contains("null"));
}

#[test]
fn each_text_has_its_length() {
    let velden = [
        ("/routeringgegevens/afzender/rol", 100),
        ("/routeringgegevens/afzender/code", 100),
        ("/routeringgegevens/geadresseerden/0/rol", 100),
        ("/routeringgegevens/berichtstroom/berichttype", 60),
        ("/routeringgegevens/berichtstroom/berichtsubtype", 60),
        ("/routeringgegevens/berichtstroom/actie", 60),
        ("/referentiegegevens/referentieId", 150),
        ("/verwerkingscontext/0/sleutel", 100),
        ("/verwerkingscontext/0/waarde/1", 250),
    ];
    for (pad, max) in velden {
        // Characters count, not bytes.
        for (lengte, goed) in [(0, false), (1, true), (max, true), (max + 1, false)] {
            assert_eq!(lees(&met(pad, &json!("é".repeat(lengte)))).is_ok(), goed, "{pad} {lengte}");
        }
        for anders in [json!(1), json!(null), json!(true), json!([]), json!({})] {
            assert!(lees(&met(pad, &anders)).is_err(), "{pad} {anders}");
        }
    }
}

#[test]
fn versions_are_whole_numbers_up_to_999() {
    for veld in ["berichtversie", "berichtsubversie"] {
        let pad = format!("/routeringgegevens/berichtstroom/{veld}");
        for (waarde, goed) in [
            (json!(0), true),
            (json!(999), true),
            (json!(1000), false),
            (json!(-1), false),
            (json!(1.5), false),
            (json!("3"), false),
            (json!(null), false),
            (json!(99_999_999_999_999_u64), false),
        ] {
            assert_eq!(lees(&met(&pad, &waarde)).is_ok(), goed, "{pad} {waarde}");
        }
    }
}

#[test]
fn ids_are_uuids_with_hyphens() {
    for veld in ["conversatieId", "traceerId", "alsAntwoordOp"] {
        let pad = format!("/referentiegegevens/{veld}");
        for (waarde, goed) in [
            ("0190b7a5-0000-7000-8000-00000000000a", true),
            ("0190B7A5-0000-7000-8000-00000000000A", true),
            ("0190b7a5000070008000000000000001", false),
            ("{0190b7a5-0000-7000-8000-000000000001}", false),
            ("urn:uuid:0190b7a5-0000-7000-8000-000000000001", false),
            ("0190b7a5-0000-7000-8000-00000000000g", false),
            ("", false),
        ] {
            assert_eq!(lees(&met(&pad, &json!(waarde))).is_ok(), goed, "{veld} {waarde}");
        }
    }
}

#[test]
fn lists_have_their_sizes() {
    let relatie = json!({ "rol": "Gemeente" });
    let gevallen = [
        ("/routeringgegevens/geadresseerden", relatie, [(0, true), (1, true), (100, true), (101, false)]),
        (
            "/verwerkingscontext",
            json!({ "sleutel": "a", "waarde": ["x"] }),
            [(0, false), (1, true), (100, true), (101, false)],
        ),
        ("/verwerkingscontext/0/waarde", json!("x"), [(0, false), (1, true), (100, true), (101, false)]),
    ];
    for (pad, deel, aantallen) in gevallen {
        for (aantal, goed) in aantallen {
            assert_eq!(lees(&met(pad, &json!(vec![deel.clone(); aantal]))).is_ok(), goed, "{pad} {aantal}");
        }
    }
}

#[test]
fn unknown_missing_and_double_properties_are_refused() {
    for pad in [
        "",
        "/routeringgegevens",
        "/routeringgegevens/afzender",
        "/routeringgegevens/berichtstroom",
        "/referentiegegevens",
        "/verwerkingscontext/0",
    ] {
        let mut json = volledig();
        json.pointer_mut(pad).unwrap()["geheim123"] = json!(1);
        let fouten = Metadata::lees(json.to_string().as_bytes()).unwrap_err();
        assert_eq!(fouten.len(), 1, "{pad}");
        assert!(!format!("{fouten:?}").contains("geheim"), "names of others are not repeated");
    }
    for (pad, velden) in [
        ("", vec!["routeringgegevens", "referentiegegevens"]),
        ("/routeringgegevens", vec!["afzender", "geadresseerden", "berichtstroom"]),
        ("/routeringgegevens/berichtstroom", vec!["berichttype", "berichtversie", "berichtsubversie", "actie"]),
        ("/referentiegegevens", vec!["conversatieId", "traceerId"]),
        ("/verwerkingscontext/0", vec!["sleutel", "waarde"]),
    ] {
        for veld in velden {
            let mut json = volledig();
            json.pointer_mut(pad).unwrap().as_object_mut().unwrap().remove(veld);
            let pad = format!("{}.{veld}", pad.trim_start_matches('/').replace("/0", "[0]").replace('/', "."));
            assert_eq!(lees(&json).unwrap_err(), [pad.trim_start_matches('.')]);
        }
    }
    let dubbel = volledig().to_string().replacen("\"rol\":", "\"rol\":\"x\",\"rol\":", 1);
    assert_eq!(Metadata::lees(dubbel.as_bytes()).unwrap_err().len(), 1);
}

#[test]
fn all_faults_are_told_at_once_and_none_quotes_a_value() {
    let mut json = volledig();
    json["routeringgegevens"]["afzender"]["rol"] = json!("geheim".repeat(50));
    json["routeringgegevens"]["geadresseerden"] = json!("geheim");
    json["referentiegegevens"]["traceerId"] = json!("geheim");
    let fouten = Metadata::lees(json.to_string().as_bytes()).unwrap_err();
    let velden: Vec<&String> = fouten.keys().collect();
    assert_eq!(
        velden,
        ["referentiegegevens.traceerId", "routeringgegevens.afzender.rol", "routeringgegevens.geadresseerden"]
    );
    assert!(!format!("{fouten:?}").contains("geheim"));
    for onzin in [&b""[..], b"{", b"null", b"[]", b"\xFF", "[".repeat(100_000).as_bytes()] {
        assert!(Metadata::lees(onzin).is_err());
    }
}

#[test]
fn our_own_metadata_never_holds_a_bsn() {
    let mut m = metadata();
    for (tekst, mag) in [("dossier 12", true), ("999900006", false), ("c-999900006/2", false), ("1234567890", true)] {
        m.referentiegegevens.referentie_id = Some(VrijeTekst::from(tekst.to_owned()));
        assert_eq!(m.keur().is_ok(), mag, "{tekst}");
        assert!(!format!("{m:?}").contains(tekst), "free text is not printed");
    }
    m.referentiegegevens.referentie_id = None;
    m.routeringgegevens.afzender.rol = String::new();
    assert!(m.keur().is_err());
    assert!(lijkt_bsn("a 999900006 b") && !lijkt_bsn("999900007") && !lijkt_bsn("x999900006"));
}

#[test]
fn problem_details_are_read_with_or_without_their_fields() {
    let leeg: Probleem = serde_json::from_str("{}").unwrap();
    assert_eq!(leeg, Probleem::default());
    let vol: Probleem =
        serde_json::from_str(r#"{"type":"a","status":422,"errors":{"BRS13":["x"]},"extra":1}"#).unwrap();
    assert_eq!((vol.status, vol.errors.len()), (Some(422), 1));
}

// ---- the published interface ----

/// The document beside the repository, when it is there; otherwise a line says that the test is skipped.
fn openapi() -> Option<&'static Value> {
    static DOCUMENT: LazyLock<Option<Value>> = LazyLock::new(|| {
        let wortel = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository");
        let pad = wortel.join("../shared/keten/vsp-openapi/push-v1.json");
        let Ok(tekst) = std::fs::read_to_string(pad) else {
            println!("skipped: ../shared/keten/vsp-openapi/push-v1.json is not there");
            return None;
        };
        Some(serde_json::from_str(&tekst).expect("JSON"))
    });
    DOCUMENT.as_ref()
}

/// As much of OpenAPI 3.0 as the document uses.
fn past(document: &Value, schema: &Value, waarde: &Value) -> bool {
    if let Some(naar) = schema["$ref"].as_str() {
        let doel = document.pointer(naar.trim_start_matches('#')).expect("a reference that leads somewhere");
        return past(document, doel, waarde);
    }
    let grens = |naam: &str| schema[naam].as_u64();
    let binnen = |n: u64, min: &str, max: &str| grens(min).is_none_or(|m| n >= m) && grens(max).is_none_or(|m| n <= m);
    match schema["type"].as_str().expect("a type") {
        "string" => waarde.as_str().is_some_and(|tekst| {
            let als_uuid = schema["format"] != "uuid" || (tekst.len() == 36 && uuid::Uuid::try_parse(tekst).is_ok());
            als_uuid && binnen(tekst.chars().count() as u64, "minLength", "maxLength")
        }),
        "integer" => waarde.as_u64().is_some_and(|n| binnen(n, "minimum", "maximum")),
        "array" => waarde.as_array().is_some_and(|delen| {
            binnen(delen.len() as u64, "minItems", "maxItems")
                && delen.iter().all(|d| past(document, &schema["items"], d))
        }),
        "object" => waarde.as_object().is_some_and(|velden| {
            let verplicht = schema["required"].as_array().into_iter().flatten();
            verplicht.into_iter().all(|naam| velden.contains_key(naam.as_str().unwrap()))
                && velden.iter().all(|(naam, waarde)| {
                    let veld = &schema["properties"][naam];
                    veld.is_object() && past(document, veld, waarde)
                })
        }),
        anders => panic!("type {anders}"),
    }
}

/// All places in a document.
fn plekken(json: &Value, hier: &str, gevonden: &mut Vec<String>) {
    gevonden.push(hier.to_owned());
    match json {
        Value::Object(velden) => velden.iter().for_each(|(naam, w)| plekken(w, &format!("{hier}/{naam}"), gevonden)),
        Value::Array(delen) => delen.iter().enumerate().for_each(|(n, w)| plekken(w, &format!("{hier}/{n}"), gevonden)),
        _ => {}
    }
}

#[derive(Debug, Clone)]
enum Ingreep {
    Zet(Value),
    Weg,
    Erbij,
}

fn ingreep() -> impl Strategy<Value = Ingreep> {
    let tekst = prop_oneof![
        Just(0_usize),
        Just(1),
        Just(36),
        Just(60),
        Just(61),
        Just(100),
        Just(101),
        Just(150),
        Just(151),
        Just(250),
        Just(251)
    ];
    prop_oneof![
        tekst.prop_map(|n| Ingreep::Zet(json!("é".repeat(n)))),
        prop_oneof![Just(-1_i64), Just(0), Just(1), Just(999), Just(1000)].prop_map(|n| Ingreep::Zet(json!(n))),
        prop_oneof![Just(0_usize), Just(1), Just(100), Just(101)].prop_map(|n| Ingreep::Zet(json!(vec!["x"; n]))),
        prop_oneof![Just(0_usize), Just(1), Just(100), Just(101)]
            .prop_map(|n| Ingreep::Zet(json!(vec![json!({ "rol": "x", "code": "y" }); n]))),
        prop_oneof![Just(0_usize), Just(1), Just(101)]
            .prop_map(|n| Ingreep::Zet(json!(vec![json!({ "sleutel": "x", "waarde": ["y"] }); n]))),
        Just(Ingreep::Zet(json!("0190b7a5-0000-7000-8000-000000000001"))),
        Just(Ingreep::Zet(Value::Null)),
        Just(Ingreep::Zet(json!(true))),
        Just(Ingreep::Zet(json!({}))),
        Just(Ingreep::Weg),
        Just(Ingreep::Erbij),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    /// Our rules and the published ones agree on documents that were changed in up to three places.
    #[test]
    fn the_rules_agree_with_the_published_interface(
        ingrepen in prop::collection::vec((any::<prop::sample::Index>(), ingreep()), 0..3),
    ) {
        let Some(document) = openapi() else { return Ok(()) };
        let mut json = volledig();
        for (waar, ingreep) in ingrepen {
            let mut gevonden = Vec::new();
            plekken(&json, "", &mut gevonden);
            let pad = &gevonden[waar.index(gevonden.len())];
            match ingreep {
                Ingreep::Zet(waarde) => *json.pointer_mut(pad).unwrap() = waarde,
                Ingreep::Erbij => if let Some(Value::Object(velden)) = json.pointer_mut(pad) {
                    velden.insert("onbekend".to_owned(), json!("x"));
                },
                Ingreep::Weg => if let Some((ouder, naam)) = pad.rsplit_once('/')
                    && let Some(Value::Object(velden)) = json.pointer_mut(ouder) {
                    velden.remove(naam);
                },
            }
        }
        let schema = &document["components"]["schemas"]["BerichtMetadata"];
        prop_assert_eq!(lees(&json).is_ok(), past(document, schema, &json), "{}", json);
    }
}

#[test]
fn names_and_paths_are_those_of_the_published_interface() {
    let Some(document) = openapi() else { return };
    let server = document["servers"][0]["url"].as_str().unwrap();
    assert!(server.ends_with(keten::vsp::PAD.strip_suffix("/berichten").unwrap()), "{server}");
    let inhoud = &document["paths"]["/berichten"]["post"]["requestBody"]["content"]["multipart/form-data"];
    assert_eq!(inhoud["schema"]["required"], json!([keten::vsp::DEEL_METADATA, keten::vsp::DEEL_PAYLOAD]));
    assert_eq!(inhoud["encoding"][keten::vsp::DEEL_METADATA]["contentType"], "application/json");
    assert_eq!(inhoud["encoding"][keten::vsp::DEEL_PAYLOAD]["contentType"], "application/octet-stream");
    let schema = &document["components"]["schemas"]["BerichtMetadata"];
    assert!(past(document, schema, &volledig()));
}
