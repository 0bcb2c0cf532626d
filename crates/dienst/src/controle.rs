//! A check beforehand: all levels against the dossier as it is now; nothing of the message is kept but that it was asked.

use dossier::{Richting, Stand};
use pipeline::{Melding, Omgezet, Oordeel, Opdracht, Signaalregel, Uitkomst, lees, proef};
use serde::Serialize;

use crate::fout::DienstFout;
use crate::meting::Aangeboden;
use crate::ontvangst::{Aanbod, Afgewezen, laat_toe, meld_afgewezen, noteer};
use crate::poort::Poort;
use crate::verzenden;

/// What would become of the message.
#[derive(Debug, Serialize)]
pub struct Controle {
    /// Number of the record of this check.
    pub ontvangst: String,
    /// Which way it would go.
    pub richting: Richting,
    /// What would become of it.
    pub uitkomst: Uitkomst,
    /// Level that decides.
    pub niveau: Option<u8>,
    /// Findings.
    pub bevindingen: Vec<Melding>,
    /// Signals.
    pub signalen: Vec<Signaalregel>,
    /// Rules that are not built.
    pub niet_getoetst: Vec<&'static str>,
}

/// Checks a message: one to a local party as it would be judged, one to a party elsewhere as it would be sent.
///
/// # Errors
/// As for intake: the sender must have the right to send it, and level 1 must have no objection.
pub fn controleer(poort: &Poort, aanbod: &Aanbod) -> Result<Controle, Afgewezen> {
    beproef(poort, aanbod).inspect_err(|afgewezen| meld_afgewezen(poort, aanbod.deur, afgewezen))
}

fn beproef(poort: &Poort, aanbod: &Aanbod) -> Result<Controle, Afgewezen> {
    let keten = poort.keten();
    let omgezet = Omgezet::default();
    let gelezen = lees(&aanbod.bytes, &omgezet, &keten);
    let toegelaten = laat_toe(poort, &keten, &gelezen, aanbod)?;
    let opdracht = Opdracht {
        bytes: &aanbod.bytes,
        id: toegelaten.id,
        peildatum: toegelaten.peildatum,
        waarom: true,
        gelezen: Some(&gelezen),
    };
    let (oordeel, niet_getoetst) = match toegelaten.richting {
        Richting::Uit => (verzenden::proef(poort, &keten, &opdracht)?, Vec::new()),
        Richting::In | Richting::Intern => {
            let verwerkt = proef(&opdracht, &keten, poort.store.as_ref(), &poort.hasher).map_err(DienstFout::from)?;
            (verwerkt.oordeel, verwerkt.not_checked)
        }
    };
    let Oordeel { outcome, level, findings, signals, .. } = oordeel;
    let record = toegelaten.record(aanbod, Stand::Gecontroleerd, None);
    let ontvangst = noteer(poort, record, &findings)?;
    poort.meting.aangeboden.get_or_create(&Aangeboden { deur: "controle", uitkomst: "gecontroleerd" }).inc();
    tracing::info!(%ontvangst, "checked beforehand");
    Ok(Controle {
        ontvangst: ontvangst.0,
        richting: toegelaten.richting,
        uitkomst: outcome,
        niveau: level,
        bevindingen: findings,
        signalen: signals,
        niet_getoetst,
    })
}
