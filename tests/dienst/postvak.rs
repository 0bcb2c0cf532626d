//! `/v1/postvak`: what a local party received, in order, until it says that it has it.

use serde_json::Value;

use crate::levensloop::langdurig;
use crate::proef::*;
use crate::vastgelopen::verplaats;

/// Two Prestaties, of which the second is on a toewijzing that does not exist.
fn declaratie() -> Vec<u8> {
    Bericht::nieuw("ijw-323", "P3")
        .kopie("Prestatie")
        .zet("Prestatie[2]/ReferentieNummer", "1-2")
        .zet("Prestatie[2]/ToewijzingNummer", "7002")
        .zet("TotaalBedrag", "100000")
        .bytes()
}

/// A toewijzing that goes out and three messages that come in on it.
fn gevuld() -> (Installatie, Daemon) {
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    daemon.lever(GEMEENTE, Bericht::nieuw("ijw-301", "P1").bytes());
    let berichten = [Bericht::nieuw("ijw-305", "P2").bytes(), declaratie(), Bericht::nieuw("ijw-315", "P4").bytes()];
    for bericht in berichten {
        let ontvangst = daemon.lever(AANBIEDER, bericht);
        daemon.beoordeeld(AANBIEDER, &ontvangst);
    }
    (installatie, daemon)
}

#[track_caller]
fn lijst(daemon: &Daemon, wie: &str, vraag: &str) -> Value {
    daemon.get(wie, &format!("/v1/postvak{vraag}")).met(200).json()
}

fn soorten(lijst: &Value) -> Vec<&str> {
    lijst["berichten"].as_array().unwrap().iter().map(|regel| regel["bericht"].as_str().unwrap()).collect()
}

#[test]
fn entries_come_in_order_and_a_cursor_goes_on_where_it_was() {
    let (_installatie, daemon) = gevuld();
    let alles = lijst(&daemon, GEMEENTE, "");
    assert_eq!(soorten(&alles), ["305", "323", "315"], "oldest first");
    assert_eq!((&alles["meer"], &alles["partij"]), (&false.into(), &GEMEENTE.into()));

    let (mut na, mut gezien) = (0, Vec::new());
    loop {
        let pagina = lijst(&daemon, GEMEENTE, &format!("?na={na}&max=1"));
        gezien.extend(soorten(&pagina).into_iter().map(str::to_owned));
        let volgende = pagina["volgende"].as_u64().unwrap();
        assert!(volgende > na, "{pagina}");
        na = volgende;
        if pagina["meer"] == false {
            break;
        }
    }
    assert_eq!(gezien, ["305", "323", "315"]);
    let leeg = lijst(&daemon, GEMEENTE, &format!("?na={na}"));
    assert_eq!((soorten(&leeg).len(), leeg["volgende"].as_u64()), (0, Some(na)));
    // What comes later stands behind the cursor.
    daemon.oordeel(AANBIEDER, Bericht::nieuw("ijw-315", "P5").bytes());
    let erna = lijst(&daemon, GEMEENTE, &format!("?na={na}"));
    assert_eq!(soorten(&erna), ["315"]);
    for onzin in ["?na=x", "?max=-1", "?sinds=1", "?na=1&na=2"] {
        daemon.get(GEMEENTE, &format!("/v1/postvak{onzin}")).probleem(400, "ongeldige-kop");
    }
}

#[test]
fn an_entry_tells_the_verdict_on_every_prestatie() {
    let (_installatie, daemon) = gevuld();
    let alles = lijst(&daemon, GEMEENTE, "");
    let regel = &alles["berichten"][1];
    assert_eq!((&regel["uitkomst"], &regel["retour"]), (&"partly".into(), &"325".into()), "{regel}");
    assert_eq!((&regel["toegekend"], &regel["geweigerd"]), (&1.into(), &1.into()), "{regel}");
    let verwacht = serde_json::json!([
        {"regel": 1, "referentie": "1-1", "toewijzing": 7001, "bedrag": 50000, "toegekend": true, "codes": []},
        {"regel": 2, "referentie": "1-2", "toewijzing": 7002, "bedrag": 50000, "toegekend": false, "codes": ["9338"]},
    ]);
    assert_eq!(regel["prestaties"], verwacht, "{regel}");
    assert_eq!(regel["bevindingen"][0]["rule"], "TR338", "{regel}");
    // The fixtures end their lines with a bare LF: what is odd about the bytes stands in the stored verdict too.
    assert_eq!(regel["signalen"][0]["kind"], "OP192", "{regel}");
    assert!(regel["bevestigd"].is_null(), "{regel}");
    // The entry by itself says the same, and its links work.
    let nummer = regel["nummer"].as_u64().unwrap();
    assert_eq!(daemon.get(GEMEENTE, &format!("/v1/postvak/{nummer}")).met(200).json(), *regel);
    for (naam, bevat) in [("status", "\"uitkomst\":\"partly\""), ("inhoud", "jw323"), ("retour", "jw325")] {
        let pad = regel["links"][naam].as_str().unwrap();
        assert!(daemon.get(GEMEENTE, pad).met(200).tekst().contains(bevat), "{naam}");
    }
    assert_eq!(daemon.bytes(GEMEENTE, regel["ontvangst"].as_str().unwrap(), "inhoud"), declaratie());
    // A start has no Prestaties.
    assert_eq!(alles["berichten"][0]["prestaties"], Value::Null);
}

#[test]
fn confirming_twice_is_confirming_once() {
    let (installatie, daemon) = gevuld();
    let nummer = lijst(&daemon, GEMEENTE, "")["berichten"][0]["nummer"].as_u64().unwrap();
    assert_eq!(daemon.meting("ketenpoort_postvak_onbevestigd"), 3);
    let bevestig = || daemon.verzoek("POST", &format!("/v1/postvak/{nummer}/bevestig")).als(GEMEENTE).stuur().met(200);
    let eerste = bevestig().json();
    assert_eq!((&eerste["nummer"], &eerste["bevestigd"]), (&nummer.into(), &true.into()));
    let regel = daemon.get(GEMEENTE, &format!("/v1/postvak/{nummer}")).met(200).json();
    assert!(regel["bevestigd"].as_str().is_some_and(|moment| moment.starts_with("20")), "{regel}");
    assert_eq!(bevestig().json(), eerste);
    assert_eq!(daemon.get(GEMEENTE, &format!("/v1/postvak/{nummer}")).met(200).json(), regel, "the first moment stays");
    assert_eq!(soorten(&lijst(&daemon, GEMEENTE, "?open=true")), ["323", "315"]);
    // A page of what is open is full of what is open.
    assert_eq!(soorten(&lijst(&daemon, GEMEENTE, "?open=true&max=1")), ["323"]);
    assert_eq!(soorten(&lijst(&daemon, GEMEENTE, "")), ["305", "323", "315"], "order and entries stay");
    assert_eq!(daemon.meting("ketenpoort_postvak_onbevestigd"), 2);
    assert_eq!(daemon.stop(), Some(0));
    let daemon = installatie.start();
    assert_eq!(soorten(&lijst(&daemon, GEMEENTE, "?open=true")), ["323", "315"]);
}

#[test]
fn a_mailbox_is_of_its_party_alone() {
    let (_installatie, daemon) = gevuld();
    let nummer = lijst(&daemon, GEMEENTE, "")["berichten"][0]["nummer"].as_u64().unwrap();
    for wie in [ANDERE_GEMEENTE, AANBIEDER, ANDERE_AANBIEDER, EIGEN_AANBIEDER] {
        daemon.get(wie, &format!("/v1/postvak?partij={GEMEENTE}")).probleem(404, "niet-gevonden");
        daemon.get(wie, &format!("/v1/postvak/{nummer}")).probleem(404, "niet-gevonden");
        let bevestig = daemon.verzoek("POST", &format!("/v1/postvak/{nummer}/bevestig")).als(wie).stuur();
        bevestig.probleem(404, "niet-gevonden");
    }
    for onzin in ["x", "0", "18446744073709551616", "-1"] {
        daemon.get(GEMEENTE, &format!("/v1/postvak/{onzin}")).probleem(404, "niet-gevonden");
    }
    // A party elsewhere has no mailbox here, also not one of its own.
    daemon.get(AANBIEDER, "/v1/postvak").probleem(400, "ongeldige-kop");
    daemon.get(AANBIEDER, &format!("/v1/postvak?partij={AANBIEDER}")).probleem(404, "niet-gevonden");
    // Whoever acts for more parties says which one.
    let probleem = daemon.get(REGIO, "/v1/postvak").probleem(400, "ongeldige-kop");
    assert!(probleem["detail"].as_str().unwrap().contains("partij="), "{probleem}");
    assert_eq!(soorten(&lijst(&daemon, REGIO, &format!("?partij={GEMEENTE}"))).len(), 3);
    assert_eq!(soorten(&lijst(&daemon, REGIO, &format!("?partij={ANDERE_GEMEENTE}"))).len(), 0);
    assert_eq!(daemon.get(REGIO, &format!("/v1/postvak/{nummer}")).met(200).json()["partij"], GEMEENTE);
}

/// A declaratie of 3000 refused lines between two small messages.
fn met_groot_oordeel() -> (Installatie, Daemon, String) {
    let installatie = Installatie::zonder_endpoint();
    let daemon = installatie.start();
    // Without a toewijzing there would be one finding, about the client.
    daemon.lever(GEMEENTE, Bericht::nieuw("ijw-301", "U0").bytes());
    daemon.oordeel(AANBIEDER, Bericht::nieuw("ijw-315", "U1").bytes());
    let ontvangst = daemon.lever(AANBIEDER, langdurig(1));
    daemon.beoordeeld(AANBIEDER, &ontvangst);
    daemon.oordeel(AANBIEDER, Bericht::nieuw("ijw-315", "U2").bytes());
    (installatie, daemon, ontvangst)
}

#[test]
fn a_list_is_cut_where_a_message_has_thousands_of_findings() {
    let (_installatie, daemon, _) = met_groot_oordeel();
    let pagina = daemon.get(GEMEENTE, "/v1/postvak").met(200);
    assert!(pagina.inhoud.len() < 200_000, "{} bytes", pagina.inhoud.len());
    let pagina = pagina.json();
    let regel = &pagina["berichten"][1];
    let aantal = |regel: &Value| regel["bevindingen"].as_array().unwrap().len();
    assert_eq!((aantal(regel), &regel["aantal_bevindingen"]), (50, &3000.into()));
    assert_eq!((&regel["geweigerd"], &regel["prestaties"]), (&3000.into(), &Value::Null));
    let geheel = daemon.get(GEMEENTE, regel["links"]["geheel"].as_str().unwrap()).met(200).json();
    assert_eq!((aantal(&geheel), &geheel["aantal_bevindingen"]), (3000, &3000.into()));
    assert_eq!(geheel["bevindingen"][49], regel["bevindingen"][49]);
}

#[test]
fn an_entry_that_cannot_be_read_holds_up_nobody() {
    let (installatie, daemon, ontvangst) = met_groot_oordeel();
    let (blobs, weg) = (installatie.data().join("blobs"), installatie.pad("weg"));
    verplaats(&blobs, &weg);
    let alles = lijst(&daemon, GEMEENTE, "");
    assert_eq!(soorten(&alles), ["315", "323", "315"]);
    let regel = &alles["berichten"][1];
    assert_eq!((&regel["onleesbaar"], &regel["ontvangst"]), (&true.into(), &ontvangst.as_str().into()), "{regel}");
    assert!(regel["toelichting"].as_str().unwrap().contains("beheerder"), "{regel}");
    let eerste = &alles["berichten"][0]["nummer"];
    let een = lijst(&daemon, GEMEENTE, &format!("?max=1&na={eerste}"));
    assert_eq!((&een["berichten"][0], &een["volgende"]), (regel, &regel["nummer"]));
    let zelf = format!("/v1/postvak/{}", regel["nummer"]);
    assert_eq!(daemon.get(GEMEENTE, &zelf).met(200).json(), *regel);
    // Trying again does not help whoever asks for the verdict itself.
    daemon.get(GEMEENTE, &format!("/v1/berichten/{ontvangst}")).probleem(500, "fout-in-poort");
    assert!(daemon.meting("ketenpoort_postvak_onleesbaar_total") >= 3);
    let log = daemon.log();
    assert!(
        log.lines().any(|r| r.contains("ERROR") && r.contains("cannot be read") && r.contains(&ontvangst)),
        "{log}"
    );
    verplaats(&weg, &blobs);
    assert_eq!(daemon.get(GEMEENTE, &zelf).met(200).json()["geweigerd"], 3000);
}
