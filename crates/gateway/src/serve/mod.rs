//! `serve`: the daemon. Loads everything, opens the store, binds, prints where things are, and runs until a signal.

mod beveiliging;
mod herlezen;
mod keur;
mod logboek;
mod opbouw;
mod verloop;

use std::sync::Arc;
use std::time::Duration;

use dienst::{Poort, verwerking};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::JoinHandle;

use crate::cli::ServeArgs;
use crate::configuratie::{self, Configuratie};
use crate::einde::{Einde, Fout};
use crate::uitvoer;
pub use beveiliging::{Certificaat, nu};
pub use keur::keur;
use opbouw::{Deuren, Draaiend};

/// How long deliveries under way get when the daemon stops; what is left is made again at the next start.
const AFRONDEN: Duration = Duration::from_secs(20);

/// Runs the daemon.
pub fn serve(args: &ServeArgs, config: Option<&std::path::Path>) -> Result<Einde, Fout> {
    let configuratie = laad(args, config)?;
    logboek::begin(configuratie.logvorm, configuratie.logniveau);
    // Everything that can be wrong is found before the first address is bound.
    let poort = opbouw::poort(&configuratie, args.today)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|source| Fout::Dienst(dienst::DienstFout::Start(source)))?;
    let einde = runtime.block_on(draai(args, config, configuratie, &poort));
    // Blocking work that is still running has nobody to answer any more.
    runtime.shutdown_timeout(Duration::from_secs(1));
    einde
}

/// The configuration with what the command line sets over it.
fn laad(args: &ServeArgs, config: Option<&std::path::Path>) -> Result<Configuratie, Fout> {
    let mut configuratie = configuratie::laad(config)?;
    if let Some(data) = &args.data {
        configuratie.data.clone_from(data);
    }
    Ok(configuratie)
}

async fn draai(
    args: &ServeArgs,
    config: Option<&std::path::Path>,
    configuratie: Configuratie,
    poort: &Arc<Poort>,
) -> Result<Einde, Fout> {
    // Before the first acknowledgement, so that no signal meets the default action.
    let mut signalen = Signalen::vang()?;
    let deuren = Deuren::open(&configuratie).await?;
    let werkers = verwerking::start(poort, configuratie.werkers)?;
    let mut draaiend = Draaiend::start(poort, &configuratie, deuren)?;
    // The file of the start must still be there when it is read again: without it the defaults would go into force.
    let bestand = configuratie.bestand.clone();
    for regel in draaiend.waar_wat_is(&configuratie) {
        uitvoer::regel(&regel)?;
    }
    uitvoer::klaar()?;
    tracing::info!(wachtend = poort.wachtrij.lengte(), "serving");

    // Its first tick comes at once.
    let mut ronde = tokio::time::interval(verloop::RONDE);
    let nood = loop {
        tokio::select! {
            () = poort.noodstop.cancelled() => break true,
            _ = signalen.term.recv() => break false,
            _ = signalen.int.recv() => break false,
            _ = signalen.hup.recv() => {
                let gelezen = laad(args, config.or(bestand.as_deref()));
                herlezen::meld(gelezen.and_then(|nieuw| draaiend.herlees(poort, &nieuw)));
                draaiend.bewaak_certificaten(poort);
            }
            _ = ronde.tick() => draaiend.bewaak_certificaten(poort),
        }
    };

    tracing::info!("stopping: nothing new is taken in, what runs is finished");
    poort.stop.cancel();
    poort.wachtrij.stop();
    rond_af(draaiend.taken).await;
    let klaar = tokio::task::spawn_blocking(move || werkers.into_iter().all(|werker| werker.join().is_ok())).await;
    if !matches!(klaar, Ok(true)) {
        tracing::error!("a worker ended unexpectedly");
    }
    if nood { Err(Fout::Noodstop) } else { Ok(Einde::Goed) }
}

/// Gives the tasks their time; the listeners and the delivery keep to their own limits.
async fn rond_af(taken: Vec<JoinHandle<()>>) {
    for taak in taken {
        let afbreken = taak.abort_handle();
        if tokio::time::timeout(AFRONDEN, taak).await.is_err() {
            afbreken.abort();
        }
    }
}

/// The signals that the daemon listens to.
struct Signalen {
    term: Signal,
    int: Signal,
    hup: Signal,
}

impl Signalen {
    fn vang() -> Result<Self, Fout> {
        let op = |kind| signal(kind).map_err(|source| Fout::Dienst(dienst::DienstFout::Start(source)));
        Ok(Self {
            term: op(SignalKind::terminate())?,
            int: op(SignalKind::interrupt())?,
            hup: op(SignalKind::hangup())?,
        })
    }
}
