//! Whether a Prestatie equals one that is stored: a credit and its debet (TR323), a returned line and the one that was sent
//! (TR367).

use bericht::Prestatie;
use dossier::PrestatieFeit;

use crate::spoor::{Moet, Spoor, Waarde, code, euro, vergelijk};

/// Name of the first element in which they differ, with both values; amounts are compared apart.
pub fn verschil(deze: &Prestatie<'_>, die: &PrestatieFeit) -> Option<(&'static str, Spoor)> {
    let volume = |aantal, eenheid| Waarde::volume(aantal, eenheid);
    let tarief = |cent: Option<i64>| cent.map_or(Waarde::Empty, euro);
    let anders = |wat, gevonden: Waarde, norm: Waarde| Some((wat, vergelijk(wat, gevonden, Moet::Equal, norm)));
    if deze.nummer != die.nummer {
        return anders("ToewijzingNummer", Waarde::Withheld, "het ToewijzingNummer van de andere regel".into());
    }
    if deze.categorie != die.categorie {
        return anders("ProductCategorie", code(deze.categorie), code(&die.categorie));
    }
    if deze.code != die.code {
        return anders("ProductCode", code(deze.code), code(&die.code));
    }
    if deze.periode != die.periode {
        let spoor = vergelijk("ProductPeriode.Begindatum", deze.periode.begin, Moet::Equal, die.periode.begin)
            .vergelijk("ProductPeriode.Einddatum", deze.periode.eind, Moet::Equal, die.periode.eind);
        return Some(("ProductPeriode", spoor));
    }
    if deze.volume != die.volume {
        return anders("GeleverdVolume", volume(deze.volume, deze.eenheid), volume(die.volume, die.eenheid));
    }
    if deze.eenheid != die.eenheid {
        return anders("Eenheid", code(deze.eenheid.code()), code(die.eenheid.code()));
    }
    if deze.tarief != die.tarief {
        return anders("ProductTarief", tarief(deze.tarief), tarief(die.tarief));
    }
    None
}
