//! Listening until interrupted.

use std::path::Path;

use keten::tls::Identiteit;
use serde_json::json;
use simulator::pki::Geldigheid;
use simulator::{BijHerhaling, Opties, Simulator, SimulatorFout, TlsBron};
use tokio::signal::unix::{SignalKind, signal};

use super::{Fout, druk_af, runtime};
use crate::cli::StartArgs;

/// Starts a simulator, says where things are, and waits.
pub fn start(args: &StartArgs) -> Result<bool, Fout> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(args.log).with_target(false).init();
    runtime()?.block_on(async {
        let simulator = Simulator::start(opties(args)).await?;
        let mut clienten = Vec::new();
        for cn in &args.client {
            let pki = simulator.pki().ok_or(keten::tls::TlsFout::GeenClientCertificaat { doel: simulator.url() });
            let pki = pki.map_err(SimulatorFout::from)?;
            clienten.push(pki.client(cn, Geldigheid::Nu).map_err(SimulatorFout::from)?);
        }
        // Before the addresses are told, so that no signal meets the default action.
        let op = |kind| signal(kind).map_err(Fout::Runtime);
        let (mut term, mut interrupt) = (op(SignalKind::terminate())?, op(SignalKind::interrupt())?);
        toon_plekken(args, &simulator, &clienten)?;
        tokio::select! {
            _ = term.recv() => {}
            _ = interrupt.recv() => {}
        }
        simulator.stop().await;
        Ok(true)
    })
}

fn opties(args: &StartArgs) -> Opties {
    let tls = match (&args.cert, &args.key, &args.client_ca, &args.pki) {
        (Some(certificaat), Some(sleutel), Some(client_ca), _) => TlsBron::Bestanden {
            server: Identiteit { certificaat: certificaat.clone(), sleutel: sleutel.clone() },
            client_ca: client_ca.clone(),
        },
        (_, _, _, Some(map)) => TlsBron::Map(map.clone()),
        _ => TlsBron::Eigen,
    };
    Opties {
        adres: args.adres,
        beheer: Some(args.beheer),
        tls,
        namen: args.naam.clone(),
        map: args.map.clone(),
        xsd: args.xsd,
        max_bytes: args.max_bytes,
        antwoord_verplicht: args.antwoord_verplicht.clone(),
        bij_herhaling: if args.brs114 { BijHerhaling::Brs114 } else { BijHerhaling::Opnieuw204 },
        fouten: args.fout.clone(),
    }
}

fn toon_plekken(args: &StartArgs, simulator: &Simulator, clienten: &[Identiteit]) -> Result<(), Fout> {
    let ca = simulator.pki().map(|pki| pki.ca().display().to_string());
    let beheer = simulator.beheer().map(|adres| format!("http://{adres}"));
    let paren: Vec<(String, String)> = clienten.iter().map(|id| (toon(&id.certificaat), toon(&id.sleutel))).collect();
    if args.json {
        let clienten: Vec<_> = paren.iter().map(|(cert, key)| json!({ "cert": cert, "key": key })).collect();
        let plekken = json!({
            "url": simulator.url(), "adres": simulator.adres(), "beheer": beheer, "ca": ca, "clienten": clienten
        });
        return druk_af(&plekken.to_string());
    }
    druk_af(&format!("endpoint     {}", simulator.url()))?;
    druk_af(&format!("control API  {}", beheer.unwrap_or_default()))?;
    if let Some(ca) = ca {
        druk_af(&format!("authority    {ca}"))?;
    }
    paren.iter().try_for_each(|(cert, key)| druk_af(&format!("client       {cert} {key}")))
}

fn toon(pad: &Path) -> String {
    pad.display().to_string()
}
