//! For the operator: deliveries that wait or were given up. The command line asks the running daemon over a socket in
//! the data folder, which only the owner of that folder can reach; without a daemon it opens the store itself.

use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use dossier::{
    BerichtId, ChangeSet, Key, OntvangstId, OntvangstRecord, ReadSet, Record, Stand, Table, Update, Version, WachtFeit,
    bericht_key, ontvangst_key,
};
use opslag::{Store, Which};
use pipeline::{Keten, volgnummer};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixListener;

use crate::beheerlog;
use crate::fout::DienstFout;
use crate::intrekken::{sluit as sluit_ontvangst, vergeet, vervalt};
use crate::klok::tijdstip;
use crate::poort::{Poort, keten_van_oorzaken};
use crate::verwerking::{commit_een, zet_stand};
use crate::weergave::{beheerlevering, uitleg};

/// Longest question, in bytes.
const VRAAG_MAX: u64 = 64 << 10;
/// Deliveries in one answer.
const LIJST_MAX: usize = 1000;

/// What an operator asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "vraag")]
pub enum Vraag {
    /// Which deliveries there are.
    Lijst {
        /// Which of them.
        welke: Welke,
        /// Only what comes after this number in the list.
        #[serde(default)]
        na: Option<u64>,
        /// How many at most; never more than 1,000.
        #[serde(default)]
        max: Option<usize>,
    },
    /// Try these again at once; all parked ones when none is named.
    Herhaal {
        /// Numbers.
        nummers: Vec<u64>,
    },
    /// Why a receipt has its verdict.
    Waarom {
        /// The receipt.
        ontvangst: String,
        /// One line of a 323, from 1.
        prestatie: Option<u32>,
    },
    /// Judge receipts that were set aside again; all of them when none is named.
    Opnieuw {
        /// Receipts.
        ontvangsten: Vec<String>,
    },
    /// Which receipts were set aside, with the reason.
    Vastgelopen,
    /// Close a receipt that was set aside, without a verdict.
    Sluit {
        /// The receipt.
        ontvangst: String,
        /// Why, without personal data; its sender gets to read it.
        reden: String,
    },
    /// Take one off for good.
    Vervallen {
        /// Number.
        nummer: u64,
        /// Why, without personal data.
        reden: String,
    },
}

/// Which deliveries are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Welke {
    /// Those that were given up.
    Geparkeerd,
    /// Those that wait or are under way.
    Open,
    /// All, ended ones included, the latest first.
    Alle,
}

/// The answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Antwoord {
    /// Deliveries, for a list.
    #[serde(default)]
    pub leveringen: Vec<serde_json::Value>,
    /// Whether the list goes on after the last of them.
    #[serde(default)]
    pub meer: bool,
    /// Numbers that were changed.
    #[serde(default)]
    pub gewijzigd: Vec<u64>,
    /// Numbers that were not: unknown, delivered, dropped or under way.
    #[serde(default)]
    pub ongewijzigd: Vec<u64>,
    /// Messages that were set aside, for a list.
    #[serde(default)]
    pub vastgelopen: Vec<Vastgelopen>,
    /// Receipts that are judged again, or were closed.
    #[serde(default)]
    pub ontvangsten: Vec<String>,
    /// Receipts that were named and are not among those that were set aside.
    #[serde(default)]
    pub onbekend: Vec<String>,
    /// Lines for people.
    #[serde(default)]
    pub regels: Vec<String>,
    /// Why it did not work.
    #[serde(default)]
    pub fout: Option<String>,
}

/// A message that was set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vastgelopen {
    /// Its receipt.
    pub ontvangst: String,
    /// Message number.
    pub bericht: Option<String>,
    /// When it came in, RFC 3339.
    pub ontvangen: String,
    /// Why it was not judged.
    pub reden: String,
}

/// The socket in a data folder.
pub fn socket(data: &Path) -> PathBuf {
    data.join("beheer.sock")
}

/// Does what is asked. The schemas are needed to take a message of our own off ([`Vraag::Vervallen`]) only.
///
/// # Errors
/// The store failed, or the schemas are needed and not there.
pub fn voer_uit(store: &dyn Store, keten: Option<&Keten>, vraag: &Vraag) -> Result<Antwoord, DienstFout> {
    let mut antwoord = Antwoord::default();
    let mut noteer = |nummer: u64, gelukt: bool| {
        if gelukt { antwoord.gewijzigd.push(nummer) } else { antwoord.ongewijzigd.push(nummer) }
    };
    match vraag {
        Vraag::Lijst { welke, na, max } => {
            let which = match welke {
                Welke::Geparkeerd => Which::ParkedAfter(na.unwrap_or(0)),
                Welke::Open => Which::OpenAfter(na.unwrap_or(0)),
                Welke::Alle => Which::AllBefore(na.unwrap_or(u64::MAX)),
            };
            let max = max.unwrap_or(LIJST_MAX).clamp(1, LIJST_MAX);
            let mut deliveries = store.deliveries(which, max + 1)?;
            antwoord.meer = deliveries.len() > max;
            deliveries.truncate(max);
            let tonen = |delivery| serde_json::to_value(beheerlevering(store, delivery)).ok();
            antwoord.leveringen = deliveries.iter().filter_map(tonen).collect();
        }
        Vraag::Herhaal { nummers } if nummers.is_empty() => {
            for delivery in store.deliveries(Which::ParkedAfter(0), usize::MAX)? {
                noteer(delivery.number, store.requeue(delivery.number)?);
            }
        }
        Vraag::Herhaal { nummers } => {
            for nummer in nummers {
                noteer(*nummer, store.requeue(*nummer)?);
            }
        }
        Vraag::Waarom { ontvangst, prestatie } => {
            let id = OntvangstId(ontvangst.clone());
            let vraag = ReadSet { keys: vec![(Table::Ontvangst, ontvangst_key(&id))], ..ReadSet::default() };
            match store.read(&vraag)?.rows.pop().map(|row| row.record) {
                Some(Record::Ontvangst(record)) if record.stand == Stand::Wacht => {
                    antwoord.fout = Some("this message is not judged yet".to_owned());
                }
                Some(Record::Ontvangst(record)) => {
                    if let Stand::Vastgelopen(reden) = &record.stand {
                        let fout = format!("this message is set aside, see ketenpoort vastgelopen: {reden}");
                        antwoord.fout = Some(fout);
                    }
                    antwoord.regels = uitleg(store, &record, *prestatie)?;
                }
                _ => antwoord.fout = Some("there is no such receipt".to_owned()),
            }
        }
        Vraag::Vastgelopen => {
            for (id, record, _) in vastgelopen(store)? {
                let Stand::Vastgelopen(reden) = record.stand else { continue };
                antwoord.vastgelopen.push(Vastgelopen {
                    ontvangst: id.0,
                    bericht: record.soort.map(|soort| soort.nummer().to_owned()),
                    ontvangen: tijdstip(record.ontvangen_ms),
                    reden,
                });
            }
        }
        Vraag::Opnieuw { ontvangsten } => opnieuw(store, ontvangsten, &mut antwoord)?,
        Vraag::Sluit { ontvangst, reden } => sluit(store, ontvangst, reden, &mut antwoord)?,
        Vraag::Vervallen { nummer, reden } => noteer(*nummer, vervalt(store, keten, *nummer, reden)?),
    }
    Ok(antwoord)
}

/// Receipts that were set aside: their messages still stand among those that wait.
fn vastgelopen(store: &dyn Store) -> Result<Vec<(OntvangstId, OntvangstRecord, Version)>, DienstFout> {
    let wacht = ReadSet { prefixes: vec![(Table::Wacht, Key::new())], ..ReadSet::default() };
    let mut gevonden = Vec::new();
    for row in store.read(&wacht)?.rows {
        let Record::Wacht(WachtFeit { ontvangst, .. }) = row.record else { continue };
        let vraag = ReadSet { keys: vec![(Table::Ontvangst, ontvangst_key(&ontvangst))], ..ReadSet::default() };
        let Some(row) = store.read(&vraag)?.rows.pop() else { continue };
        if let Record::Ontvangst(record) = row.record
            && matches!(record.stand, Stand::Vastgelopen(_))
        {
            gevonden.push((ontvangst, *record, row.version));
        }
    }
    Ok(gevonden)
}

/// Lets receipts wait again. The daemon queues them at once; without one the next start does.
fn opnieuw(store: &dyn Store, gevraagd: &[String], antwoord: &mut Antwoord) -> Result<(), DienstFout> {
    let alle = vastgelopen(store)?;
    antwoord.onbekend = gevraagd.iter().filter(|id| !alle.iter().any(|(ander, ..)| ander.0 == **id)).cloned().collect();
    for (id, record, version) in alle {
        if gevraagd.is_empty() || gevraagd.contains(&id.0) {
            wis_begonnen(store, record.bericht)?;
            zet_stand(store, &id, (record, version), Stand::Wacht)?;
            antwoord.ontvangsten.push(id.0);
        }
    }
    Ok(())
}

/// Whether the path of the socket is one that the system takes: it may be about a hundred bytes long.
///
/// # Errors
/// It is too long, and what to do.
pub fn keur_socket(data: &Path) -> Result<(), DienstFout> {
    let pad = socket(data);
    let te_lang =
        "the path is too long for a socket; give the data folder a shorter path, or name a symbolic link to it";
    std::os::unix::net::SocketAddr::from_pathname(&pad).map(drop).map_err(|_| DienstFout::Bestand {
        wat: "make the socket",
        pad: pad.display().to_string(),
        source: io::Error::new(io::ErrorKind::InvalidInput, te_lang),
    })
}

/// What was counted against a message counts no more: an operator thinks that its judgement will come to an end.
fn wis_begonnen(store: &dyn Store, bericht: BerichtId) -> Result<(), DienstFout> {
    let key = bericht_key(bericht);
    let vraag = ReadSet { keys: vec![(Table::Wacht, key.clone())], ..ReadSet::default() };
    let Some(row) = store.read(&vraag)?.rows.pop() else { return Ok(()) };
    match row.record {
        Record::Wacht(feit) if feit.begonnen > 0 => {
            let record = Record::Wacht(WachtFeit { begonnen: 0, ..feit });
            let update = Update { key, expected: row.version, record };
            commit_een(store, ChangeSet { id: volgnummer(store), updates: vec![update], ..ChangeSet::default() })
        }
        _ => Ok(()),
    }
}

/// Closes a receipt that was set aside, and forgets the keys by which a repetition finds it, so that its sender can hand
/// the same in again.
fn sluit(store: &dyn Store, gevraagd: &str, reden: &str, antwoord: &mut Antwoord) -> Result<(), DienstFout> {
    let gevonden = vastgelopen(store)?.into_iter().find(|(id, ..)| id.0 == gevraagd);
    let Some((id, record, expected)) = gevonden else {
        antwoord.onbekend.push(gevraagd.to_owned());
        return Ok(());
    };
    let mut set = ChangeSet { id: volgnummer(store), ..ChangeSet::default() };
    let wacht = ReadSet { keys: vec![(Table::Wacht, bericht_key(record.bericht))], ..ReadSet::default() };
    set.deletes.extend(store.read(&wacht)?.rows.into_iter().map(|row| (Table::Wacht, row.key, row.version)));
    vergeet(store, record.afzender.as_deref(), &id, &mut set)?;
    sluit_ontvangst(&id, (record, expected), reden, &mut set);
    commit_een(store, set)?;
    antwoord.ontvangsten.push(id.0);
    Ok(())
}

/// Answers questions until the gateway stops.
///
/// # Errors
/// The socket cannot be made.
pub fn luister(poort: &Arc<Poort>, data: &Path) -> Result<impl Future<Output = ()> + use<>, DienstFout> {
    keur_socket(data)?;
    let pad = socket(data);
    let fout = |source| DienstFout::Bestand { wat: "make the socket", pad: pad.display().to_string(), source };
    // The lock on the data folder is ours, so a socket that is there is of a process that ended.
    match std::fs::remove_file(&pad) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(fout(e)),
        _ => {}
    }
    let listener = UnixListener::bind(&pad).map_err(fout)?;
    std::fs::set_permissions(&pad, std::fs::Permissions::from_mode(0o600)).map_err(fout)?;
    let poort = Arc::clone(poort);
    Ok(async move {
        loop {
            let stream = tokio::select! {
                () = poort.stop.cancelled() => break,
                gekomen = listener.accept() => gekomen,
            };
            match stream {
                Ok((stream, _)) => drop(tokio::spawn(gesprek(Arc::clone(&poort), stream))),
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
        let _ = std::fs::remove_file(&pad);
    })
}

/// One question, one answer.
async fn gesprek(poort: Arc<Poort>, stream: tokio::net::UnixStream) {
    let uid = stream.peer_cred().ok().map(|wie| wie.uid());
    let (lezer, mut schrijver) = stream.into_split();
    let mut regel = String::new();
    let mut lezer = tokio::io::BufReader::new(lezer.take(VRAAG_MAX));
    let gelezen = tokio::time::timeout(Duration::from_secs(5), lezer.read_line(&mut regel)).await;
    if !matches!(gelezen, Ok(Ok(n)) if n > 0) {
        return;
    }
    let bel = Arc::clone(&poort);
    let werk = move || match serde_json::from_str::<Vraag>(&regel) {
        Ok(vraag) => match in_dienst(&poort, &vraag) {
            Ok(antwoord) => {
                beheerlog::meld(&vraag, &antwoord, uid);
                Ok(antwoord)
            }
            Err(fout) => Err(keten_van_oorzaken(&fout)),
        },
        Err(_) => Err("the daemon does not understand the question; is it another version?".to_owned()),
    };
    let antwoord = match tokio::task::spawn_blocking(werk).await {
        Ok(Ok(antwoord)) => antwoord,
        Ok(Err(fout)) => met_fout(fout),
        Err(fout) => met_fout(fout.to_string()),
    };
    bel.bel_bezorging.notify_one();
    let mut regel = serde_json::to_vec(&antwoord).unwrap_or_default();
    regel.push(b'\n');
    // Whoever asked may be gone.
    let _ = schrijver.write_all(&regel).await;
}

/// Does what is asked in a running daemon, which has a queue beside the store.
pub(crate) fn in_dienst(poort: &Poort, vraag: &Vraag) -> Result<Antwoord, DienstFout> {
    let antwoord = voer_uit(poort.store.as_ref(), Some(&poort.keten()), vraag)?;
    if matches!(vraag, Vraag::Opnieuw { .. } | Vraag::Sluit { .. }) {
        let over = vastgelopen(poort.store.as_ref())?.len();
        poort.meting.vastgelopen.set(i64::try_from(over).unwrap_or(i64::MAX));
    }
    if matches!(vraag, Vraag::Opnieuw { .. }) {
        for ontvangst in &antwoord.ontvangsten {
            poort.hervat_een(&OntvangstId(ontvangst.clone()))?;
        }
    }
    Ok(antwoord)
}

fn met_fout(fout: String) -> Antwoord {
    Antwoord { fout: Some(fout), ..Antwoord::default() }
}

/// Asks the daemon behind a socket. `None` when there is no daemon.
///
/// # Errors
/// The daemon is there and does not answer.
pub fn vraag(data: &Path, vraag: &Vraag) -> io::Result<Option<Antwoord>> {
    let mut stream = match UnixStream::connect(socket(data)) {
        Ok(stream) => stream,
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused) => return Ok(None),
        Err(e) => return Err(e),
    };
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    let mut regel = serde_json::to_vec(vraag)?;
    regel.push(b'\n');
    stream.write_all(&regel)?;
    let mut antwoord = String::new();
    BufReader::new(stream).read_line(&mut antwoord)?;
    Ok(Some(serde_json::from_str(&antwoord)?))
}

#[cfg(test)]
mod tests {
    use dossier::{OutboxItem, Zending};
    use opslag::{MemoryStore, Outcome, Settlement};

    use super::*;

    fn geparkeerd() -> MemoryStore {
        let store = MemoryStore::new();
        let item = OutboxItem {
            bericht: BerichtId(1),
            wat: Zending::Retour,
            bestemming: "vecozo".into(),
            trace: "t".into(),
            conversatie: "c".into(),
            antwoord_op: None,
        };
        let set = ChangeSet { id: BerichtId(1), outbox: vec![item], ..ChangeSet::default() };
        store.commit(vec![set]).unwrap();
        let token = store.claim_outbox(0, 1, 1, "x").unwrap()[0].token;
        store.settle_outbox(vec![Settlement { token, outcome: Outcome::Parked("HTTP 422 BRS13".into()) }]).unwrap();
        store
    }

    #[test]
    fn parked_items_are_listed_tried_again_and_dropped_with_a_reason() {
        let store = geparkeerd();
        let lijst =
            voer_uit(&store, None, &Vraag::Lijst { welke: Welke::Geparkeerd, na: None, max: None }).unwrap().leveringen;
        assert_eq!((lijst.len(), &lijst[0]["reden"]), (1, &serde_json::json!("HTTP 422 BRS13")));
        let antwoord = voer_uit(&store, None, &Vraag::Herhaal { nummers: vec![] }).unwrap();
        assert_eq!((antwoord.gewijzigd, antwoord.ongewijzigd), (vec![1], vec![]));
        let weg = Vraag::Vervallen { nummer: 1, reden: "dubbel".into() };
        assert_eq!(voer_uit(&store, None, &weg).unwrap().gewijzigd, [1]);
        assert_eq!(voer_uit(&store, None, &weg).unwrap().ongewijzigd, [1]);
        assert_eq!(voer_uit(&store, None, &Vraag::Herhaal { nummers: vec![1, 7] }).unwrap().ongewijzigd, [1, 7]);
    }

    #[test]
    fn what_was_set_aside_is_listed_and_can_wait_again() {
        use dossier::{Deur, Insert, Lading};
        let (store, id) = (MemoryStore::new(), OntvangstId("o".into()));
        let record = OntvangstRecord {
            bericht: BerichtId(7),
            afzender: None,
            ontvanger: None,
            domein: None,
            soort: Some(bericht::Soort::S305),
            richting: None,
            deur: Deur::Http,
            ontvangen_ms: 0,
            peildatum: crate::klok::dag(0),
            grootte: 1,
            sha256: String::new(),
            stand: Stand::Vastgelopen("a row that cannot be read".into()),
            lading: Some(Lading::Rij(vec![1])),
            bevindingen: None,
            naam: None,
            vsp: None,
        };
        let dossier =
            bericht::Dossier { domein: bericht::Domein::Ijw, gemeente: "0363".into(), aanbieder: "99990001".into() };
        let feit = WachtFeit { ontvangst: id.clone(), dossier, grootte: 1, begonnen: 2 };
        let insert = |key, record| Insert { key, unique: None, record };
        let inserts = vec![
            insert(ontvangst_key(&id), Record::Ontvangst(Box::new(record))),
            insert(bericht_key(BerichtId(7)), Record::Wacht(feit)),
        ];
        store.commit(vec![ChangeSet { id: BerichtId(1), inserts, ..ChangeSet::default() }]).unwrap();
        let lijst = voer_uit(&store, None, &Vraag::Vastgelopen).unwrap();
        let [regel] = &lijst.vastgelopen[..] else { unreachable!("{lijst:?}") };
        assert_eq!((regel.ontvangst.as_str(), regel.bericht.as_deref()), ("o", Some("305")));
        assert_eq!((regel.ontvangen.as_str(), regel.reden.as_str()), (&*tijdstip(0), "a row that cannot be read"));
        let ander = voer_uit(&store, None, &Vraag::Opnieuw { ontvangsten: vec!["x".into()] }).unwrap();
        assert_eq!((ander.ontvangsten.len(), ander.onbekend), (0, vec!["x".to_owned()]));
        let alle = voer_uit(&store, None, &Vraag::Opnieuw { ontvangsten: vec![] }).unwrap();
        assert_eq!(alle.ontvangsten, ["o"]);
        assert!(voer_uit(&store, None, &Vraag::Vastgelopen).unwrap().vastgelopen.is_empty());
        let vraag = ReadSet { keys: vec![(Table::Ontvangst, ontvangst_key(&id))], ..ReadSet::default() };
        let Some(Record::Ontvangst(record)) = store.read(&vraag).unwrap().rows.pop().map(|row| row.record) else {
            unreachable!("the receipt is still there")
        };
        assert_eq!((record.stand, record.lading), (Stand::Wacht, Some(Lading::Rij(vec![1]))));
        let wacht = ReadSet { keys: vec![(Table::Wacht, bericht_key(BerichtId(7)))], ..ReadSet::default() };
        let Some(Record::Wacht(feit)) = store.read(&wacht).unwrap().rows.pop().map(|row| row.record) else {
            unreachable!("it waits")
        };
        assert_eq!(feit.begonnen, 0, "nothing is counted against it any more");
    }

    #[test]
    fn questions_and_answers_survive_the_socket() {
        for vraag in [
            Vraag::Lijst { welke: Welke::Open, na: Some(3), max: None },
            Vraag::Herhaal { nummers: vec![1] },
            Vraag::Vervallen { nummer: 2, reden: "x".into() },
        ] {
            let json = serde_json::to_string(&vraag).unwrap();
            assert_eq!(serde_json::from_str::<Vraag>(&json).unwrap(), vraag);
        }
    }
}
