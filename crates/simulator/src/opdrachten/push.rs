//! Sending one message to a gateway.

use std::fs;

use bytes::Bytes;
use keten::push::{ClientInstellingen, Poging};
use keten::tls::{ClientTls, Identiteit};
use serde_json::json;
use simulator::verstuur::{Zending, client, verstuur};

use super::{Fout, druk_af, runtime};
use crate::cli::PushArgs;

/// Sends it once and shows the answer: 1 when it was refused for good, 2 when trying again may help.
pub fn push(args: &PushArgs) -> Result<bool, Fout> {
    let payload = fs::read(&args.bestand).map_err(|source| Fout::Bestand { pad: args.bestand.clone(), source })?;
    let identiteit = Identiteit { certificaat: args.cert.clone(), sleutel: args.key.clone() };
    let tls = ClientTls { ca: args.ca.clone(), identiteit: Some(identiteit) };
    let client = client(&args.url, &tls, ClientInstellingen::default())?;
    let (metadata, poging) = runtime()?.block_on(verstuur(&client, &zending(args), Bytes::from(payload)))?;

    let referentie = &metadata.referentiegegevens;
    let (uitkomst, reden) = match &poging {
        Poging::Afgeleverd => ("afgeleverd", None),
        Poging::Definitief { reden, .. } => ("geweigerd", Some(reden.clone())),
        Poging::Opnieuw { reden, .. } => ("opnieuw", Some(reden.clone())),
    };
    if args.json {
        druk_af(&json!({ "uitkomst": uitkomst, "reden": reden, "metadata": metadata.as_ref() }).to_string())?;
    } else {
        druk_af(&format!("traceerId     {}", referentie.traceer_id))?;
        druk_af(&format!("conversatieId {}", referentie.conversatie_id))?;
        druk_af(&format!("answer        {}", reden.as_deref().unwrap_or("HTTP 204: taken")))?;
    }
    match poging {
        Poging::Afgeleverd => Ok(true),
        Poging::Definitief { .. } => Ok(false),
        Poging::Opnieuw { reden, .. } => Err(Fout::Opnieuw(reden)),
    }
}

fn zending(args: &PushArgs) -> Zending {
    Zending {
        afzender: args.afzender.clone(),
        rol_afzender: args.rol_afzender.clone(),
        geadresseerde: args.geadresseerde.clone(),
        rol_geadresseerde: args.rol_geadresseerde.clone(),
        berichttype: args.berichttype.clone(),
        versie: Some(args.versie),
        actie: Some(args.actie.clone()),
        conversatie_id: args.conversatie_id,
        traceer_id: args.traceer_id,
        als_antwoord_op: args.als_antwoord_op,
        referentie_id: args.referentie.clone(),
    }
}
