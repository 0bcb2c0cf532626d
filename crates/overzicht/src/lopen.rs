//! Walking over a table, with an end at the first fault.

use std::ops::ControlFlow;

use dossier::{Key, Row, Table};
use opslag::Store;

use crate::fout::OverzichtFout;

/// Hands every row below a prefix to `visit`; the first fault ends the walk.
pub(crate) fn loop_af(
    store: &dyn Store,
    table: Table,
    prefix: &Key,
    mut visit: impl FnMut(Row) -> Result<(), OverzichtFout>,
) -> Result<(), OverzichtFout> {
    let mut uit = Ok(());
    store.walk(table, prefix, &mut |row| {
        uit = visit(row);
        if uit.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    uit
}
