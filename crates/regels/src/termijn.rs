//! Terms of the standard (retour.md section 6): which answers a message asks for and when, and what came in too late. They are
//! for people; no message is refused for them (OP080, OP090).

use bericht::{Datum, Soort};
use chrono::Days;
use serde::{Deserialize, Serialize};

use crate::werkdag::{werkdagen_later, werkdagen_tussen};

/// Werkdagen for a retour 302 to 320 (OP090).
pub const RETOUR: u32 = 3;
/// Werkdagen for a 325 on a 323 (OP090x4), and for a 304 on a 303.
pub const DECLARATIE: u32 = 10;
/// Werkdagen for a start (OP271), a stop (OP272) and an answer on a verzoek (OP274, OP346).
pub const MELDING: u32 = 5;
/// Weeks for the final answer on a verzoek that is in onderzoek, from its Dagtekening.
const ONDERZOEK_WEKEN: u64 = 8;

/// What is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Plicht {
    /// The retour on a heenbericht.
    Retour,
    /// A 301 or 319 on a verzoek.
    AntwoordOpVerzoek,
    /// The final answer on a verzoek after in onderzoek.
    Eindantwoord,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gebeurtenis {
    /// A heenbericht came in.
    Ontvangen(Soort),
    /// A verzoek with this Dagtekening was answered with in onderzoek.
    InOnderzoek {
        /// Dagtekening of the 315 or 317.
        dagtekening: Datum,
    },
}

/// How a term stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stand {
    /// So many werkdagen are left, today not counted; 0 on the last day.
    Loopt(usize),
    /// So many werkdagen too late.
    Verlopen(usize),
}

/// One term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Termijn {
    /// What is due.
    pub plicht: Plicht,
    /// The last day.
    pub uiterlijk: Datum,
    /// How it stands on the reference date.
    pub stand: Stand,
    /// The rule of the standard.
    pub regel: &'static str,
}

/// The answers that an event asks for, with the last day of each. `dag` is the day of the event (of receipt), `peildatum`
/// the day on which is looked.
pub fn termijnen(gebeurtenis: Gebeurtenis, dag: Datum, peildatum: Datum) -> Vec<Termijn> {
    let termijn = |plicht, uiterlijk, regel| Termijn { plicht, uiterlijk, stand: stand(uiterlijk, peildatum), regel };
    match gebeurtenis {
        Gebeurtenis::InOnderzoek { dagtekening } => {
            let uiterlijk = dagtekening.checked_add_days(Days::new(7 * ONDERZOEK_WEKEN)).unwrap_or(dagtekening);
            vec![termijn(Plicht::Eindantwoord, uiterlijk, "OP274, OP346")]
        }
        Gebeurtenis::Ontvangen(soort) => {
            let Some((werkdagen, regel)) = retourtermijn(soort) else { return Vec::new() };
            let mut uit = vec![termijn(Plicht::Retour, werkdagen_later(dag, werkdagen), regel)];
            let verzoek = match soort {
                Soort::S315 => Some("OP274"),
                Soort::S317 => Some("OP346"),
                _ => None,
            };
            let antwoord =
                verzoek.map(|regel| termijn(Plicht::AntwoordOpVerzoek, werkdagen_later(dag, MELDING), regel));
            uit.extend(antwoord);
            uit
        }
    }
}

/// Werkdagen for the retour on a heenbericht; `None` when it has no retour.
fn retourtermijn(heen: Soort) -> Option<(u32, &'static str)> {
    match heen.retour()? {
        // Of a 304 no term is known; it answers a declaratie as a 325 does.
        Soort::S325 | Soort::S304 => Some((DECLARATIE, "OP090x4")),
        _ => Some((RETOUR, "OP090")),
    }
}

fn stand(uiterlijk: Datum, peildatum: Datum) -> Stand {
    if peildatum <= uiterlijk {
        Stand::Loopt(werkdagen_tussen(peildatum, uiterlijk))
    } else {
        Stand::Verlopen(werkdagen_tussen(uiterlijk, peildatum))
    }
}

/// The last day on which something may be reported, when that day has passed.
pub fn te_laat(sinds: Datum, werkdagen: u32, peildatum: Datum) -> Option<Datum> {
    let uiterlijk = werkdagen_later(sinds, werkdagen);
    (peildatum > uiterlijk).then_some(uiterlijk)
}

/// The rule and the last day for a retour that came in after its term. When the partner received the heenbericht is not
/// known here; its Dagtekening stands in for that.
pub fn retour_te_laat(heen: Soort, dagtekening: Datum, peildatum: Datum) -> Option<(&'static str, Datum)> {
    let (werkdagen, regel) = retourtermijn(heen)?;
    te_laat(dagtekening, werkdagen, peildatum).map(|uiterlijk| (regel, uiterlijk))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn d(text: &str) -> Datum {
        bericht::datum(text).unwrap()
    }

    #[test]
    fn own_answers_are_due_in_three_five_and_ten_werkdagen() {
        let op = |soort, vandaag| termijnen(Gebeurtenis::Ontvangen(soort), d("2026-04-02"), d(vandaag));
        let een = op(Soort::S305, "2026-04-07");
        assert_eq!(een.len(), 1);
        assert_eq!((een[0].uiterlijk, een[0].stand, een[0].regel), (d("2026-04-08"), Stand::Loopt(1), "OP090"));
        assert_eq!(op(Soort::S305, "2026-04-08")[0].stand, Stand::Loopt(0));
        assert_eq!(op(Soort::S305, "2026-04-13")[0].stand, Stand::Verlopen(3));
        assert_eq!(
            (op(Soort::S323, "2026-04-02")[0].uiterlijk, op(Soort::S323, "2026-04-02")[0].regel),
            (d("2026-04-17"), "OP090x4")
        );
        let verzoek = op(Soort::S317, "2026-04-02");
        assert_eq!(
            (verzoek[1].plicht, verzoek[1].uiterlijk, verzoek[1].regel),
            (Plicht::AntwoordOpVerzoek, d("2026-04-10"), "OP346")
        );
        assert!(op(Soort::S306, "2026-04-02").is_empty(), "no retour on a retour");
    }

    #[test]
    fn eight_weeks_after_in_onderzoek() {
        let onderzoek = Gebeurtenis::InOnderzoek { dagtekening: d("2026-05-04") };
        let termijn = termijnen(onderzoek, d("2026-05-06"), d("2026-06-30"));
        assert_eq!((termijn[0].uiterlijk, termijn[0].stand), (d("2026-06-29"), Stand::Verlopen(1)));
    }

    #[test]
    fn late_on_the_day_after_the_last() {
        assert_eq!(te_laat(d("2026-06-01"), MELDING, d("2026-06-08")), None);
        assert_eq!(te_laat(d("2026-06-01"), MELDING, d("2026-06-09")), Some(d("2026-06-08")));
        assert_eq!(retour_te_laat(Soort::S323, d("2026-04-02"), d("2026-04-20")), Some(("OP090x4", d("2026-04-17"))));
        assert_eq!(retour_te_laat(Soort::S301, d("2026-04-02"), d("2026-04-08")), None);
    }
}
