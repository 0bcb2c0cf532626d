//! The mailbox of a local party: oldest first, at least once, never before the commit.

use axum::Json;
use axum::extract::{Extension, Query, State};
use opslag::{Entries, MailboxEntry};
use serde::{Deserialize, Serialize};

use super::Staat;
use super::berichten::{Nummer, blokkerend};
use super::probleem::Probleem;
use super::toegang::Houder;
use crate::klok;
use crate::poort::Poort;
use crate::weergave::{Vermelding, vermelding};
use crate::weigering::Weigering;

/// Entries per page, unless asked otherwise.
const PAGINA: usize = 50;
/// The most that a page holds.
const PAGINA_MAX: usize = 250;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Vraag {
    partij: Option<String>,
    #[serde(default)]
    na: u64,
    max: Option<usize>,
    /// Leave out what was confirmed.
    #[serde(default)]
    open: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct Lijst {
    partij: String,
    berichten: Vec<Vermelding>,
    /// Cursor for the next page.
    volgende: u64,
    meer: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct Bevestigd {
    nummer: u64,
    bevestigd: bool,
}

/// The party whose mailbox is meant: the one that is named, else the only one that the caller acts for.
pub(super) fn partij(poort: &Poort, houder: &Houder, gevraagd: Option<String>) -> Result<String, Probleem> {
    let partijen = poort.partijen();
    let eigen = |code: &&String| partijen.is_lokaal(code);
    match gevraagd {
        Some(code) if houder.0.contains(&code) && partijen.is_lokaal(&code) => Ok(code),
        Some(_) => Err(Probleem::onbekend()),
        None => {
            let mut lokaal = houder.0.iter().filter(eigen);
            match (lokaal.next(), lokaal.next()) {
                (Some(code), None) => Ok(code.clone()),
                _ => Err(Weigering::Kop {
                    nl: "Noem de partij met ?partij=<code>; alleen een partij van deze poort heeft een postvak en overzichten.",
                    en: "Name the party with ?partij=<code>; only a party of this gateway has a mailbox and overviews.",
                }
                .into()),
            }
        }
    }
}

/// A page of entries.
pub(super) async fn lijst(
    State(staat): State<Staat>,
    Extension(houder): Extension<Houder>,
    vraag: Result<Query<Vraag>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Lijst>, Probleem> {
    let Query(vraag) = vraag.map_err(|_| Weigering::Kop {
        nl: "Het postvak kent alleen partij, na, max en open; na en max zijn getallen.",
        en: "The mailbox knows partij, na, max and open only; na and max are numbers.",
    })?;
    blokkerend(move || {
        let poort = &staat.poort;
        let partij = partij(poort, &houder, vraag.partij)?;
        let max = vraag.max.unwrap_or(PAGINA).clamp(1, PAGINA_MAX);
        let welke = if vraag.open { Entries::UnconfirmedAfter(vraag.na) } else { Entries::After(vraag.na) };
        let mut entries = poort.store.mailbox(&partij, welke, max + 1).map_err(store)?;
        let meer = entries.len() > max;
        entries.truncate(max);
        let volgende = entries.last().map_or(vraag.na, |entry| entry.number);
        let berichten = entries.iter().map(|entry| vermelding(poort, entry, false)).collect::<Result<_, _>>()?;
        Ok(Json(Lijst { partij, berichten, volgende, meer }))
    })
    .await?
}

fn store(fout: opslag::StoreError) -> Probleem {
    crate::fout::DienstFout::from(fout).into()
}

/// One entry of a mailbox of the caller.
fn entry(poort: &Poort, houder: &Houder, nummer: u64) -> Result<MailboxEntry, Probleem> {
    let partijen = poort.partijen();
    for code in houder.0.iter().filter(|code| partijen.is_lokaal(code)) {
        let entries = poort.store.mailbox(code, Entries::After(nummer.saturating_sub(1)), 1).map_err(store)?;
        if let Some(entry) = entries.into_iter().find(|entry| entry.number == nummer) {
            return Ok(entry);
        }
    }
    Err(Probleem::onbekend())
}

/// One entry, with all its Prestaties and findings.
pub(super) async fn regel(
    State(staat): State<Staat>,
    Extension(houder): Extension<Houder>,
    Nummer(nummer): Nummer,
) -> Result<Json<Vermelding>, Probleem> {
    blokkerend(move || {
        let nummer = nummer.parse().map_err(|_| Probleem::onbekend())?;
        let entry = entry(&staat.poort, &houder, nummer)?;
        Ok(Json(vermelding(&staat.poort, &entry, true)?))
    })
    .await?
}

/// Confirms an entry; a second time is fine.
pub(super) async fn bevestig(
    State(staat): State<Staat>,
    Extension(houder): Extension<Houder>,
    Nummer(nummer): Nummer,
) -> Result<Json<Bevestigd>, Probleem> {
    blokkerend(move || {
        let nummer = nummer.parse().map_err(|_| Probleem::onbekend())?;
        let entry = entry(&staat.poort, &houder, nummer)?;
        let bevestigd = staat.poort.store.confirm(&entry.item.partij, nummer, klok::nu_ms()).map_err(store)?;
        Ok(Json(Bevestigd { nummer, bevestigd }))
    })
    .await?
}
