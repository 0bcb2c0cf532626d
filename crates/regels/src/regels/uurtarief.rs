//! Minutes of a tariff per hour, as TR346 and TR418 show them.

use contract::TariefRegel;

use crate::reken::tarief_per_minuut;
use crate::spoor::{Spoor, euro, gegeven};

/// The tariff per minute of a tariff per hour, in eurocent: as printed, else rounded.
pub fn per_minuut(tarief: &TariefRegel) -> i64 {
    tarief.minuutcent.unwrap_or_else(|| tarief_per_minuut(tarief.cent))
}

/// How the tariff per minute follows: by rounding, unless the contract prints another.
pub fn minuut_uit_uur(tarief: &TariefRegel) -> Spoor {
    let minuut = per_minuut(tarief);
    let spoor = gegeven("uurtarief in het contract", euro(tarief.cent));
    if minuut == tarief_per_minuut(tarief.cent) {
        spoor.afgerond("tarief per minuut", (tarief.cent, 60), minuut)
    } else {
        spoor.gegeven("tarief per minuut in het contract", euro(minuut))
    }
}
