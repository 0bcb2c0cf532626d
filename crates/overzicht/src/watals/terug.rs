//! Stored traffic of a period, judged again.
//!
//! Per dossier: the rows are taken back to just before the first 323 of the period, and every message from there to the
//! last one is judged again in the order in which it came, on its own reference date, in a store in memory. So each line
//! sees the dossier as it was known then, and what the new contracts make of earlier lines of the period.

use std::collections::BTreeMap;

use bericht::{Bericht, Dossier, Periode, Soort};
use dossier::{
    BerichtId, BerichtRecord, Key, ReadSet, Record, Sleutelhasher, TERUGBLIK_TABELLEN, Table, dossier_prefix, terugblik,
};
use opslag::{MemoryStore, Store};
use pipeline::{Keten, Omgezet, Opdracht, bericht_record, haal, lees, lees_oordeel, verwerk, verzend};

use super::lijn::{Lijn, vergelijk};
use crate::fout::OverzichtFout;
use crate::lopen::loop_af;

/// What is asked.
#[derive(Clone, Copy)]
pub struct Vraag<'v> {
    /// The stored traffic; only read.
    pub store: &'v dyn Store,
    /// Keyed hashes of that store.
    pub hasher: &'v Sleutelhasher,
    /// Schemas and lists as they are used, with the new contracts.
    pub keten: &'v Keten,
    /// 323s and 303s of which the DeclaratiePeriode shares a day with this one are compared.
    pub periode: Periode,
}

impl std::fmt::Debug for Vraag<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Vraag {{ periode: {:?} }}", self.periode)
    }
}

/// Compares every line of the period with its stored verdict and hands it to `toon`, in order of dossier and arrival.
/// Declaraties that were sent from here are left out: their verdict is the receiver's.
///
/// # Errors
/// The store, and stored messages that cannot be judged again; what `toon` gives ends it too.
pub fn watals<F: From<OverzichtFout>>(vraag: &Vraag<'_>, mut toon: impl FnMut(Lijn) -> Result<(), F>) -> Result<(), F> {
    for (dossier, berichten) in per_dossier(vraag.store)? {
        let mut in_periode = Vec::new();
        for (id, _) in berichten.iter().filter(|(_, soort)| soort.declareert()) {
            if ligt_in_periode(vraag, *id)? {
                in_periode.push(*id);
            }
        }
        let (Some(eerste), Some(laatste)) = (in_periode.first().copied(), in_periode.last().copied()) else { continue };
        let geheugen = MemoryStore::new();
        zet_terug(vraag.store, &dossier, eerste, &geheugen)?;
        for (id, _) in berichten.iter().filter(|(id, _)| (eerste..=laatste).contains(id)) {
            let lijnen = opnieuw(vraag, *id, &geheugen, in_periode.contains(id))?;
            lijnen.into_iter().try_for_each(&mut toon)?;
        }
    }
    Ok(())
}

/// The messages of each dossier in order of arrival; of each no more than its number and kind.
fn per_dossier(store: &dyn Store) -> Result<BTreeMap<Dossier, Vec<(BerichtId, Soort)>>, OverzichtFout> {
    let mut alle: BTreeMap<Dossier, Vec<(BerichtId, Soort)>> = BTreeMap::new();
    loop_af(store, Table::Bericht, &Key::new(), |row| {
        let sleutel = || OverzichtFout::Sleutel { tabel: Table::Bericht.name() };
        let nummer = row.key.text(0).and_then(|text| u128::from_str_radix(&text, 16).ok());
        let id = BerichtId(nummer.ok_or_else(sleutel)?);
        if let Record::Bericht(record) = row.record {
            alle.entry(record.dossier).or_default().push((id, record.soort));
        }
        Ok(())
    })?;
    Ok(alle)
}

fn ligt_in_periode(vraag: &Vraag<'_>, id: BerichtId) -> Result<bool, OverzichtFout> {
    let BerichtRecord { lading, verzonden, .. } = bericht_record(id, vraag.store)?;
    if verzonden {
        return Ok(false);
    }
    let bytes = haal(lading, "the message", vraag.store)?;
    let omgezet = Omgezet::default();
    let gelezen = lees(&bytes, &omgezet, vraag.keten);
    let (Some(tree), Some(domein), Some(soort)) = (&gelezen.tree, gelezen.domein, gelezen.soort) else {
        return Ok(false);
    };
    let bericht = Bericht::lees(tree, domein, soort).ok();
    let periode = bericht.and_then(|bericht| Some(bericht.declaratie()?.periode));
    Ok(periode.is_some_and(|p| p.begin <= vraag.periode.eind && vraag.periode.begin <= p.eind))
}

fn zet_terug(
    store: &dyn Store,
    dossier: &Dossier,
    voor: BerichtId,
    geheugen: &MemoryStore,
) -> Result<(), OverzichtFout> {
    let prefixes = TERUGBLIK_TABELLEN.map(|table| (table, dossier_prefix(dossier))).to_vec();
    let rows = store.read(&ReadSet { prefixes, ..ReadSet::default() })?.rows;
    for antwoord in geheugen.commit(vec![terugblik(dossier, rows, voor)])? {
        antwoord.map_err(OverzichtFout::Rijen)?;
    }
    Ok(())
}

/// Judges a stored message again; its lines, when they are asked for.
fn opnieuw(vraag: &Vraag<'_>, id: BerichtId, geheugen: &MemoryStore, lijnen: bool) -> Result<Vec<Lijn>, OverzichtFout> {
    let record = bericht_record(id, vraag.store)?;
    let bytes = haal(record.lading, "the message", vraag.store)?;
    let opdracht = Opdracht { bytes: &bytes, id, peildatum: record.peildatum, waarom: false, gelezen: None };
    if record.verzonden {
        verzend(&opdracht, vraag.keten, geheugen, vraag.hasher, &|_, _| {})?;
        return Ok(Vec::new());
    }
    let nieuw = verwerk(&opdracht, vraag.keten, geheugen, vraag.hasher)?;
    if !lijnen {
        return Ok(Vec::new());
    }
    let oud = lees_oordeel(record.oordeel, vraag.store)?;
    vergelijk(&bytes, id, vraag.keten, (&oud, vraag.store), (&nieuw.oordeel, geheugen))
}
