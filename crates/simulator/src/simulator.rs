//! A running simulator and its handle.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use keten::luister::{Instellingen, Luisteraar};
use keten::push::Grenzen;
use keten::tls::{ClientTls, Identiteit, TlsHandvat, server_config};
use keten::vsp::PAD;
use schema::SchemaSet;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::beheer::{self, Beheer};
use crate::dienst::{self, Dienst};
use crate::fout::SimulatorFout;
use crate::fouten::Fout;
use crate::inhoud::Keuring;
use crate::ledger::{Ledgerregel, Ontvangen};
use crate::pki::Pki;
use crate::staat::{BijHerhaling, Staat};

/// Where the certificates come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TlsBron {
    /// An authority of its own in a folder that disappears with the simulator.
    Eigen,
    /// An authority of its own in this folder; made when there is none.
    Map(PathBuf),
    /// Files made elsewhere.
    Bestanden {
        /// Certificate and key of the server.
        server: Identiteit,
        /// Authorities of clients.
        client_ca: PathBuf,
    },
}

/// How a simulator behaves. The default is what a test wants: any free port, certificates of its own, no files.
#[derive(Debug, Clone)]
pub struct Opties {
    /// Address of the endpoint.
    pub adres: SocketAddr,
    /// Address of the control API, on loopback; `None` for none.
    pub beheer: Option<SocketAddr>,
    /// Certificates.
    pub tls: TlsBron,
    /// Names that the own server certificate holds besides localhost.
    pub namen: Vec<String>,
    /// Folder for the messages that are taken in.
    pub map: Option<PathBuf>,
    /// Whether a payload must fit the schemas of this program (BRS13).
    pub xsd: bool,
    /// Largest payload in bytes (BRS06).
    pub max_bytes: u64,
    /// Berichttypen that must say what they answer (IB021).
    pub antwoord_verplicht: Vec<String>,
    /// What a message gets that is known already.
    pub bij_herhaling: BijHerhaling,
    /// Faults in force from the start.
    pub fouten: Vec<Fout>,
}

impl Default for Opties {
    fn default() -> Self {
        Self {
            adres: ([127, 0, 0, 1], 0).into(),
            beheer: None,
            tls: TlsBron::Eigen,
            namen: Vec::new(),
            map: None,
            xsd: false,
            max_bytes: 26_214_400,
            antwoord_verplicht: Vec::new(),
            bij_herhaling: BijHerhaling::default(),
            fouten: Vec::new(),
        }
    }
}

/// A running simulator. It ends when this is dropped; [`Simulator::stop`] also waits for that end.
pub struct Simulator {
    adres: SocketAddr,
    beheer: Option<SocketAddr>,
    pki: Option<Pki>,
    staat: Arc<Staat>,
    verkeer: Arc<Verkeer>,
    stop: CancellationToken,
    taken: Vec<JoinHandle<()>>,
    _map: Option<TempDir>,
}

impl Simulator {
    /// Starts one in the runtime of the caller. When this returns, it listens.
    ///
    /// # Errors
    /// [`SimulatorFout`].
    pub async fn start(opties: Opties) -> Result<Self, SimulatorFout> {
        if let Some(adres) = opties.beheer.filter(|adres| !adres.ip().is_loopback()) {
            return Err(SimulatorFout::Beheeradres { adres });
        }
        let (tls, pki, map) = tls(&opties)?;
        let staat = Arc::new(Staat::new(opties.map.clone()));
        opties.fouten.iter().for_each(|fout| staat.zet_fout(fout.clone()));
        let verkeer = Arc::new(Verkeer::default());
        let router = dienst::router(Arc::new(Dienst {
            staat: Arc::clone(&staat),
            verkeer: Arc::clone(&verkeer),
            keuring: Arc::new(keuring(&opties)?),
            grenzen: Grenzen { payload: opties.max_bytes, ..Grenzen::default() },
            bij_herhaling: opties.bij_herhaling,
        }));

        let luisteraar = Luisteraar::bind(opties.adres, Some(tls.clone()), instellingen()).await?;
        let adres = luisteraar.adres()?;
        // Both before anything runs, so that nothing is left behind when the second one cannot be had.
        let beheerder = match opties.beheer {
            Some(adres) => Some(Luisteraar::bind(adres, None, instellingen()).await?),
            None => None,
        };
        let beheeradres = beheerder.as_ref().map(Luisteraar::adres).transpose()?;
        let stop = CancellationToken::new();
        let eindpunt = Eindpunt { adres, tls, router, verkeer: Arc::clone(&verkeer), stop: stop.clone() };
        let mut taken = vec![tokio::spawn(eindpunt.draai(luisteraar))];
        if let Some(luisteraar) = beheerder {
            let router = beheer::router(Beheer { staat: Arc::clone(&staat), verkeer: Arc::clone(&verkeer) });
            let stop = stop.clone();
            taken.push(tokio::spawn(async move {
                luisteraar.bedien(router, stop).await;
            }));
        }
        Ok(Self { adres, beheer: beheeradres, pki, staat, verkeer, stop, taken, _map: map })
    }

    /// Address of the endpoint.
    pub fn adres(&self) -> SocketAddr {
        self.adres
    }

    /// Address of the control API.
    pub fn beheer(&self) -> Option<SocketAddr> {
        self.beheer
    }

    /// Where to push to. By name: a certificate for an address only is rare.
    pub fn url(&self) -> String {
        format!("https://localhost:{}{PAD}", self.adres.port())
    }

    /// The own authority, unless the certificates were given.
    pub fn pki(&self) -> Option<&Pki> {
        self.pki.as_ref()
    }

    /// What a client with this common name needs to push here.
    ///
    /// # Errors
    /// [`SimulatorFout`]; also when the certificates were given, since then only their owner can make one.
    pub fn client(&self, cn: &str) -> Result<ClientTls, SimulatorFout> {
        let pki = self.pki.as_ref().ok_or_else(|| keten::tls::TlsFout::GeenClientCertificaat { doel: self.url() })?;
        Ok(pki.client_tls(cn)?)
    }

    /// Every request that came to an end, in order of arrival.
    pub fn ledger(&self) -> Vec<Ledgerregel> {
        self.staat.ledger()
    }

    /// The messages that were taken in, in that order: one per sender and `traceerId`.
    pub fn berichten(&self) -> Vec<Ontvangen> {
        self.staat.berichten()
    }

    /// One message.
    pub fn bericht(&self, traceer_id: Uuid) -> Option<Ontvangen> {
        self.staat.bericht(traceer_id)
    }

    /// How many messages were taken in; repeats do not count.
    pub fn aantal(&self) -> usize {
        self.staat.aantal()
    }

    /// How often a message came that was known already.
    pub fn herhalingen(&self) -> u64 {
        self.staat.herhalingen()
    }

    /// Adds a fault behind those in force.
    pub fn zet_fout(&self, fout: Fout) {
        self.staat.zet_fout(fout);
    }

    /// The faults in force.
    pub fn fouten(&self) -> Vec<Fout> {
        self.staat.fouten()
    }

    /// Lifts all faults.
    pub fn wis_fouten(&self) {
        self.staat.wis_fouten();
    }

    /// Drops all connections and accepts none for so long.
    pub fn neer(&self, tijd: Duration) {
        self.verkeer.neer(tijd);
    }

    /// Forgets messages, ledger and faults; files stay.
    pub fn wis(&self) {
        self.staat.wis();
    }

    /// Ends it: connections are dropped, nothing is finished.
    pub async fn stop(mut self) {
        self.stop.cancel();
        for taak in std::mem::take(&mut self.taken) {
            // A task that panicked has ended as well.
            let _ = taak.await;
        }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

fn tls(opties: &Opties) -> Result<(TlsHandvat, Option<Pki>, Option<TempDir>), SimulatorFout> {
    let (server, client_ca, pki, map) = match &opties.tls {
        TlsBron::Bestanden { server, client_ca } => (server.clone(), client_ca.clone(), None, None),
        TlsBron::Map(map) => {
            let pki = Pki::open(map)?;
            (pki.server(&opties.namen)?, pki.ca(), Some(pki), None)
        }
        TlsBron::Eigen => {
            let map = tempfile::Builder::new()
                .prefix("ketenpoort-pki-")
                .tempdir()
                .map_err(|source| SimulatorFout::Bestand { pad: std::env::temp_dir(), source })?;
            let pki = Pki::open(map.path())?;
            (pki.server(&opties.namen)?, pki.ca(), Some(pki), Some(map))
        }
    };
    let config = server_config(&server.certificaat, &server.sleutel, Some(&client_ca), seconden())?;
    Ok((TlsHandvat::new(config), pki, map))
}

fn keuring(opties: &Opties) -> Result<Keuring, SimulatorFout> {
    let schemas = if opties.xsd { bericht::catalogus::ingebouwd()? } else { SchemaSet::default() };
    Ok(Keuring { schemas, antwoord_verplicht: opties.antwoord_verplicht.clone() })
}

/// Seconds since 1970.
pub(crate) fn seconden() -> i64 {
    let sinds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(sinds.as_secs()).unwrap_or(i64::MAX)
}

/// Patient with others, since it is the one that is to fail; and ending at once, since nobody depends on it.
fn instellingen() -> Instellingen {
    let lang = Duration::from_secs(900);
    Instellingen {
        eerste: lang,
        stilstand: lang,
        inhoud: lang,
        max_verbindingen: 4096,
        afronden: Duration::ZERO,
        ..Instellingen::default()
    }
}

/// Whether connections are accepted.
#[derive(Default)]
pub(crate) struct Verkeer(Mutex<Ronde>);

#[derive(Default)]
struct Ronde {
    /// Ends the listening that goes on now.
    einde: CancellationToken,
    /// When listening may begin again.
    op: Option<Instant>,
}

impl Verkeer {
    pub fn neer(&self, tijd: Duration) {
        let mut ronde = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        ronde.op = Some(Instant::now() + tijd);
        ronde.einde.cancel();
    }

    /// Leave to begin, with the token that ends it; or the moment to ask again.
    fn begin(&self, stop: &CancellationToken) -> Result<CancellationToken, Instant> {
        let mut ronde = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(op) = ronde.op.filter(|op| *op > Instant::now()) {
            return Err(op);
        }
        ronde.op = None;
        ronde.einde = stop.child_token();
        Ok(ronde.einde.clone())
    }
}

/// The endpoint, which may be down for a while and come back on the same port.
struct Eindpunt {
    adres: SocketAddr,
    tls: TlsHandvat,
    router: Router,
    verkeer: Arc<Verkeer>,
    stop: CancellationToken,
}

impl Eindpunt {
    async fn draai(self, eerste: Luisteraar) {
        let mut luisteraar = Some(eerste);
        while !self.stop.is_cancelled() {
            match self.verkeer.begin(&self.stop) {
                Err(op) => {
                    // Whatever is bound would still accept.
                    luisteraar = None;
                    self.wacht(op).await;
                }
                Ok(einde) => match luisteraar.take() {
                    Some(luisteraar) => {
                        luisteraar.bedien(self.router.clone(), einde).await;
                    }
                    None => luisteraar = self.bind().await,
                },
            }
        }
    }

    async fn wacht(&self, op: Instant) {
        tokio::select! {
            () = self.stop.cancelled() => {}
            () = sleep_until(op) => {}
        }
    }

    /// The port may be taken for a moment by what is left of old connections.
    async fn bind(&self) -> Option<Luisteraar> {
        match Luisteraar::bind(self.adres, Some(self.tls.clone()), instellingen()).await {
            Ok(luisteraar) => Some(luisteraar),
            Err(fout) => {
                tracing::warn!(fout = %fout, "cannot listen again yet");
                sleep(Duration::from_millis(100)).await;
                None
            }
        }
    }
}
