//! Delivery: what is in the outbox goes to the endpoint, at least once, with the same bytes and the same traceerId each
//! time. A final refusal parks the item for an operator; anything that may pass is tried again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bericht::{Rol, Soort};
use bytes::Bytes;
use dossier::{BerichtRecord, OutboxItem, Zending};
use keten::herhaal::{Herhaling, Volgende};
use keten::onderbreker::{Grenzen, Onderbreker, Stand, Toegang};
use keten::push::{Poging, PushClient};
use keten::vsp::{Berichtstroom, Metadata, Referentiegegevens, Relatie, Routeringgegevens};
use opslag::{ClaimedItem, Outcome, Settlement};
use pipeline::{bericht_record, haal};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::fout::DienstFout;
use crate::klok;
use crate::meting::{Afloop, Bezorgd};
use crate::partijen::rol;
use crate::poort::{Poort, keten_van_oorzaken};

/// How much longer a claim holds than an exchange may take, so that nobody else sends the same item meanwhile.
const LEASE_MARGE: Duration = Duration::from_secs(120);
/// The outbox is looked at this often when nobody rings.
const KIJK: Duration = Duration::from_secs(1);
/// Name of the holder of claims; there is one worker per store.
const HOUDER: &str = "bezorging";

/// What the metadata of a delivery says beyond the message itself. The values are ours: the standard names none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stroom {
    /// `rol` of a gemeente.
    pub rol_gemeente: String,
    /// `rol` of an aanbieder.
    pub rol_aanbieder: String,
    /// `actie`.
    pub actie: String,
    /// `berichttype` per message, where it is another than the prefix and the number, such as `JW325`.
    pub berichttypen: BTreeMap<String, String>,
}

impl Default for Stroom {
    fn default() -> Self {
        Self {
            rol_gemeente: "Gemeente".to_owned(),
            rol_aanbieder: "Instelling".to_owned(),
            actie: "Indienen".to_owned(),
            berichttypen: BTreeMap::new(),
        }
    }
}

/// How deliveries are made.
#[derive(Debug, Clone)]
pub struct Bezorginstellingen {
    /// When to try again.
    pub herhaling: Herhaling,
    /// When to leave the endpoint alone.
    pub onderbreker: Grenzen,
    /// Attempts at the same time.
    pub tegelijk: usize,
    /// Metadata.
    pub stroom: Stroom,
}

impl Default for Bezorginstellingen {
    fn default() -> Self {
        Self {
            herhaling: Herhaling::default(),
            onderbreker: Grenzen::default(),
            tegelijk: 4,
            stroom: Stroom::default(),
        }
    }
}

/// What can be replaced while the worker runs.
#[derive(Debug)]
pub struct Lijn {
    /// The client, with its certificate.
    pub client: PushClient,
    /// How deliveries are made.
    pub instellingen: Bezorginstellingen,
}

/// The worker that empties the outbox.
#[derive(Debug)]
pub struct Bezorger {
    poort: Arc<Poort>,
    lijn: Mutex<Arc<Lijn>>,
    onderbreker: Mutex<Onderbreker>,
}

impl Bezorger {
    /// A worker over one line.
    pub fn nieuw(poort: Arc<Poort>, lijn: Lijn) -> Self {
        let onderbreker = Mutex::new(Onderbreker::new(lijn.instellingen.onderbreker.clone()));
        Self { poort, lijn: Mutex::new(Arc::new(lijn)), onderbreker }
    }

    /// Puts another client or other settings in force; attempts that run go on with the one they began with.
    pub fn vervang(&self, lijn: Lijn) {
        self.onderbreker().stel_in(lijn.instellingen.onderbreker.clone());
        *self.lijn.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(lijn);
    }

    fn lijn(&self) -> Arc<Lijn> {
        Arc::clone(&self.lijn.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Works until the gateway stops; attempts that run then get their time.
    pub async fn werk(self: Arc<Self>) {
        self.maak_vrij().await;
        let mut lopend = JoinSet::new();
        loop {
            while lopend.try_join_next().is_some() {}
            let plaatsen = self.lijn().instellingen.tegelijk.saturating_sub(lopend.len());
            let genomen = match self.neem(plaatsen).await {
                Ok(items) => items,
                Err(fout) => {
                    tracing::error!(fout = %keten_van_oorzaken(&fout), "the outbox cannot be read");
                    self.poort.bij_fout(&fout);
                    Vec::new()
                }
            };
            let niets = genomen.is_empty();
            for item in genomen {
                lopend.spawn(Arc::clone(&self).bezorg(item));
            }
            tokio::select! {
                () = self.poort.stop.cancelled() => break,
                () = self.poort.bel_bezorging.notified(), if niets => {}
                _ = lopend.join_next(), if !lopend.is_empty() => {}
                () = tokio::time::sleep(KIJK) => {}
            }
        }
        while lopend.join_next().await.is_some() {}
    }

    /// What a process before this one had in hand is due again: it cannot tell any more how that ended.
    async fn maak_vrij(&self) {
        let poort = Arc::clone(&self.poort);
        match tokio::task::spawn_blocking(move || poort.store.release_claims(HOUDER)).await {
            Ok(Ok(0)) => {}
            Ok(Ok(aantal)) => tracing::info!(aantal, "deliveries that were under way are made again"),
            Ok(Err(fout)) => self.poort.bij_fout(&fout.into()),
            Err(fout) => tracing::error!(fout = %keten_van_oorzaken(&fout), "claims cannot be released"),
        }
    }

    /// Claims as many items as may be sent now.
    async fn neem(&self, plaatsen: usize) -> Result<Vec<ClaimedItem>, DienstFout> {
        let nu = klok::nu_ms();
        let max = self.toegelaten(nu, plaatsen);
        if max == 0 {
            return Ok(Vec::new());
        }
        let poort = Arc::clone(&self.poort);
        let lease = self.lijn().client.langste(pipeline::RETOUR_MAX) + LEASE_MARGE;
        let lease_ms = u64::try_from(lease.as_millis()).unwrap_or(u64::MAX);
        let claim = move || poort.store.claim_outbox(nu, lease_ms, max, HOUDER);
        let items = tokio::task::spawn_blocking(claim).await.map_err(DienstFout::Taak)??;
        if items.is_empty() {
            self.onderbreker().proef_vervalt();
        }
        Ok(items)
    }

    /// The breaker's leave: everything while it is closed, one probe while it is half open.
    fn toegelaten(&self, nu: u64, plaatsen: usize) -> usize {
        if plaatsen == 0 {
            return 0;
        }
        match self.onderbreker().vraag(getekend(nu)) {
            Toegang::Vrij => plaatsen,
            Toegang::Proef => 1,
            Toegang::Wacht(_) => 0,
        }
    }

    fn onderbreker(&self) -> std::sync::MutexGuard<'_, Onderbreker> {
        self.onderbreker.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One attempt, and its end in the store.
    async fn bezorg(self: Arc<Self>, claimed: ClaimedItem) {
        let lijn = self.lijn();
        let (poort, item) = (Arc::clone(&self.poort), claimed.item.clone());
        let stroom = lijn.instellingen.stroom.clone();
        let gemaakt = tokio::task::spawn_blocking(move || zending(&poort, &item, &stroom)).await;
        let outcome = match gemaakt {
            Ok(Ok((metadata, payload))) => {
                let poging = lijn.client.push(&metadata, payload).await;
                self.na_poging(&claimed, &lijn.instellingen.herhaling, poging)
            }
            Ok(Err(fout)) => self.na_storing(&claimed, &lijn.instellingen.herhaling, &fout),
            Err(fout) => self.na_storing(&claimed, &lijn.instellingen.herhaling, &DienstFout::Taak(fout)),
        };
        self.tel(&claimed, &outcome);
        let poort = Arc::clone(&self.poort);
        let settlement = Settlement { token: claimed.token, outcome };
        let einde = tokio::task::spawn_blocking(move || poort.store.settle_outbox(vec![settlement])).await;
        let fout = match einde {
            Ok(Ok(_)) => return,
            Ok(Err(fout)) => DienstFout::Store(fout),
            Err(fout) => DienstFout::Taak(fout),
        };
        // The claim runs out and the item is sent again with the same traceerId.
        tracing::error!(nummer = claimed.token.item, fout = %keten_van_oorzaken(&fout), "outcome not kept");
        self.poort.bij_fout(&fout);
    }

    fn na_poging(&self, claimed: &ClaimedItem, herhaling: &Herhaling, poging: Poging) -> Outcome {
        let nu = klok::nu_ms();
        // The endpoint knows this traceerId, and we tried before: an attempt whose answer was lost did arrive.
        let kwam_eerder_aan = poging.zegt_al_bekend() && claimed.token.attempt > 1;
        match poging {
            Poging::Afgeleverd => {
                self.onderbreker().gelukt();
                Outcome::Done(nu)
            }
            Poging::Definitief { .. } if kwam_eerder_aan => {
                self.onderbreker().gelukt();
                Outcome::Done(nu)
            }
            Poging::Definitief { reden, .. } => {
                self.onderbreker().gelukt();
                Outcome::Parked(reden)
            }
            Poging::Opnieuw { reden, retry_after, .. } => {
                if self.onderbreker().mislukt(getekend(nu)) {
                    tracing::warn!("the endpoint failed several times in a row; it is left alone for a while");
                }
                volgende(claimed, herhaling, nu, retry_after, reden)
            }
        }
    }

    /// Trouble on our side says nothing about the endpoint.
    fn na_storing(&self, claimed: &ClaimedItem, herhaling: &Herhaling, fout: &DienstFout) -> Outcome {
        tracing::error!(nummer = claimed.token.item, fout = %keten_van_oorzaken(fout), "delivery cannot be made");
        self.poort.bij_fout(fout);
        self.onderbreker().proef_vervalt();
        if fout.retry_helps() {
            volgende(claimed, herhaling, klok::nu_ms(), None, "own trouble".to_owned())
        } else {
            Outcome::Parked(keten_van_oorzaken(fout))
        }
    }

    fn tel(&self, claimed: &ClaimedItem, outcome: &Outcome) {
        let (afloop, reden) = match outcome {
            Outcome::Done(_) => (Afloop::Afgeleverd, ""),
            Outcome::RetryAt(_, reden) => (Afloop::Opnieuw, reden.as_str()),
            Outcome::Parked(reden) => (Afloop::Geparkeerd, reden.as_str()),
        };
        let meting = &self.poort.meting;
        meting.bezorgd.get_or_create(&Bezorgd { afloop }).inc();
        meting.onderbroken.set(i64::from(self.onderbreker().stand() != Stand::Dicht));
        let (nummer, poging, trace) = (claimed.token.item, claimed.token.attempt, &claimed.item.trace);
        match afloop {
            Afloop::Afgeleverd => tracing::info!(nummer, poging, %trace, "delivered"),
            Afloop::Opnieuw => tracing::warn!(nummer, poging, %trace, reden, "not delivered, tried again later"),
            Afloop::Geparkeerd => tracing::error!(nummer, poging, %trace, reden, "parked; see ketenpoort uitgaand"),
        }
    }
}

fn getekend(ms: u64) -> i64 {
    i64::try_from(ms).unwrap_or(i64::MAX)
}

fn volgende(
    claimed: &ClaimedItem,
    herhaling: &Herhaling,
    nu: u64,
    retry_after: Option<Duration>,
    reden: String,
) -> Outcome {
    let poging = u32::try_from(claimed.token.attempt).unwrap_or(u32::MAX);
    // Without randomness the wait is at its bound: later, never a storm.
    let toeval = getrandom::u64().unwrap_or(u64::MAX);
    match herhaling.volgende(poging, getekend(claimed.first_ms), getekend(nu), retry_after, toeval) {
        Volgende::Op(moment) => Outcome::RetryAt(u64::try_from(moment).unwrap_or(0), reden),
        Volgende::GeefOp => Outcome::Parked(format!("transport-exhausted, last: {reden}")),
    }
}

/// Metadata and bytes of a delivery: a pure function of what is stored, so that every attempt sends the same.
fn zending(poort: &Poort, item: &OutboxItem, stroom: &Stroom) -> Result<(Metadata, Bytes), DienstFout> {
    let store = poort.store.as_ref();
    let record = bericht_record(item.bericht, store)?;
    let (soort, lading) = match (item.wat, &record.retour) {
        (Zending::Bericht, _) => (record.soort, record.lading.clone()),
        (Zending::Retour, Some(retour)) => (retour.soort, retour.lading.clone()),
        (Zending::Retour, None) => return Err(DienstFout::Ontbreekt { wat: "the retour to deliver" }),
    };
    let metadata = metadata(item, &record, soort, stroom)?;
    Ok((metadata, haal(lading, "the payload to deliver", store)?.into()))
}

fn metadata(item: &OutboxItem, record: &BerichtRecord, soort: Soort, stroom: &Stroom) -> Result<Metadata, DienstFout> {
    // A retour goes against the direction of its heenbericht, whatever its header says.
    let heen = soort.heen().unwrap_or(soort);
    let van_gemeente = (heen.afzender() == Rol::Gemeente) == (soort == heen);
    let (gemeente, aanbieder) = (&record.dossier.gemeente, &record.dossier.aanbieder);
    let (van, naar) = if van_gemeente { (gemeente, aanbieder) } else { (aanbieder, gemeente) };
    let relatie = |code: &String| Relatie {
        rol: if rol(code) == Some(Rol::Gemeente) { &stroom.rol_gemeente } else { &stroom.rol_aanbieder }.clone(),
        code: Some(code.clone()),
    };
    let (versie, subversie) = record.release.split_once('.').unwrap_or((&record.release, "0"));
    let uuid = |text: &str, wat| Uuid::parse_str(text).map_err(|_| DienstFout::Ontbreekt { wat });
    Ok(Metadata {
        routeringgegevens: Routeringgegevens {
            afzender: relatie(van),
            geadresseerden: vec![relatie(naar)],
            berichtstroom: Berichtstroom {
                berichttype: berichttype(record.dossier.domein, soort, stroom),
                berichtsubtype: None,
                berichtversie: versie.parse().unwrap_or_default(),
                berichtsubversie: subversie.parse().unwrap_or_default(),
                actie: stroom.actie.clone(),
            },
        },
        referentiegegevens: Referentiegegevens {
            conversatie_id: uuid(&item.conversatie, "a conversatieId")?,
            traceer_id: uuid(&item.trace, "a traceerId")?,
            als_antwoord_op: item.antwoord_op.as_deref().map(|op| uuid(op, "an alsAntwoordOp")).transpose()?,
            referentie_id: None,
        },
        verwerkingscontext: None,
    })
}

/// `WMO305`, `JW325`, or what the configuration has for it.
fn berichttype(domein: bericht::Domein, soort: Soort, stroom: &Stroom) -> String {
    let prefix = match domein {
        bericht::Domein::Iwmo => "WMO",
        bericht::Domein::Ijw => "JW",
    };
    let naam = format!("{prefix}{soort}");
    stroom.berichttypen.get(&naam).cloned().unwrap_or(naam)
}

#[cfg(test)]
mod tests {
    use bericht::{Domein, Dossier};
    use dossier::{BerichtId, Lading};

    use super::*;

    fn record() -> BerichtRecord {
        BerichtRecord {
            dossier: Dossier { domein: Domein::Ijw, gemeente: "0363".into(), aanbieder: "99990001".into() },
            release: "3.2".into(),
            soort: Soort::S323,
            peildatum: klok::dag(0),
            sha256: String::new(),
            lading: Lading::Rij(Vec::new()),
            oordeel: Lading::Rij(Vec::new()),
            retour: None,
            verzonden: false,
        }
    }

    fn item(wat: Zending) -> OutboxItem {
        OutboxItem {
            bericht: BerichtId(1),
            wat,
            bestemming: "vecozo".into(),
            trace: Uuid::new_v4().to_string(),
            conversatie: Uuid::new_v4().to_string(),
            antwoord_op: None,
        }
    }

    #[test]
    fn every_delivery_goes_from_who_makes_it_to_the_other_side() {
        let stroom = Stroom::default();
        for soort in Soort::ALLE {
            let heen = soort.heen().unwrap_or(soort);
            let maker = if soort == heen { heen.afzender() } else { other(heen.afzender()) };
            let metadata = metadata(&item(Zending::Retour), &record(), soort, &stroom).unwrap();
            let van = &metadata.routeringgegevens.afzender;
            let verwacht = if maker == Rol::Gemeente { ("Gemeente", "0363") } else { ("Instelling", "99990001") };
            assert_eq!((van.rol.as_str(), van.code.as_deref().unwrap()), verwacht, "{soort}");
            assert_eq!(metadata.routeringgegevens.berichtstroom.berichttype, format!("JW{soort}"));
            assert_eq!(metadata.routeringgegevens.berichtstroom.berichtsubversie, 2);
            metadata.keur().unwrap();
        }
    }

    fn other(rol: Rol) -> Rol {
        if rol == Rol::Gemeente { Rol::Aanbieder } else { Rol::Gemeente }
    }

    #[test]
    fn a_configured_name_goes_before_our_own() {
        let berichttypen = BTreeMap::from([("JW325".to_owned(), "JW325A".to_owned())]);
        let stroom = Stroom { berichttypen, ..Stroom::default() };
        assert_eq!(berichttype(Domein::Ijw, Soort::S325, &stroom), "JW325A");
        assert_eq!(berichttype(Domein::Iwmo, Soort::S325, &stroom), "WMO325");
    }
}
