//! Records, rows and sets to test with. No value belongs to a person.

use bericht::{Bedrag, Bsn, Datum, DebetCredit, Domein, Dossier, Eenheid, Frequentie, Omvang, Periode, Product, Soort};
use dossier::{
    AntwoordFeit, BerichtId, BerichtRecord, Boeking, ChangeSet, ClientFeit, ClientSleutel, DebetLijn, DeclaratieFeit,
    Deur, EerderFeit, EigenNummer, Honorering, IdentificatieFeit, Insert, Key, Lading, NummerFeit, OntvangstId,
    OntvangstRecord, OutboxItem, PostvakItem, PrestatieFeit, ReadSet, Record, ReferentieFeit, RetourRecord, Richting,
    Row, Sleutelhasher, Stand, StandFeit, StartFeit, StopFeit, Table, Teruggenomen, ToewijzingVersie, Uitslag, Update,
    Verbruiken, Version, VerwijzingFeit, VerzoekFeit, VerzondenFeit, VspNummers, WachtFeit, Zending,
};

use crate::store::{Committed, Rejection, Store};

/// A large message number: more than 64 bits.
pub const GROOT: BerichtId = BerichtId(u128::MAX - 7);

fn dag(text: &str) -> Datum {
    bericht::datum(text).unwrap()
}

fn periode() -> Periode {
    Periode { begin: dag("2026-01-01"), eind: dag("2026-01-31") }
}

/// The keyed hash of a test client.
pub fn client() -> ClientSleutel {
    Sleutelhasher::new(&[7; 32]).client(Bsn::new("999900006"))
}

/// A key of one part.
pub fn key(part: impl AsRef<str>) -> Key {
    Key::new().with(part)
}

/// A small record of [`Table::EigenNummer`] with a number in it.
pub fn nummer(n: u128) -> Record {
    Record::EigenNummer(EigenNummer { bericht: BerichtId(n) })
}

/// The number in a record made by [`nummer`].
pub fn nummer_in(row: &Row) -> u128 {
    let Record::EigenNummer(nummer) = &row.record else { panic!("not an EigenNummer: {row:?}") };
    nummer.bericht.0
}

fn dossier() -> Dossier {
    Dossier { domein: Domein::Iwmo, gemeente: "9999".to_owned(), aanbieder: "99999901".to_owned() }
}

/// A message whose payload and retour are kept as given.
pub fn bericht(lading: Lading, retour: Option<Lading>) -> Record {
    let retour = retour.map(|lading| RetourRecord { soort: Soort::S325, nummer: "000000000017".to_owned(), lading });
    Record::Bericht(Box::new(BerichtRecord {
        dossier: dossier(),
        release: "3.2".to_owned(),
        soort: Soort::S323,
        peildatum: dag("2026-02-01"),
        sha256: "00".repeat(32),
        lading,
        oordeel: Lading::Rij(b"{\"regels\":[]}".to_vec()),
        retour,
        verzonden: true,
    }))
}

/// A Prestatie with a ReferentieNummer.
pub fn prestatie(referentie: &str, uitslag: Uitslag) -> Record {
    Record::Prestatie(Box::new(PrestatieFeit {
        client: client(),
        bericht: GROOT,
        referentie: referentie.into(),
        vorige: Some("R-0".into()),
        nummer: 123_456,
        categorie: "02".into(),
        code: "02A01".into(),
        periode: periode(),
        volume: 480,
        eenheid: Eenheid::Minuut,
        tarief: Some(125),
        bedrag: Bedrag { cent: 60_000, dc: DebetCredit::Debet },
        uitslag,
        gecrediteerd_door: None,
    }))
}

/// A client with nothing but what was granted: lines of two products.
pub fn verbruik(referentie: &str, bedrag: i64) -> Record {
    let mut feit = ClientFeit::default();
    feit.verbruik.wijzig(123_456, |verbruik| {
        for (code, eenheid, volume) in [("02A01", Eenheid::Minuut, 480), ("02A02", Eenheid::Euro, -3)] {
            let lijn = DebetLijn { referentie, periode: periode(), categorie: "02", code };
            verbruik.erbij(lijn, Boeking { eenheid, volume, bedrag: 0 });
        }
        verbruik.bedrag = bedrag;
    });
    Record::Client(Box::new(feit))
}

fn toewijzing() -> ToewijzingVersie {
    ToewijzingVersie {
        nummer: 999_999_999,
        toewijzingsdatum: dag("2026-01-01"),
        toewijzingstijd: "10:00:00.5".to_owned(),
        ingangsdatum: dag("2026-01-01"),
        einddatum: Some(Datum::MAX),
        product: Some(Product { categorie: "02".to_owned(), code: None }),
        omvang: Some(Omvang { volume: 480, eenheid: Eenheid::Minuut, frequentie: Frequentie::Week }),
        budget: Some(-1),
        reden_wijziging: Some("13".to_owned()),
        referentie_aanbieder: Some("ref \"é\" \u{1F980}".to_owned()),
        bericht: GROOT,
        dagtekening: dag("2026-01-02"),
    }
}

fn client_feit() -> ClientFeit {
    let product = Some(Product { categorie: "02".to_owned(), code: Some("02A01".to_owned()) });
    let start = StartFeit {
        nummer: Some(1),
        product: product.clone(),
        begindatum: dag("2026-01-01"),
        bericht: GROOT,
        verwijderd: Some(BerichtId(0)),
        ook_verwijderd: vec![GROOT],
    };
    let stop = StopFeit {
        nummer: None,
        product,
        begindatum: dag("2026-01-01"),
        einddatum: dag("-0044-03-15"),
        reden: "19".to_owned(),
        bericht: BerichtId(1),
        verwijderd: None,
        ook_verwijderd: Vec::new(),
    };
    let verzoek = VerzoekFeit {
        referentie: "V-1".to_owned(),
        bericht: GROOT,
        dagtekening: dag("2026-01-02"),
        ingangsdatum: Some(dag("2026-01-05")),
        antwoorden: ["2", "1"].map(|a| AntwoordFeit { antwoord: a.to_owned(), bericht: GROOT }).to_vec(),
        gehonoreerd_met: vec![Honorering::van(&toewijzing())],
    };
    ClientFeit {
        toewijzingen: vec![toewijzing()],
        starts: vec![start],
        stops: vec![stop],
        verzoeken: vec![verzoek],
        teruggenomen: vec![Teruggenomen { versie: toewijzing(), door: GROOT }],
        verbruik: Verbruiken::default(),
    }
}

/// At least one record of every table, with its rarer shapes.
pub fn every_record() -> Vec<Record> {
    let feit = IdentificatieFeit {
        bericht: GROOT,
        dagtekening: dag("2026-01-01"),
        xsd_versie: ("1.2.3".to_owned(), "2.0.0".to_owned()),
        declaratie_nummer: Some("D-1".to_owned()),
        strekking: None,
        retours: u32::MAX,
        beoordeeld: true,
        verzonden: Some(VerzondenFeit {
            client: Some(client()),
            nummers: vec![1, 999_999_999],
            referenties: vec!["V-1".to_owned()],
            periode: Some(periode()),
            geweigerd: true,
        }),
        factuurperiode: Some(periode()),
    };
    vec![
        bericht(Lading::Rij((0..=255).collect()), None),
        bericht(Lading::Blob("a".repeat(32)), Some(Lading::Blob("b".repeat(32)))),
        Record::Bytes(VerwijzingFeit { bericht: GROOT }),
        Record::Identificatie(Box::new(feit)),
        nummer(u128::MAX),
        Record::Client(Box::new(client_feit())),
        Record::Client(Box::default()),
        Record::Declaratie(DeclaratieFeit { bericht: BerichtId(3), periode: periode() }),
        prestatie("R-1", Uitslag::Toegekend),
        prestatie("R-2", Uitslag::Geweigerd(vec!["0233".to_owned()])),
        prestatie("R-3", Uitslag::Verzonden),
        verbruik("R-1", i64::MIN),
        Record::Stand(StandFeit { laatste_declaratieperiode: Some(periode()) }),
        Record::Stand(StandFeit::default()),
        Record::Referentie(ReferentieFeit { client: client(), ook: vec![client()] }),
        Record::Nummer(NummerFeit {
            client: client(),
            ingangsdatum: dag("2026-01-01"),
            product: None,
            verwijderd: true,
            ook: vec![client()],
        }),
        Record::Ontvangst(Box::new(ontvangst(Stand::Wacht, Some(Lading::Rij(vec![1, 2]))))),
        Record::Ontvangst(Box::new(ontvangst(Stand::Verwerkt(GROOT), None))),
        Record::Ontvangst(Box::new(ontvangst(Stand::Vastgelopen("x".to_owned()), Some(Lading::Blob("c".repeat(32)))))),
        Record::Wacht(WachtFeit {
            ontvangst: OntvangstId("o-1".to_owned()),
            dossier: dossier(),
            grootte: 7,
            begonnen: 1,
        }),
        Record::Inzending(eerder()),
        Record::Idempotentie(eerder()),
        Record::Zending(eerder()),
    ]
}

fn eerder() -> EerderFeit {
    EerderFeit { ontvangst: OntvangstId("o-1".to_owned()), sha256: "11".repeat(32) }
}

fn ontvangst(stand: Stand, lading: Option<Lading>) -> OntvangstRecord {
    OntvangstRecord {
        bericht: GROOT,
        afzender: Some("99999901".to_owned()),
        ontvanger: Some("9999".to_owned()),
        domein: Some(Domein::Iwmo),
        soort: Some(Soort::S305),
        richting: Some(Richting::Intern),
        deur: Deur::Push,
        ontvangen_ms: 1,
        peildatum: dag("2026-02-01"),
        grootte: 2,
        sha256: "22".repeat(32),
        stand,
        bevindingen: lading.clone(),
        lading,
        naam: Some("een naam \u{e9}.xml".to_owned()),
        vsp: Some(VspNummers { traceer: "t".to_owned(), conversatie: "c".to_owned() }),
    }
}

/// An entry of a mailbox.
pub fn postvak(partij: &str, bericht: u128) -> PostvakItem {
    PostvakItem {
        partij: partij.to_owned(),
        wat: Zending::Bericht,
        bericht: BerichtId(bericht),
        ontvangst: OntvangstId(format!("o-{bericht}")),
    }
}

/// A set with an id and nothing in it.
pub fn set(id: u128) -> ChangeSet {
    ChangeSet { id: BerichtId(id), ..ChangeSet::default() }
}

/// An insert without a second key.
pub fn insert(key: Key, record: Record) -> Insert {
    Insert { key, unique: None, record }
}

/// A set that inserts one [`nummer`] under a key of one part.
pub fn inserting(id: u128, part: &str, n: u128) -> ChangeSet {
    ChangeSet { inserts: vec![insert(key(part), nummer(n))], ..set(id) }
}

/// A set that replaces one [`nummer`].
pub fn updating(id: u128, part: &str, expected: Version, n: u128) -> ChangeSet {
    ChangeSet { updates: vec![Update { key: key(part), expected, record: nummer(n) }], ..set(id) }
}

/// An item to deliver.
pub fn item(bericht: u128) -> OutboxItem {
    OutboxItem {
        bericht: BerichtId(bericht),
        wat: if bericht.is_multiple_of(2) { Zending::Retour } else { Zending::Bericht },
        bestemming: "vecozo".to_owned(),
        trace: format!("trace-{bericht}"),
        conversatie: format!("conversatie-{bericht}"),
        antwoord_op: bericht.is_multiple_of(3).then(|| "eerder".to_owned()),
    }
}

/// Commits one set and gives its answer.
pub fn commit(store: &dyn Store, set: ChangeSet) -> Result<Committed, Rejection> {
    let mut answers = store.commit(vec![set]).unwrap();
    assert_eq!(answers.len(), 1);
    answers.remove(0)
}

/// Reads one row of [`Table::EigenNummer`].
pub fn row(store: &dyn Store, part: &str) -> Option<Row> {
    let set = ReadSet { keys: vec![(Table::EigenNummer, key(part))], ..ReadSet::default() };
    store.read(&set).unwrap().rows.pop()
}

/// All rows of a table, in key order.
pub fn all(store: &dyn Store, table: Table) -> Vec<Row> {
    let set = ReadSet { prefixes: vec![(table, Key::new())], ..ReadSet::default() };
    store.read(&set).unwrap().rows
}
