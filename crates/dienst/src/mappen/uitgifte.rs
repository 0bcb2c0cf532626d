//! Writes what the mailbox of a party holds into its folder: at least once, in the order of the mailbox, never before the
//! commit, for it is read from the store.
//!
//! An entry is marked only after its files are durable. When the process ends in between, they are written again under
//! the same names.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use dossier::Zending;
use opslag::{Entries, MailboxEntry};

use super::Gedeeld;
use super::partijmap::Partijmap;
use super::schijf;
use super::uitstel::Uitstel;
use crate::fout::DienstFout;
use crate::poort::{Poort, keten_van_oorzaken};
use crate::weergave::{inhoud, postvakregel};

/// Entries of one party per round, so that a long mailbox does not keep the others waiting.
const PORTIE: usize = 32;
/// Pause after the bell: what is judged meanwhile goes along in the same round.
const ADEM: Duration = Duration::from_millis(20);

/// Writes until the gateway stops.
pub(super) async fn werk(gedeeld: Arc<Gedeeld>) {
    let pauzes = Arc::new(Mutex::new(HashMap::new()));
    while !gedeeld.stopt() {
        let mut bel = std::pin::pin!(gedeeld.poort.bel_postvak.notified());
        // From here on the bell is heard, also while a round runs.
        bel.as_mut().enable();
        let (hier, pauzes) = (Arc::clone(&gedeeld), Arc::clone(&pauzes));
        let ronde = move || ronde(&hier, &mut pauzes.lock().unwrap_or_else(PoisonError::into_inner));
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

/// One portion for every party with a folder. True when a party has more.
fn ronde(gedeeld: &Gedeeld, pauzes: &mut HashMap<String, Uitstel>) -> bool {
    let partijen = gedeeld.poort.partijen();
    let mut meer = false;
    for map in gedeeld.staande().iter().filter(|map| partijen.heeft_map(&map.code)) {
        if gedeeld.stopt() {
            return false;
        }
        if pauzes.get(&map.code).is_some_and(|uitstel| !uitstel.is_om(Instant::now())) {
            continue;
        }
        match schrijf(&gedeeld.poort, map) {
            Ok(vol) => {
                pauzes.remove(&map.code);
                meer |= vol;
            }
            Err(fout) => {
                pauzes.entry(map.code.clone()).or_default().langer();
                tracing::error!(fout = %keten_van_oorzaken(&fout), "a mailbox is not written to its folder; tried again");
                gedeeld.poort.bij_fout(&fout);
            }
        }
    }
    meer
}

/// Writes one portion. True when there is more.
fn schrijf(poort: &Poort, map: &Partijmap) -> Result<bool, DienstFout> {
    let entries = poort.store.mailbox(&map.code, Entries::NotWritten, PORTIE)?;
    let mut fout = None;
    let mut klaar = Vec::new();
    for entry in &entries {
        match leg_neer(poort, map, entry) {
            Ok(stam) => klaar.push((entry, stam)),
            Err(mislukt) => {
                // What comes after it waits, what was before it is finished.
                fout = Some(mislukt);
                break;
            }
        }
    }
    rond_af(poort, map, &klaar)?;
    fout.map_or(Ok(entries.len() == PORTIE), Err)
}

/// The message with our retour, or the retour alone. The start of the names of its files.
fn leg_neer(poort: &Poort, map: &Partijmap, entry: &MailboxEntry) -> Result<String, DienstFout> {
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
            Ok(stam)
        }
    }
}

/// The verdicts, when all that belongs to them is durable: that a verdict is there says that its message is whole.
fn rond_af(poort: &Poort, map: &Partijmap, klaar: &[(&MailboxEntry, String)]) -> Result<(), DienstFout> {
    let met = |wat: Zending| klaar.iter().filter(move |(entry, _)| entry.item.wat == wat);
    if met(Zending::Retour).next().is_some() {
        schijf::sync(&map.retour)?;
    }
    if met(Zending::Bericht).next().is_some() {
        schijf::sync(&map.uit)?;
        for (entry, stam) in met(Zending::Bericht) {
            // Serialising these plain types cannot fail.
            let json = serde_json::to_vec_pretty(&postvakregel(poort, entry, true)?).unwrap_or_default();
            schijf::schrijf(&map.uit, &format!("{stam}.json"), &json)?;
        }
        schijf::sync(&map.uit)?;
    }
    let nummers: Vec<u64> = klaar.iter().map(|(entry, _)| entry.number).collect();
    if !nummers.is_empty() {
        poort.store.mark_written(&nummers)?;
        tracing::debug!(aantal = nummers.len(), "written to a folder");
    }
    Ok(())
}
