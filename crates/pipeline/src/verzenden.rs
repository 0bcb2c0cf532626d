//! The way of a message that a local party sends to a party elsewhere: level 1, level 2, then booked as sent in one commit.
//! The receiver judges it; its retour comes in as any message does.

use bericht::{Bericht, Domein, HeaderGegevens, Soort};
use dossier::{BerichtId, Kennis, Sleutelhasher};
use opslag::Store;
use regels::Meldingen;
use regels::beoordeling::{self, Zaak};

use crate::besluit::{Stuk, als_oordeel, besluit_verzenden};
use crate::fout::PipelineFout;
use crate::melding::{Oordeel, Uitkomst};
use crate::niveau1::Keten;
use crate::verwerken::{Beslissing, Bijvoegen, Keuze, Opdracht, Verwerkt, beslis, loop_door};
use crate::voorcontrole::{Contractbezwaren, contractbezwaren, voorcontrole};

/// What became of a message that was to be sent.
#[derive(Debug)]
pub struct Verzonden {
    /// The message under which it is kept: of a duplicate the first one. None when it is not sent.
    pub bericht: Option<BerichtId>,
    /// Standard.
    pub domein: Option<Domein>,
    /// Release.
    pub release: Option<String>,
    /// Message number.
    pub soort: Option<Soort>,
    /// Identificatie, sender and receiver, as far as they may be told.
    pub kop: HeaderGegevens,
    /// `accepted` when it was booked and may go out; `duplicate` when the same bytes were booked before; otherwise nothing
    /// was stored and it must not go out.
    pub oordeel: Oordeel,
}

impl From<Verwerkt> for Verzonden {
    fn from(verwerkt: Verwerkt) -> Self {
        let Verwerkt { bericht, domein, release, soort, kop, oordeel, .. } = verwerkt;
        Self { bericht, domein, release, soort, kop, oordeel }
    }
}

/// Checks a heenbericht on levels 1 and 2, and that its Identificatie is new; then books it as sent, in one commit with what
/// `bij` adds. A message with findings leaves nothing behind. Of the same bytes as before nothing is committed.
///
/// # Errors
/// A retour is not sent this way. Otherwise as [`crate::verwerk`].
pub fn verzend(
    opdracht: &Opdracht<'_>,
    keten: &Keten,
    store: &dyn Store,
    hasher: &Sleutelhasher,
    bij: &Bijvoegen<'_>,
) -> Result<Verzonden, PipelineFout> {
    weeg(opdracht, keten, store, hasher, bij, Wijze { echt: true, vooraf: false, contract: false })
}

/// As [`verzend`], but a 301 that the receiver would refuse on TR302, TR332, TR379 or TR385 is held: the verdict says why and
/// nothing is stored. So is one that a contract objects to, unless it is let go (`vrijgave`): then the objections are
/// signals of what was sent.
///
/// # Errors
/// As [`verzend`].
pub fn verzend_na_voorcontrole(
    opdracht: &Opdracht<'_>,
    keten: &Keten,
    store: &dyn Store,
    hasher: &Sleutelhasher,
    (bij, vrijgave): (&Bijvoegen<'_>, bool),
) -> Result<Verzonden, PipelineFout> {
    weeg(opdracht, keten, store, hasher, bij, Wijze { echt: true, vooraf: true, contract: !vrijgave })
}

/// What would become of a message if it were sent now; nothing is committed.
///
/// # Errors
/// As [`verzend`].
pub fn proef_verzenden(
    opdracht: &Opdracht<'_>,
    keten: &Keten,
    store: &dyn Store,
    hasher: &Sleutelhasher,
) -> Result<Verzonden, PipelineFout> {
    weeg(opdracht, keten, store, hasher, &|_, _| {}, Wijze { echt: false, vooraf: true, contract: true })
}

/// How a message is sent.
#[derive(Debug, Clone, Copy)]
struct Wijze {
    /// Committed, or only weighed.
    echt: bool,
    /// With the rules of the receiver, and the contracts, looked at first.
    vooraf: bool,
    /// Whether a contract can keep it back; otherwise it only tells.
    contract: bool,
}

fn weeg(
    opdracht: &Opdracht<'_>,
    keten: &Keten,
    store: &dyn Store,
    hasher: &Sleutelhasher,
    bij: &Bijvoegen<'_>,
    wijze: Wijze,
) -> Result<Verzonden, PipelineFout> {
    let verwerkt = loop_door(opdracht, keten, |bericht, signalen| {
        if bericht.soort.retour().is_none() {
            return Err(PipelineFout::GeenHeenbericht { soort: bericht.soort.nummer() });
        }
        // A verdict that is not kept tells them too.
        let met_signalen = |mut oordeel: Oordeel| {
            oordeel.signals.splice(0..0, signalen.iter().cloned());
            oordeel
        };
        if let Some(oordeel) = niveau2(bericht) {
            return Ok(Beslissing { id: None, oordeel: met_signalen(oordeel), retour: None });
        }
        beslis(opdracht, keten, store, hasher, bericht, bij, |zaak, sha256, kennis, _| {
            if wijze.vooraf
                && let Some(vooraf) = vastgehouden(zaak, &kennis, keten)
            {
                return Ok(Keuze::Laten(Box::new(met_signalen(vooraf))));
            }
            let bezwaren = if wijze.vooraf { contractbezwaren(zaak, &kennis) } else { Contractbezwaren::default() };
            if wijze.contract && !bezwaren.vasthouden.is_empty() {
                return Ok(Keuze::Laten(Box::new(met_signalen(bezwaren.oordeel()))));
            }
            let signalen = [signalen, &bezwaren.vrijgegeven()].concat();
            let stuk = Stuk { bytes: opdracht.bytes, sha256, signalen: &signalen };
            Ok(match besluit_verzenden(zaak, &stuk, kennis) {
                Ok(besluit) if wijze.echt => Keuze::Vastleggen(Box::new(besluit)),
                Ok(besluit) => Keuze::Laten(Box::new(besluit.oordeel)),
                Err(oordeel) => Keuze::Laten(Box::new(met_signalen(*oordeel))),
            })
        })
    })?;
    Ok(verwerkt.into())
}

/// A 301 that the receiver would refuse on one of these is held, with their verdict. Other kinds of messages may rest on
/// what only the receiver knows.
const VASTHOUDEN: [&str; 4] = ["TR302", "TR332", "TR379", "TR385"];

fn vastgehouden(zaak: &Zaak<'_>, kennis: &Kennis, keten: &Keten) -> Option<Oordeel> {
    if zaak.bericht.soort != Soort::S301 {
        return None;
    }
    let vooraf = voorcontrole(zaak, kennis, &keten.schemas);
    vooraf.findings.iter().any(|f| VASTHOUDEN.contains(&f.rule.as_ref())).then_some(vooraf)
}

/// The verdict of a message that fails level 2.
fn niveau2(bericht: &Bericht<'_>) -> Option<Oordeel> {
    let mut meld = Meldingen::default();
    beoordeling::niveau2(bericht, &mut meld);
    if meld.bevindingen.is_empty() {
        return None;
    }
    Some(als_oordeel(bericht, Uitkomst::Rejected, meld))
}
