//! From configuration to a running daemon, and from a new configuration to the same daemon.

use std::sync::Arc;

use bericht::Datum;
use dienst::bezorging::{Bezorger, Lijn};
use dienst::http::{Staat, router};
use dienst::mappen::{Instellingen as Mapinstellingen, Mappen};
use dienst::partijen::Partijen;
use dienst::{Poort, beheer, push};
use keten::luister::{Instellingen, Luisteraar};
use keten::tls::TlsHandvat;
use opslag::{SqliteOptions, SqliteStore};
use tokio::task::JoinHandle;

use super::beveiliging::{Beveiliging, Certificaat, nu};
use super::herlezen::Herlezen;
use super::keur::keur_mappen;
use super::verloop;
use crate::configuratie::{Configuratie, Luister};
use crate::einde::Fout;
use crate::inladen;

/// Schemas, contracts, parties and the store; what waited is queued again.
pub fn poort(configuratie: &Configuratie, dag: Option<Datum>) -> Result<Arc<Poort>, Fout> {
    let keten = inladen::keten(configuratie, None)?;
    let options = SqliteOptions { key_file: configuratie.sleutel.clone(), ..SqliteOptions::default() };
    let store = SqliteStore::open(&configuratie.data, &options)?;
    let hasher = store.hasher().clone();
    let partijen = Partijen::nieuw(configuratie.partijen.iter().cloned());
    let mut poort = Poort::nieuw(Arc::new(store), hasher, keten, partijen, configuratie.werkers)?;
    poort.vaste_dag = dag;
    Ok(Arc::new(poort))
}

/// Bound addresses and a client that is ready: nothing runs yet.
pub struct Deuren {
    http: Luisteraar,
    http_tls: Option<TlsHandvat>,
    push: Option<(Luisteraar, TlsHandvat)>,
    lijn: Option<Lijn>,
    certificaten: Vec<Certificaat>,
}

impl Deuren {
    /// Binds what the configuration names; certificates are loaded and folders looked at first.
    pub async fn open(configuratie: &Configuratie) -> Result<Self, Fout> {
        let Beveiliging { http, push, lijn, certificaten } = Beveiliging::laad(configuratie)?;
        keur_mappen(configuratie)?;
        let (http_tls, push_tls) = (http.map(TlsHandvat::new), push.map(TlsHandvat::new));
        let bind = |adres, tls| Luisteraar::bind(adres, tls, Instellingen::default());
        let http = bind(configuratie.http.adres, http_tls.clone()).await?;
        let push = match configuratie.push.as_ref().zip(push_tls) {
            Some((luister, handvat)) => Some((bind(luister.adres, Some(handvat.clone())).await?, handvat)),
            None => None,
        };
        Ok(Self { http, http_tls, push, lijn, certificaten })
    }
}

/// The tasks of a running daemon and what can be replaced in them.
pub struct Draaiend {
    pub taken: Vec<JoinHandle<()>>,
    /// What runs with keys that only a restart changes: the configuration of the start, whatever was read since.
    bij_start: Configuratie,
    http_adres: String,
    push_adres: Option<String>,
    http_tls: Option<TlsHandvat>,
    push_tls: Option<TlsHandvat>,
    bezorger: Option<Arc<Bezorger>>,
    /// Those that are shown: of what has a certificate since the start.
    certificaten: Vec<Certificaat>,
}

impl Draaiend {
    /// Starts everything.
    pub fn start(poort: &Arc<Poort>, configuratie: &Configuratie, deuren: Deuren) -> Result<Self, Fout> {
        let Deuren { http, http_tls, push: push_deur, lijn, certificaten } = deuren;
        let schema = if http_tls.is_some() { "https" } else { "http" };
        let http_adres = format!("{schema}://{}", http.adres()?);
        let staat = Staat::nieuw(Arc::clone(poort), http_tls.is_some(), configuratie.controles);
        let mut taken = Vec::new();
        let stop = poort.stop.clone();
        taken.push(tokio::spawn(async move {
            let _ = http.bedien(router(staat), stop).await;
        }));
        let (mut push_adres, mut push_tls) = (None, None);
        if let Some((listener, handvat)) = push_deur {
            push_adres = Some(format!("https://{}{}", listener.adres()?, keten::vsp::PAD));
            push_tls = Some(handvat);
            let (router, stop) = (push::router(Arc::clone(poort)), poort.stop.clone());
            taken.push(tokio::spawn(async move {
                let _ = listener.bedien(router, stop).await;
            }));
        }
        if let Some(wortel) = &configuratie.mappen {
            let instellingen = Mapinstellingen { stil: configuratie.rust, ..Mapinstellingen::default() };
            taken.push(tokio::spawn(Mappen::nieuw(Arc::clone(poort), wortel.clone(), instellingen)?.werk()));
        }
        taken.push(tokio::spawn(beheer::luister(poort, &configuratie.data)?));
        let bezorger = lijn.map(|lijn| Arc::new(Bezorger::nieuw(Arc::clone(poort), lijn)));
        if let Some(bezorger) = &bezorger {
            taken.push(tokio::spawn(Arc::clone(bezorger).werk()));
        }
        let bij_start = configuratie.clone();
        Ok(Self { taken, bij_start, http_adres, push_adres, http_tls, push_tls, bezorger, certificaten })
    }

    /// Lines for whoever started it.
    pub fn waar_wat_is(&self, configuratie: &Configuratie) -> Vec<String> {
        let mut regels = vec![
            format!("berichten  {}/v1/berichten", self.http_adres),
            format!("postvak    {}/v1/postvak", self.http_adres),
            format!("gezondheid {0}/healthz {0}/readyz {0}/metrics", self.http_adres),
        ];
        regels.extend(self.push_adres.as_ref().map(|adres| format!("push       {adres}")));
        regels.extend(configuratie.mappen.as_ref().map(|map| format!("mappen     {}", map.display())));
        regels.push(match &configuratie.endpoint {
            Some(endpoint) => format!("bezorging  {}", endpoint.url),
            None => "bezorging  geen endpoint.url: wat weg moet, wacht".to_owned(),
        });
        regels.push(format!("gegevens   {}", configuratie.data.display()));
        let lokaal: Vec<&str> = configuratie.partijen.iter().filter(|p| p.lokaal).map(|p| p.code.as_str()).collect();
        regels.push(if lokaal.is_empty() {
            "partijen   geen [[lokaal]]: er wordt niets aangenomen; zie gateway.toml".to_owned()
        } else {
            format!("partijen   {} lokaal, {} elders", lokaal.join(" "), configuratie.partijen.len() - lokaal.len())
        });
        regels
    }

    /// Puts a new configuration in force, all of it or nothing.
    pub fn herlees(&mut self, poort: &Poort, nieuw: &Configuratie) -> Result<Herlezen, Fout> {
        houdt_partijen(poort, nieuw)?;
        let keten = inladen::keten(nieuw, None)?;
        let Beveiliging { http, push, lijn, certificaten } = Beveiliging::laad(nieuw)?;
        let na_herstart = self.na_herstart(nieuw);
        // From here on nothing can fail.
        if let (Some(handvat), Some(config)) = (&self.http_tls, http) {
            handvat.vervang(config);
        }
        if let (Some(handvat), Some(config)) = (&self.push_tls, push) {
            handvat.vervang(config);
        }
        if let (Some(bezorger), Some(lijn)) = (&self.bezorger, lijn) {
            bezorger.vervang(lijn);
        }
        poort.vervang(keten, Partijen::nieuw(nieuw.partijen.iter().cloned()));
        for in_kracht in &mut self.certificaten {
            if let Some(nieuw) = certificaten.iter().find(|nieuw| nieuw.sleutel == in_kracht.sleutel) {
                in_kracht.clone_from(nieuw);
            }
        }
        Ok(Herlezen { na_herstart })
    }

    /// Warns of certificates that end soon, and sets the figures about them.
    pub fn bewaak_certificaten(&self, poort: &Poort) {
        verloop::bewaak(&self.certificaten, poort, nu());
    }

    /// What changed and takes a restart.
    fn na_herstart(&self, nieuw: &Configuratie) -> Vec<&'static str> {
        let oud = &self.bij_start;
        let adres = |luister: &Option<Luister>| luister.as_ref().map(|l| l.adres);
        let anders = [
            ("http.adres", oud.http.adres != nieuw.http.adres),
            ("http.certificaat", oud.http.tls.is_some() != nieuw.http.tls.is_some()),
            ("push.adres", adres(&oud.push) != adres(&nieuw.push)),
            ("endpoint.url", oud.endpoint.is_some() != nieuw.endpoint.is_some()),
            ("mappen", oud.mappen != nieuw.mappen || oud.rust != nieuw.rust),
            ("opslag", oud.data != nieuw.data || oud.sleutel != nieuw.sleutel),
            ("verwerking.werkers", oud.werkers != nieuw.werkers),
            ("controle.per_minuut", oud.controles != nieuw.controles),
            ("log", oud.logvorm != nieuw.logvorm || oud.logniveau != nieuw.logniveau),
        ];
        anders.into_iter().filter(|(_, anders)| *anders).map(|(naam, _)| naam).collect()
    }
}

/// A file that was cut off or emptied reads as a configuration without parties. Everything that came in would be refused
/// for good, so nobody gets there without a restart.
fn houdt_partijen(poort: &Poort, nieuw: &Configuratie) -> Result<(), Fout> {
    let nu = poort.partijen();
    let lijsten = [("[[lokaal]]", true), ("[[partner]]", false)];
    let verliest = |lokaal| {
        nu.alle().any(|partij| partij.lokaal == lokaal) && !nieuw.partijen.iter().any(|partij| partij.lokaal == lokaal)
    };
    match lijsten.into_iter().find(|(_, lokaal)| verliest(*lokaal)) {
        None => Ok(()),
        Some((lijst, _)) => {
            let bestand =
                nieuw.bestand.as_ref().map_or_else(|| "gateway.toml".to_owned(), |pad| pad.display().to_string());
            Err(Fout::Configuratie(format!(
                "{bestand}: there is no {lijst} any more, and this daemon has them: all their messages would be refused; \
                 restart it if that is meant"
            )))
        }
    }
}
