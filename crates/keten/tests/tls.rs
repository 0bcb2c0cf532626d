//! Each trouble with a PEM file has its own variant, with a text that says what to do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests may fail loudly

mod hulp;

use std::fs;
use std::path::Path;

use hulp::{Ca, NU};
use keten::tls::{ClientTls, PeerCertificaat, TlsFout, client_config, geldig_tot, server_config, wederzijds};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

fn fout(certificaat: &Path, sleutel: &Path, ca: Option<&Path>) -> TlsFout {
    server_config(certificaat, sleutel, ca, NU).expect_err("a fault")
}

#[test]
fn a_good_pair_is_taken_with_and_without_an_authority_for_clients() {
    let ca = Ca::nieuw();
    let id = ca.maak("goed", (2020, 2099));
    server_config(&id.certificaat, &id.sleutel, None, NU).unwrap();
    server_config(&id.certificaat, &id.sleutel, Some(&ca.pad("ca.pem")), NU).unwrap();
    client_config(&ClientTls { ca: ca.pad("ca.pem"), identiteit: None }, NU).unwrap();
    client_config(&ClientTls { ca: ca.pad("ca.pem"), identiteit: Some(id) }, NU).unwrap();
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let ca = Ca::nieuw();
    let id = ca.maak("goed", (2020, 2099));
    let weg = ca.pad("weg.pem");
    for fout in [
        fout(&weg, &id.sleutel, None),
        fout(&id.certificaat, &weg, None),
        fout(&id.certificaat, &id.sleutel, Some(&weg)),
        client_config(&ClientTls { ca: weg.clone(), identiteit: None }, NU).unwrap_err(),
    ] {
        assert!(matches!(&fout, TlsFout::Ontbreekt { pad } if *pad == weg), "{fout:?}");
        assert!(fout.to_string().contains("weg.pem") && !fout.retry_helps());
    }
    assert!(matches!(fout(ca.map.path(), &id.sleutel, None), TlsFout::Lezen { .. }));
}

#[test]
fn a_file_that_holds_something_else_is_told_apart() {
    let ca = Ca::nieuw();
    let id = ca.maak("goed", (2020, 2099));
    let met = |inhoud: &str| {
        let pad = ca.pad("ander");
        fs::write(&pad, inhoud).unwrap();
        pad
    };
    for inhoud in ["", "geen pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        assert!(matches!(fout(&met(inhoud), &id.sleutel, None), TlsFout::GeenCertificaat { .. }), "{inhoud:?}");
        let als_ca = fout(&id.certificaat, &id.sleutel, Some(&met(inhoud)));
        assert!(matches!(als_ca, TlsFout::GeenCertificaat { .. }), "{inhoud:?}");
    }
    assert!(matches!(fout(&id.sleutel, &id.certificaat, None), TlsFout::GeenCertificaat { .. }));
    assert!(matches!(fout(&id.certificaat, &id.certificaat, None), TlsFout::GeenSleutel { .. }));
    let versleuteld = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n";
    assert!(matches!(fout(&id.certificaat, &met(versleuteld), None), TlsFout::SleutelVersleuteld { .. }));
    let onzin = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    assert!(matches!(fout(&id.certificaat, &met(onzin), None), TlsFout::Onbruikbaar { .. }));
}

#[test]
fn a_key_of_another_certificate_is_refused() {
    let ca = Ca::nieuw();
    let (een, twee) = (ca.maak("een", (2020, 2099)), ca.maak("twee", (2020, 2099)));
    assert!(matches!(fout(&een.certificaat, &twee.sleutel, None), TlsFout::SleutelPastNiet { .. }));
    let tls = ClientTls {
        ca: ca.pad("ca.pem"),
        identiteit: Some(keten::tls::Identiteit { certificaat: een.certificaat, sleutel: twee.sleutel }),
    };
    assert!(matches!(client_config(&tls, NU), Err(TlsFout::SleutelPastNiet { .. })));
}

#[test]
fn validity_is_judged_at_the_moment_that_is_given() {
    let ca = Ca::nieuw();
    let oud = ca.maak("oud", (2020, 2021));
    let fout_oud = fout(&oud.certificaat, &oud.sleutel, None);
    assert!(matches!(&fout_oud, TlsFout::Verlopen { datum, .. } if datum == "2021-01-01"), "{fout_oud:?}");
    assert!(fout_oud.to_string().contains("2021-01-01"));
    let nieuw = ca.maak("nieuw", (2030, 2031));
    let fout_nieuw = fout(&nieuw.certificaat, &nieuw.sleutel, None);
    assert!(matches!(&fout_nieuw, TlsFout::NogNietGeldig { datum, .. } if datum == "2030-01-01"), "{fout_nieuw:?}");
    assert!(fout_nieuw.retry_helps());
    // The last second counts, the one behind it does not.
    let einde = geldig_tot(&oud.certificaat).unwrap();
    server_config(&oud.certificaat, &oud.sleutel, None, einde).unwrap();
    assert!(server_config(&oud.certificaat, &oud.sleutel, None, einde + 1).is_err());
    // As an authority it counts as well, unless another one beside it is valid.
    let goed = ca.maak("goed", (2020, 2099));
    assert!(matches!(fout(&goed.certificaat, &goed.sleutel, Some(&oud.certificaat)), TlsFout::Verlopen { .. }));
    let samen = [&oud.certificaat, &ca.pad("ca.pem")].map(|pad| fs::read_to_string(pad).unwrap()).concat();
    fs::write(ca.pad("samen.pem"), samen).unwrap();
    server_config(&goed.certificaat, &goed.sleutel, Some(&ca.pad("samen.pem")), NU).unwrap();
}

#[test]
fn mutual_tls_without_a_certificate_to_show_is_an_error_of_its_own() {
    let ca = Ca::nieuw();
    let fout = wederzijds(&ClientTls { ca: ca.pad("ca.pem"), identiteit: None }, "https://keten", NU).unwrap_err();
    assert!(matches!(&fout, TlsFout::GeenClientCertificaat { doel } if doel == "https://keten"));
}

#[test]
fn the_subject_and_the_fingerprint_of_a_certificate_are_read() {
    let ca = Ca::nieuw();
    let pem = fs::read(ca.maak("Gemeente X", (2020, 2099)).certificaat).unwrap();
    let peer = PeerCertificaat::van_der(&CertificateDer::from_pem_slice(&pem).unwrap());
    assert_eq!(peer.cn.as_deref(), Some("Gemeente X"));
    assert_eq!(peer.serial_number.as_deref(), Some("00000099000000001000"));
    assert_eq!(peer.vingerafdruk.len(), 64);
    let onzin = PeerCertificaat::van_der(b"onzin");
    assert_eq!((onzin.cn, onzin.serial_number), (None, None));
}
