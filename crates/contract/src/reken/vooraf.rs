//! What a gemeente checks before it sends a toewijzing (effect hold): contents, budget, dates. A 301 that fails is kept back
//! until someone mends it or lets it go; nobody is refused.

use bericht::{Datum, Dossier, Eenheid, Frequentie, Omvang, Product, toon_datum};
use chrono::{Datelike, Months};

use super::termijn::{einde_op_periode, overstap};
use super::toewijzing::{met_terugwerkende_kracht, veelvoud};
use super::vierweken::Vierweken;
use crate::antwoord::past_niet_bij_leeftijd;
use crate::model::Contractregel;
use crate::regelsoort::{Effect, regelsoort_van};
use crate::tarief::{Contract, Contracten, TariefRegel};

/// RedenWijziging (WJ002) of a toewijzing that moves to another aanbieder.
const ANDERE_AANBIEDER: &str = "09";
/// RedenWijziging of an end that the gemeente does not choose: death, moved away, another aanbieder, asked by the aanbieder.
const NIET_EENZIJDIG: [&str; 4] = ["02", "07", ANDERE_AANBIEDER, "12"];

/// A toewijzing that is about to be sent, as plain values.
#[derive(Debug, Clone, Copy)]
pub struct Toegewezen<'a> {
    /// Between whom.
    pub dossier: &'a Dossier,
    /// Dagtekening of the 301.
    pub dagtekening: Datum,
    /// Product.
    pub product: Option<&'a Product>,
    /// Ingangsdatum.
    pub ingangsdatum: Datum,
    /// Einddatum; absent means open.
    pub einddatum: Option<Datum>,
    /// RedenWijziging.
    pub reden: Option<&'a str>,
    /// Omvang.
    pub omvang: Option<Omvang>,
    /// Budget in eurocent.
    pub budget: Option<i64>,
    /// Birth date of the client, when it is known to the day.
    pub geboren: Option<Datum>,
    /// Whether the message has an address of the client.
    pub adres: bool,
    /// Einddatum of the version that holds now; none when the toewijzing is new.
    pub geldig: Option<Option<Datum>>,
}

/// An objection of a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bezwaar {
    /// Kind, as in `docs/contracten.md`.
    pub soort: &'static str,
    /// Fact of the document.
    pub feit: Option<String>,
    /// What was compared, in Dutch.
    pub tekst: String,
    /// Amount at stake in eurocent, where one is known.
    pub cent: Option<i64>,
    /// Whether the message is kept back; otherwise it is a signal.
    pub vasthouden: bool,
}

impl Contracten {
    /// What the contracts in force on its Ingangsdatum have against a toewijzing. One that is deleted meets no objection.
    pub fn bezwaren(&self, wat: &Toegewezen<'_>) -> Vec<Bezwaar> {
        let verwijderd = matches!(wat.reden, Some("13" | "01")) && wat.einddatum == Some(wat.ingangsdatum);
        if verwijderd {
            return Vec::new();
        }
        let mut uit = Vec::new();
        for contract in self.geldend(wat.dossier, wat.ingangsdatum) {
            if let Some(feit) = contract.uitgesloten(wat.dossier, code(wat)) {
                let tekst = "de gemeente koopt dit onder deze wet niet in".to_owned();
                uit.extend(van_kop("contract_scope.exclusion", feit, tekst, waarde(contract, wat)));
                continue;
            }
            uit.extend(uitloop(contract, wat));
            for regel in &contract.regels {
                let vasthouden = match regel.effect {
                    Effect::Vasthouden => true,
                    Effect::Signaal => false,
                    _ => continue,
                };
                let bezwaar = |tekst: String| Bezwaar {
                    soort: regel.soort.naam,
                    feit: regel.feiten.first().cloned(),
                    tekst,
                    cent: waarde(contract, wat),
                    vasthouden,
                };
                uit.extend(van_regel(contract, regel, wat).map(bezwaar));
            }
        }
        uit
    }
}

fn code<'a>(wat: &Toegewezen<'a>) -> Option<&'a str> {
    wat.product.and_then(|p| p.code.as_deref())
}

fn van_kop(soort: &str, feit: Option<&str>, tekst: String, cent: Option<i64>) -> Option<Bezwaar> {
    let soort = regelsoort_van(soort)?.naam;
    Some(Bezwaar { soort, feit: feit.map(str::to_owned), tekst, cent, vasthouden: true })
}

fn uitloop(contract: &Contract, wat: &Toegewezen<'_>) -> Option<Bezwaar> {
    let (.., laatste) = contract.aanbieder(wat.dossier, wat.ingangsdatum)?;
    let laatste = laatste.filter(|laatste| *laatste < wat.ingangsdatum && wat.geldig.is_none())?;
    let tekst = format!("de aanbieder krijgt na {} geen nieuwe toewijzingen", toon_datum(laatste));
    van_kop("contract_scope.runoff", None, tekst, waarde(contract, wat))
}

/// What a rule objects.
fn van_regel(contract: &Contract, regel: &Contractregel, wat: &Toegewezen<'_>) -> Option<String> {
    match regel.soort.naam {
        "required_301_fields" => velden(regel, wat),
        "toewijzing_multiplier" => boven_veelvoud(regel, wat),
        "client_switch" => te_snel_over(wat),
        "notice" if regel.tekst("end") == Some("end_of_next_period") => opzegging(contract, wat),
        "no_retroactive_toewijzing" if wat.geldig.is_none() => {
            let dagen = met_terugwerkende_kracht(wat.ingangsdatum, wat.dagtekening)?;
            let mag = regel.teksten("exceptions");
            let mag = if mag.is_empty() { String::new() } else { format!("; mag alleen bij {}", mag.join(", ")) };
            Some(format!("gaat {dagen} dagen voor de dagtekening in{mag}"))
        }
        "age_limit" => {
            let code = code(wat).filter(|code| regel.teksten("code").iter().any(|c| c == code))?;
            let past_niet = past_niet_bij_leeftijd(regel, wat.geboren?, wat.ingangsdatum);
            past_niet.then(|| format!("de leeftijd past op de ingangsdatum niet bij product {code}"))
        }
        _ => None,
    }
}

/// What a toewijzing is worth in eurocent: its Budget, else a volume over the whole term at a certain tariff.
fn waarde(contract: &Contract, wat: &Toegewezen<'_>) -> Option<i64> {
    let omvang = match (wat.budget, wat.omvang) {
        (Some(budget), _) => return Some(budget),
        (None, omvang) => omvang.filter(|omvang| omvang.frequentie == Frequentie::Totaal)?,
    };
    let code = code(wat)?;
    let geldt = |t: &&TariefRegel| t.code == code && t.domein == wat.dossier.domein && t.geldt(wat.ingangsdatum);
    let tarief = contract.tarieven.iter().find(geldt)?;
    match (omvang.eenheid, tarief.per) {
        // Rounded half up once, as TR346 does with minutes.
        (Eenheid::Minuut, Eenheid::Uur) => Some(tarief.cent.checked_mul(omvang.volume)?.checked_add(30)? / 60),
        (eenheid, per) if eenheid == per => tarief.cent.checked_mul(omvang.volume),
        _ => None,
    }
}

/// Contents that a contract names and for which a 301 has an element; the others (tarief, resultaat, spoed, e-mail) have
/// none, so that no message can lack them.
fn velden(regel: &Contractregel, wat: &Toegewezen<'_>) -> Option<String> {
    let ontbreekt = |veld: &&String| match veld.as_str() {
        "adres" => !wat.adres,
        "voorziening" => wat.product.is_none(),
        "activiteiten met code" => code(wat).is_none(),
        "periode" | "duur" => wat.einddatum.is_none(),
        "tijdseenheid" => wat.omvang.is_none(),
        // Either says how much may be used.
        "budget per budgetperiode" => wat.budget.is_none() && wat.omvang.is_none(),
        _ => false,
    };
    let mist: Vec<&str> = regel.teksten("fields").iter().filter(ontbreekt).map(String::as_str).collect();
    (!mist.is_empty()).then(|| format!("het contract vraagt ook {}", mist.join(", ")))
}

/// A volume in hours above the multiple of the average that is expected in a year, in proportion to the months touched.
fn boven_veelvoud(regel: &Contractregel, wat: &Toegewezen<'_>) -> Option<String> {
    let (omvang, eind) = (wat.omvang?, wat.einddatum?);
    let per_jaar = veelvoud(regel.geheel("expected_hours_per_year")?, regel.geheel("factor")?)?;
    let per_uur = match omvang.eenheid {
        Eenheid::Uur => 60,
        Eenheid::Minuut => 1,
        _ => return None,
    };
    let maanden = 12 * i64::from(eind.year() - wat.ingangsdatum.year()) + i64::from(eind.month())
        - i64::from(wat.ingangsdatum.month())
        + 1;
    let keer = match omvang.frequentie {
        Frequentie::Totaal => 1,
        Frequentie::Maand => maanden,
        Frequentie::Week => ((eind - wat.ingangsdatum).num_days() + 7) / 7,
        _ => return None,
    };
    let minuten = omvang.volume.checked_mul(per_uur)?.checked_mul(keer)?;
    let hoogste = per_jaar.checked_mul(60 * maanden)? / 12;
    (minuten > hoogste)
        .then(|| format!("{} uur over {maanden} maanden; afgesproken is {per_jaar} uur per jaar", minuten / 60))
}

/// A move to another aanbieder before the notice has passed.
fn te_snel_over(wat: &Toegewezen<'_>) -> Option<String> {
    let eind = wat.einddatum.filter(|_| wat.reden == Some(ANDERE_AANBIEDER) && wat.geldig.is_some())?;
    let vroegst = overstap(wat.dagtekening)?.laatste;
    (eind < vroegst).then(|| {
        let (eind, vroegst) = (toon_datum(eind), toon_datum(vroegst));
        format!(
            "eindigt op {eind} door een overstap; met een kalendermaand opzegtermijn is dat op zijn vroegst {vroegst}"
        )
    })
}

/// An end that the gemeente chooses itself lies on the end of a period, and not before that of the next one.
fn opzegging(contract: &Contract, wat: &Toegewezen<'_>) -> Option<String> {
    let rooster = Vierweken { anker: contract.declaratie.anker? };
    let (eind, geldig) = (wat.einddatum?, wat.geldig?);
    let korter = geldig.is_none_or(|geldig| eind < geldig);
    if !korter || wat.reden.is_some_and(|reden| NIET_EENZIJDIG.contains(&reden)) {
        return None;
    }
    let vroegst = einde_op_periode(rooster, wat.dagtekening)?;
    let op_grens = rooster.periode(eind)?.eind == eind;
    (eind < vroegst || !op_grens).then(|| {
        let (eind, vroegst) = (toon_datum(eind), toon_datum(vroegst));
        format!("eindigt op {eind}; eenzijdig eindigt een opdracht met een periode van vier weken, op zijn vroegst {vroegst}")
    })
}

/// Days of a calendar month around a day.
pub fn maand(dag: Datum) -> Option<bericht::Periode> {
    let begin = dag.with_day(1)?;
    Some(bericht::Periode { begin, eind: begin.checked_add_months(Months::new(1))?.pred_opt()? })
}
