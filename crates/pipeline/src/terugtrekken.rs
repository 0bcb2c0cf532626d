//! Taking back a message that was sent from here and will not be delivered: the receiver never had it, so it must not count
//! on this side either.

use std::sync::Arc;

use bericht::Bericht;
use dossier::{BerichtId, ChangeSet, Kennis, Leesplan};
use opslag::Store;

use crate::fout::PipelineFout;
use crate::niveau1::{Keten, Omgezet, lees};
use crate::verwerken::{POGINGEN, bericht_record, haal, lees_door};

/// Undoes in one commit all that a message that was sent from here booked, with what `bij` adds (the end of its delivery).
/// `door` is the number of the change. False, and nothing changed, when it was not sent from here or its retour is in.
///
/// # Errors
/// The store fails, or the schema of the message is not loaded any more.
pub fn trek_terug(
    (bericht, door): (BerichtId, BerichtId),
    keten: &Keten,
    store: &dyn Store,
    bij: &dyn Fn(&mut ChangeSet),
) -> Result<bool, PipelineFout> {
    let record = bericht_record(bericht, store)?;
    if !record.verzonden {
        return Ok(false);
    }
    let bytes = haal(record.lading, "the bytes", store)?;
    let omgezet = Omgezet::default();
    let gelezen = lees(&bytes, &omgezet, keten);
    let (Some(tree), Some(domein), Some(soort)) = (&gelezen.tree, gelezen.domein, gelezen.soort) else {
        return Err(PipelineFout::Ontbreekt { what: "the schema" });
    };
    let typed = Bericht::lees(tree, domein, soort).map_err(PipelineFout::Retour)?;
    let plan = Arc::new(Leesplan::terugtrekking(&typed, &record.sha256));
    for _ in 0..POGINGEN {
        let mut kennis = Kennis::van(Arc::clone(&plan), store.read(plan.read_set())?);
        lees_door(&mut kennis, store)?;
        let Some(mut set) = kennis.trek_terug(bericht, door) else { return Ok(false) };
        bij(&mut set);
        if let Some(Ok(_)) = store.commit(vec![set])?.pop() {
            return Ok(true);
        }
    }
    Err(PipelineFout::Verdrongen { attempts: POGINGEN })
}
