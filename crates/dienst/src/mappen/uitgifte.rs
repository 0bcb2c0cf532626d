//! Writes what the mailbox of a party holds into its folder: at least once, in the order of the mailbox, never before the
//! commit, for it is read from the store.
//!
//! An entry is marked only after its files are durable. When the process ends in between, they are written again under
//! the same names.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use dossier::{OntvangstId, Zending};
use opslag::{Entries, MailboxEntry};

use super::Gedeeld;
use super::partijmap::Partijmap;
use super::schijf;
use super::uitstel::Uitstel;
use crate::fout::DienstFout;
use crate::poort::{Poort, keten_van_oorzaken};
use crate::weergave::{inhoud, onleesbaar, postvakregel};

/// Entries of one party per round, so that a long mailbox does not keep the others waiting.
const PORTIE: usize = 32;
/// How long an entry that cannot be read is left alone.
const OPNIEUW: Duration = Duration::from_secs(600);
/// Pause after the bell: what is judged meanwhile goes along in the same round.
const ADEM: Duration = Duration::from_millis(20);

/// Writes until the gateway stops.
pub(super) async fn werk(gedeeld: Arc<Gedeeld>) {
    let voortgang = Arc::new(Mutex::new(HashMap::new()));
    while !gedeeld.stopt() {
        let mut bel = std::pin::pin!(gedeeld.poort.bel_postvak.notified());
        // From here on the bell is heard, also while a round runs.
        bel.as_mut().enable();
        let (hier, voortgang) = (Arc::clone(&gedeeld), Arc::clone(&voortgang));
        let ronde = move || ronde(&hier, &mut voortgang.lock().unwrap_or_else(PoisonError::into_inner));
        let meer = tokio::task::spawn_blocking(ronde).await.unwrap_or_else(|fout| {
            let fout = DienstFout::Taak(fout);
            tracing::error!(fout = %keten_van_oorzaken(&fout), "writing to the folders broke off");
            false
        });
        if meer {
            continue;
        }
        tokio::select! {
            () = gedeeld.gestopt() => break,
            () = bel => tokio::time::sleep(ADEM).await,
            () = tokio::time::sleep(gedeeld.instellingen.ronde) => {}
        }
    }
}

/// What is remembered of a party between rounds.
#[derive(Debug, Default)]
struct Voortgang {
    uitstel: Option<Uitstel>,
    /// Entries that could not be read, with when that was tried. They are not marked: once they can be read again they
    /// are written after all.
    onleesbaar: BTreeMap<u64, Instant>,
}

/// One portion for every party with a folder. True when a party has more.
fn ronde(gedeeld: &Gedeeld, voortgang: &mut HashMap<String, Voortgang>) -> bool {
    let partijen = gedeeld.poort.partijen();
    let mut meer = false;
    for map in gedeeld.staande().iter().filter(|map| partijen.heeft_map(&map.code)) {
        if gedeeld.stopt() {
            return false;
        }
        let Voortgang { uitstel, onleesbaar } = voortgang.entry(map.code.clone()).or_default();
        if uitstel.as_ref().is_some_and(|uitstel| !uitstel.is_om(Instant::now())) {
            continue;
        }
        match schrijf(&gedeeld.poort, map, onleesbaar) {
            Ok(vol) => {
                *uitstel = None;
                meer |= vol;
            }
            Err(fout) => {
                uitstel.get_or_insert_default().langer();
                tracing::error!(fout = %keten_van_oorzaken(&fout), "a mailbox is not written to its folder; tried again");
                gedeeld.poort.bij_fout(&fout);
            }
        }
    }
    meer
}

/// Writes one portion. True when there is more.
fn schrijf(poort: &Poort, map: &Partijmap, onleesbaar: &mut BTreeMap<u64, Instant>) -> Result<bool, DienstFout> {
    let mut entries = poort.store.mailbox(&map.code, Entries::NotWritten, PORTIE + onleesbaar.len())?;
    let even_niet = |nummer: u64| onleesbaar.get(&nummer).is_some_and(|sinds| sinds.elapsed() < OPNIEUW);
    entries.retain(|entry| !even_niet(entry.number));
    entries.truncate(PORTIE);
    let mut fout = None;
    let mut klaar = Vec::new();
    for entry in &entries {
        match leg_neer(poort, map, entry) {
            Ok(Some(stam)) => klaar.push((entry, stam)),
            Ok(None) => drop(onleesbaar.insert(entry.number, Instant::now())),
            Err(mislukt) => {
                // What comes after it waits, what was before it is finished.
                fout = Some(mislukt);
                break;
            }
        }
    }
    rond_af(poort, map, &klaar, onleesbaar)?;
    fout.map_or(Ok(entries.len() == PORTIE), Err)
}

/// The message with our retour, or the retour alone. The start of the names of its files; none when it cannot be read, which
/// is then what the folder says.
fn leg_neer(poort: &Poort, map: &Partijmap, entry: &MailboxEntry) -> Result<Option<String>, DienstFout> {
    match leg_geheel_neer(poort, map, entry) {
        Ok(stam) => Ok(Some(stam)),
        Err(fout) => merk(poort, map, entry, fout).map(|()| None),
    }
}

/// Says that an entry is there and cannot be read; once it can, its verdict takes the place of this.
fn merk(poort: &Poort, map: &Partijmap, entry: &MailboxEntry, fout: DienstFout) -> Result<(), DienstFout> {
    let regel = onleesbaar(poort, entry, fout)?;
    let bericht = regel.kenmerk.as_ref().and_then(|kenmerk| kenmerk.bericht).unwrap_or("000");
    let ontvangst = &entry.item.ontvangst;
    let (onder, naam) = match entry.item.wat {
        Zending::Bericht => (&map.uit, format!("{:012}_{bericht}_{ontvangst}.json", entry.number)),
        Zending::Retour => (&map.retour, merk_van_retour(ontvangst)),
    };
    // Serialising these plain types cannot fail.
    schijf::schrijf(onder, &naam, &serde_json::to_vec_pretty(&regel).unwrap_or_default())?;
    schijf::sync(onder)
}

fn merk_van_retour(ontvangst: &OntvangstId) -> String {
    format!("{ontvangst}.onleesbaar.json")
}

fn leg_geheel_neer(poort: &Poort, map: &Partijmap, entry: &MailboxEntry) -> Result<String, DienstFout> {
    let inhoud = inhoud(poort, entry.item.bericht)?;
    let ontvangst = &entry.item.ontvangst;
    match entry.item.wat {
        Zending::Bericht => {
            let stam = format!("{:012}_{}_{ontvangst}", entry.number, inhoud.record.soort.nummer());
            schijf::schrijf(&map.uit, &format!("{stam}.xml"), &inhoud.bytes)?;
            if let Some(retour) = &inhoud.retour {
                schijf::schrijf(&map.uit, &format!("{stam}.retour.xml"), retour)?;
            }
            Ok(stam)
        }
        Zending::Retour => {
            let (Some(retour), Some(record)) = (&inhoud.retour, &inhoud.record.retour) else {
                return Err(DienstFout::Ontbreekt { wat: "the retour of a mailbox entry" });
            };
            let stam = format!("{}_{ontvangst}", record.soort.nummer());
            schijf::schrijf(&map.retour, &format!("{stam}.xml"), retour)?;
            // A mark of before, when it could not be read.
            let _ = std::fs::remove_file(map.retour.join(merk_van_retour(ontvangst)));
            Ok(stam)
        }
    }
}

/// The verdicts, when all that belongs to them is durable: that a verdict is there says that its message is whole.
fn rond_af(
    poort: &Poort,
    map: &Partijmap,
    klaar: &[(&MailboxEntry, String)],
    onleesbaar: &mut BTreeMap<u64, Instant>,
) -> Result<(), DienstFout> {
    let met = |wat: Zending| klaar.iter().filter(move |(entry, _)| entry.item.wat == wat);
    let mut nummers: Vec<u64> = met(Zending::Retour).map(|(entry, _)| entry.number).collect();
    if !nummers.is_empty() {
        schijf::sync(&map.retour)?;
    }
    if met(Zending::Bericht).next().is_some() {
        schijf::sync(&map.uit)?;
        for (entry, stam) in met(Zending::Bericht) {
            match postvakregel(poort, entry, true) {
                Ok(regel) => {
                    // Serialising these plain types cannot fail.
                    let json = serde_json::to_vec_pretty(&regel).unwrap_or_default();
                    schijf::schrijf(&map.uit, &format!("{stam}.json"), &json)?;
                    nummers.push(entry.number);
                }
                Err(fout) => {
                    merk(poort, map, entry, fout)?;
                    onleesbaar.insert(entry.number, Instant::now());
                }
            }
        }
        schijf::sync(&map.uit)?;
    }
    if !nummers.is_empty() {
        poort.store.mark_written(&nummers)?;
        onleesbaar.retain(|nummer, _| !nummers.contains(nummer));
        tracing::debug!(aantal = nummers.len(), "written to a folder");
    }
    Ok(())
}
