//! What parties get to see of a message: status, verdict, Prestaties, delivery. These forms are stable.
//!
//! Everything shown comes from the message itself and from the dossier of its two parties.

use bericht::{Dossier, Rol};
use dossier::{
    BerichtId, BerichtRecord, Lading, OntvangstId, OntvangstRecord, PrestatieFeit, ReadSet, Record, Richting, Stand,
    Table, Uitslag, Zending, eerder_key, prestaties_prefix,
};
use opslag::{Delivery, MailboxEntry, Standing, Store, Which};
use pipeline::{Melding, Oordeel, Signaalregel, Uitkomst, bericht_record, haal, lees_oordeel};
use serde::Serialize;

use crate::fout::DienstFout;
use crate::klok::tijdstip;
use crate::ontvangst::deurnaam;
use crate::poort::Poort;

/// From so many lines on a list of mailbox entries gives counts only; the entry by itself gives them all.
const PRESTATIES_IN_LIJST: usize = 200;

/// How far a receipt is.
#[derive(Debug, Serialize)]
pub struct Status {
    /// Number of the receipt.
    pub ontvangst: String,
    /// `wacht`, `verwerkt`, `geweigerd`, `gecontroleerd`, `vastgelopen` or `vervallen`.
    pub stand: &'static str,
    /// What that means for whoever waits for a verdict that does not come, Dutch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub toelichting: Option<String>,
    /// Moment of reception.
    pub ontvangen: String,
    /// `http`, `map`, `push` or `controle`.
    pub deur: &'static str,
    /// `in`, `uit` or `intern`.
    pub richting: Option<Richting>,
    /// What the message says of itself.
    #[serde(flatten)]
    pub kenmerk: Kenmerk,
    /// Verdict, once there is one.
    #[serde(flatten)]
    pub oordeel: Option<OordeelWeergave>,
    /// Deliveries of the message or of its retour.
    pub leveringen: Vec<Levering>,
}

/// What a message is.
#[derive(Debug, Default, Serialize)]
pub struct Kenmerk {
    /// `iwmo` or `ijw`.
    pub standaard: Option<&'static str>,
    /// Message number.
    pub bericht: Option<&'static str>,
    /// Sending party.
    pub afzender: Option<String>,
    /// Receiving party.
    pub ontvanger: Option<String>,
    /// Size in bytes.
    pub grootte: u64,
}

/// A verdict.
#[derive(Debug, Serialize)]
pub struct OordeelWeergave {
    /// What became of it.
    pub uitkomst: Uitkomst,
    /// Level that decided.
    pub niveau: Option<u8>,
    /// Findings.
    pub bevindingen: Vec<Melding>,
    /// Signals.
    pub signalen: Vec<Signaalregel>,
    /// Message number of the retour.
    pub retour: Option<&'static str>,
}

/// A delivery to the endpoint.
#[derive(Debug, Serialize)]
pub struct Levering {
    /// Number, for the operator's commands.
    pub nummer: u64,
    /// `bericht` or `retour`.
    pub wat: Zending,
    /// `wacht`, `bezig`, `geparkeerd`, `afgeleverd` or `vervallen`.
    pub stand: &'static str,
    /// How often it was tried.
    pub pogingen: u64,
    /// When it was delivered, or from when it is tried again.
    pub moment: Option<String>,
    /// Why it is not delivered.
    pub reden: Option<String>,
    /// traceerId.
    pub traceer_id: String,
}

/// A delivery as the operator sees it: with the message that it belongs to, as far as that can be read.
#[derive(Debug, Serialize)]
pub struct BeheerLevering {
    /// The delivery.
    #[serde(flatten)]
    pub levering: Levering,
    /// Receipt of the message that is delivered, or that the retour is on.
    pub ontvangst: Option<OntvangstId>,
    /// `iwmo` or `ijw`.
    pub standaard: Option<&'static str>,
    /// Message number of what is delivered.
    pub bericht: Option<&'static str>,
    /// Whom it is from.
    pub van: Option<String>,
    /// Whom it is for.
    pub naar: Option<String>,
}

/// A Prestatie and what became of it.
#[derive(Debug, Serialize)]
pub struct PrestatieWeergave {
    /// Place in the message, from 1.
    pub regel: usize,
    /// ReferentieNummer.
    pub referentie: String,
    /// ToewijzingNummer.
    pub toewijzing: u32,
    /// IngediendBedrag in eurocent, negative for a credit.
    pub bedrag: i64,
    /// Whether it is granted; none while the answer of the receiver is awaited.
    pub toegekend: Option<bool>,
    /// Retourcodes of a refused one.
    pub codes: Vec<String>,
}

/// An entry of a mailbox.
#[derive(Debug, Serialize)]
pub struct PostvakRegel {
    /// Cursor: the place in the order of the party.
    pub nummer: u64,
    /// `bericht`: a message for the party; `retour`: the retour on a message of the party.
    pub wat: Zending,
    /// Whose mailbox it is.
    pub partij: String,
    /// When it was confirmed.
    pub bevestigd: Option<String>,
    /// The message.
    #[serde(flatten)]
    pub status: Status,
    /// How many Prestaties are granted and how many are refused.
    pub toegekend: usize,
    /// See `toegekend`.
    pub geweigerd: usize,
    /// The Prestaties of a 323, when they fit.
    pub prestaties: Option<Vec<PrestatieWeergave>>,
    /// Where message and retour can be had.
    pub links: Links,
}

/// Paths below the address of the service.
#[derive(Debug, Serialize)]
pub struct Links {
    /// Status.
    pub status: String,
    /// The bytes of the message.
    pub inhoud: String,
    /// The bytes of our retour.
    pub retour: Option<String>,
}

/// Message and retour as they stand in the store.
#[derive(Debug)]
pub struct Inhoud {
    /// The message.
    pub record: BerichtRecord,
    /// The bytes as received.
    pub bytes: Vec<u8>,
    /// Our retour.
    pub retour: Option<Vec<u8>>,
}

fn standnaam(stand: &Stand) -> &'static str {
    match stand {
        Stand::Wacht => "wacht",
        Stand::Verwerkt(_) => "verwerkt",
        Stand::Geweigerd => "geweigerd",
        Stand::Gecontroleerd => "gecontroleerd",
        Stand::Vastgelopen(_) => "vastgelopen",
        Stand::Vervallen(_) => "vervallen",
    }
}

/// Why there is no verdict and none will come by itself. The reason of a fault of ours is for the operator.
fn zonder_oordeel(stand: &Stand) -> Option<String> {
    match stand {
        Stand::Vastgelopen(_) => Some(
            "Het bericht is ontvangen en staat apart: de poort kan het door een fout van zichzelf niet beoordelen. De \
             beheerder van deze poort moet ernaar kijken; opnieuw aanbieden hoeft niet."
                .to_owned(),
        ),
        Stand::Vervallen(reden) => Some(format!(
            "De beheerder van deze poort heeft deze ontvangst zonder oordeel gesloten ({reden}). Bied het bericht opnieuw \
             aan."
        )),
        _ => None,
    }
}

/// The message behind a receipt, once it is judged.
pub fn bericht_van(record: &OntvangstRecord) -> Option<BerichtId> {
    if let Stand::Verwerkt(id) = record.stand { Some(id) } else { None }
}

/// How far a receipt is, with the verdict and the deliveries.
///
/// # Errors
/// The store failed.
pub fn status(poort: &Poort, id: &OntvangstId, record: &OntvangstRecord) -> Result<Status, DienstFout> {
    let bericht = bericht_van(record);
    let leveringen = match bericht {
        Some(bericht) => poort.store.deliveries(Which::OfMessage(bericht), 8)?,
        None => Vec::new(),
    };
    Ok(Status {
        ontvangst: id.0.clone(),
        stand: standnaam(&record.stand),
        toelichting: zonder_oordeel(&record.stand),
        ontvangen: tijdstip(record.ontvangen_ms),
        deur: deurnaam(record.deur),
        richting: record.richting,
        kenmerk: Kenmerk {
            standaard: record.domein.map(bericht::Domein::as_str),
            bericht: record.soort.map(bericht::Soort::nummer),
            afzender: record.afzender.clone(),
            ontvanger: record.ontvanger.clone(),
            grootte: record.grootte,
        },
        oordeel: oordeel(poort, record, bericht)?,
        leveringen: leveringen.iter().map(levering).collect(),
    })
}

fn oordeel(
    poort: &Poort,
    record: &OntvangstRecord,
    bericht: Option<BerichtId>,
) -> Result<Option<OordeelWeergave>, DienstFout> {
    let store = poort.store.as_ref();
    let weergave = |oordeel: Oordeel, retour| OordeelWeergave {
        uitkomst: oordeel.outcome,
        niveau: oordeel.level,
        bevindingen: oordeel.findings,
        signalen: oordeel.signals,
        retour,
    };
    if let Some(bericht) = bericht {
        let BerichtRecord { oordeel, retour, .. } = bericht_record(bericht, store)?;
        let retour = retour.map(|r| r.soort.nummer());
        return Ok(Some(weergave(lees_oordeel(oordeel, store)?, retour)));
    }
    let Some(lading) = record.bevindingen.clone() else { return Ok(None) };
    let findings: Vec<Melding> = serde_json::from_slice(&haal(lading, "the findings", store)?)
        .map_err(|_| DienstFout::Ontbreekt { wat: "readable findings" })?;
    let level = findings.iter().map(|f| f.level).min();
    let outcome = if findings.is_empty() { Uitkomst::Accepted } else { Uitkomst::Rejected };
    Ok(Some(weergave(Oordeel { outcome, level, findings, ..Oordeel::aanvaard() }, None)))
}

/// A delivery in words.
pub fn levering(delivery: &Delivery) -> Levering {
    let (stand, moment, reden) = match &delivery.standing {
        Standing::Waiting { due_ms, reason } => ("wacht", (*due_ms > 0).then_some(*due_ms), reason.clone()),
        Standing::Claimed => ("bezig", None, None),
        Standing::Parked(reason) => ("geparkeerd", None, Some(reason.clone())),
        Standing::Delivered(moment) => ("afgeleverd", Some(*moment), None),
        Standing::Dropped(reason) => ("vervallen", None, Some(reason.clone())),
    };
    Levering {
        nummer: delivery.number,
        wat: delivery.item.wat,
        stand,
        pogingen: delivery.attempts,
        moment: moment.map(tijdstip),
        reden,
        traceer_id: delivery.item.trace.clone(),
    }
}

/// A delivery with the message it belongs to. One whose message cannot be read is listed all the same.
pub fn beheerlevering(store: &dyn Store, delivery: &Delivery) -> BeheerLevering {
    let mut gevonden = BeheerLevering {
        levering: levering(delivery),
        ontvangst: None,
        standaard: None,
        bericht: None,
        van: None,
        naar: None,
    };
    let Ok(record) = bericht_record(delivery.item.bericht, store) else { return gevonden };
    let Dossier { domein, gemeente, aanbieder } = record.dossier;
    let (van, naar) =
        if record.soort.afzender() == Rol::Gemeente { (gemeente, aanbieder) } else { (aanbieder, gemeente) };
    // Receipts are found by the sender of the message and its bytes, as a repetition is.
    let vraag = ReadSet { keys: vec![(Table::Inzending, eerder_key(&van, &record.sha256))], ..ReadSet::default() };
    let rij = store.read(&vraag).ok().and_then(|gelezen| gelezen.rows.into_iter().next());
    if let Some(Record::Inzending(feit)) = rij.map(|row| row.record) {
        gevonden.ontvangst = Some(feit.ontvangst);
    }
    let (soort, van, naar) = match delivery.item.wat {
        Zending::Bericht => (Some(record.soort), van, naar),
        Zending::Retour => (record.retour.map(|retour| retour.soort), naar, van),
    };
    BeheerLevering {
        standaard: Some(domein.as_str()),
        bericht: soort.map(bericht::Soort::nummer),
        van: Some(van),
        naar: Some(naar),
        ..gevonden
    }
}

/// The Prestaties of a message, in its order.
///
/// # Errors
/// The store failed.
pub fn prestaties(poort: &Poort, id: BerichtId) -> Result<Vec<PrestatieWeergave>, DienstFout> {
    let dossier = bericht_record(id, poort.store.as_ref())?.dossier;
    let prefix = prestaties_prefix(&dossier, id);
    let vraag = ReadSet { prefixes: vec![(Table::Prestatie, prefix)], ..ReadSet::default() };
    let rows = poort.store.read(&vraag)?.rows.into_iter();
    let feiten = rows.filter_map(|row| if let Record::Prestatie(feit) = row.record { Some(*feit) } else { None });
    Ok(feiten.enumerate().map(|(index, feit)| prestatie(index + 1, feit)).collect())
}

fn prestatie(regel: usize, feit: PrestatieFeit) -> PrestatieWeergave {
    let (toegekend, codes) = match feit.uitslag {
        Uitslag::Toegekend => (Some(true), Vec::new()),
        Uitslag::Geweigerd(codes) => (Some(false), codes),
        // Sent, and the answer is still awaited.
        Uitslag::Verzonden => (None, Vec::new()),
    };
    let (referentie, toewijzing, bedrag) = (feit.referentie, feit.nummer, feit.bedrag.getekend());
    PrestatieWeergave { regel, referentie: referentie.into(), toewijzing, bedrag, toegekend, codes }
}

/// An entry of a mailbox; with `alles` however many Prestaties there are.
///
/// # Errors
/// The store failed.
pub fn postvakregel(poort: &Poort, entry: &MailboxEntry, alles: bool) -> Result<PostvakRegel, DienstFout> {
    let id = &entry.item.ontvangst;
    let (record, _) = poort.ontvangst(id)?.ok_or(DienstFout::Ontbreekt { wat: "the receipt of a mailbox entry" })?;
    let status = status(poort, id, &record)?;
    let regels = if record.soort.is_some_and(bericht::Soort::declareert) {
        prestaties(poort, entry.item.bericht)?
    } else {
        Vec::new()
    };
    let tel = |wat| regels.iter().filter(|r| r.toegekend == Some(wat)).count();
    let (toegekend, geweigerd) = (tel(true), tel(false));
    let heeft_retour = status.oordeel.as_ref().is_some_and(|o| o.retour.is_some());
    let passen = alles || regels.len() <= PRESTATIES_IN_LIJST;
    Ok(PostvakRegel {
        nummer: entry.number,
        wat: entry.item.wat,
        partij: entry.item.partij.clone(),
        bevestigd: entry.confirmed_ms.map(tijdstip),
        toegekend,
        geweigerd,
        prestaties: (record.soort.is_some_and(bericht::Soort::declareert) && passen).then_some(regels),
        links: Links {
            status: format!("/v1/berichten/{id}"),
            inhoud: format!("/v1/berichten/{id}/inhoud"),
            retour: heeft_retour.then(|| format!("/v1/berichten/{id}/retour")),
        },
        status,
    })
}

/// Message and retour of a judged receipt, as bytes.
///
/// # Errors
/// The store failed.
pub fn inhoud(poort: &Poort, id: BerichtId) -> Result<Inhoud, DienstFout> {
    let store = poort.store.as_ref();
    let record = bericht_record(id, store)?;
    let bytes = haal(record.lading.clone(), "the message", store)?;
    let lading: Option<Lading> = record.retour.as_ref().map(|r| r.lading.clone());
    let retour = lading.map(|lading| haal(lading, "the retour", store)).transpose()?;
    Ok(Inhoud { record, bytes, retour })
}

/// The bytes of a receipt that was set aside, when they are there.
///
/// # Errors
/// The store failed, in a way that may pass.
pub fn bytes_van_vastgelopen(poort: &Poort, record: &OntvangstRecord) -> Result<Option<Vec<u8>>, DienstFout> {
    let Some(lading) = record.lading.clone() else { return Ok(None) };
    match haal(lading, "the bytes", poort.store.as_ref()).map_err(DienstFout::from) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(fout) if fout.retry_helps() => Err(fout),
        // That they are gone may be why it was set aside.
        Err(_) => Ok(None),
    }
}

/// Why a receipt has its verdict, as lines in Dutch; `prestatie` (from 1) asks for one line of a 323.
///
/// # Errors
/// The store failed.
pub fn waarom(poort: &Poort, record: &OntvangstRecord, prestatie: Option<u32>) -> Result<Vec<String>, DienstFout> {
    uitleg(poort.store.as_ref(), record, prestatie)
}

/// The same over a store.
///
/// # Errors
/// The store failed.
pub fn uitleg(store: &dyn Store, record: &OntvangstRecord, prestatie: Option<u32>) -> Result<Vec<String>, DienstFout> {
    if let Some(bericht) = bericht_van(record) {
        let oordeel = lees_oordeel(bericht_record(bericht, store)?.oordeel, store)?;
        return Ok(pipeline::waarom(&oordeel, prestatie));
    }
    if let Some(toelichting) = zonder_oordeel(&record.stand) {
        return Ok(vec![toelichting]);
    }
    let Some(lading) = record.bevindingen.clone() else { return Ok(Vec::new()) };
    let findings: Vec<Melding> = serde_json::from_slice(&haal(lading, "the findings", store)?)
        .map_err(|_| DienstFout::Ontbreekt { wat: "readable findings" })?;
    Ok(pipeline::waarom_bevindingen(&findings, &[]))
}
