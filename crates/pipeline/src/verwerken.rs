//! The whole way of one message, with a store: read, decide, commit. A conflict reads and decides again.

use std::cell::OnceCell;
use std::sync::Arc;

use bericht::{Bericht, Datum, Domein, HeaderGegevens, Soort};
use dossier::{
    BerichtId, BerichtRecord, ChangeSet, Kennis, Lading, Leesplan, ReadSet, Record, Sleutelhasher, Table, bericht_key,
};
use opslag::{Rejection, Store};
use regels::beoordeling::Zaak;
use regels::{Omgeving, niet_getoetst};

use crate::besluit::{Besluit, Retour, Stuk, besluit};
use crate::controle::onbegrepen;
use crate::fout::PipelineFout;
use crate::melding::{Melding, Oordeel, Signaalregel, Uitkomst};
use crate::niveau1::{Gelezen, Keten, Omgezet, lees};
use crate::nummer::sha256_hex;

/// How often rows may change under a decision before it gives up.
pub(crate) const POGINGEN: u32 = 16;

/// So many rows are read at once without asking first whether they are needed.
const WEINIG: usize = 16;

/// One message to process.
#[derive(Debug, Clone, Copy)]
pub struct Opdracht<'o> {
    /// The bytes as received.
    pub bytes: &'o [u8],
    /// Number for the message, made by the caller.
    pub id: BerichtId,
    /// Reference date.
    pub peildatum: Datum,
    /// Whether lines that are granted are explained in the verdict too.
    pub waarom: bool,
    /// What level 1 made of these bytes, when that was looked at before with the same schemas.
    pub gelezen: Option<&'o Gelezen<'o>>,
}

/// A decision that is about to be committed.
#[derive(Debug, Clone, Copy)]
pub struct Beslist<'b> {
    /// The message.
    pub bericht: &'b Bericht<'b>,
    /// The verdict.
    pub oordeel: &'b Oordeel,
    /// The retour, when one was made.
    pub retour: Option<&'b Retour>,
}

/// Adds to the change set of a decision what must be committed together with it: a receipt, a delivery, an entry of a
/// mailbox. Called once per attempt.
pub type Bijvoegen<'f> = dyn Fn(Beslist<'_>, &mut ChangeSet) + 'f;

/// What became of a message.
#[derive(Debug)]
pub struct Verwerkt {
    /// The message under which the verdict is kept: of a duplicate the first one. None when nothing is kept.
    pub bericht: Option<BerichtId>,
    /// Standard.
    pub domein: Option<Domein>,
    /// Release.
    pub release: Option<String>,
    /// Message number.
    pub soort: Option<Soort>,
    /// Identificatie, sender and receiver, as far as they may be told.
    pub kop: HeaderGegevens,
    /// The verdict; of a duplicate the first one, with outcome `duplicate`.
    pub oordeel: Oordeel,
    /// The retour to send; of a duplicate the first one, byte for byte.
    pub retour: Option<Retour>,
    /// Rules of the standard that are not built for this message.
    pub not_checked: Vec<&'static str>,
}

/// Judges a message against the store and commits what follows from it.
pub fn verwerk(
    opdracht: &Opdracht<'_>,
    keten: &Keten,
    store: &dyn Store,
    hasher: &Sleutelhasher,
) -> Result<Verwerkt, PipelineFout> {
    verwerk_met(opdracht, keten, store, hasher, &|_, _| {})
}

/// As [`verwerk`], with more in the same commit. Of a duplicate, and of a message that level 1 refuses, nothing is
/// committed and nothing is asked.
pub fn verwerk_met(
    opdracht: &Opdracht<'_>,
    keten: &Keten,
    store: &dyn Store,
    hasher: &Sleutelhasher,
    bij: &Bijvoegen<'_>,
) -> Result<Verwerkt, PipelineFout> {
    loop_door(opdracht, keten, |bericht, signalen| {
        beslis(opdracht, keten, store, hasher, bericht, bij, |zaak, sha256, kennis, botsingen| {
            let stuk = Stuk { bytes: opdracht.bytes, sha256, signalen };
            let besluit = besluit(zaak, &stuk, &keten.schemas, kennis, botsingen)?;
            Ok(Keuze::Vastleggen(Box::new(besluit)))
        })
    })
}

/// Judges a message against the store as it is now and commits nothing.
pub fn proef(
    opdracht: &Opdracht<'_>,
    keten: &Keten,
    store: &dyn Store,
    hasher: &Sleutelhasher,
) -> Result<Verwerkt, PipelineFout> {
    loop_door(opdracht, keten, |bericht, signalen| {
        beslis(opdracht, keten, store, hasher, bericht, &|_, _| {}, |zaak, sha256, kennis, botsingen| {
            let stuk = Stuk { bytes: opdracht.bytes, sha256, signalen };
            let besluit = besluit(zaak, &stuk, &keten.schemas, kennis, botsingen)?;
            Ok(Keuze::Laten(Box::new(besluit.oordeel)))
        })
    })
}

/// Level 1, then `verder` with the typed message and the signals about its bytes and its release, which belong in the
/// verdict.
pub(crate) fn loop_door(
    opdracht: &Opdracht<'_>,
    keten: &Keten,
    verder: impl FnOnce(&Bericht<'_>, &[Signaalregel]) -> Result<Beslissing, PipelineFout>,
) -> Result<Verwerkt, PipelineFout> {
    let (omgezet, eigen) = (Omgezet::default(), OnceCell::new());
    let gelezen = match opdracht.gelezen {
        Some(gelezen) => gelezen,
        None => eigen.get_or_init(|| lees(opdracht.bytes, &omgezet, keten)),
    };
    let (Some(tree), Some(domein), Some(soort), true) =
        (&gelezen.tree, gelezen.domein, gelezen.soort, gelezen.is_geldig())
    else {
        return Ok(geweigerd_op_niveau1(gelezen, gelezen.findings.clone()));
    };
    let bericht = match Bericht::lees(tree, domein, soort) {
        Ok(bericht) => bericht,
        Err(reason) => return Ok(geweigerd_op_niveau1(gelezen, vec![onbegrepen(&reason)])),
    };
    let buiten_gebruik = buiten_gebruik(&bericht, opdracht.peildatum);
    let signalen: Vec<Signaalregel> = gelezen.signals.iter().cloned().chain(buiten_gebruik).collect();
    let Beslissing { id, oordeel, retour } = verder(&bericht, &signalen)?;
    Ok(Verwerkt {
        bericht: id,
        domein: Some(domein),
        release: gelezen.release.clone(),
        soort: Some(soort),
        kop: gelezen.kop.clone(),
        oordeel,
        retour,
        not_checked: niet_getoetst(domein, soort, 4),
    })
}

/// A signal about a message of a release that is not in use on the reference date, according to its manifest.
fn buiten_gebruik(bericht: &Bericht<'_>, peildatum: Datum) -> Option<Signaalregel> {
    let release = bericht.tree.release();
    let manifest = release.manifest.as_ref()?;
    if manifest.in_use_on(&peildatum.format("%Y-%m-%d").to_string()) {
        return None;
    }
    let tekst = format!("release {} is op de peildatum niet in gebruik", release.release);
    Some(Signaalregel::over_bericht("release", tekst))
}

/// Nothing enters the dossier, not even the Identificatie.
fn geweigerd_op_niveau1(gelezen: &Gelezen<'_>, findings: Vec<Melding>) -> Verwerkt {
    let outcome = if gelezen.leesbaar { Uitkomst::Rejected } else { Uitkomst::Unreadable };
    let not_checked = match (gelezen.domein, gelezen.soort) {
        (Some(domein), Some(soort)) => niet_getoetst(domein, soort, 4),
        _ => Vec::new(),
    };
    let meer = gelezen
        .truncated
        .then(|| Signaalregel::over_bericht("bevindingen", "er zijn meer bevindingen; de rest is weggelaten"));
    let signals = gelezen.signals.iter().cloned().chain(meer).collect();
    Verwerkt {
        bericht: None,
        domein: gelezen.domein,
        release: gelezen.release.clone(),
        soort: gelezen.soort,
        kop: gelezen.kop.clone(),
        oordeel: Oordeel { outcome, level: Some(1), findings, signals, ..Oordeel::aanvaard() },
        retour: None,
        not_checked,
    }
}

/// A verdict and where it is kept, if it is.
pub(crate) struct Beslissing {
    pub(crate) id: Option<BerichtId>,
    pub(crate) oordeel: Oordeel,
    pub(crate) retour: Option<Retour>,
}

/// What a decision wants.
pub(crate) enum Keuze {
    /// To be committed.
    Vastleggen(Box<Besluit>),
    /// Nothing: only the verdict is told.
    Laten(Box<Oordeel>),
}

/// Reads, decides with `keuze` and commits. The last argument of `keuze` counts clashes of our own number.
pub(crate) fn beslis(
    opdracht: &Opdracht<'_>,
    keten: &Keten,
    store: &dyn Store,
    hasher: &Sleutelhasher,
    bericht: &Bericht<'_>,
    bij: &Bijvoegen<'_>,
    keuze: impl Fn(&Zaak<'_>, &str, Kennis, u32) -> Result<Keuze, PipelineFout>,
) -> Result<Beslissing, PipelineFout> {
    let dossier = bericht.dossier();
    let omgeving = Omgeving {
        dossier: &dossier,
        peildatum: opdracht.peildatum,
        contracten: &keten.contracten,
        gemeenten: &keten.gemeenten,
        waarom: opdracht.waarom,
    };
    let zaak = Zaak { bericht, id: opdracht.id, omgeving: &omgeving, hasher };
    let sha256 = sha256_hex(opdracht.bytes);
    let plan = Arc::new(Leesplan::van(bericht, &sha256, hasher));
    if let Some(eerste) = bekend(&plan, store)? {
        return duplicaat(eerste, store);
    }
    let mut botsingen = 0;
    for _ in 0..POGINGEN {
        let mut kennis = Kennis::van(Arc::clone(&plan), store.read(plan.read_set())?);
        if let Some(eerste) = kennis.eerdere_bytes() {
            return duplicaat(eerste, store);
        }
        lees_door(&mut kennis, store)?;
        let besluit = match keuze(&zaak, &sha256, kennis, botsingen)? {
            Keuze::Vastleggen(besluit) => *besluit,
            Keuze::Laten(oordeel) => return Ok(Beslissing { id: None, oordeel: *oordeel, retour: None }),
        };
        bewaar(&besluit, opdracht.bytes, store)?;
        let Besluit { oordeel, retour, mut wijzigingen, .. } = besluit;
        bij(Beslist { bericht, oordeel: &oordeel, retour: retour.as_ref() }, &mut wijzigingen);
        match store.commit(vec![wijzigingen])?.pop() {
            Some(Ok(_)) => return Ok(Beslissing { id: Some(opdracht.id), oordeel, retour }),
            Some(Err(Rejection::Unique { table: Table::EigenNummer, .. })) => botsingen += 1,
            // Another message changed what was read, or this one was committed just before.
            _ => {}
        }
    }
    Err(PipelineFout::Verdrongen { attempts: POGINGEN })
}

/// Reads what only the rows so far can name, until there is no more; see [`Kennis::vervolg`].
pub(crate) fn lees_door(kennis: &mut Kennis, store: &dyn Store) -> Result<(), PipelineFout> {
    while let Some(vervolg) = kennis.vervolg() {
        kennis.neem_vervolg_op(store.read(&vervolg)?);
    }
    Ok(())
}

/// The message that came in before with the same bytes, when asking that first is worth while: a large file that comes in
/// again needs one row, not everything about its clients.
fn bekend(plan: &Leesplan, store: &dyn Store) -> Result<Option<BerichtId>, PipelineFout> {
    if plan.read_set().len() <= WEINIG {
        return Ok(None);
    }
    let zelfde = ReadSet { keys: vec![(Table::Bytes, plan.bytes_key())], ..ReadSet::default() };
    match store.read(&zelfde)?.rows.into_iter().next().map(|row| row.record) {
        Some(Record::Bytes(eerste)) => Ok(Some(eerste.bericht)),
        _ => Ok(None),
    }
}

/// Puts what is too large for a row, before the commit that refers to it.
fn bewaar(besluit: &Besluit, bytes: &[u8], store: &dyn Store) -> Result<(), PipelineFout> {
    if let Some(naam) = &besluit.bericht_blob {
        store.put_blob(naam, bytes)?;
    }
    if let (Some(naam), Some(retour)) = (&besluit.retour_blob, &besluit.retour) {
        store.put_blob(naam, &retour.bytes)?;
    }
    if let Some((naam, oordeel)) = &besluit.oordeel_blob {
        store.put_blob(naam, oordeel)?;
    }
    Ok(())
}

/// The bytes behind a payload; `what` names it in the error.
pub fn haal(lading: Lading, what: &'static str, store: &dyn Store) -> Result<Vec<u8>, PipelineFout> {
    match lading {
        Lading::Rij(bytes) => Ok(bytes),
        Lading::Blob(naam) => store.get_blob(&naam)?.ok_or(PipelineFout::Ontbreekt { what }),
    }
}

/// The verdict and retour of the first message with these bytes.
fn duplicaat(eerste: BerichtId, store: &dyn Store) -> Result<Beslissing, PipelineFout> {
    let BerichtRecord { oordeel, retour, .. } = bericht_record(eerste, store)?;
    let oordeel = lees_oordeel(oordeel, store)?;
    let retour = retour
        .map(|r| Ok::<_, PipelineFout>(Retour { soort: r.soort, bytes: haal(r.lading, "the retour", store)? }))
        .transpose()?;
    Ok(Beslissing { id: Some(eerste), oordeel: Oordeel { outcome: Uitkomst::Duplicate, ..oordeel }, retour })
}

/// A stored message.
pub fn bericht_record(id: BerichtId, store: &dyn Store) -> Result<BerichtRecord, PipelineFout> {
    let vraag = ReadSet { keys: vec![(Table::Bericht, bericht_key(id))], ..ReadSet::default() };
    match store.read(&vraag)?.rows.into_iter().next().map(|r| r.record) {
        Some(Record::Bericht(record)) => Ok(*record),
        _ => Err(PipelineFout::Ontbreekt { what: "the record" }),
    }
}

/// A stored verdict.
pub fn lees_oordeel(oordeel: Lading, store: &dyn Store) -> Result<Oordeel, PipelineFout> {
    serde_json::from_slice(&haal(oordeel, "the verdict", store)?)
        .map_err(|_| PipelineFout::Ontbreekt { what: "a readable verdict" })
}
