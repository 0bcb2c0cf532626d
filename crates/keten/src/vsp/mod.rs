//! Metadata of a message in VSP Push V1: the typed form, and every bound as code.
//!
//! Reading is strict: unknown properties, wrong types and values outside their bounds are refused, all of them at once,
//! as field and messages. Messages name the bound and never the value. Source: transport.md 6.1, vsp-rest.md.

mod keur;
mod probleem;
mod vrij;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use keur::lijkt_bsn;
pub use probleem::Probleem;
pub use vrij::VrijeTekst;

/// The path of a call under the base address of an endpoint.
pub const PAD: &str = "/berichtenservice/berichten/rest-push/v1/berichten";
/// Name of the part with the metadata.
pub const DEEL_METADATA: &str = "berichtMetadata";
/// Name of the part with the message.
pub const DEEL_PAYLOAD: &str = "payload";

/// What is wrong, per field; the path of a field is written as `routeringgegevens.geadresseerden[0].rol`.
pub type Veldfouten = BTreeMap<String, Vec<String>>;

/// Metadata of one message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Metadata {
    /// From whom, to whom, and what.
    pub routeringgegevens: Routeringgegevens,
    /// Which message, and what it belongs to.
    pub referentiegegevens: Referentiegegevens,
    /// Anything else, as pairs; 1 to 100 when given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verwerkingscontext: Option<Vec<SleutelWaardePaar>>,
}

/// From whom, to whom, and what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Routeringgegevens {
    /// Sender.
    pub afzender: Relatie,
    /// Addressees, at most 100; the interface allows none.
    pub geadresseerden: Vec<Relatie>,
    /// Kind of message.
    pub berichtstroom: Berichtstroom,
}

/// A party in a role.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Relatie {
    /// Role, 1 to 100 characters, e.g. `Instelling`.
    pub rol: String,
    /// Code in that role (AGB code, gemeente code), 1 to 100 characters when given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// Kind of message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Berichtstroom {
    /// 1 to 60 characters, e.g. `JW323`.
    pub berichttype: String,
    /// 1 to 60 characters when given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub berichtsubtype: Option<String>,
    /// 0 to 999.
    pub berichtversie: u16,
    /// 0 to 999.
    pub berichtsubversie: u16,
    /// 1 to 60 characters, e.g. `Indienen`.
    pub actie: String,
}

/// Which message, and what it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Referentiegegevens {
    /// Links the messages of one conversation.
    pub conversatie_id: Uuid,
    /// This message; unique per sender, and the same in every attempt to deliver it.
    pub traceer_id: Uuid,
    /// The `traceerId` of the message that this one answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub als_antwoord_op: Option<Uuid>,
    /// Reference of the sender, 1 to 150 characters when given; never a Bsn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referentie_id: Option<VrijeTekst>,
}

/// A key with its values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SleutelWaardePaar {
    /// 1 to 100 characters.
    pub sleutel: String,
    /// 1 to 100 values of 1 to 250 characters.
    pub waarde: Vec<VrijeTekst>,
}

impl Metadata {
    /// Reads and checks JSON.
    ///
    /// # Errors
    /// Everything that is wrong with it, at least one.
    pub fn lees(json: &[u8]) -> Result<Self, Veldfouten> {
        let bij_geheel = |melding: &str| Veldfouten::from([(DEEL_METADATA.to_owned(), vec![melding.to_owned()])]);
        let waarde: serde_json::Value =
            serde_json::from_slice(json).map_err(|_| bij_geheel("Dit is geen geldige JSON."))?;
        let fouten = keur::keur(&waarde);
        if !fouten.is_empty() {
            return Err(fouten);
        }
        // A property that is given twice is lost in `waarde`; here it is refused.
        serde_json::from_slice(json).map_err(|_| bij_geheel("Een eigenschap komt meer dan eens voor."))
    }

    /// Checks metadata that we made ourselves, before it is stored or sent: the same bounds, and no Bsn in `referentieId`.
    ///
    /// # Errors
    /// Everything that is wrong with it, at least one.
    pub fn keur(&self) -> Result<(), Veldfouten> {
        let mut fouten = serde_json::to_value(self).map(|waarde| keur::keur(&waarde)).unwrap_or_default();
        let referentie = self.referentiegegevens.referentie_id.as_ref();
        if referentie.is_some_and(|r| keur::lijkt_bsn(r.waarde())) {
            let plek = fouten.entry("referentiegegevens.referentieId".to_owned()).or_default();
            plek.push("Hierin staat een getal dat een Bsn kan zijn.".to_owned());
        }
        if fouten.is_empty() { Ok(()) } else { Err(fouten) }
    }

    /// The part as it goes over the line.
    pub fn json(&self) -> Vec<u8> {
        // Strings, numbers and lists only: there is nothing that cannot be written.
        serde_json::to_vec(self).unwrap_or_default()
    }
}
