//! The linter: what can be wrong with a contract file that could be read.

mod afronding;
mod dekking;
mod doelen;
mod eenheden;
mod feiten;
mod samen;
mod werking;

pub use feiten::alle as alle_feiten;
pub use samen::samen;

use crate::bestand::Verslag;
use crate::codelijst::Codelijst;
use crate::model::Contractbestand;

/// Adds the findings on the content, and turns what the file itself leaves open into open items.
/// With a product code list, codes are compared with it as well.
pub fn controleer(bestand: &Contractbestand, lijst: Option<&Codelijst>, meld: &mut Verslag<'_>) {
    werking::controleer(bestand, meld);
    dekking::controleer(bestand, meld);
    eenheden::controleer(bestand, meld);
    afronding::controleer(bestand, meld);
    feiten::controleer(bestand, meld);
    if let Some(lijst) = lijst {
        lijst.controleer(bestand, meld);
    }
    // Last: it looks at all findings before it.
    doelen::verreken(bestand, meld);
    meld.bevindingen.sort_by_key(|b| (b.regel, b.kolom, b.gebrek));
}
