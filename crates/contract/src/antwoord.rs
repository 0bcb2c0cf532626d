//! The grounds that a contract gives for the answer to a verzoek (319, WJ759). A ground is advice for the person who
//! answers: nothing is refused by it.

use bericht::{Datum, Domein, Dossier, Eenheid};
use chrono::Datelike;

use crate::afronden::eurocent;
use crate::tarief::{Contract, Contracten, Regelafspraak};

/// Values of WJ759 that contract data can feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Afwijsgrond {
    /// 2, past niet binnen budget.
    Budget,
    /// 3, geen contract.
    GeenContract,
    /// 4, past niet binnen contract.
    BuitenContract,
    /// 5, andere gemeente.
    AndereGemeente,
    /// 6, stapeling.
    Stapeling,
    /// 9, leeftijdsgrens is bereikt.
    Leeftijd,
}

impl Afwijsgrond {
    /// The value in a message.
    pub fn code(self) -> &'static str {
        match self {
            Afwijsgrond::Budget => "2",
            Afwijsgrond::GeenContract => "3",
            Afwijsgrond::BuitenContract => "4",
            Afwijsgrond::AndereGemeente => "5",
            Afwijsgrond::Stapeling => "6",
            Afwijsgrond::Leeftijd => "9",
        }
    }
}

/// A ground with its reason in Dutch and the fact it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grond {
    /// The value.
    pub grond: Afwijsgrond,
    /// Why.
    pub waarom: String,
    /// Fact of the document.
    pub feit: Option<String>,
}

/// What is asked for. What the asker does not know stays empty, and then gives no ground.
#[derive(Debug, Clone, Copy)]
pub struct Aanvraag<'a> {
    /// Between whom.
    pub dossier: &'a Dossier,
    /// First day of the support.
    pub dag: Datum,
    /// ProductCode.
    pub code: Option<&'a str>,
    /// Unit of the Omvang.
    pub eenheid: Option<Eenheid>,
    /// Budget per year in eurocent.
    pub jaarbudget: Option<i64>,
    /// Birth date of the client.
    pub geboren: Option<Datum>,
    /// Codes of toewijzingen that run on that day.
    pub lopend: &'a [&'a str],
}

impl Contracten {
    /// The grounds on which the contracts would have a request refused, in order of value; none when nothing speaks
    /// against it or when no contract is known of the gemeente.
    pub fn afwijsgronden(&self, vraag: &Aanvraag<'_>) -> Vec<Grond> {
        let mut gronden = Vec::new();
        let geldend: Vec<&Contract> = self.geldend(vraag.dossier, vraag.dag).collect();
        if geldend.is_empty() {
            gronden.extend(self.zonder_contract(vraag));
            return gronden;
        }
        // One contract that fits is enough.
        let buiten: Vec<Option<Grond>> = geldend.iter().map(|c| buiten_contract(c, vraag)).collect();
        if buiten.iter().all(Option::is_some) {
            gronden.extend(buiten.into_iter().flatten().take(1));
        }
        for contract in geldend {
            gronden.extend(contract.regels.iter().filter_map(|regel| van_regel(regel, vraag)));
        }
        gronden.sort_by_key(|g| g.grond);
        gronden.dedup();
        gronden
    }

    /// No contract holds: because the gemeente does not take part any more, or because this aanbieder has none.
    fn zonder_contract(&self, vraag: &Aanvraag<'_>) -> Option<Grond> {
        let domein = |c: &&Contract| c.domeinen.contains(&vraag.dossier.domein) && c.termijn.van.is_some();
        let in_gebied = |c: &Contract| c.in_gebied(vraag.dossier, vraag.dag);
        if self.0.iter().filter(domein).any(in_gebied) {
            let waarom = "geen contract met deze aanbieder op de begindatum".to_owned();
            return Some(Grond { grond: Afwijsgrond::GeenContract, waarom, feit: None });
        }
        let ooit = |c: &Contract| {
            c.termijn.bevat(vraag.dag) && c.gemeenten.iter().any(|(code, _)| *code == vraag.dossier.gemeente)
        };
        self.0.iter().filter(domein).any(ooit).then(|| Grond {
            grond: Afwijsgrond::AndereGemeente,
            waarom: "de gemeente doet op de begindatum niet mee in het contract".to_owned(),
            feit: None,
        })
    }
}

/// Why a contract that holds does not cover the request.
fn buiten_contract(contract: &Contract, vraag: &Aanvraag<'_>) -> Option<Grond> {
    let grond = |waarom: String, feit: Option<&str>| {
        Some(Grond { grond: Afwijsgrond::BuitenContract, waarom, feit: feit.map(str::to_owned) })
    };
    if let Some(feit) = contract.uitgesloten(vraag.dossier, vraag.code) {
        return grond("de gemeente koopt dit onder deze wet niet in".to_owned(), feit);
    }
    let uitloop = contract.aanbieder(vraag.dossier, vraag.dag).and_then(|(.., laatste)| *laatste);
    if uitloop.is_some_and(|laatste| laatste < vraag.dag) {
        return grond("de aanbieder loopt uit en krijgt geen nieuwe toewijzingen".to_owned(), None);
    }
    let code = vraag.code?;
    let domein = vraag.dossier.domein;
    if !kent_producten(contract, domein) || contract.blokkades.iter().any(|b| b.code == code) {
        return None;
    }
    let eenheden = eenheden(contract, domein, code, vraag.dag);
    match eenheden {
        None => grond(format!("product {code} staat op de begindatum niet in het contract"), None),
        Some(eenheden) => {
            let eenheid = vraag.eenheid.filter(|e| !eenheden.is_empty() && !eenheden.contains(e))?;
            grond(format!("eenheid {} is voor product {code} niet afgesproken", eenheid.code()), None)
        }
    }
}

/// Whether a contract says which products it has; one without codes says nothing about a code.
fn kent_producten(contract: &Contract, domein: Domein) -> bool {
    contract.producten.iter().any(|p| p.domein == domein) || contract.tarieven.iter().any(|t| t.domein == domein)
}

/// The units of a product on a day; none when the contract does not have it.
fn eenheden(contract: &Contract, domein: Domein, code: &str, dag: Datum) -> Option<Vec<Eenheid>> {
    let producten = contract.producten.iter().filter(|p| p.domein == domein && p.code == code && p.termijn.bevat(dag));
    // The tariff of a later year may not be known yet; the product is in the contract all the same.
    let tarieven = contract.tarieven.iter().filter(|t| t.domein == domein && t.code == code && t.van <= dag);
    let tarieven = tarieven.map(|t| t.declareren_in.into_iter().chain([t.per]).collect());
    let mut gevonden: Option<Vec<Eenheid>> = None;
    for eenheden in producten.map(|p| p.eenheden.clone()).chain(tarieven) {
        gevonden.get_or_insert_default().extend(eenheden);
    }
    gevonden
}

fn van_regel(regel: &Regelafspraak, vraag: &Aanvraag<'_>) -> Option<Grond> {
    let code = vraag.code?;
    let feit = regel.feiten.first().cloned();
    match regel.soort.naam {
        "age_limit" if regel.teksten("code").iter().any(|c| c == code) => {
            past_niet_bij_leeftijd(regel, vraag.geboren?, vraag.dag).then(|| Grond {
                grond: Afwijsgrond::Leeftijd,
                waarom: format!("de leeftijd past niet bij product {code}"),
                feit,
            })
        }
        "overlap_exclusion" => {
            let (een, ander) = (regel.teksten("code"), regel.teksten("not_with"));
            let in_lijst = |lijst: &[String], code: &str| lijst.iter().any(|c| c == code);
            let botst = |loopt: &&&str| {
                (in_lijst(een, code) && in_lijst(ander, loopt)) || (in_lijst(ander, code) && in_lijst(een, loopt))
            };
            vraag.lopend.iter().find(botst).map(|loopt| Grond {
                grond: Afwijsgrond::Stapeling,
                waarom: format!("product {code} gaat niet samen met {loopt}"),
                feit,
            })
        }
        "annual_client_cap" if regel.tekst("code") == Some(code) => {
            let hoogste = regel.getal("amount").and_then(eurocent)?;
            vraag.jaarbudget.filter(|gevraagd| *gevraagd > hoogste).map(|_| Grond {
                grond: Afwijsgrond::Budget,
                waarom: format!("het budget gaat boven {} per jaar", bericht::toon_euro(hoogste)),
                feit,
            })
        }
        _ => None,
    }
}

/// Whether someone is too young or too old for what a rule is about.
pub(crate) fn past_niet_bij_leeftijd(regel: &Regelafspraak, geboren: Datum, dag: Datum) -> bool {
    let leeftijd = leeftijd(geboren, dag);
    let te_jong = regel.geheel("min_age").is_some_and(|min| leeftijd < min);
    let te_oud = regel.geheel("max_age").is_some_and(|max| leeftijd > max);
    te_jong || te_oud
}

/// Age in whole years on a day; someone born on 29 February has a birthday on 1 March in other years.
pub fn leeftijd(geboren: Datum, dag: Datum) -> i64 {
    let jaren = i64::from(dag.year()) - i64::from(geboren.year());
    jaren - i64::from((dag.month(), dag.day()) < (geboren.month(), geboren.day()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::lees_tekst;

    const TEKST: &str = r#"
        [contract]
        id = "p"
        wetten = ["wmo", "jw"]
        valid_from = 2021-01-01
        valid_until = 2022-12-31
        gemeenten = [{ code = "0402" }, { code = "0317" }, { code = "0457", valid_until = 2022-03-23 }]
        aanbieders = ["99990001", { agb = "99990002", last_new_toewijzing = 2020-12-31 }]
        exclude = [{ gemeente = "0317", wet = "jw", fact = "P-002" }]
        [[tariffs]]
        valid_from = 2021-01-01
        rows = [
          { code = "02A03", cat = "02", wet = "wmo", per = "uur", amount = "57.51" },
          { code = "10A37", cat = "10", wet = "wmo", per = "uur", amount = "57.51" },
          { code = "07A14", cat = "07", wet = "wmo", per = "uur", amount = "9.19" },
          { code = "40A04", cat = "40", wet = "jw", per = "uur", amount = "55.91" },
        ]
        [[rule]]
        kind = "age_limit"
        code = ["07A14"]
        min_age = 18
        fact = "P-139"
        [[rule]]
        kind = "overlap_exclusion"
        code = ["10A37"]
        not_with = ["02A03"]
        granularity = "month"
        fact = "P-137"
        [[rule]]
        kind = "annual_client_cap"
        code = "10A37"
        amount = "16000.00"
        fact = "P-138"
    "#;

    fn gronden(gemeente: &str, agb: &str, domein: Domein, pas: impl Fn(&mut Aanvraag<'_>)) -> Vec<String> {
        let contracten = Contracten(vec![lees_tekst("p", TEKST).unwrap()]);
        let dossier = Dossier { domein, gemeente: gemeente.into(), aanbieder: agb.into() };
        let mut vraag = Aanvraag {
            dossier: &dossier,
            dag: bericht::datum("2022-06-01").unwrap(),
            code: None,
            eenheid: None,
            jaarbudget: None,
            geboren: None,
            lopend: &[],
        };
        pas(&mut vraag);
        let regel = |g: Grond| format!("{} {}", g.grond.code(), g.feit.unwrap_or_default());
        contracten.afwijsgronden(&vraag).into_iter().map(regel).collect()
    }

    #[test]
    fn each_ground_just_holds_and_just_does_not() {
        use Domein::{Ijw, Iwmo};
        let wmo = |pas: &dyn Fn(&mut Aanvraag<'_>)| gronden("0402", "99990001", Iwmo, |v| pas(v));
        assert_eq!(wmo(&|v| v.code = Some("02A03")), [""; 0]);
        assert_eq!(wmo(&|v| v.code = Some("02A99")), ["4 "]);
        // Of a gemeente without any contract nothing is known.
        assert_eq!(gronden("0363", "99990001", Iwmo, |v| v.code = Some("02A03")), [""; 0]);
        assert_eq!(gronden("0402", "99990009", Iwmo, |v| v.code = Some("02A03")), ["3 "]);
        assert_eq!(gronden("0402", "99990002", Iwmo, |v| v.code = Some("02A03")), ["4 "]);
        assert_eq!(gronden("0317", "99990001", Ijw, |v| v.code = Some("40A04")), ["4 P-002"]);
        assert_eq!(gronden("0402", "99990001", Ijw, |v| v.code = Some("40A04")), [""; 0]);
        let dag = |t| bericht::datum(t).unwrap();
        let weesp = |t| gronden("0457", "99990001", Iwmo, |v| (v.dag, v.code) = (dag(t), Some("02A03")));
        assert_eq!((weesp("2022-03-23"), weesp("2022-03-24")), (vec![], vec!["5 ".to_owned()]));
        let jaren = |t| wmo(&|v| (v.code, v.geboren) = (Some("07A14"), Some(dag(t))));
        assert_eq!((jaren("2004-06-01"), jaren("2004-06-02")), (vec![], vec!["9 P-139".to_owned()]));
        let naast = |lopend: &'static [&'static str]| wmo(&|v| (v.code, v.lopend) = (Some("10A37"), lopend));
        assert_eq!((naast(&["07A14"]), naast(&["02A03"])), (vec![], vec!["6 P-137".to_owned()]));
        let budget = |cent| wmo(&|v| (v.code, v.jaarbudget) = (Some("10A37"), Some(cent)));
        assert_eq!((budget(1_600_000), budget(1_600_001)), (vec![], vec!["2 P-138".to_owned()]));
        let eenheid = |e| wmo(&|v| (v.code, v.eenheid) = (Some("02A03"), Some(e)));
        assert_eq!((eenheid(Eenheid::Uur), eenheid(Eenheid::Etmaal)), (vec![], vec!["4 ".to_owned()]));
    }
}
