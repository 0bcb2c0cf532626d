//! What the rules on start and stop share: logical keys and the stops on one start.

use bericht::{StartProduct, StopProduct};
use dossier::{StartFeit, StopFeit};

use crate::moment::StopToets;
use crate::register::Bekend;

/// RedenBeeindiging of a tijdelijke stop.
pub const TIJDELIJK: &str = "20";

/// Whether a stored start has the logical key of this one; absent equals absent.
pub fn zelfde_start(feit: &StartFeit, start: &StartProduct) -> bool {
    feit.nummer == start.nummer && feit.product == start.product && feit.begindatum == start.begindatum
}

/// Whether a stored stop has the logical key of this one; absent equals absent.
pub fn zelfde_stop(feit: &StopFeit, stop: &StopProduct<'_>) -> bool {
    feit.nummer == stop.nummer
        && feit.product == stop.product
        && feit.begindatum == stop.begindatum
        && feit.reden == stop.reden
        && feit.einddatum == stop.einddatum
}

/// Whether a stored start has the key that this stop repeats.
pub fn is_start_van(start: &StartFeit, stop: &StopProduct<'_>) -> bool {
    start.verwijderd.is_none()
        && start.nummer == stop.nummer
        && start.product == stop.product
        && start.begindatum == stop.begindatum
}

/// Whether no stop of any kind was reported on a start.
pub fn loopt(start: &StartFeit, bekend: Bekend<'_>) -> bool {
    !bekend.stops(start.nummer, start.product.as_ref()).any(|stop| stop.begindatum == start.begindatum)
}

/// Accepted, not deleted stops on the same toewijzing and Begindatum; taakgericht the product decides (IV096). Two products of
/// one toewijzing may each have a start on that day (TR326): then each has its own stops.
pub fn stops_op_start<'t>(toets: &StopToets<'t>) -> impl Iterator<Item = &'t StopFeit> {
    let (bekend, stop) = (toets.bekend, toets.stop);
    let product = stop.product.as_ref();
    let per_product =
        stop.nummer.is_none() || bekend.starts(stop.nummer, product).any(|start| is_start_van(start, stop));
    let op_product = per_product.then(|| bekend.stops(stop.nummer, product));
    let op_dag = (!per_product).then(|| bekend.stops_op_dag(stop.nummer, stop.begindatum));
    let stops = op_product.into_iter().flatten().chain(op_dag.into_iter().flatten());
    stops.filter(|eerder| eerder.begindatum == stop.begindatum)
}
