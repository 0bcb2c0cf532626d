//! `[[rule]]`: a kind from the table, its parameters, and an effect that the kind can have.

use rust_decimal::Decimal;

use super::hulp::feiten;
use crate::bestand::boom::{Inhoud, Tabel};
use crate::bestand::{Gebrek, Sectie, Verslag, kort};
use crate::model::Contractregel;
use crate::regelsoort::{
    Effect, Parameter, Parameterfeit, Parametersoort, Regelsoort, grond_uitleg, regelsoort_van, regelsoorten,
};

/// Where the data of a rule come from, for people; what the program needs is in the table of kinds.
const BRONNEN: [(&str, ()); 4] = [("messages", ()), ("register", ()), ("evidence", ()), ("flag", ())];

pub fn regel(tabel: &Tabel, meld: &mut Verslag<'_>) -> Option<Contractregel> {
    let mut s = Sectie::van(tabel, "[[rule]]");
    let naam = s.verplichte_tekst("kind", meld)?;
    let plaats = s.waarde("kind").map_or(tabel.plaats, |w| w.plaats);
    let Some(soort) = regelsoort_van(&naam) else {
        onbekend(&naam, plaats, meld);
        return None;
    };
    if let Some(sectie) = soort.sectie {
        let tekst = format!("{} is geen [[rule]] maar hoort in {sectie}", soort.naam);
        meld.fout(Gebrek::OnbekendeRegel, plaats, tekst, format!("schrijf het in {sectie}"));
        return None;
    }
    let mut s = Sectie::van(tabel, format!("regel {}", soort.naam));
    let _ = s.waarde("kind");
    let _ = s.keuze("needs", &BRONNEN, meld);
    let effect = effect(soort, &mut s, meld);
    let parameters = soort.parameters.iter().filter_map(|feit| parameter(feit, &mut s, meld)).collect();
    let feiten = feiten(&mut s, meld);
    s.sluit(meld);
    Some(Contractregel { plaats: tabel.plaats, soort, effect, parameters, feiten })
}

fn onbekend(naam: &str, plaats: usize, meld: &mut Verslag<'_>) {
    let nabij = regelsoorten()
        .iter()
        .max_by(|a, b| strsim::jaro_winkler(naam, a.naam).total_cmp(&strsim::jaro_winkler(naam, b.naam)));
    let herstel = nabij.map_or_else(String::new, |s| {
        format!("bedoeld is misschien {}; docs/contracten.md noemt alle soorten", s.naam)
    });
    meld.fout(Gebrek::OnbekendeRegel, plaats, format!("er is geen soort regel {}", kort(naam)), herstel);
}

/// What the file asks for, as far as the kind allows. A refusal exists only where the standard has a rule with a code.
fn effect(soort: &'static Regelsoort, s: &mut Sectie<'_>, meld: &mut Verslag<'_>) -> Effect {
    let plaats = s.waarde("effect").map(|w| w.plaats);
    let gevraagd = s.tekst("effect", meld);
    let codes = s.teksten("codes", meld);
    let (Some(plaats), Some(gevraagd)) = (plaats, gevraagd) else { return soort.effect.clone() };
    match gevraagd.as_str() {
        "signal" => Effect::Signaal,
        "report" => Effect::Rapport,
        "hold" => Effect::Vasthouden,
        "parameter" => Effect::Instelling,
        "none" => Effect::Geen,
        "reject" => weigeren(soort, &codes, plaats, meld),
        _ => {
            s.onmogelijk("effect", plaats, &gevraagd, "signal, report, hold, parameter, none, reject", meld);
            soort.effect.clone()
        }
    }
}

fn weigeren(soort: &'static Regelsoort, codes: &[(String, usize)], plaats: usize, meld: &mut Verslag<'_>) -> Effect {
    let vreemd = codes.iter().find(|(code, _)| !soort.codes.contains(&code.as_str()));
    if !soort.codes.is_empty() && vreemd.is_none() {
        return Effect::Weigeren(soort.codes.iter().map(|c| (*c).to_owned()).collect());
    }
    let (tekst, herstel) = match vreemd {
        Some((code, _)) if !soort.codes.is_empty() => (
            format!("{} mag niet weigeren met {}; {}", soort.naam, kort(code), grond_uitleg(soort.grond)),
            format!("noem alleen {}, of schrijf effect = \"signal\"", soort.codes.join(", ")),
        ),
        _ => (
            format!("{} mag niet weigeren; {}", soort.naam, grond_uitleg(soort.grond)),
            "schrijf effect = \"signal\" of haal effect weg".to_owned(),
        ),
    };
    meld.fout(Gebrek::VerbodenWeigering, plaats, tekst, herstel);
    Effect::Signaal
}

fn parameter(
    feit: &'static Parameterfeit,
    s: &mut Sectie<'_>,
    meld: &mut Verslag<'_>,
) -> Option<(&'static str, Parameter)> {
    let key = feit.naam;
    if s.waarde(key).is_none() {
        if feit.verplicht {
            s.ontbreekt(key, meld);
        }
        return None;
    }
    let waarde = match feit.soort {
        Parametersoort::Geheel => Parameter::Geheel(s.geheel(key, (0, 1_000_000), meld)?),
        Parametersoort::Deel => Parameter::Getal(deel(key, s, meld)?),
        Parametersoort::Euro => Parameter::Getal(s.getal(key, 2, meld)?),
        Parametersoort::Tekst => Parameter::Tekst(s.tekst(key, meld)?),
        Parametersoort::Waar => Parameter::Waar(s.waar(key, meld)?),
        Parametersoort::Dagmaand => Parameter::Tekst(dagmaanden(key, s, meld).into_iter().next()?),
        Parametersoort::Dagmaanden => Parameter::Teksten(dagmaanden(key, s, meld)),
        Parametersoort::Teksten => Parameter::Teksten(s.teksten(key, meld).into_iter().map(|(t, _)| t).collect()),
        Parametersoort::Delen => Parameter::Getallen(delen(key, s, meld)),
        Parametersoort::Paren => Parameter::Paren(s.tabellen(key, meld).into_iter().map(|t| paar(t, meld)).collect()),
    };
    Some((key, waarde))
}

fn deel(key: &'static str, s: &mut Sectie<'_>, meld: &mut Verslag<'_>) -> Option<Decimal> {
    let getal = s.getal(key, 4, meld)?;
    if getal > Decimal::ONE {
        let plaats = s.plaats();
        s.onmogelijk(key, plaats, &getal.to_string(), "een deel van 0 tot en met 1, zoals \"0.70\"", meld);
        return None;
    }
    Some(getal)
}

fn delen(key: &'static str, s: &mut Sectie<'_>, meld: &mut Verslag<'_>) -> Vec<Decimal> {
    let mut delen = Vec::new();
    for waarde in s.lijst(key) {
        let gelezen = match &waarde.inhoud {
            Inhoud::Tekst(tekst) => tekst.parse::<Decimal>().ok(),
            _ => None,
        };
        match gelezen.filter(|d| !d.is_sign_negative() && *d <= Decimal::ONE) {
            Some(deel) => delen.push(deel),
            None => s.onmogelijk(key, waarde.plaats, waarde.inhoud.naam(), "delen van 0 tot en met 1, als tekst", meld),
        }
    }
    delen
}

fn dagmaanden(key: &'static str, s: &mut Sectie<'_>, meld: &mut Verslag<'_>) -> Vec<String> {
    let mut dagen = Vec::new();
    for (tekst, plaats) in s.teksten(key, meld) {
        // A leap year, so that 29 February may be written.
        let dag = chrono::NaiveDate::parse_from_str(&format!("2024-{tekst}"), "%Y-%m-%d");
        if dag.is_ok() && tekst.len() == 5 {
            dagen.push(tekst);
        } else {
            s.onmogelijk(key, plaats, &tekst, "maand en dag, zoals \"04-01\" voor 1 april", meld);
        }
    }
    dagen
}

fn paar(tabel: &Tabel, meld: &mut Verslag<'_>) -> (Vec<String>, Vec<String>) {
    let mut s = Sectie::van(tabel, "een paar");
    let lijst = |key, s: &mut Sectie<'_>, meld: &mut Verslag<'_>| {
        s.teksten(key, meld).into_iter().map(|(t, _)| t).collect::<Vec<_>>()
    };
    let paar = (lijst("code", &mut s, meld), lijst("with", &mut s, meld));
    s.sluit(meld);
    paar
}
