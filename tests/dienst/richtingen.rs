//! Which way a message goes: to a local party, from a local party to one elsewhere, and between two local ones.

use keten::push::Poging;
use keten::vsp::Metadata;
use serde_json::Value;
use simulator::verstuur::Zending;

use crate::proef::*;

/// Who delivered what to whom.
fn route(metadata: &Metadata) -> [String; 4] {
    let route = &metadata.routeringgegevens;
    let partij = |r: &keten::vsp::Relatie| format!("{} {}", r.rol, r.code.as_deref().unwrap_or("-"));
    let geadresseerden: Vec<String> = route.geadresseerden.iter().map(partij).collect();
    let stroom = &route.berichtstroom;
    [
        partij(&route.afzender),
        geadresseerden.join(", "),
        format!("{} {}.{}", stroom.berichttype, stroom.berichtversie, stroom.berichtsubversie),
        stroom.actie.clone(),
    ]
}

#[test]
fn a_message_from_elsewhere_is_judged_and_its_retour_goes_back_the_way_it_came() {
    let overkant = Overkant::nieuw();
    let installatie = Installatie::met(&overkant);
    let daemon = installatie.start();

    let ontvangst = daemon.lever(AANBIEDER, Bericht::nieuw("iwmo-315", "H1").bytes());
    let eerste = overkant.wacht(1).remove(0);
    assert_eq!(route(&eerste.metadata), ["Gemeente 0344", "Instelling 99990011", "WMO316 3.2", "Indienen"]);
    assert_eq!(eerste.metadata.referentiegegevens.als_antwoord_op, None);
    assert_eq!(eerste.payload.to_vec(), daemon.bytes(AANBIEDER, &ontvangst, "retour"));
    let status = daemon.bezorgd(GEMEENTE, &ontvangst, "afgeleverd");
    let levering = &status["leveringen"][0];
    let traceer = eerste.metadata.referentiegegevens.traceer_id.to_string();
    assert_eq!((&levering["wat"], &levering["traceer_id"]), (&"retour".into(), &traceer.into()), "{status}");

    // What came by Push is answered in its conversation.
    let zending = Zending::default();
    let bericht = Bericht::nieuw("ijw-315", "H2").bytes();
    let (heen, poging) = overkant.push(daemon.push_url(), &installatie.schakelpunt(), &zending, &bericht);
    assert_eq!(poging, Poging::Afgeleverd);
    let tweede = overkant.wacht(2).remove(1);
    assert_eq!(route(&tweede.metadata), ["Gemeente 0344", "Instelling 99990011", "JW316 3.2", "Indienen"]);
    let (heen, terug) = (&heen.referentiegegevens, &tweede.metadata.referentiegegevens);
    assert_eq!((terug.conversatie_id, terug.als_antwoord_op), (heen.conversatie_id, Some(heen.traceer_id)));
    assert!(![heen.traceer_id, eerste.metadata.referentiegegevens.traceer_id].contains(&terug.traceer_id));
    assert_ne!(terug.conversatie_id, eerste.metadata.referentiegegevens.conversatie_id);
}

#[test]
fn names_in_the_metadata_are_a_setting() {
    let overkant = Overkant::nieuw();
    let namen = "rol_gemeente = \"Gemeenten\"\nrol_aanbieder = \"Zorgaanbieder\"\nactie = \"Versturen\"\n\
                 berichttypen = { JW316 = \"JW316-NIEUW\" }";
    let installatie = Installatie::met(&overkant);
    let tekst = installatie.tekst().replace("[endpoint]\n", &format!("[endpoint]\n{namen}\n"));
    let daemon = Daemon::start(&installatie.schrijf(&tekst));
    daemon.lever(AANBIEDER, Bericht::nieuw("ijw-315", "N1").bytes());
    let verwacht = ["Gemeenten 0344", "Zorgaanbieder 99990011", "JW316-NIEUW 3.2", "Versturen"];
    assert_eq!(route(&overkant.wacht(1)[0].metadata), verwacht);
}

#[test]
fn a_toewijzing_goes_out_counts_at_once_and_is_undone_by_a_302_with_codes() {
    let overkant = Overkant::nieuw();
    let installatie = Installatie::met(&overkant);
    let daemon = installatie.start();
    let start = |standaard: &str, nummer| Bericht::nieuw(&format!("{standaard}-305"), nummer).bytes();
    let mut toewijzingen = Vec::new();
    for standaard in ["ijw", "iwmo"] {
        let toewijzing = Bericht::nieuw(&format!("{standaard}-301"), "U1");
        let ontvangst = daemon.lever(GEMEENTE, toewijzing.bytes());
        let status = daemon.status(GEMEENTE, &ontvangst);
        assert_eq!((&status["stand"], &status["richting"]), (&"verwerkt".into(), &"uit".into()), "{status}");
        assert_eq!((&status["uitkomst"], &status["retour"]), (&"accepted".into(), &Value::Null), "{status}");
        let status = daemon.bezorgd(GEMEENTE, &ontvangst, "afgeleverd");
        assert_eq!(status["leveringen"][0]["wat"], "bericht", "{status}");
        // Handed in again it is neither booked nor sent again.
        assert_eq!(daemon.bied_aan(GEMEENTE, toewijzing.bytes()).stuur().met(202).json()["nieuw"], false);
        // The addressee sees it here too; there is no retour of ours.
        assert_eq!(daemon.bytes(AANBIEDER, &ontvangst, "inhoud"), toewijzing.bytes());
        daemon.get(GEMEENTE, &format!("/v1/berichten/{ontvangst}/retour")).probleem(404, "niet-gevonden");
        toewijzingen.push(toewijzing);
    }
    let berichten = overkant.wacht(2);
    assert_eq!(route(&berichten[0].metadata), ["Gemeente 0344", "Instelling 99990011", "JW301 3.2", "Indienen"]);
    assert_eq!(route(&berichten[1].metadata)[2], "WMO301 3.2");
    assert!(daemon.postvak(GEMEENTE).is_empty(), "nothing was received yet");
    let wacht_op = || {
        let rijen = daemon.get(GEMEENTE, "/v1/overzicht/termijnen?periode=2026").met(200).json();
        let kern = |r: &Value| format!("{} {} {} {} {}", r["domein"], r["wat"], r["van"], r["kenmerk"], r["uiterlijk"]);
        rijen.as_array().unwrap().iter().map(|r| kern(r).replace('"', "")).collect::<Vec<_>>()
    };
    let op_retour = |domein| format!("{domein} retour {AANBIEDER} U1 2026-01-08");
    assert_eq!(wacht_op(), [op_retour("ijw"), op_retour("iwmo")]);
    assert_eq!(daemon.oordeel(AANBIEDER, start("ijw", "U2"))["uitkomst"], "accepted");
    overkant.wacht(3);

    // The aanbieder refuses one of them.
    let weigering = toewijzingen[1].retour().met_kopcode("0001").bytes();
    let (_, poging) = overkant.push(daemon.push_url(), &installatie.schakelpunt(), &Zending::default(), &weigering);
    assert_eq!(poging, Poging::Afgeleverd);
    let ontvangen =
        tot("the 302 in the mailbox", || daemon.postvak(GEMEENTE).into_iter().find(|regel| regel["bericht"] == "302"));
    assert_eq!((&ontvangen["wat"], &ontvangen["deur"]), (&"bericht".into(), &"push".into()), "{ontvangen}");
    assert_eq!((&ontvangen["afzender"], &ontvangen["retour"]), (&AANBIEDER.into(), &Value::Null), "{ontvangen}");
    assert_eq!(wacht_op(), [op_retour("ijw")]);
    let geweigerd = daemon.oordeel(AANBIEDER, start("iwmo", "U2"));
    assert_eq!(geweigerd["uitkomst"], "rejected", "{geweigerd}");
    assert_eq!(geweigerd["bevindingen"][0]["rule"], "TR019", "{geweigerd}");
    // The other dossier goes on: a second start on the same toewijzing has another reason to be refused, or none.
    let ander = daemon.oordeel(AANBIEDER, start("ijw", "U3"));
    assert!(!ander["bevindingen"].to_string().contains("TR019"), "{ander}");
    // Nothing goes out on a retour that comes in.
    overkant.wacht(5);
    assert_eq!(overkant.sim.aantal(), 5, "two 301s and three 306s");
}

/// Who takes a message of ours off tells that it never arrived: it must not count here, and it can be sent anew.
#[test]
fn a_toewijzing_that_is_taken_off_counts_for_nobody() {
    let overkant = Overkant::nieuw();
    let installatie = Installatie::met(&overkant);
    let daemon = installatie.start();
    let toewijzing = Bericht::nieuw("ijw-301", "W1").bytes();
    let proef = |daemon: &Daemon| {
        let start = Bericht::nieuw("ijw-305", "W2").bytes();
        let antwoord = daemon.verzoek("POST", "/v1/controle").als(AANBIEDER).inhoud(start).stuur().met(200).json();
        antwoord["uitkomst"].as_str().unwrap().to_owned()
    };
    for daarbij in [true, false] {
        overkant.fout("422:BRS13@volgende=1");
        let ontvangst = daemon.lever(GEMEENTE, toewijzing.clone());
        let status = daemon.bezorgd(GEMEENTE, &ontvangst, "geparkeerd");
        assert_eq!(proef(&daemon), "accepted");
        let nummer = status["leveringen"][0]["nummer"].to_string();
        let vervallen = ["uitgaand", "vervallen", nummer.as_str(), "--reden", "verkeerde aanbieder"];
        if daarbij {
            daemon.opdracht(&vervallen).met_code(0);
        } else {
            // Without the daemon it comes to the same.
            assert_eq!(daemon.stop(), Some(0));
            proces::opdracht(&installatie.configuratie(), &vervallen).met_code(0);
            proces::opdracht(&installatie.configuratie(), &vervallen).met_code(1);
            let daemon = installatie.start();
            assert_eq!(proef(&daemon), "rejected");
            let opnieuw = daemon.lever(GEMEENTE, toewijzing);
            assert_ne!(opnieuw, ontvangst);
            daemon.bezorgd(GEMEENTE, &opnieuw, "afgeleverd");
            assert_eq!(proef(&daemon), "accepted");
            assert_eq!(overkant.sim.aantal(), 1);
            return;
        }
        assert_eq!(proef(&daemon), "rejected", "the aanbieder never had it");
        let status = daemon.status(GEMEENTE, &ontvangst);
        assert_eq!(status["stand"], "vervallen", "{status}");
        assert!(status["toelichting"].as_str().unwrap().contains("verkeerde aanbieder"), "{status}");
    }
}

#[test]
fn what_the_receiver_would_refuse_is_not_sent() {
    let overkant = Overkant::nieuw();
    let installatie = Installatie::met(&overkant);
    let daemon = installatie.start();
    let fout = Bericht::nieuw("ijw-301", "V1").zet("ToegewezenProduct/Einddatum", "2025-12-31");
    let probleem = daemon.bied_aan(GEMEENTE, fout.bytes()).stuur().probleem(422, "niveau-2");
    let bevinding = &probleem["bevindingen"][0];
    assert_eq!((&bevinding["rule"], &bevinding["level"]), (&"CS003".into(), &2.into()), "{probleem}");
    let status = daemon.status(GEMEENTE, probleem["ontvangst"].as_str().unwrap());
    assert_eq!((&status["stand"], &status["niveau"]), (&"geweigerd".into(), &2.into()), "{status}");
    assert_eq!(status["leveringen"], serde_json::json!([]));
    daemon.bied_aan(GEMEENTE, fout.zonder("Toewijzingsdatum").bytes()).stuur().probleem(422, "niveau-1");
    // Its Identificatie and its number are free; only the good one went out.
    let goed = Bericht::nieuw("ijw-301", "V1").bytes();
    daemon.lever(GEMEENTE, goed.clone());
    overkant.precies(&[goed]);
}

#[test]
fn a_local_aanbieder_sends_to_a_gemeente_elsewhere() {
    let overkant = Overkant::nieuw();
    let installatie = Installatie::met(&overkant);
    let daemon = installatie.start();
    let verzoek = Bericht::nieuw("ijw-315", "W1").tussen(EIGEN_AANBIEDER, VERRE_GEMEENTE);
    let ontvangst = daemon.lever(EIGEN_AANBIEDER, verzoek.bytes());
    let gegaan = overkant.wacht(1).remove(0);
    assert_eq!(route(&gegaan.metadata), ["Instelling 99990033", "Gemeente 0518", "JW315 3.2", "Indienen"]);
    // The retour of the gemeente ends in the mailbox.
    let retour = verzoek.retour().bytes();
    daemon.oordeel(VERRE_GEMEENTE, retour);
    let postvak = daemon.postvak(EIGEN_AANBIEDER);
    assert_eq!((postvak.len(), &postvak[0]["bericht"]), (1, &"316".into()), "{postvak:?}");
    assert_eq!(daemon.status(EIGEN_AANBIEDER, &ontvangst)["uitkomst"], "accepted");
    assert_eq!(overkant.sim.aantal(), 1);
}

/// A 303 names its parties in its own way; it goes out, and its 304 is booked and not answered.
#[test]
fn a_303_goes_out_and_its_304_comes_in() {
    let overkant = Overkant::nieuw();
    let installatie = Installatie::met(&overkant);
    let daemon = installatie.start();
    let factuur =
        Bericht::basis("ijw-303").zet("Header/Aanbieder", EIGEN_AANBIEDER).zet("Header/Gemeente", VERRE_GEMEENTE);
    let ontvangst = daemon.lever(EIGEN_AANBIEDER, factuur.bytes());
    let gegaan = overkant.wacht(1).remove(0);
    assert_eq!(route(&gegaan.metadata), ["Instelling 99990033", "Gemeente 0518", "JW303 2.3", "Indienen"]);
    // The same factuurnummer in another message stays here until the first is answered.
    let zelfde = factuur.clone().zet("ReferentieNummer", "1-2");
    let probleem = daemon.bied_aan(EIGEN_AANBIEDER, zelfde.bytes()).stuur();
    assert_eq!(probleem.status, 422, "{}", probleem.tekst());
    let (_, poging) =
        overkant.push(daemon.push_url(), &installatie.schakelpunt(), &Zending::default(), &factuur.retour().bytes());
    assert_eq!(poging, Poging::Afgeleverd);
    let postvak = tot("the 304 in the mailbox", || Some(daemon.postvak(EIGEN_AANBIEDER)).filter(|p| !p.is_empty()));
    assert_eq!((postvak.len(), &postvak[0]["bericht"]), (1, &"304".into()), "{postvak:?}");
    assert_eq!(daemon.status(EIGEN_AANBIEDER, &ontvangst)["uitkomst"], "accepted");
    assert_eq!(overkant.sim.aantal(), 1, "nothing goes out on a 304");
}

#[test]
fn between_two_local_parties_everything_stays_here() {
    let overkant = Overkant::nieuw();
    let installatie = Installatie::met(&overkant);
    let daemon = installatie.start();
    let toewijzing = Bericht::nieuw("ijw-301", "B1").tussen(GEMEENTE, EIGEN_AANBIEDER);
    let oordeel = daemon.oordeel(GEMEENTE, toewijzing.bytes());
    assert_eq!((&oordeel["richting"], &oordeel["uitkomst"]), (&"intern".into(), &"accepted".into()), "{oordeel}");
    assert_eq!((&oordeel["retour"], &oordeel["leveringen"]), (&"302".into(), &serde_json::json!([])), "{oordeel}");
    let ontvangst = oordeel["ontvangst"].as_str().unwrap();

    // The retour is offered to both: beside the message to who received it, by itself to who sent it.
    for (partij, wat) in [(EIGEN_AANBIEDER, "bericht"), (GEMEENTE, "retour")] {
        let postvak = daemon.postvak(partij);
        assert_eq!((postvak.len(), &postvak[0]["wat"]), (1, &wat.into()), "{partij}: {postvak:?}");
        assert_eq!((&postvak[0]["ontvangst"], &postvak[0]["partij"]), (&ontvangst.into(), &partij.into()));
        let retour = postvak[0]["links"]["retour"].as_str().unwrap();
        assert!(daemon.get(partij, retour).met(200).tekst().contains("jw302"));
    }
    // It counts, and what the aanbieder sends on it is judged here as well.
    let start = Bericht::nieuw("ijw-305", "B2").tussen(EIGEN_AANBIEDER, GEMEENTE);
    assert_eq!(daemon.oordeel(EIGEN_AANBIEDER, start.bytes())["uitkomst"], "accepted");

    // A retour of its own would be one too many, also to a party elsewhere.
    let retour = toewijzing.retour();
    daemon.bied_aan(EIGEN_AANBIEDER, retour.bytes()).stuur().probleem(422, "eigen-retour");
    let elders = Bericht::nieuw("ijw-315", "B3").retour();
    assert_eq!(daemon.oordeel(AANBIEDER, Bericht::nieuw("ijw-315", "B3").bytes())["uitkomst"], "accepted");
    daemon.bied_aan(GEMEENTE, elders.bytes()).stuur().probleem(422, "eigen-retour");
    overkant.wacht(1);
    assert_eq!(overkant.sim.aantal(), 1, "only the 316 for the aanbieder elsewhere");
}
