//! TR019: A start or stop refers to a known, not deleted toewijzing, unless taakgericht.

use bericht::{Datum, Product};
use contract::Uitvoering;
use schema::tree::NodeId;

use crate::moment::Omgeving;
use crate::prelude::*;
use crate::regels::actueel::onbekend_onder;
use crate::regels::vorm::reden;
use crate::register::Bekend;
use crate::spoor;

/// What people read about this rule.
const UITLEG: &str = "Een start of stop noemt een toewijzing die voor deze cliënt bekend is en niet is verwijderd. Alleen bij \
    taakgerichte uitvoering mag het ToewijzingNummer ontbreken.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Zonder contractgegevens wordt een ontbrekend ToewijzingNummer aanvaard, met een signaal.";

/// A start or stop refers to a known, not deleted toewijzing, unless taakgericht. Source: TR019
pub static TR019: Regel = Regel {
    id: "TR019",
    niveau: 3,
    retourcode: Some("9019"),
    standaarden: Standaarden::Beide,
    berichten: &[S305, S307],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::StartNieuw(start), Moment::StopNieuw(stop)],
};

fn start(toets: &StartToets<'_>, meld: &mut Meldingen) {
    let start = toets.start;
    controleer(
        start.nummer,
        start.product.as_ref(),
        start.begindatum,
        start.node,
        (toets.bekend, toets.omgeving),
        meld,
    );
}

fn stop(toets: &StopToets<'_>, meld: &mut Meldingen) {
    let stop = toets.stop;
    controleer(stop.nummer, stop.product.as_ref(), stop.begindatum, stop.node, (toets.bekend, toets.omgeving), meld);
}

fn controleer(
    nummer: Option<u32>,
    product: Option<&Product>,
    dag: Datum,
    node: NodeId,
    (bekend, omgeving): (Bekend<'_>, &Omgeving<'_>),
    meld: &mut Meldingen,
) {
    if let Some(nummer) = nummer {
        match bekend.register.geldig.get(&nummer) {
            None => {
                let spoor = onbekend_onder(bekend.register.geldig.len());
                meld.fout(node, "de toewijzing is voor deze cliënt niet bekend", spoor);
            }
            Some(toewijzing) if toewijzing.is_verwijderd() => meld.fout(
                node,
                "de toewijzing is verwijderd",
                op_versie(toewijzing, &bekend.feit.toewijzingen).vergelijk(
                    "RedenWijziging",
                    reden(toewijzing),
                    Moet::Differ,
                    reden(toewijzing),
                ),
            ),
            Some(_) => {}
        }
        return;
    }
    let code = product.and_then(|p| p.code.as_deref()).unwrap_or_default();
    match omgeving.contracten.uitvoering(omgeving.dossier, code, dag) {
        Some(Uitvoering::PerEenheid) => {
            meld.fout(
                node,
                "ToewijzingNummer ontbreekt, terwijl het contract dit product niet taakgericht noemt",
                gegeven("ProductCode", spoor::code(code))
                    .gegeven("uitvoering volgens het contract", "per eenheid")
                    .vergelijk("ToewijzingNummer", gevuld(false), Moet::Equal, gevuld(true)),
            );
        }
        Some(Uitvoering::Taakgericht) => {}
        None => {
            meld.signaal("TR019", Some(node), "geen ToewijzingNummer; of dit product taakgericht is, is niet bekend");
        }
    }
}
