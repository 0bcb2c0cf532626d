//! The line in the ledger of one request: written once, whatever happens.

use std::sync::Arc;

use crate::ledger::Ledgerregel;
use crate::staat::Staat;

/// An open line; one that is dropped was broken off by the other side or by the end of the simulator.
pub(super) struct Boeking {
    staat: Arc<Staat>,
    regel: Ledgerregel,
    gesloten: bool,
}

impl Boeking {
    pub fn open(staat: Arc<Staat>, certificaat: Option<String>) -> Self {
        let nummer = staat.nummer();
        Self { staat, regel: Ledgerregel { nummer, ..Ledgerregel::nieuw(certificaat) }, gesloten: false }
    }

    pub fn regel(&mut self) -> &mut Ledgerregel {
        &mut self.regel
    }

    /// Writes the line, before the answer goes out.
    pub fn sluit(mut self, antwoord: String) {
        self.schrijf(antwoord);
    }

    fn schrijf(&mut self, antwoord: String) {
        self.gesloten = true;
        let regel = Ledgerregel { antwoord, ..std::mem::take(&mut self.regel) };
        let traceer_id = regel.traceer_id.map(|id| id.to_string()).unwrap_or_default();
        tracing::info!(
            nummer = regel.nummer,
            traceer_id,
            bytes = regel.bytes.unwrap_or_default(),
            fout = regel.fout.as_deref().unwrap_or("-"),
            opgeslagen = regel.opgeslagen,
            antwoord = regel.antwoord,
            "push"
        );
        self.staat.boek(regel);
    }
}

impl Drop for Boeking {
    fn drop(&mut self) {
        if !self.gesloten {
            self.schrijf("afgebroken".to_owned());
        }
    }
}
