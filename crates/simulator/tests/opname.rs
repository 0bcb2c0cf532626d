//! What a working endpoint takes in, and what it refuses.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests may fail loudly

mod hulp;

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use hulp::{Proef, XML, demo, metadata};
use keten::push::{ClientInstellingen, Poging};
use keten::tls::{ClientTls, Identiteit, TlsFout, client_config};
use keten::vsp::Metadata;
use simulator::pki::{Geldigheid, Pki};
use simulator::verstuur::{Zending, client, verstuur};
use simulator::{BijHerhaling, Opties, SimulatorFout, TlsBron};

fn code(poging: &Poging) -> &str {
    match poging {
        Poging::Definitief { status: 422, reden } => reden.strip_prefix("HTTP 422, ").unwrap_or(reden),
        anders => panic!("{anders:?}"),
    }
}

#[tokio::test]
async fn a_message_is_kept_as_it_came() {
    let proef = Proef::start(Opties::default()).await;
    let (m, poging) = proef.nieuw(XML).await;
    assert_eq!(poging, Poging::Afgeleverd);
    let bewaard = proef.sim.bericht(m.referentiegegevens.traceer_id).unwrap();
    assert_eq!((&bewaard.metadata, &bewaard.payload[..], bewaard.herhalingen), (&m, XML, 0));
    let regel = proef.sim.ledger().remove(0);
    assert_eq!((regel.nummer, regel.antwoord.as_str(), regel.opgeslagen, regel.herhaling), (1, "204", true, false));
    assert_eq!(regel.certificaat.as_deref(), Some("Zender"));
    assert_eq!(regel.afzender.as_deref(), Some("Instelling 99990001"));
    assert_eq!(regel.geadresseerden, ["Gemeente 0363"]);
    assert_eq!((regel.berichttype.as_deref(), regel.bytes), (Some("JW323"), Some(8)));
    assert_eq!(regel.sha256.as_deref(), Some(bewaard.sha256.as_str()));
    assert_eq!(regel.tijd.len(), "2026-01-01T00:00:00.000Z".len());
    proef.sim.wis();
    assert_eq!((proef.sim.aantal(), proef.sim.ledger().len()), (0, 0));
    proef.sim.stop().await;
}

#[tokio::test]
async fn the_same_message_again_is_a_repeat_and_another_one_under_its_id_is_refused() {
    for (bij_herhaling, verwacht) in [(BijHerhaling::Opnieuw204, true), (BijHerhaling::Brs114, false)] {
        let proef = Proef::start(Opties { bij_herhaling, ..Opties::default() }).await;
        let (m, _) = proef.nieuw(XML).await;
        let weer = proef.push(&m, XML).await;
        assert_eq!(weer == Poging::Afgeleverd, verwacht);
        assert_eq!(weer.zegt_al_bekend(), !verwacht);
        assert!(proef.push(&m, b"<b/>").await.zegt_al_bekend());
        let mut anders = m.clone();
        anders.routeringgegevens.berichtstroom.actie = "Anders".to_owned();
        assert!(proef.push(&anders, XML).await.zegt_al_bekend());
        assert_eq!((proef.sim.aantal(), proef.sim.herhalingen()), (1, 1));
        assert_eq!(proef.sim.ledger().iter().filter(|regel| regel.herhaling).count(), 1);
        // The id is unique per sender only.
        let mut ander = m.clone();
        ander.routeringgegevens.afzender.code = Some("99990002".to_owned());
        assert_eq!(proef.push(&ander, XML).await, Poging::Afgeleverd);
        assert_eq!(proef.sim.aantal(), 2);
    }
}

#[tokio::test]
async fn a_refused_message_is_not_kept_and_may_come_again() {
    let proef = Proef::start(Opties { max_bytes: 100, ..Opties::default() }).await;
    for (payload, verwacht) in [(&b"geen xml"[..], "BRS14"), (b"<a>", "BRS14"), (b"", "BRS14"), (&[b'x'; 101], "BRS06")]
    {
        let (m, poging) = proef.nieuw(payload).await;
        assert_eq!(code(&poging), verwacht);
        assert_eq!(proef.push(&m, XML).await, Poging::Afgeleverd);
    }
    assert_eq!((proef.sim.aantal(), proef.sim.herhalingen()), (4, 0));
}

#[tokio::test]
async fn parties_and_what_is_answered_are_looked_at() {
    let proef = Proef::start(Opties { antwoord_verplicht: vec!["JW325".to_owned()], ..Opties::default() }).await;
    let met = |verander: fn(&mut Metadata)| {
        let mut m = metadata();
        verander(&mut m);
        m
    };
    let gevallen: [(Metadata, &str); 4] = [
        (met(|m| m.routeringgegevens.afzender.code = None), "BRS01"),
        (met(|m| m.routeringgegevens.geadresseerden.clear()), "BRS04"),
        (met(|m| m.routeringgegevens.geadresseerden[0].code = None), "BRS04"),
        (met(|m| m.routeringgegevens.berichtstroom.berichttype = "JW325".to_owned()), "IB021"),
    ];
    for (m, verwacht) in gevallen {
        assert_eq!(code(&proef.push(&m, XML).await), verwacht);
    }
    let antwoord = met(|m| {
        m.routeringgegevens.berichtstroom.berichttype = "JW325".to_owned();
        m.referentiegegevens.als_antwoord_op = Some(m.referentiegegevens.conversatie_id);
    });
    assert_eq!(proef.push(&antwoord, XML).await, Poging::Afgeleverd);
}

#[tokio::test]
async fn metadata_outside_its_bounds_is_400_with_the_field() {
    let proef = Proef::start(Opties::default()).await;
    let mut m = metadata();
    m.routeringgegevens.berichtstroom.actie = String::new();
    let poging = proef.push(&m, XML).await;
    assert!(matches!(poging, Poging::Definitief { status: 400, .. }), "{poging:?}");
    assert_eq!(proef.antwoorden(1).await, ["400 routeringgegevens.berichtstroom.actie"]);
}

#[tokio::test]
async fn schemas_are_looked_at_when_asked() {
    let goed = demo("06-jeugd-323");
    let fout = String::from_utf8(goed.clone()).unwrap().replacen("<BerichtVersie>3", "<BerichtVersie>drie", 1);
    for xsd in [false, true] {
        let proef = Proef::start(Opties { xsd, ..Opties::default() }).await;
        assert_eq!(proef.nieuw(&goed).await.1, Poging::Afgeleverd);
        for payload in [fout.as_bytes(), XML] {
            let (_, poging) = proef.nieuw(payload).await;
            assert_eq!(poging == Poging::Afgeleverd, !xsd, "{poging:?}");
            assert!(!xsd || code(&poging) == "BRS13");
        }
    }
}

#[tokio::test]
async fn messages_are_also_files_named_by_their_id_only() {
    let map = tempfile::tempdir().unwrap();
    let proef = Proef::start(Opties { map: Some(map.path().join("in")), ..Opties::default() }).await;
    let (m, _) = proef.nieuw(XML).await;
    proef.push(&m, XML).await;
    let mut ander = m.clone();
    ander.routeringgegevens.afzender.code = Some("99990002".to_owned());
    proef.push(&ander, b"<b/>").await;
    let id = m.referentiegegevens.traceer_id;
    let mut namen: Vec<String> = std::fs::read_dir(map.path().join("in"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    namen.sort();
    assert_eq!(namen, [format!("{id}-2.json"), format!("{id}-2.xml"), format!("{id}.json"), format!("{id}.xml")]);
    assert_eq!(std::fs::read(map.path().join("in").join(format!("{id}.xml"))).unwrap(), XML);
    let json = std::fs::read(map.path().join("in").join(format!("{id}.json"))).unwrap();
    assert_eq!(Metadata::lees(&json).unwrap(), m);
}

#[tokio::test]
async fn only_clients_of_the_authority_with_a_valid_certificate_get_in() {
    let proef = Proef::start(Opties::default()).await;
    let ander_map = tempfile::tempdir().unwrap();
    let ander = Pki::open(ander_map.path()).unwrap();
    let pki = proef.sim.pki().unwrap();
    let verlopen = pki.client("oud", Geldigheid::Verlopen).unwrap();
    let vreemd = ander.client("vreemd", Geldigheid::Nu).unwrap();

    // Our own side sees an expired certificate when it is loaded.
    let tls = ClientTls { ca: pki.ca(), identiteit: Some(verlopen.clone()) };
    let fout = client(&proef.sim.url(), &tls, ClientInstellingen::default()).unwrap_err();
    assert!(matches!(&fout, SimulatorFout::Tls(TlsFout::Verlopen { .. })), "{fout:?}");

    // Loaded as of last month it gets as far as the other side, which refuses it; as it does the others.
    let vorige_maand = keten::tls::geldig_tot(&verlopen.certificaat).unwrap() - 30 * 24 * 3600;
    let config =
        |identiteit: Option<Identiteit>, nu| client_config(&ClientTls { ca: pki.ca(), identiteit }, nu).unwrap();
    let vandaag = keten::tls::geldig_tot(&vreemd.certificaat).unwrap() - 1;
    let gevallen = [
        (config(Some(verlopen), vorige_maand), "CertificateExpired"),
        (config(Some(vreemd), vandaag), "UnknownCA"),
        (config(None, vandaag), "CertificateRequired"),
    ];
    for (tls, alarm) in gevallen {
        let client = keten::push::PushClient::new(&proef.sim.url(), &tls, ClientInstellingen::default()).unwrap();
        let Poging::Opnieuw { reden, .. } = client.push(&metadata(), XML.into()).await else { panic!() };
        assert!(reden.contains("refused our certificate"), "{reden}");
        assert!(reden.contains(alarm), "{reden}");
    }
    assert_eq!((proef.sim.aantal(), proef.sim.ledger().len()), (0, 0));
}

#[tokio::test]
async fn an_authority_in_a_folder_is_used_again_and_its_files_are_private() {
    let map = tempfile::tempdir().unwrap();
    let pki_map = map.path().join("pki");
    let tls = {
        let proef = Proef::start(Opties { tls: TlsBron::Map(pki_map.clone()), ..Opties::default() }).await;
        let tls = proef.sim.client("blijft").unwrap();
        proef.sim.stop().await;
        tls
    };
    for entry in std::fs::read_dir(&pki_map).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.file_name());
    }
    assert_eq!(std::fs::metadata(&pki_map).unwrap().permissions().mode() & 0o777, 0o700);
    let weer = Proef::start(Opties { tls: TlsBron::Map(pki_map), ..Opties::default() }).await;
    let client = client(&weer.sim.url(), &tls, ClientInstellingen::default()).unwrap();
    assert_eq!(client.push(&metadata(), XML.into()).await, Poging::Afgeleverd);
    let fout = weer.sim.pki().unwrap().client("../weg", Geldigheid::Nu).unwrap_err();
    assert!(matches!(fout, simulator::pki::PkiFout::Naam { .. }), "{fout:?}");
}

#[tokio::test]
async fn what_a_message_says_of_itself_becomes_metadata() {
    let gevallen = [
        ("02-jeugd-301", "JW301", ("Gemeente", "Instelling")),
        ("06-jeugd-323", "JW323", ("Instelling", "Gemeente")),
        ("05-wmo-323", "WMO323", ("Instelling", "Gemeente")),
    ];
    for (naam, type_, rollen) in gevallen {
        let route = Zending::default().metadata(&demo(naam)).unwrap().routeringgegevens;
        assert_eq!(route.berichtstroom.berichttype, type_);
        assert_eq!((route.afzender.rol.as_str(), route.geadresseerden[0].rol.as_str()), rollen);
        assert!(route.afzender.code.is_some() && route.geadresseerden[0].code.is_some());
    }
    let met_bsn = Zending { referentie_id: Some("client 999900006".to_owned()), ..Zending::default() };
    assert!(matches!(met_bsn.metadata(XML), Err(SimulatorFout::Metadata { .. })));
}

#[tokio::test]
async fn one_call_sends_a_message() {
    let proef = Proef::start(Opties::default()).await;
    let (m, poging) = verstuur(&proef.client, &Zending::default(), demo("06-jeugd-323").into()).await.unwrap();
    assert_eq!(poging, Poging::Afgeleverd);
    assert_eq!(*m, proef.sim.berichten()[0].metadata);
}

#[tokio::test]
async fn trouble_at_the_start_is_named() {
    let start = |opties| async { simulator::Simulator::start(opties).await.err().expect("a fault") };
    let bezet = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let fout = start(Opties { adres: bezet.local_addr().unwrap(), ..Opties::default() }).await;
    assert!(matches!(fout, SimulatorFout::Luisteren(keten::luister::LuisterFout::Bezet { .. })), "{fout:?}");
    let fout = start(Opties { beheer: Some("0.0.0.0:0".parse().unwrap()), ..Opties::default() }).await;
    assert!(matches!(fout, SimulatorFout::Beheeradres { .. }), "{fout:?}");
    let weg = PathBuf::from("/bestaat/niet.pem");
    let server = Identiteit { certificaat: weg.clone(), sleutel: weg.clone() };
    let fout = start(Opties { tls: TlsBron::Bestanden { server, client_ca: weg }, ..Opties::default() }).await;
    assert!(matches!(fout, SimulatorFout::Tls(TlsFout::Ontbreekt { .. })), "{fout:?}");
}
