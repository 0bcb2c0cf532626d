//! Intake: one way for every door. Level 1 and the rights of the sender are looked at before the answer; the answer is
//! given after receipt and bytes are on disk.

use std::collections::BTreeSet;

use bericht::{Bericht, Datum, Dossier, Soort};
use bytes::Bytes;
use dossier::{
    BerichtId, ChangeSet, Deur, EerderFeit, Insert, Key, Lading, OntvangstId, OntvangstRecord, Record, Richting, Stand,
    Table, VspNummers, WachtFeit, bericht_key, eerder_key, ontvangst_key,
};
use opslag::Rejection;
use pipeline::{Gelezen, IN_RIJ, Keten, Melding, Omgezet, lees, sha256_hex, volgnummer};

use crate::fout::DienstFout;
use crate::klok;
use crate::meting::Aangeboden;
use crate::partijen::Indiener;
use crate::poort::{Poort, keten_van_oorzaken};
use crate::verwerking::{self, zonder_paniek};
use crate::verzenden;
use crate::wachtrij::Wachtende;
use crate::weigering::Weigering;

/// How often the same key may be taken by another call between look and commit.
const POGINGEN: u32 = 8;

/// Up to this size a message can be judged before its receipt is given, in bytes: that takes less than putting it aside.
const METEEN_MAX: usize = 32 << 10;

/// Up to this size a message goes to the queue with its record, which spares its judge the read, in bytes.
const VERS_MAX: u64 = 8 << 10;

/// Something that is handed in.
#[derive(Debug, Clone)]
pub struct Aanbod {
    /// The bytes.
    pub bytes: Bytes,
    /// How it came.
    pub deur: Deur,
    /// Who hands it in.
    pub indiener: Indiener,
    /// Keyed hash of the `Idempotency-Key`.
    pub idempotentie: Option<String>,
    /// Name of a dropped file; goes into the record and nowhere else.
    pub naam: Option<String>,
    /// VSP numbers and the sender that the metadata names.
    pub vsp: Option<Vsp>,
    /// Whether the sender lets a 301 go that a contract would keep back.
    pub vrijgave: bool,
}

/// What the metadata of a Push says.
#[derive(Debug, Clone)]
pub struct Vsp {
    /// traceerId and conversatieId.
    pub nummers: VspNummers,
    /// Code of the sender.
    pub afzender: String,
}

/// A receipt that was given, now or before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aangenomen {
    /// Its number.
    pub ontvangst: OntvangstId,
    /// Whether this call made it.
    pub nieuw: bool,
}

/// Why nothing was taken in.
#[derive(Debug)]
pub enum Afgewezen {
    /// The sender has to do something.
    Weigering(Box<Weigering>),
    /// We cannot take it now.
    Fout(DienstFout),
}

impl From<DienstFout> for Afgewezen {
    fn from(fout: DienstFout) -> Self {
        Afgewezen::Fout(fout)
    }
}

impl From<opslag::StoreError> for Afgewezen {
    fn from(fout: opslag::StoreError) -> Self {
        Afgewezen::Fout(fout.into())
    }
}

impl From<Weigering> for Afgewezen {
    fn from(weigering: Weigering) -> Self {
        Afgewezen::Weigering(Box::new(weigering))
    }
}

/// What is known of a message that passed level 1 and the rights of its sender.
#[derive(Debug)]
pub(crate) struct Toegelaten {
    pub(crate) id: BerichtId,
    pub(crate) ontvangst: OntvangstId,
    pub(crate) sha256: String,
    pub(crate) soort: Soort,
    pub(crate) dossier: Dossier,
    pub(crate) afzender: String,
    pub(crate) ontvanger: String,
    pub(crate) richting: Richting,
    pub(crate) nu_ms: u64,
    pub(crate) peildatum: Datum,
}

impl Toegelaten {
    /// The record of the receipt.
    pub(crate) fn record(&self, aanbod: &Aanbod, stand: Stand, lading: Option<Lading>) -> OntvangstRecord {
        OntvangstRecord {
            bericht: self.id,
            afzender: Some(self.afzender.clone()),
            ontvanger: Some(self.ontvanger.clone()),
            domein: Some(self.dossier.domein),
            soort: Some(self.soort),
            richting: Some(self.richting),
            deur: aanbod.deur,
            ontvangen_ms: self.nu_ms,
            peildatum: self.peildatum,
            grootte: aanbod.bytes.len() as u64,
            sha256: self.sha256.clone(),
            stand,
            lading,
            bevindingen: None,
            naam: aanbod.naam.clone(),
            vsp: aanbod.vsp.as_ref().map(|vsp| vsp.nummers.clone()),
        }
    }

    /// The receipt, and the keys by which a repetition finds it.
    pub(crate) fn rijen(&self, aanbod: &Aanbod, record: OntvangstRecord) -> Vec<Insert> {
        let feit = || EerderFeit { ontvangst: self.ontvangst.clone(), sha256: self.sha256.clone() };
        let insert = |key: Key, record: Record| Insert { key, unique: None, record };
        let mut rijen = vec![
            insert(ontvangst_key(&self.ontvangst), Record::Ontvangst(Box::new(record))),
            insert(eerder_key(&self.afzender, &self.sha256), Record::Inzending(feit())),
        ];
        if let Some(sleutel) = &aanbod.idempotentie {
            rijen.push(insert(eerder_key(&self.afzender, sleutel), Record::Idempotentie(feit())));
        }
        if let Some(vsp) = &aanbod.vsp {
            rijen.push(insert(eerder_key(&self.afzender, &vsp.nummers.traceer), Record::Zending(feit())));
        }
        rijen
    }
}

/// Takes in what is handed in. Blocking: validates and writes.
///
/// # Errors
/// [`Afgewezen`]; of a refusal on level 1 the attempt is on record, without its bytes.
pub fn neem_aan(poort: &Poort, aanbod: &Aanbod) -> Result<Aangenomen, Afgewezen> {
    let uitkomst = probeer(poort, aanbod);
    let label = match &uitkomst {
        Ok(Aangenomen { nieuw: true, .. }) => "aangenomen",
        Ok(_) => "herhaling",
        Err(afgewezen) => {
            meld_afgewezen(poort, aanbod.deur, afgewezen);
            return uitkomst;
        }
    };
    let deur = deurnaam(aanbod.deur);
    poort.meting.aangeboden.get_or_create(&Aangeboden { deur, uitkomst: label }).inc();
    if let Ok(Aangenomen { ontvangst, nieuw }) = &uitkomst {
        tracing::info!(%ontvangst, deur, nieuw, "taken in");
    }
    uitkomst
}

/// Counts and logs what was not taken in.
pub(crate) fn meld_afgewezen(poort: &Poort, deur: Deur, afgewezen: &Afgewezen) {
    let deur = deurnaam(deur);
    match afgewezen {
        Afgewezen::Weigering(weigering) => {
            meld_weigering(poort, deur, weigering.label(), weigering.ontvangst().map(|id| id.0.as_str()));
        }
        Afgewezen::Fout(fout) => {
            poort.bij_fout(fout);
            poort.meting.aangeboden.get_or_create(&Aangeboden { deur, uitkomst: "storing" }).inc();
            tracing::error!(deur, fout = %keten_van_oorzaken(fout), "not taken in");
        }
    }
}

/// Counts and logs a refusal, with the number of its record when there is one. The one place that does, for every door.
pub(crate) fn meld_weigering(poort: &Poort, deur: &'static str, reden: &'static str, ontvangst: Option<&str>) {
    poort.meting.aangeboden.get_or_create(&Aangeboden { deur, uitkomst: reden }).inc();
    tracing::info!(deur, reden, ontvangst, "refused at the door");
}

/// The name of a door in metrics, logs and records.
pub fn deurnaam(deur: Deur) -> &'static str {
    match deur {
        Deur::Http => "http",
        Deur::Map => "map",
        Deur::Push => "push",
        Deur::Controle => "controle",
    }
}

fn probeer(poort: &Poort, aanbod: &Aanbod) -> Result<Aangenomen, Afgewezen> {
    let keten = poort.keten();
    let omgezet = Omgezet::default();
    let gelezen = lees(&aanbod.bytes, &omgezet, &keten);
    let toegelaten = laat_toe(poort, &keten, &gelezen, aanbod)?;
    // A large message waits for its judge, which reads it again: what was made of it here would only take room meanwhile.
    let meteen = toegelaten.richting == Richting::Uit || aanbod.bytes.len() <= METEEN_MAX;
    let gelezen = Some(gelezen).filter(|_| meteen);
    for _ in 0..POGINGEN {
        if let Some(ontvangst) = al_gegeven(poort, &toegelaten, aanbod)? {
            return Ok(Aangenomen { ontvangst, nieuw: false });
        }
        let gelukt = match toegelaten.richting {
            Richting::Uit => verzenden::verzend(poort, &keten, gelezen.as_ref(), &toegelaten, aanbod)?,
            Richting::In | Richting::Intern => neem_in(poort, &keten, gelezen.as_ref(), &toegelaten, aanbod)?,
        };
        if gelukt {
            return Ok(Aangenomen { ontvangst: toegelaten.ontvangst, nieuw: true });
        }
    }
    Err(DienstFout::Verdrongen.into())
}

/// Size, what level 1 found, and whether the sender may send this.
pub(crate) fn laat_toe(
    poort: &Poort,
    keten: &Keten,
    gelezen: &Gelezen<'_>,
    aanbod: &Aanbod,
) -> Result<Toegelaten, Afgewezen> {
    if aanbod.bytes.len() as u64 > keten.max_bytes {
        return Err(Weigering::TeGroot { max: keten.max_bytes }.into());
    }
    let nu_ms = klok::nu_ms();
    // Whoever may not send for this party learns nothing about the message.
    if let Some(afzender) = &gelezen.kop.afzender {
        mag_sturen(&aanbod.indiener, afzender)?;
    }
    if !gelezen.is_geldig() {
        return Err(weiger_niveau1(poort, aanbod, gelezen, gelezen.findings.clone(), nu_ms)?.into());
    }
    let (Some(tree), Some(domein), Some(soort)) = (&gelezen.tree, gelezen.domein, gelezen.soort) else {
        return Err(DienstFout::Ontbreekt { wat: "the parts of a valid message" }.into());
    };
    let bericht = match Bericht::lees(tree, domein, soort) {
        Ok(bericht) => bericht,
        Err(reason) => {
            let findings = vec![pipeline::onbegrepen(&reason)];
            return Err(weiger_niveau1(poort, aanbod, gelezen, findings, nu_ms)?.into());
        }
    };
    let dossier = bericht.dossier();
    let (Some(afzender), Some(ontvanger)) = (gelezen.kop.afzender.clone(), gelezen.kop.ontvanger.clone()) else {
        return Err(Weigering::AndereAfzender.into());
    };
    mag_sturen(&aanbod.indiener, &afzender)?;
    if let Some(vsp) = &aanbod.vsp
        && vsp.afzender != afzender
    {
        return Err(Weigering::AndereMetadata.into());
    }
    let richting = poort.partijen().richting(&afzender, &ontvanger).ok_or(Weigering::NiemandLokaal)?;
    if matches!(aanbod.indiener, Indiener::Schakelpunt) && richting != Richting::In {
        return Err(Weigering::NiemandLokaal.into());
    }
    // The gateway itself answers for a local party; a second retour from the party would be one too many.
    if richting != Richting::In && soort.heen().is_some() {
        return Err(Weigering::EigenRetour.into());
    }
    Ok(Toegelaten {
        id: volgnummer(poort.store.as_ref()),
        ontvangst: OntvangstId(uuid::Uuid::new_v4().to_string()),
        sha256: sha256_hex(&aanbod.bytes),
        soort,
        dossier,
        afzender,
        ontvanger,
        richting,
        nu_ms,
        peildatum: poort.peildatum(nu_ms),
    })
}

fn mag_sturen(indiener: &Indiener, afzender: &str) -> Result<(), Weigering> {
    match indiener {
        Indiener::Schakelpunt => Ok(()),
        Indiener::Partijen(codes) if codes.contains(afzender) => Ok(()),
        Indiener::Partijen(_) => Err(Weigering::AndereAfzender),
    }
}

/// Keeps a record of the attempt, without the bytes.
fn weiger_niveau1(
    poort: &Poort,
    aanbod: &Aanbod,
    gelezen: &Gelezen<'_>,
    findings: Vec<Melding>,
    nu_ms: u64,
) -> Result<Weigering, Afgewezen> {
    let is_xml = !findings.iter().any(|m| m.rule == schema::Source::Xml.rule());
    let &Gelezen { ref kop, domein, soort, truncated, .. } = gelezen;
    let afzender = kop.afzender.clone().or_else(|| enige(&aanbod.indiener));
    let record = OntvangstRecord {
        bericht: volgnummer(poort.store.as_ref()),
        afzender,
        ontvanger: kop.ontvanger.clone(),
        domein,
        soort,
        richting: None,
        deur: aanbod.deur,
        ontvangen_ms: nu_ms,
        peildatum: poort.peildatum(nu_ms),
        grootte: aanbod.bytes.len() as u64,
        sha256: sha256_hex(&aanbod.bytes),
        stand: Stand::Geweigerd,
        lading: None,
        bevindingen: None,
        naam: aanbod.naam.clone(),
        vsp: aanbod.vsp.as_ref().map(|vsp| vsp.nummers.clone()),
    };
    let ontvangst = noteer(poort, record, &findings)?;
    Ok(Weigering::Niveau1 { ontvangst, is_xml, findings, truncated })
}

fn enige(indiener: &Indiener) -> Option<String> {
    match indiener {
        Indiener::Partijen(codes) if codes.len() == 1 => codes.first().cloned(),
        _ => None,
    }
}

/// Keeps a record of something that is not taken in, with its findings.
pub(crate) fn noteer(
    poort: &Poort,
    mut record: OntvangstRecord,
    findings: &[Melding],
) -> Result<OntvangstId, DienstFout> {
    // Serialising these plain types cannot fail.
    let json = serde_json::to_vec(findings).unwrap_or_default();
    record.bevindingen = Some(leg_weg(poort, &json)?);
    leg_vast(poort, record)
}

/// Puts the record of an attempt on disk, under a new number.
pub(crate) fn leg_vast(poort: &Poort, record: OntvangstRecord) -> Result<OntvangstId, DienstFout> {
    let ontvangst = OntvangstId(uuid::Uuid::new_v4().to_string());
    let insert = Insert { key: ontvangst_key(&ontvangst), unique: None, record: Record::Ontvangst(Box::new(record)) };
    let set = ChangeSet { id: volgnummer(poort.store.as_ref()), inserts: vec![insert], ..ChangeSet::default() };
    poort.store.commit(vec![set])?;
    Ok(ontvangst)
}

/// In the row itself, or in a file that is on disk before this returns.
pub(crate) fn leg_weg(poort: &Poort, bytes: &[u8]) -> Result<Lading, DienstFout> {
    if bytes.len() <= IN_RIJ {
        return Ok(Lading::Rij(bytes.to_vec()));
    }
    let naam = poort.hasher.payload(sha256_hex(bytes).as_bytes());
    poort.store.put_blob(&naam, bytes)?;
    Ok(Lading::Blob(naam))
}

/// The receipt that was given before for the same thing.
fn al_gegeven(poort: &Poort, toegelaten: &Toegelaten, aanbod: &Aanbod) -> Result<Option<OntvangstId>, Afgewezen> {
    let Toegelaten { afzender, sha256, .. } = toegelaten;
    if let Some(sleutel) = &aanbod.idempotentie
        && let Some(eerder) = poort.eerder(Table::Idempotentie, afzender, sleutel)?
    {
        let zelfde = eerder.sha256 == *sha256;
        return if zelfde { Ok(Some(eerder.ontvangst)) } else { Err(Weigering::AndereBytes.into()) };
    }
    if let Some(vsp) = &aanbod.vsp
        && let Some(eerder) = poort.eerder(Table::Zending, afzender, &vsp.nummers.traceer)?
        && eerder.sha256 != *sha256
    {
        return Err(Weigering::TraceerIdGebruikt.into());
    }
    let Some(eerder) = poort.eerder(Table::Inzending, afzender, sha256)? else { return Ok(None) };
    onthoud_sleutel(poort, toegelaten, aanbod, &eerder)?;
    Ok(Some(eerder.ontvangst))
}

/// A new key for bytes that are known already must be refused with other bytes later, so it is kept as well.
fn onthoud_sleutel(
    poort: &Poort,
    toegelaten: &Toegelaten,
    aanbod: &Aanbod,
    eerder: &EerderFeit,
) -> Result<(), DienstFout> {
    let mut inserts = Vec::new();
    let mut erbij = |key: Key, record: Record| inserts.push(Insert { key, unique: None, record });
    if let Some(sleutel) = &aanbod.idempotentie {
        erbij(eerder_key(&toegelaten.afzender, sleutel), Record::Idempotentie(eerder.clone()));
    }
    if let Some(vsp) = &aanbod.vsp {
        let traceer = &vsp.nummers.traceer;
        if poort.eerder(Table::Zending, &toegelaten.afzender, traceer)?.is_none() {
            erbij(eerder_key(&toegelaten.afzender, traceer), Record::Zending(eerder.clone()));
        }
    }
    if !inserts.is_empty() {
        let set = ChangeSet { id: volgnummer(poort.store.as_ref()), inserts, ..ChangeSet::default() };
        // Another call that was first with the same key has noted the same.
        let _ = poort.store.commit(vec![set])?;
    }
    Ok(())
}

/// Judges a small message at once when its dossier is free; else, or when that does not come to an end, it waits on disk.
/// False when another call took one of the keys in between.
fn neem_in(
    poort: &Poort,
    keten: &Keten,
    gelezen: Option<&Gelezen<'_>>,
    toegelaten: &Toegelaten,
    aanbod: &Aanbod,
) -> Result<bool, DienstFout> {
    let mut fout = None;
    if let Some(gelezen) = gelezen
        && let Some(_beurt) = poort.wachtrij.beurt(&toegelaten.dossier)
    {
        match zonder_paniek(|| verwerking::beoordeel_meteen(poort, keten, gelezen, toegelaten, aanbod)) {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(f) if f.is_fataal() => return Err(f),
            Err(f) => fout = Some(f),
        }
    }
    let bewaard = bewaar(poort, toegelaten, aanbod)?;
    // When it could not be put on disk either, as on a full one, the refusal tells.
    if let Some(fout) = fout {
        tracing::warn!(ontvangst = %toegelaten.ontvangst, fout = %keten_van_oorzaken(&fout), "not judged at once");
    }
    Ok(bewaard)
}

/// Puts bytes and receipt on disk and queues the message. False when another call took one of the keys in between.
fn bewaar(poort: &Poort, toegelaten: &Toegelaten, aanbod: &Aanbod) -> Result<bool, DienstFout> {
    let lading = leg_weg(poort, &aanbod.bytes)?;
    let grootte = aanbod.bytes.len() as u64;
    let record = toegelaten.record(aanbod, Stand::Wacht, Some(lading));
    let vers = (grootte <= VERS_MAX).then(|| Box::new(record.clone()));
    let mut inserts = toegelaten.rijen(aanbod, record);
    let Toegelaten { id, ontvangst, dossier, .. } = toegelaten;
    let feit = WachtFeit { ontvangst: ontvangst.clone(), dossier: dossier.clone(), grootte, begonnen: 0 };
    inserts.push(Insert { key: bericht_key(*id), unique: None, record: Record::Wacht(feit) });
    let set = ChangeSet { id: volgnummer(poort.store.as_ref()), inserts, ..ChangeSet::default() };
    match poort.store.commit(vec![set])?.pop() {
        Some(Ok(_)) => {
            poort.wachtrij.voeg_toe(Wachtende {
                bericht: *id,
                ontvangst: ontvangst.clone(),
                dossier: dossier.clone(),
                grootte,
                vers,
                hervat: None,
                mislukt: 0,
            });
            Ok(true)
        }
        Some(Err(Rejection::Unique { .. })) => Ok(false),
        _ => Err(DienstFout::Verdrongen),
    }
}

/// Every party whose messages an indiener may see.
pub fn ziet(indiener: &Indiener) -> Option<&BTreeSet<String>> {
    match indiener {
        Indiener::Partijen(codes) => Some(codes),
        Indiener::Schakelpunt => None,
    }
}
