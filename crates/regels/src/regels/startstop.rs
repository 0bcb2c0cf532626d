//! What the rules on start and stop share: logical keys and the stops on one start.

use bericht::{Product, StartProduct, StopProduct};
use dossier::{StartFeit, StopFeit};

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

/// Whether something is about the toewijzing of this stop; taakgericht the product decides (IV096).
pub fn zelfde_lijn(nummer: Option<u32>, product: Option<&Product>, stop: &StopProduct<'_>) -> bool {
    nummer == stop.nummer && (nummer.is_some() || product == stop.product.as_ref())
}

/// Accepted, not deleted stops on the same toewijzing and Begindatum.
pub fn stops_op_start<'t>(toets: &StopToets<'t>) -> impl Iterator<Item = &'t StopFeit> {
    let (feit, stop) = (toets.feit, toets.stop);
    feit.stops.iter().filter(move |s| {
        s.verwijderd.is_none() && s.begindatum == stop.begindatum && zelfde_lijn(s.nummer, s.product.as_ref(), stop)
    })
}
