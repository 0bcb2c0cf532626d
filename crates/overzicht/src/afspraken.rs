//! What the contracts between two parties say in a period.

use bericht::{Dossier, Periode};
use contract::Contracten;
use contract::model::Contractregel;

/// The rules of contracts in force on the first or last day of a period, each contract once.
pub(crate) fn regels(contracten: &Contracten, dossier: &Dossier, periode: Periode) -> Vec<Contractregel> {
    let geldt = |contract: &&contract::Contract| {
        contract.geldt(dossier, periode.begin) || contract.geldt(dossier, periode.eind)
    };
    contracten.0.iter().filter(geldt).flat_map(|contract| contract.regels.iter().cloned()).collect()
}
