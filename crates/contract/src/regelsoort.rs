//! The kinds of rules that a contract may hold, from `data/regelsoorten.tsv`: what each leads to, what it needs, which
//! retourcodes the standard has for it, and on what ground it may refuse nothing else.

use std::fmt;
use std::sync::LazyLock;

use rust_decimal::Decimal;

/// What a rule leads to. A refusal cannot be built for a kind for which the standard has no code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// The standard's own rule refuses, with one of these codes.
    Weigeren(Vec<String>),
    /// A signal for people.
    Signaal,
    /// A report or KPI.
    Rapport,
    /// A message that is about to be sent is kept until someone releases it.
    Vasthouden,
    /// A value that other things use.
    Instelling,
    /// Nothing that can be seen in messages.
    Geen,
}

impl Effect {
    /// The word in a file and in output.
    pub fn naam(&self) -> &'static str {
        match self {
            Effect::Weigeren(_) => "reject",
            Effect::Signaal => "signal",
            Effect::Rapport => "report",
            Effect::Vasthouden => "hold",
            Effect::Instelling => "parameter",
            Effect::Geen => "none",
        }
    }
}

/// How far a kind has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Staat {
    /// A section of the file, not a `[[rule]]`.
    Sectie,
    /// Rules of the standard test it.
    Standaard,
    /// Computed from messages, and what is kept of them.
    Berekend,
    /// A value that other things use, or that people read.
    Instelling,
    /// Needs data that messages lack.
    Gegevens,
    /// Outside what a gateway can know.
    Niet,
}

impl Staat {
    fn lees(tekst: &str) -> Option<Staat> {
        Some(match tekst {
            "sectie" => Staat::Sectie,
            "standaard" => Staat::Standaard,
            "berekend" => Staat::Berekend,
            "instelling" => Staat::Instelling,
            "gegevens" => Staat::Gegevens,
            "niet" => Staat::Niet,
            _ => return None,
        })
    }

    /// In Dutch, for people.
    pub fn naam(self) -> &'static str {
        match self {
            Staat::Sectie => "eigen sectie",
            Staat::Standaard => "regels van de standaard",
            Staat::Berekend => "berekend uit berichten",
            Staat::Instelling => "instelling",
            Staat::Gegevens => "vraagt gegevens buiten de berichten",
            Staat::Niet => "niet toegezegd",
        }
    }
}

/// The kinds of values of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parametersoort {
    /// Whole number, 0 to 1,000,000.
    Geheel,
    /// Share from 0 to 1, as text.
    Deel,
    /// List of shares.
    Delen,
    /// Amount in euro, as text.
    Euro,
    /// Text.
    Tekst,
    /// List of texts.
    Teksten,
    /// True or false.
    Waar,
    /// Day and month of every year, `04-01` for 1 April.
    Dagmaand,
    /// List of these.
    Dagmaanden,
    /// List of `{ code = [...], with = [...] }`.
    Paren,
}

/// The value of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parameter {
    /// Whole number.
    Geheel(i64),
    /// Share, or amount in euro.
    Getal(Decimal),
    /// Shares.
    Getallen(Vec<Decimal>),
    /// Text; also a day and month.
    Tekst(String),
    /// Texts; also days and months.
    Teksten(Vec<String>),
    /// True or false.
    Waar(bool),
    /// Codes with the codes that they go with.
    Paren(Vec<(Vec<String>, Vec<String>)>),
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Parameter::Geheel(getal) => write!(f, "{getal}"),
            Parameter::Getal(getal) => write!(f, "{getal}"),
            Parameter::Getallen(lijst) => {
                f.write_str(&lijst.iter().map(Decimal::to_string).collect::<Vec<_>>().join(" "))
            }
            Parameter::Tekst(tekst) => f.write_str(tekst),
            Parameter::Teksten(lijst) => f.write_str(&lijst.join(" ")),
            Parameter::Waar(waar) => write!(f, "{waar}"),
            Parameter::Paren(paren) => {
                let paar =
                    |(code, met): &(Vec<String>, Vec<String>)| format!("{} met {}", code.join(" "), met.join(" "));
                f.write_str(&paren.iter().map(paar).collect::<Vec<_>>().join("; "))
            }
        }
    }
}

/// One parameter of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameterfeit {
    /// Key.
    pub naam: &'static str,
    /// Kind of value.
    pub soort: Parametersoort,
    /// Whether it must be there.
    pub verplicht: bool,
}

/// One kind of rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regelsoort {
    /// Key in a file.
    pub naam: &'static str,
    /// Chapter.
    pub groep: &'static str,
    /// What it leads to unless the file says otherwise.
    pub effect: Effect,
    /// How far it has come.
    pub staat: Staat,
    /// Which data messages lack for it.
    pub ontbreekt: Option<&'static str>,
    /// Retourcodes with which rules of the standard refuse on it.
    pub codes: Vec<&'static str>,
    /// The business rule on whose ground it may refuse nothing else.
    pub grond: &'static str,
    /// The section to write it in, for a kind that is no `[[rule]]`.
    pub sectie: Option<&'static str>,
    /// Parameters.
    pub parameters: Vec<Parameterfeit>,
    /// Functions and types of [`crate::reken`] that compute it.
    pub functies: Vec<&'static str>,
    /// What it is, in Dutch.
    pub wat: &'static str,
}

static SOORTEN: LazyLock<Vec<Regelsoort>> =
    LazyLock::new(|| include_str!("../data/regelsoorten.tsv").lines().skip(1).filter_map(regelsoort).collect());

/// Every kind, in the order of the table.
pub fn regelsoorten() -> &'static [Regelsoort] {
    &SOORTEN
}

/// The kind with a name.
pub fn regelsoort_van(naam: &str) -> Option<&'static Regelsoort> {
    SOORTEN.iter().find(|s| s.naam == naam)
}

/// Why a kind may refuse nothing (else), in Dutch.
pub fn grond_uitleg(grond: &str) -> &'static str {
    match grond {
        "OP080" => "OP080: aan het moment of de volgorde van ontvangst mag geen betekenis worden gehecht",
        "OP095" => "OP095: niemand wordt geweigerd op informatie die de afzender niet kan kennen",
        "OP364" => {
            "OP364: een prestatie wordt niet geweigerd om een start- of stopbericht dat ontbreekt of om de datums daarin"
        }
        _ => "OP047: weigeren mag alleen waar de standaard een regel en een retourcode voor heeft",
    }
}

fn regelsoort(line: &'static str) -> Option<Regelsoort> {
    let mut velden = line.split('\t');
    let mut volgende = || velden.next();
    let (naam, groep, effect, staat) = (volgende()?, volgende()?, volgende()?, Staat::lees(volgende()?)?);
    let (ontbreekt, codes, grond) = (volgende()?, volgende()?, volgende()?);
    let (parameters, functies, wat) = (volgende()?, volgende()?, volgende()?);
    let codes: Vec<&str> = codes.split(',').filter(|c| *c != "-").collect();
    let is_sectie = parameters.starts_with('[');
    let lijst = parameters.split(' ').filter(|p| !is_sectie && *p != "-");
    Some(Regelsoort {
        naam,
        groep,
        effect: match effect {
            "R" => Effect::Weigeren(codes.iter().map(|c| (*c).to_owned()).collect()),
            "S" => Effect::Signaal,
            "K" => Effect::Rapport,
            "H" => Effect::Vasthouden,
            "P" => Effect::Instelling,
            _ => Effect::Geen,
        },
        staat,
        ontbreekt: Some(ontbreekt).filter(|o| *o != "-"),
        codes,
        grond,
        sectie: is_sectie.then_some(parameters),
        parameters: lijst.map(parameterfeit).collect::<Option<_>>()?,
        functies: functies.split(", ").filter(|f| *f != "-").collect(),
        wat,
    })
}

fn parameterfeit(tekst: &'static str) -> Option<Parameterfeit> {
    let (naam, soort) = tekst.split_once(':')?;
    let verplicht = soort.ends_with('!');
    let soort = match soort.trim_end_matches('!') {
        "geheel" => Parametersoort::Geheel,
        "deel" => Parametersoort::Deel,
        "delen" => Parametersoort::Delen,
        "euro" => Parametersoort::Euro,
        "tekst" => Parametersoort::Tekst,
        "teksten" => Parametersoort::Teksten,
        "waar" => Parametersoort::Waar,
        "dagmaand" => Parametersoort::Dagmaand,
        "dagmaanden" => Parametersoort::Dagmaanden,
        "paren" => Parametersoort::Paren,
        _ => return None,
    };
    Some(Parameterfeit { naam, soort, verplicht })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_understood_once() {
        let lines = include_str!("../data/regelsoorten.tsv").lines().count() - 1;
        assert_eq!(regelsoorten().len(), lines);
        let mut namen: Vec<&str> = regelsoorten().iter().map(|s| s.naam).collect();
        namen.sort_unstable();
        namen.dedup();
        assert_eq!(namen.len(), lines);
    }

    /// Kinds without a function here.
    const OVER_ALLES: [&str; 15] = [
        "provider_activity",
        "combined_budget",
        "stop_after_death",
        "temporary_stop_billing",
        "regie_messages",
        "start_message_timeliness",
        "plan_deadline",
        "escalation_ladder",
        "fee",
        "kpi_waiting_time",
        "kpi_average_cost",
        "kpi_flow",
        "production_overview",
        "cbs_export",
        "client_statement",
    ];

    #[test]
    fn only_kinds_with_a_code_refuse_and_all_say_on_what_ground_no_more() {
        for soort in regelsoorten() {
            if let Effect::Weigeren(codes) = &soort.effect {
                assert!(!codes.is_empty(), "{} refuses without a code", soort.naam);
            }
            assert!(["OP047", "OP080", "OP095", "OP364"].contains(&soort.grond), "{}", soort.naam);
            assert_eq!(soort.staat == Staat::Sectie, soort.sectie.is_some(), "{}", soort.naam);
            // What is computed over all that is stored has its arithmetic where the walk is, in `overzicht`.
            let rekent = soort.staat == Staat::Berekend && !OVER_ALLES.contains(&soort.naam);
            assert!(!rekent || !soort.functies.is_empty(), "{} names no function", soort.naam);
            for functie in &soort.functies {
                let er_is =
                    format!("{}{}", include_str!("reken/mod.rs"), include_str!("antwoord.rs")).contains(functie);
                assert!(er_is, "{}: there is no {functie}", soort.naam);
            }
            let vraagt = matches!(soort.staat, Staat::Gegevens | Staat::Niet);
            assert!(!vraagt || soort.ontbreekt.is_some(), "{} does not say what is missing", soort.naam);
        }
    }
}
