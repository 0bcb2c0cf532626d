//! Volumes for people.

use bericht::{Eenheid, Frequentie, Omvang, toon_euro, toon_getal};

use super::volume::Maximum;

/// A volume as counted on a toewijzing: minutes become hours where that comes out even.
pub fn toon_volume(omvang: &Omvang, volume: i64) -> String {
    match omvang.eenheid {
        Eenheid::Uur if volume % 60 == 0 => format!("{} uur", toon_getal(volume / 60)),
        Eenheid::Uur | Eenheid::Minuut => format!("{} minuten", toon_getal(volume)),
        Eenheid::Etmaal => format!("{} etmalen", toon_getal(volume)),
        Eenheid::Dagdeel => format!("{} dagdelen", toon_getal(volume)),
        Eenheid::Week => format!("{} weken", toon_getal(volume)),
        Eenheid::Tijdsonafhankelijk => format!("{} (tijdsonafhankelijk)", toon_getal(volume)),
        Eenheid::StuksOutput | Eenheid::StuksInspanning => format!("{} stuks", toon_getal(volume)),
        Eenheid::Euro => toon_euro(volume),
    }
}

/// How a maximum was counted, e.g. ` (4 weken)`; empty for a total.
pub fn toon_telling(omvang: &Omvang, maximum: Maximum) -> String {
    let Some(aantal) = maximum.aantal else { return String::new() };
    let wat = match omvang.frequentie {
        Frequentie::Dag => "dagen",
        Frequentie::Week => "weken",
        Frequentie::VierWeken => "perioden van vier weken",
        Frequentie::Maand => "maanden",
        Frequentie::Jaar => "jaren",
        Frequentie::Totaal => return String::new(),
    };
    format!(" ({aantal} {wat})")
}
