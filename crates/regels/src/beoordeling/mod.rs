//! The engines: they walk over a message in the order of control and call the rules that listen. No rule is named here,
//! with one exception that the standard makes itself: a deleted toewijzing (TR384) ends the rules about it.

mod antwoord;
mod declaratie;
mod factuur;
mod kop;
mod niveau2;
mod startstop;
mod termijnen;
mod toewijzing;
mod toewijzingsignaal;
mod verzoek;
mod verzoeksignaal;
mod verzonden;

use bericht::Bericht;
use dossier::{BerichtId, Sleutelhasher};

pub use antwoord::{antwoord, verwerk_antwoord, verwerk_factuurantwoord};
pub use declaratie::{DeclaratieOordeel, declaratie};
pub(crate) use factuur::passende;
pub use factuur::{FactuurOordeel, factuur, factuurnummer_bezet};
pub use kop::kop;
pub use niveau2::niveau2;
pub use startstop::{starts, stops};
pub use termijnen::begonnen_termijnen;
pub use toewijzing::{bekende_clienten, toewijzing};
pub use verzoek::{verzoek_antwoord, verzoek_toewijzing, verzoek_wijziging};
pub use verzonden::{boek, gebruikte_identificatie, prestaties};

use crate::melding::Meldingen;
use crate::moment::{Moment, Omgeving};
use crate::regel::Regel;
use crate::regels::alle_regels;

/// One message under control.
#[derive(Debug, Clone, Copy)]
pub struct Zaak<'z> {
    /// The message.
    pub bericht: &'z Bericht<'z>,
    /// Its number in this installation.
    pub id: BerichtId,
    /// Surroundings.
    pub omgeving: &'z Omgeving<'z>,
    /// Makes the keys of clients.
    pub hasher: &'z Sleutelhasher,
}

/// The rules that listen to a moment of this message, in order of id.
fn luisteraars<F>(bericht: &Bericht<'_>, kies: impl Fn(&Moment) -> Option<F>) -> Vec<(&'static Regel, F)> {
    let mut gevonden = Vec::new();
    let release = bericht.tree.release();
    for regel in alle_regels().filter(|r| r.geldt_in(release, bericht.domein, bericht.soort)) {
        gevonden.extend(regel.momenten.iter().filter_map(&kies).map(|f| (regel, f)));
    }
    gevonden
}

/// Picks the functions of one kind of moment.
macro_rules! bij {
    ($bericht:expr, $moment:ident) => {
        $crate::beoordeling::luisteraars($bericht, |m| match m {
            $crate::moment::Moment::$moment(f) => Some(*f),
            _ => None,
        })
    };
}
use bij;

/// Calls every listener, each under its own rule.
fn roep<F: Copy>(lijst: &[(&'static Regel, F)], meld: &mut Meldingen, mut aanroep: impl FnMut(F, &mut Meldingen)) {
    for (regel, f) in lijst {
        meld.begin(regel);
        aanroep(*f, meld);
    }
}
