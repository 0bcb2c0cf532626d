//! Everything that a contract says about the lines of one client in one declaratie, as far as those lines show it.

use bericht::{Datum, Eenheid, toon_datum, toon_euro};

use super::combinatie::{Lijn, Waarneming, boven_dagmaximum, overlap, toeslag, vervoer};
use super::termijn::{Indiening, indiening, nakosten};
use crate::model::{Contractregel, Declaratieklok};
use crate::regelsoort::Parameter;
use crate::tarief::Contract;

/// An observation with the kind of rule and the fact that it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contractwaarneming {
    /// Kind, as in `docs/contracten.md`.
    pub soort: &'static str,
    /// Fact of the document.
    pub feit: Option<String>,
    /// What was seen.
    pub waarneming: Waarneming,
}

/// Looks at the debet lines of one client; `ontvangst` is the day on which the declaratie came in, and `correctie` says of
/// a line that it replaces one that is taken back.
pub fn waarnemingen(
    contract: &Contract,
    lijnen: &[Lijn<'_>],
    ontvangst: Datum,
    correctie: impl Fn(usize) -> bool,
) -> Vec<Contractwaarneming> {
    let mut uit = Vec::new();
    for regel in &contract.regels {
        let feit = regel.feiten.first().cloned();
        // A line of another declaratie may stand beside it; this one does not show that.
        let hier = |w: Waarneming| Waarneming { tekst: format!("in deze declaratie: {}", w.tekst), ..w };
        let gezien = combinaties(regel, lijnen).into_iter().map(hier);
        let laat = lijnen.iter().enumerate().filter(|(at, _)| correctie(*at));
        let laat = laat.filter_map(|(at, lijn)| late_correctie(regel, at, lijn, ontvangst));
        uit.extend(gezien.chain(laat).map(|waarneming| Contractwaarneming {
            soort: regel.soort.naam,
            feit: feit.clone(),
            waarneming,
        }));
    }
    // The end of all support stands in no line; then a line cannot show that it is late.
    if contract.declaratie.klok == Declaratieklok::EindProductPeriode {
        for (at, lijn) in lijnen.iter().enumerate().filter(|(at, _)| !correctie(*at)) {
            uit.extend(te_laat(contract, at, lijn, ontvangst));
        }
    }
    uit
}

/// What one rule says of the granted lines of a client beside each other, whatever declaratie they came in.
pub fn combinaties(regel: &Contractregel, lijnen: &[Lijn<'_>]) -> Vec<Waarneming> {
    let dagmaximum = |eenheid, naam| {
        regel.geheel(naam).map(|per_dag| boven_dagmaximum(lijnen, eenheid, per_dag)).unwrap_or_default()
    };
    match regel.soort.naam {
        "surcharge_companion" => {
            regel.tekst("code").map(|code| toeslag(lijnen, code, regel.teksten("with"))).unwrap_or_default()
        }
        "transport_companion" => match regel.parameter("pairs") {
            Some(Parameter::Paren(paren)) => vervoer(lijnen, paren, regel.geheel("max_per_day")),
            _ => Vec::new(),
        },
        // Sessions are not in a message; months are.
        "overlap_exclusion" if regel.tekst("granularity") == Some("month") => {
            overlap(lijnen, regel.teksten("code"), regel.teksten("not_with"))
        }
        "etmaal_definition" => boven_dagmaximum(lijnen, Eenheid::Etmaal, 1),
        "dagdeel_definition" => dagmaximum(Eenheid::Dagdeel, "max_per_day"),
        // Etmalen, dagdelen and pieces have rules of their own; one observation of a line is enough.
        "plausibility_bound" => dagmaximum(Eenheid::Minuut, "minutes_per_day"),
        _ => Vec::new(),
    }
}

/// The costs that a contract asks for a line that is declared again so late. What they are a share of no document says: the
/// amount of the new line is taken.
fn late_correctie(regel: &Contractregel, lijn: usize, wat: &Lijn<'_>, ontvangst: Datum) -> Option<Waarneming> {
    if regel.soort.naam != "correction_policy" {
        return None;
    }
    let (maanden, deel) = (u32::try_from(regel.geheel("free_months")?).ok()?, regel.getal("late_fee")?);
    let cent = nakosten(wat.cent, wat.periode.eind, ontvangst, maanden, deel)?;
    let tekst = format!(
        "verbeterd op {}, meer dan {maanden} maanden na de periode; kosten {deel} van {}, als voorstel",
        toon_datum(ontvangst),
        toon_euro(wat.cent)
    );
    Some(Waarneming { lijn, cent, tekst })
}

fn te_laat(contract: &Contract, lijn: usize, wat: &Lijn<'_>, ontvangst: Datum) -> Option<Contractwaarneming> {
    let eind = wat.periode.eind;
    let (sleutel, tekst) = match indiening(&contract.declaratie, eind, ontvangst) {
        Indiening::OpTijd => return None,
        Indiening::TeLaat(dagen) => {
            ("submit_within_days", format!("ingediend op {}, {dagen} dagen na de termijn", toon_datum(ontvangst)))
        }
        Indiening::Vervallen(dagen) => (
            "forfeit_after_days",
            format!(
                "ingediend op {}, {dagen} dagen nadat het recht op betaling volgens het contract verviel",
                toon_datum(ontvangst)
            ),
        ),
    };
    Some(Contractwaarneming {
        soort: "declaration_deadline",
        feit: contract.declaratie.feit(sleutel).map(str::to_owned),
        waarneming: Waarneming { lijn, cent: wat.cent, tekst },
    })
}
