//! `POST /v1/controle`: all levels against the dossier as it is now; nothing of the message is kept.

use axum::Json;
use axum::extract::{Extension, Request, State};
use dossier::Deur;
use governor::clock::{Clock, DefaultClock};

use super::Staat;
use super::berichten::{Gelezen, blokkerend, lees_bericht};
use super::probleem::Probleem;
use super::toegang::Houder;
use crate::controle::{Controle, controleer as controleer_bericht};
use crate::ontvangst::Aanbod;
use crate::partijen::Indiener;
use crate::weigering::Weigering;

/// Checks a message beforehand.
pub(super) async fn controleer(
    State(staat): State<Staat>,
    Extension(Houder(codes)): Extension<Houder>,
    request: Request,
) -> Result<Json<Controle>, Probleem> {
    // Per holder of a token: its parties together.
    let wie: Vec<&str> = codes.iter().map(String::as_str).collect();
    if let Err(te_vroeg) = staat.controles.check_key(&wie.join(" ")) {
        let wacht = te_vroeg.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
        return Err(Weigering::TeVaak { wacht }.into());
    }
    let (kop, body) = request.into_parts();
    let Gelezen { bytes, plaats } = lees_bericht(&staat.poort, &kop.headers, body).await?;
    let aanbod = Aanbod {
        bytes,
        deur: Deur::Controle,
        indiener: Indiener::Partijen(codes),
        idempotentie: None,
        naam: None,
        vsp: None,
        vrijgave: false,
    };
    let poort = staat.poort;
    let werk = move || {
        let _plaats = plaats;
        controleer_bericht(&poort, &aanbod)
    };
    Ok(Json(blokkerend(werk).await??))
}
