//! Minutes of a price per hour, as TR346 and TR418 show them.

use contract::Prijs;

use crate::reken::tarief_per_minuut;
use crate::spoor::{Spoor, euro, gegeven};

/// The price per minute of a price per hour, in eurocent: as printed, else rounded.
pub fn per_minuut(tarief: &Prijs) -> i64 {
    tarief.minuutcent.unwrap_or_else(|| tarief_per_minuut(tarief.cent))
}

/// How the price per minute follows: by rounding, unless the contract prints another.
pub fn minuut_uit_uur(tarief: &Prijs) -> Spoor {
    let minuut = per_minuut(tarief);
    let wat = if tarief.maatwerk { "prijs per uur voor deze toewijzing" } else { "uurtarief in het contract" };
    let spoor = gegeven(wat, euro(tarief.cent));
    if minuut == tarief_per_minuut(tarief.cent) {
        spoor.afgerond("tarief per minuut", (tarief.cent, 60), minuut)
    } else {
        spoor.gegeven("tarief per minuut in het contract", euro(minuut))
    }
}
