//! What the contracts between two parties say in a period, each with the days on which it holds: of a line, a start or a
//! toewijzing only the rules count that are in force on its own day.

use std::collections::HashMap;
use std::iter::once;
use std::rc::Rc;

use bericht::{Datum, Dossier, Eenheid, Periode};
use contract::model::{Bereik, Contractregel};
use contract::reken::Vierweken;
use contract::{Contract, Contracten, Prijsafspraak};
use dossier::ToewijzingVersie;
use regels::reken::{bedrag_minuten, maximum_termijn};

/// A contract, or one of several that share an id, as it holds between the parties of a dossier.
#[derive(Debug, Clone)]
pub(crate) struct Versie<'c> {
    pub(crate) contract: &'c Contract,
    dossier: Dossier,
}

impl<'c> Versie<'c> {
    pub(crate) fn geldt(&self, dag: Datum) -> bool {
        self.contract.geldt(&self.dossier, dag)
    }

    /// Whether the gemeente buys a product by it, as far as it does not say otherwise.
    pub(crate) fn koopt(&self, code: Option<&str>) -> bool {
        self.contract.uitgesloten(&self.dossier, code).is_none()
    }

    /// Whether a line falls under it, by its first day and ProductCode.
    pub(crate) fn omvat(&self, dag: Datum, code: &str) -> bool {
        self.geldt(dag) && self.koopt(Some(code))
    }

    /// The first day from this one on; none when it no longer holds.
    pub(crate) fn vanaf(&self, dag: Datum) -> Option<Datum> {
        let later = self.termijnen().filter_map(|termijn| termijn.van).filter(|van| *van > dag);
        once(dag).chain(later).filter(|dag| self.geldt(*dag)).min()
    }

    /// The last day up to this one; none when it does not hold yet.
    fn tot(&self, dag: Datum) -> Option<Datum> {
        let eerder = self.termijnen().filter_map(|termijn| termijn.tot).filter(|tot| *tot < dag);
        once(dag).chain(eerder).filter(|dag| self.geldt(*dag)).max()
    }

    /// The terms of contract, gemeente and aanbieder: only at an end of one of these it begins or ceases to hold.
    fn termijnen(&self) -> impl Iterator<Item = &'c Bereik> {
        let Versie { contract, dossier } = self;
        let gemeenten = contract.gemeenten.iter().filter(|(code, _)| *code == dossier.gemeente).map(|(_, t)| t);
        let aanbieders = contract.aanbieders.iter().filter(|(agb, ..)| *agb == dossier.aanbieder).map(|(_, t, _)| t);
        once(&contract.termijn).chain(gemeenten).chain(aanbieders)
    }

    fn van_soort(&self, soort: &str) -> impl Iterator<Item = &'c Contractregel> {
        self.contract.regels.iter().filter(move |regel| regel.soort.naam == soort)
    }

    /// The periods of four weeks, where it has them.
    pub(crate) fn rooster(&self) -> Option<Vierweken> {
        self.contract.declaratie.anker.map(|anker| Vierweken { anker })
    }
}

/// The versions of one contract that hold on a day of a period. What counts over a period (amounts, numbers, shares) counts
/// over all of them together, by the rules of the last.
#[derive(Debug, Clone)]
pub(crate) struct Reeks<'c> {
    versies: Vec<Versie<'c>>,
    /// Day up to which the period has passed.
    tot: Datum,
}

impl<'c> Reeks<'c> {
    pub(crate) fn id(&self) -> &'c str {
        self.versies.first().map_or("", |versie| versie.contract.id.as_str())
    }

    pub(crate) fn geldt(&self, dag: Datum) -> bool {
        self.versies.iter().any(|versie| versie.geldt(dag))
    }

    /// Whether a line falls under the contract, by its first day and ProductCode.
    pub(crate) fn omvat(&self, dag: Datum, code: &str) -> bool {
        self.versies.iter().any(|versie| versie.omvat(dag, code))
    }

    /// Whether a toewijzing falls under the contract, by a day and the ProductCode that it has, if any.
    pub(crate) fn omvat_toewijzing(&self, dag: Datum, code: Option<&str>) -> bool {
        self.versies.iter().any(|versie| versie.geldt(dag) && versie.koopt(code))
    }

    /// The first rule of a kind that holds on a day for a product.
    pub(crate) fn op(&self, soort: &str, dag: Datum, code: Option<&str>) -> Option<&'c Contractregel> {
        let geldend = self.versies.iter().filter(|versie| versie.geldt(dag) && versie.koopt(code));
        geldend.flat_map(|versie| versie.van_soort(soort)).next()
    }

    /// The rules of a kind that held last in the period.
    pub(crate) fn van_soort(&self, soort: &str) -> impl Iterator<Item = &'c Contractregel> {
        let laatste = laatste(self.versies.iter(), soort, None, self.tot);
        laatste.into_iter().flat_map(move |(_, versie)| versie.van_soort(soort))
    }

    /// The first of these.
    pub(crate) fn regel(&self, soort: &str) -> Option<&'c Contractregel> {
        self.van_soort(soort).next()
    }

    /// All versions.
    pub(crate) fn versies(&self) -> &[Versie<'c>] {
        &self.versies
    }
}

/// The version that has a rule of a kind and held last, with the last day on which it did. Of several the first counts.
fn laatste<'a, 'c: 'a>(
    versies: impl Iterator<Item = &'a Versie<'c>>,
    soort: &str,
    code: Option<&str>,
    tot: Datum,
) -> Option<(Datum, &'a Versie<'c>)> {
    let met_regel = versies.filter(|versie| versie.koopt(code) && versie.van_soort(soort).next().is_some());
    let met_dag = met_regel.filter_map(|versie| Some((versie.tot(tot)?, versie)));
    met_dag.reduce(|eerste, ander| if ander.0 > eerste.0 { ander } else { eerste })
}

/// What holds in one dossier in a period. Contracts that the gemeente excludes altogether are not there.
#[derive(Debug, Clone)]
pub(crate) struct Dossierafspraken<'c> {
    pub(crate) reeksen: Vec<Reeks<'c>>,
    tot: Datum,
}

impl<'c> Dossierafspraken<'c> {
    /// The contracts that hold on a day of the period; `dag` is the day up to which it has passed.
    pub(crate) fn van(contracten: &'c Contracten, dossier: &Dossier, periode: Periode, dag: Datum) -> Self {
        // Not clamp, which panics on a period that ends before it begins.
        let tot = dag.min(periode.eind).max(periode.begin);
        let mut uit = Self { reeksen: Vec::new(), tot };
        for contract in &contracten.0 {
            let versie = Versie { contract, dossier: dossier.clone() };
            if !versie.koopt(None) || versie.vanaf(periode.begin).is_none_or(|dag| dag > periode.eind) {
                continue;
            }
            match uit.reeksen.iter_mut().find(|reeks| reeks.id() == contract.id) {
                Some(reeks) => reeks.versies.push(versie),
                None => uit.reeksen.push(Reeks { versies: vec![versie], tot }),
            }
        }
        uit
    }

    /// Whether nothing was agreed.
    pub(crate) fn is_leeg(&self) -> bool {
        self.versies().all(|versie| versie.contract.regels.is_empty())
    }

    /// Every version of every contract.
    pub(crate) fn versies(&self) -> impl Iterator<Item = &Versie<'c>> {
        self.reeksen.iter().flat_map(|reeks| &reeks.versies)
    }

    /// The first rule of a kind that holds on a day for a product.
    pub(crate) fn op(&self, soort: &str, dag: Datum, code: Option<&str>) -> Option<&'c Contractregel> {
        self.reeksen.iter().find_map(|reeks| reeks.op(soort, dag, code))
    }

    /// The first rule of a kind for a product that held last in the period: what a figure over the period is held against.
    pub(crate) fn laatste(&self, soort: &str, code: Option<&str>) -> Option<&'c Contractregel> {
        let (_, versie) = laatste(self.versies(), soort, code, self.tot)?;
        versie.van_soort(soort).next()
    }

    /// The rules of a kind that hold on the last day on which there is one: of contracts that follow each other the last.
    pub(crate) fn slot(&self, soort: &str) -> Vec<&'c Contractregel> {
        let Some((dag, _)) = laatste(self.versies(), soort, None, self.tot) else { return Vec::new() };
        let geldend = self.versies().filter(|versie| versie.geldt(dag));
        geldend.flat_map(|versie| versie.van_soort(soort)).collect()
    }
}

/// The rules between the parties of a dossier, looked up once per dossier.
pub(crate) struct Afspraken<'c> {
    contracten: &'c Contracten,
    periode: Periode,
    dag: Datum,
    per_dossier: HashMap<Dossier, Rc<Dossierafspraken<'c>>>,
}

impl<'c> Afspraken<'c> {
    /// About a period that has passed up to `dag`.
    pub(crate) fn nieuw(contracten: &'c Contracten, periode: Periode, dag: Datum) -> Self {
        Self { contracten, periode, dag, per_dossier: HashMap::new() }
    }

    pub(crate) fn van(&mut self, dossier: &Dossier) -> Rc<Dossierafspraken<'c>> {
        if let Some(bekend) = self.per_dossier.get(dossier) {
            return Rc::clone(bekend);
        }
        let afspraken = Rc::new(Dossierafspraken::van(self.contracten, dossier, self.periode, self.dag));
        self.per_dossier.insert(dossier.clone(), Rc::clone(&afspraken));
        afspraken
    }
}

/// What a toewijzing is worth in eurocent over its term: its Budget, else the volume that its Omvang allows at the tariff
/// that is certain on its Ingangsdatum. None when it is open-ended without a Budget, or has neither.
pub(crate) fn waarde(contracten: &Contracten, dossier: &Dossier, versie: &ToewijzingVersie) -> Option<i64> {
    if versie.budget.is_some() {
        return versie.budget;
    }
    let (omvang, eind) = (versie.omvang?, versie.einddatum?);
    let code = versie.product.as_ref()?.code.as_deref()?;
    let volume = maximum_termijn(versie, &omvang, eind).volume;
    if omvang.eenheid == Eenheid::Euro {
        return Some(volume);
    }
    let Prijsafspraak::Tarieven(tarieven) = contracten.prijs(dossier, code, versie.nummer, versie.ingangsdatum) else {
        return None;
    };
    tarieven.into_iter().find_map(|tarief| match (tarief.per, omvang.eenheid) {
        // The most of an Omvang in hours is counted in minutes.
        (Eenheid::Uur, Eenheid::Uur | Eenheid::Minuut) => Some(bedrag_minuten(tarief.cent, volume)),
        (per, eenheid) if per == eenheid && eenheid != Eenheid::Uur => tarief.cent.checked_mul(volume),
        _ => None,
    })
}

/// The calendar months that a period touches.
pub(crate) fn maanden(periode: Periode) -> Vec<Periode> {
    let mut uit = Vec::new();
    let mut dag: Datum = periode.begin;
    while dag <= periode.eind {
        let Some(maand) = contract::reken::maand(dag) else { break };
        let Some(volgende) = maand.eind.succ_opt() else { break };
        uit.push(maand);
        dag = volgende;
    }
    uit
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)] // tests may fail loudly
mod tests {
    use bericht::{Domein, datum};

    use super::*;

    const TEKST: &str = r#"
        [contract]
        id = "p"
        wetten = ["jw"]
        valid_from = 2026-01-05
        valid_until = 2026-03-20
        gemeenten = [
          { code = "0344", valid_from = 2026-01-10, valid_until = 2026-01-20 },
          { code = "0344", valid_from = 2026-02-10 },
        ]
        aanbieders = [{ agb = "99990011", valid_from = 2026-01-15, valid_until = 2026-03-10 }, "99990022"]
    "#;

    /// A contract can hold in pieces; its first and last days are those that a walk over all days finds.
    #[test]
    fn first_and_last_days() {
        let contracten = Contracten(vec![contract::lees_tekst("p", TEKST).unwrap()]);
        let van = datum("2025-12-28").unwrap();
        let dagen: Vec<Datum> = van.iter_days().take(100).collect();
        for agb in ["99990011", "99990022", "99990033"] {
            let dossier = Dossier { domein: Domein::Ijw, gemeente: "0344".into(), aanbieder: agb.into() };
            let versie = Versie { contract: contracten.0.first().unwrap(), dossier: dossier.clone() };
            let geldig: Vec<Datum> = dagen.iter().copied().filter(|dag| versie.geldt(*dag)).collect();
            for dag in &dagen {
                assert_eq!(versie.vanaf(*dag), geldig.iter().copied().find(|d| d >= dag), "{agb} from {dag}");
                assert_eq!(versie.tot(*dag), geldig.iter().copied().rfind(|d| d <= dag), "{agb} up to {dag}");
                let week = Periode { begin: *dag, eind: *dag + chrono::Days::new(6) };
                let hier = !Dossierafspraken::van(&contracten, &dossier, week, week.eind).reeksen.is_empty();
                assert_eq!(hier, geldig.iter().any(|d| week.bevat(*d)), "{agb} in the week of {dag}");
            }
        }
    }
}
