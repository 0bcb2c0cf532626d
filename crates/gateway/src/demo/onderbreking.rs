//! Ctrl-C and the signals like it: the demo then ends through its own clearing up, and leaves no folder with keys.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};

use crate::einde::Fout;

/// What asks a program to end.
const SIGNALEN: [SignalKind; 4] =
    [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup(), SignalKind::quit()];

/// Number of the signal that came, 0 before that.
#[derive(Clone, Default)]
pub struct Onderbreking(Arc<AtomicU8>);

impl Onderbreking {
    /// From here on such a signal is only noted; whoever works must look for it.
    pub fn vang(&self, runtime: &Runtime) -> Result<(), Fout> {
        let _binnen = runtime.enter();
        for soort in SIGNALEN {
            let mut signaal = signal(soort).map_err(|source| Fout::Dienst(dienst::DienstFout::Start(source)))?;
            let nummer = u8::try_from(soort.as_raw_value()).unwrap_or_default();
            let gezien = Arc::clone(&self.0);
            runtime.spawn(async move {
                if signaal.recv().await.is_some() {
                    gezien.store(nummer, Ordering::Relaxed);
                }
            });
        }
        Ok(())
    }

    /// An error once a signal came.
    pub fn kijk(&self) -> Result<(), Fout> {
        match self.0.load(Ordering::Relaxed) {
            0 => Ok(()),
            nummer => Err(Fout::Afgebroken(nummer)),
        }
    }
}
