//! The records of the store: one type per named table. None holds a Bsn, name, address or birth date.

use bericht::{Bedrag, Datum, Dossier, Eenheid, Periode, Product, Soort};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::clientsleutel::ClientSleutel;
use crate::poort::{EerderFeit, OntvangstRecord, WachtFeit};
use crate::seam::{BerichtId, Table};
use crate::toewijzing::{ToewijzingVersie, moment};
use crate::verbruik::{Boeking, DebetLijn, Verbruiken};

/// Bytes of a message: small ones in the row, large ones in a file (see the store's blobs).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lading {
    /// In the row itself; up to 64 KB.
    Rij(#[serde(with = "base64_bytes")] Vec<u8>),
    /// Name of a blob.
    Blob(String),
}

/// The retour that was made for a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetourRecord {
    /// Message number of the retour.
    pub soort: Soort,
    /// IdentificatieRetour, or Identificatie of a 325: derived once, replay uses this one.
    pub nummer: String,
    /// The bytes as sent.
    pub lading: Lading,
}

/// A message that passed level 1, with its verdict and retour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BerichtRecord {
    /// Where it belongs.
    pub dossier: Dossier,
    /// Release, e.g. `3.2`.
    pub release: String,
    /// Message number.
    pub soort: Soort,
    /// Reference date of the judgement.
    #[serde(with = "bericht::dagen")]
    pub peildatum: Datum,
    /// SHA-256 of the bytes, hex.
    pub sha256: String,
    /// The bytes.
    pub lading: Lading,
    /// The verdict as reported, JSON.
    pub oordeel: Lading,
    /// The retour; none on a retour, and none on a message that was sent from here.
    pub retour: Option<RetourRecord>,
    /// Whether it was sent from here: booked without levels 3 and 4, which are the receiver's.
    #[serde(default)]
    pub verzonden: bool,
}

/// Points to a message (for duplicates).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerwijzingFeit {
    /// The message.
    pub bericht: BerichtId,
}

/// A used Identificatie (TR056), with what a later retour is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentificatieFeit {
    /// The first message with it.
    pub bericht: BerichtId,
    /// Its Dagtekening.
    #[serde(with = "bericht::dagen")]
    pub dagtekening: Datum,
    /// BasisschemaXsdVersie and BerichtXsdVersie of that message.
    pub xsd_versie: (String, String),
    /// DeclaratieNummer of a 323.
    pub declaratie_nummer: Option<String>,
    /// Whether the Prestaties of a 323 or 303 were judged, so that they are stored.
    pub beoordeeld: bool,
    /// Digest of what our own retour says, to compare a received retour with; none when no retour was made.
    pub strekking: Option<String>,
    /// How many retours were received on it.
    pub retours: u32,
    /// What it booked, when it was sent from here.
    #[serde(default)]
    pub verzonden: Option<VerzondenFeit>,
    /// DeclaratiePeriode of a 303, which has no row of its own as a Declaratie has.
    #[serde(default)]
    pub factuurperiode: Option<Periode>,
}

/// What a message that was sent from here booked. A retour without a body names no client, so all that is needed to undo
/// the bookings is kept here or follows from it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerzondenFeit {
    /// The client whose row holds the bookings; none for a 323 or 303, whose Prestaties name theirs, and for a 319 on an
    /// unknown verzoek.
    pub client: Option<ClientSleutel>,
    /// ToewijzingNummers of a 301.
    pub nummers: Vec<u32>,
    /// ReferentieAanbieders of a 315 or 317.
    pub referenties: Vec<String>,
    /// DeclaratiePeriode of a 323 or 303.
    pub periode: Option<Periode>,
    /// Refused by its retour as a whole: the bookings are undone.
    pub geweigerd: bool,
}

/// A number of our own, kept so that no two retours share one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EigenNummer {
    /// The message the retour was made for.
    pub bericht: BerichtId,
}

/// An accepted start (305).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartFeit {
    /// ToewijzingNummer; absent in the taakgerichte variant.
    pub nummer: Option<u32>,
    /// Product.
    pub product: Option<Product>,
    /// Begindatum.
    #[serde(with = "bericht::dagen")]
    pub begindatum: Datum,
    /// The message it came in.
    pub bericht: BerichtId,
    /// The message that deleted it.
    pub verwijderd: Option<BerichtId>,
    /// Later messages that were sent to delete it too: one of them counts when the first is refused.
    #[serde(default)]
    pub ook_verwijderd: Vec<BerichtId>,
}

/// An accepted stop (307).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopFeit {
    /// ToewijzingNummer; absent in the taakgerichte variant.
    pub nummer: Option<u32>,
    /// Product.
    pub product: Option<Product>,
    /// Begindatum of the start.
    #[serde(with = "bericht::dagen")]
    pub begindatum: Datum,
    /// Einddatum.
    #[serde(with = "bericht::dagen")]
    pub einddatum: Datum,
    /// RedenBeeindiging.
    pub reden: String,
    /// The message it came in.
    pub bericht: BerichtId,
    /// The message that deleted it.
    pub verwijderd: Option<BerichtId>,
    /// Later messages that were sent to delete it too: one of them counts when the first is refused.
    #[serde(default)]
    pub ook_verwijderd: Vec<BerichtId>,
}

/// What is known about a client inside one dossier. The row exists once a toewijzing was exchanged or a start or stop was
/// accepted; its version guards every decision about the client.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientFeit {
    /// All versions of all toewijzingen, in order of arrival.
    pub toewijzingen: Vec<ToewijzingVersie>,
    /// Accepted starts, deleted ones included.
    pub starts: Vec<StartFeit>,
    /// Accepted stops, deleted ones included.
    pub stops: Vec<StopFeit>,
    /// Accepted verzoeken (315, 317), one entry per ReferentieAanbieder and message.
    pub verzoeken: Vec<VerzoekFeit>,
    /// Versions of 301s that were sent from here and refused: they count for nothing, and tell what was known when.
    #[serde(default)]
    pub teruggenomen: Vec<Teruggenomen>,
    /// What was granted on each toewijzing.
    pub verbruik: Verbruiken,
}

/// A version of a toewijzing that counted from its sending until a retour refused it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Teruggenomen {
    /// The version.
    pub versie: ToewijzingVersie,
    /// The 302 that refused it.
    pub door: BerichtId,
}

/// An accepted verzoek by its ReferentieAanbieder, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerzoekFeit {
    /// ReferentieAanbieder.
    pub referentie: String,
    /// The 315 or 317.
    pub bericht: BerichtId,
    /// Its Dagtekening.
    #[serde(with = "bericht::dagen")]
    pub dagtekening: Datum,
    /// ToewijzingIngangsdatum that a 315 asks for; a 317 has none.
    #[serde(with = "bericht::dagen::of_geen")]
    pub ingangsdatum: Option<Datum>,
    /// The accepted 319s, in order of arrival.
    pub antwoorden: Vec<AntwoordFeit>,
    /// The ToegewezenProducten of accepted 301s that carried the reference, resends included, in order of arrival.
    pub gehonoreerd_met: Vec<Honorering>,
}

/// A ToegewezenProduct that carried the reference of a verzoek.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Honorering {
    /// ToewijzingNummer.
    pub nummer: u32,
    /// Toewijzingsdatum.
    #[serde(with = "bericht::dagen")]
    pub toewijzingsdatum: Datum,
    /// Toewijzingstijd as written.
    pub toewijzingstijd: String,
    /// The 301.
    pub bericht: BerichtId,
}

impl Honorering {
    /// By a version of a toewijzing.
    pub fn van(versie: &ToewijzingVersie) -> Self {
        Self {
            nummer: versie.nummer,
            toewijzingsdatum: versie.toewijzingsdatum,
            toewijzingstijd: versie.toewijzingstijd.clone(),
            bericht: versie.bericht,
        }
    }

    /// Whether it was this version of this toewijzing.
    pub fn is_van(&self, nummer: u32, toewijzingsdatum: Datum, toewijzingstijd: &str) -> bool {
        let eigen = moment(self.toewijzingsdatum, &self.toewijzingstijd);
        self.nummer == nummer && eigen == moment(toewijzingsdatum, toewijzingstijd)
    }
}

/// An accepted answer (319) on a verzoek.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AntwoordFeit {
    /// VerzoekAntwoord.
    pub antwoord: String,
    /// The message it came in.
    pub bericht: BerichtId,
}

impl VerzoekFeit {
    /// A VOW (317), which asks for no Ingangsdatum of its own.
    pub fn is_wijziging(&self) -> bool {
        self.ingangsdatum.is_none()
    }

    /// Whether an accepted 301 carried the reference.
    pub fn is_gehonoreerd(&self) -> bool {
        !self.gehonoreerd_met.is_empty()
    }

    /// Rejected by a 319.
    pub fn is_afgewezen(&self) -> bool {
        self.antwoorden.iter().any(|a| a.antwoord == bericht::AFGEWEZEN)
    }

    /// Answered with in onderzoek, and nothing since.
    pub fn is_in_onderzoek(&self) -> bool {
        self.is_onderhanden() && self.antwoorden.iter().any(|a| a.antwoord == bericht::IN_ONDERZOEK)
    }

    /// Neither rejected nor honoured.
    pub fn is_onderhanden(&self) -> bool {
        !self.is_gehonoreerd() && !self.is_afgewezen()
    }
}

/// Who used a ReferentieAanbieder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferentieFeit {
    /// The client of the verzoek.
    pub client: ClientSleutel,
    /// Other clients for whom a verzoek with it was sent from here, to be judged by the receiver.
    #[serde(default)]
    pub ook: Vec<ClientSleutel>,
}

/// Whose a ToewijzingNummer is, and what never changes within it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NummerFeit {
    /// The client.
    pub client: ClientSleutel,
    /// Ingangsdatum.
    #[serde(with = "bericht::dagen")]
    pub ingangsdatum: Datum,
    /// Product.
    pub product: Option<Product>,
    /// Whether the toewijzing was deleted: then it counts as never sent, and the number is free.
    pub verwijderd: bool,
    /// Other clients with a version under it: a deleted one from before, or one that was sent and is not answered yet.
    #[serde(default)]
    pub ook: Vec<ClientSleutel>,
}

/// Outcome of a Prestatie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Uitslag {
    /// Not returned in the 325 or 304.
    Toegekend,
    /// Returned with these codes (0233 when it was not judged).
    Geweigerd(Vec<String>),
    /// Sent from here and not answered yet: it counts for nothing but its ReferentieNummer.
    Verzonden,
}

/// A Prestatie that was taken into assessment, or sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrestatieFeit {
    /// The client.
    pub client: ClientSleutel,
    /// The 323 or 303 it came in.
    pub bericht: BerichtId,
    /// ReferentieNummer.
    pub referentie: SmolStr,
    /// VorigReferentieNummer.
    pub vorige: Option<SmolStr>,
    /// ToewijzingNummer. In a 303 it may be absent: then that of the toewijzing that fits, or 0 when none does and the
    /// Prestatie is refused.
    pub nummer: u32,
    /// ProductCategorie.
    pub categorie: SmolStr,
    /// ProductCode.
    pub code: SmolStr,
    /// ProductPeriode.
    pub periode: Periode,
    /// GeleverdVolume.
    pub volume: i64,
    /// Eenheid.
    pub eenheid: Eenheid,
    /// ProductTarief in eurocent.
    pub tarief: Option<i64>,
    /// IngediendBedrag, in a 303 DeclaratieFactuurBedrag.
    pub bedrag: Bedrag,
    /// Outcome.
    pub uitslag: Uitslag,
    /// ReferentieNummer of the granted credit that took it back.
    pub gecrediteerd_door: Option<SmolStr>,
}

impl PrestatieFeit {
    /// Granted debet.
    pub fn is_toegekend_debet(&self) -> bool {
        self.uitslag == Uitslag::Toegekend && self.bedrag.dc == bericht::DebetCredit::Debet
    }

    /// The line that it is among what was granted on its toewijzing.
    pub fn lijn(&self) -> DebetLijn<'_> {
        let (referentie, categorie, code) = (&self.referentie, &self.categorie, &self.code);
        DebetLijn { referentie, periode: self.periode, categorie, code }
    }

    /// What it adds to or takes from the sums.
    pub fn boeking(&self) -> Boeking {
        Boeking { eenheid: self.eenheid, volume: self.volume, bedrag: self.bedrag.cent }
    }
}

/// A Declaratie that was not refused as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaratieFeit {
    /// The 323.
    pub bericht: BerichtId,
    /// DeclaratiePeriode.
    pub periode: Periode,
}

/// Standing of a dossier as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandFeit {
    /// The latest DeclaratiePeriode (TR318) that was accepted, or sent and not refused.
    pub laatste_declaratieperiode: Option<Periode>,
}

/// A record of any table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// [`Table::Bericht`].
    Bericht(Box<BerichtRecord>),
    /// [`Table::Bytes`].
    Bytes(VerwijzingFeit),
    /// [`Table::Identificatie`].
    Identificatie(Box<IdentificatieFeit>),
    /// [`Table::EigenNummer`].
    EigenNummer(EigenNummer),
    /// [`Table::Client`].
    Client(Box<ClientFeit>),
    /// [`Table::Declaratie`].
    Declaratie(DeclaratieFeit),
    /// [`Table::Prestatie`].
    Prestatie(Box<PrestatieFeit>),
    /// [`Table::Stand`].
    Stand(StandFeit),
    /// [`Table::Referentie`].
    Referentie(ReferentieFeit),
    /// [`Table::Nummer`].
    Nummer(NummerFeit),
    /// [`Table::Ontvangst`].
    Ontvangst(Box<OntvangstRecord>),
    /// [`Table::Wacht`].
    Wacht(WachtFeit),
    /// [`Table::Inzending`].
    Inzending(EerderFeit),
    /// [`Table::Idempotentie`].
    Idempotentie(EerderFeit),
    /// [`Table::Zending`].
    Zending(EerderFeit),
}

impl Record {
    /// The table a record belongs to.
    pub fn table(&self) -> Table {
        match self {
            Record::Bericht(_) => Table::Bericht,
            Record::Bytes(_) => Table::Bytes,
            Record::Identificatie(_) => Table::Identificatie,
            Record::EigenNummer(_) => Table::EigenNummer,
            Record::Client(_) => Table::Client,
            Record::Declaratie(_) => Table::Declaratie,
            Record::Prestatie(_) => Table::Prestatie,
            Record::Stand(_) => Table::Stand,
            Record::Referentie(_) => Table::Referentie,
            Record::Nummer(_) => Table::Nummer,
            Record::Ontvangst(_) => Table::Ontvangst,
            Record::Wacht(_) => Table::Wacht,
            Record::Inzending(_) => Table::Inzending,
            Record::Idempotentie(_) => Table::Idempotentie,
            Record::Zending(_) => Table::Zending,
        }
    }

    /// The blobs a record refers to; what no record refers to is an orphan.
    pub fn blobs(&self) -> Vec<String> {
        let ladingen: Vec<&Lading> = match self {
            Record::Bericht(bericht) => {
                let retour = bericht.retour.as_ref().map(|r| &r.lading);
                [&bericht.lading, &bericht.oordeel].into_iter().chain(retour).collect()
            }
            Record::Ontvangst(ontvangst) => ontvangst.lading.iter().chain(&ontvangst.bevindingen).collect(),
            _ => return Vec::new(),
        };
        let naam = |lading: &'_ Lading| if let Lading::Blob(name) = lading { Some(name.clone()) } else { None };
        ladingen.into_iter().filter_map(naam).collect()
    }
}

/// Messages in a row as base64: whoever looks through the file of the store with a search for text meets nobody's Bsn.
mod base64_bytes {
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&data_encoding::BASE64.encode(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        let text = <&str>::deserialize(from)?;
        data_encoding::BASE64.decode(text.as_bytes()).map_err(serde::de::Error::custom)
    }
}
