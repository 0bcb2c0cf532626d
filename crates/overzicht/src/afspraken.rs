//! What the contracts between two parties say in a period.

use std::collections::HashMap;
use std::rc::Rc;

use bericht::{Datum, Dossier, Eenheid, Periode};
use contract::model::Contractregel;
use contract::reken::Vierweken;
use contract::{Contract, Contracten, Prijsafspraak};
use dossier::ToewijzingVersie;
use regels::reken::{bedrag_minuten, maximum_termijn};

/// The contracts in force on the first or last day of a period, each once.
pub(crate) fn contracten<'c>(contracten: &'c Contracten, dossier: &Dossier, periode: Periode) -> Vec<&'c Contract> {
    let geldt = |contract: &&Contract| contract.geldt(dossier, periode.begin) || contract.geldt(dossier, periode.eind);
    contracten.0.iter().filter(geldt).collect()
}

/// The rules of contracts in force on the first or last day of a period, each contract once.
pub(crate) fn regels(alle: &Contracten, dossier: &Dossier, periode: Periode) -> Vec<Contractregel> {
    contracten(alle, dossier, periode).iter().flat_map(|contract| contract.regels.iter().cloned()).collect()
}

/// The rules between the parties of a dossier, looked up once per dossier.
pub(crate) struct Afspraken<'c> {
    contracten: &'c Contracten,
    periode: Periode,
    per_dossier: HashMap<Dossier, Rc<Dossierafspraken>>,
}

/// What holds in one dossier.
#[derive(Debug, Default)]
pub(crate) struct Dossierafspraken {
    pub(crate) regels: Vec<Contractregel>,
    /// The periods of four weeks, where a contract has them.
    pub(crate) rooster: Option<Vierweken>,
}

impl<'c> Afspraken<'c> {
    pub(crate) fn nieuw(contracten: &'c Contracten, periode: Periode) -> Self {
        Self { contracten, periode, per_dossier: HashMap::new() }
    }

    pub(crate) fn van(&mut self, dossier: &Dossier) -> Rc<Dossierafspraken> {
        if let Some(bekend) = self.per_dossier.get(dossier) {
            return Rc::clone(bekend);
        }
        let anker = contracten(self.contracten, dossier, self.periode).iter().find_map(|c| c.declaratie.anker);
        let afspraken = Rc::new(Dossierafspraken {
            regels: regels(self.contracten, dossier, self.periode),
            rooster: anker.map(|anker| Vierweken { anker }),
        });
        self.per_dossier.insert(dossier.clone(), Rc::clone(&afspraken));
        afspraken
    }
}

impl Dossierafspraken {
    /// The first rule of a kind.
    pub(crate) fn regel(&self, soort: &str) -> Option<&Contractregel> {
        self.regels.iter().find(|regel| regel.soort.naam == soort)
    }

    /// The rules of a kind.
    pub(crate) fn van_soort<'s>(&'s self, soort: &'s str) -> impl Iterator<Item = &'s Contractregel> {
        self.regels.iter().filter(move |regel| regel.soort.naam == soort)
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
