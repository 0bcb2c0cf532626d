//! What the rules on start and stop share: logical keys and the stops on one start.

use bericht::{StartProduct, StopProduct};
use dossier::{ClientFeit, StartFeit, StopFeit};

use crate::moment::StopToets;

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
pub fn loopt(start: &StartFeit, feit: &ClientFeit) -> bool {
    !feit.stops.iter().any(|stop| {
        stop.verwijderd.is_none()
            && stop.nummer == start.nummer
            && stop.product == start.product
            && stop.begindatum == start.begindatum
    })
}

/// Accepted, not deleted stops on the same toewijzing and Begindatum; taakgericht the product decides (IV096). Two products of
/// one toewijzing may each have a start on that day (TR326): then each has its own stops.
pub fn stops_op_start<'t>(toets: &StopToets<'t>) -> impl Iterator<Item = &'t StopFeit> {
    let (feit, stop) = (toets.feit, toets.stop);
    let per_product = stop.nummer.is_none() || feit.starts.iter().any(|start| is_start_van(start, stop));
    feit.stops.iter().filter(move |s| {
        s.verwijderd.is_none()
            && s.begindatum == stop.begindatum
            && s.nummer == stop.nummer
            && (!per_product || s.product == stop.product)
    })
}
