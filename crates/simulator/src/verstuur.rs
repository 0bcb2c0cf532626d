//! Sending a message to a gateway by Push V1, as another party of the keten would.

use std::sync::Arc;

use bericht::{Domein, Rol, Soort, header_gegevens};
use bytes::Bytes;
use keten::push::{ClientInstellingen, Poging, PushClient};
use keten::tls::{ClientTls, wederzijds};
use keten::vsp::{Berichtstroom, Metadata, PAD, Referentiegegevens, Relatie, Routeringgegevens, VrijeTekst};
use schema::tree::TreeBuilder;
use schema::{Limits, SchemaSet, input, validate};
use uuid::Uuid;

use crate::fout::SimulatorFout;
use crate::simulator::seconden;

/// What is known of a message beforehand; the rest is taken from the message, or made.
#[derive(Debug, Clone, Default)]
pub struct Zending {
    /// AGB code or gemeente code of the sender.
    pub afzender: Option<String>,
    /// Role of the sender.
    pub rol_afzender: Option<String>,
    /// AGB code or gemeente code of the addressee.
    pub geadresseerde: Option<String>,
    /// Role of the addressee.
    pub rol_geadresseerde: Option<String>,
    /// E.g. `JW323`.
    pub berichttype: Option<String>,
    /// Version of the standard; 3.2 when absent.
    pub versie: Option<(u16, u16)>,
    /// `Indienen` when absent.
    pub actie: Option<String>,
    /// New when absent.
    pub conversatie_id: Option<Uuid>,
    /// New when absent.
    pub traceer_id: Option<Uuid>,
    /// The message that this one answers.
    pub als_antwoord_op: Option<Uuid>,
    /// Reference of the sender.
    pub referentie_id: Option<String>,
}

/// What a message says of itself.
#[derive(Default)]
struct Zelf {
    berichttype: Option<String>,
    afzender: Option<(String, Rol)>,
    ontvanger: Option<(String, Rol)>,
}

impl Zending {
    /// The metadata for this payload.
    ///
    /// # Errors
    /// The built-in schemas cannot be loaded, or the metadata would be outside its bounds.
    pub fn metadata(&self, payload: &[u8]) -> Result<Metadata, SimulatorFout> {
        let zelf = Zelf::van(payload, &bericht::catalogus::ingebouwd()?);
        let (berichtversie, berichtsubversie) = self.versie.unwrap_or((3, 2));
        let metadata = Metadata {
            routeringgegevens: Routeringgegevens {
                afzender: relatie(self.afzender.as_deref(), self.rol_afzender.as_deref(), zelf.afzender.as_ref()),
                geadresseerden: vec![relatie(
                    self.geadresseerde.as_deref(),
                    self.rol_geadresseerde.as_deref(),
                    zelf.ontvanger.as_ref(),
                )],
                berichtstroom: Berichtstroom {
                    berichttype: self.berichttype.clone().or(zelf.berichttype).unwrap_or_else(|| "Onbekend".to_owned()),
                    berichtsubtype: None,
                    berichtversie,
                    berichtsubversie,
                    actie: self.actie.clone().unwrap_or_else(|| "Indienen".to_owned()),
                },
            },
            referentiegegevens: Referentiegegevens {
                conversatie_id: self.conversatie_id.unwrap_or_else(Uuid::new_v4),
                traceer_id: self.traceer_id.unwrap_or_else(Uuid::new_v4),
                als_antwoord_op: self.als_antwoord_op,
                referentie_id: self.referentie_id.clone().map(VrijeTekst::from),
            },
            verwerkingscontext: None,
        };
        metadata.keur().map_err(|velden| {
            let velden = velden.iter().map(|(veld, wat)| format!("{veld}: {}", wat.join(" ")));
            SimulatorFout::Metadata { velden: velden.collect::<Vec<_>>().join("; ") }
        })?;
        Ok(metadata)
    }
}

impl Zelf {
    /// Reads as much as there is; a message may be broken on purpose.
    fn van(payload: &[u8], schemas: &SchemaSet) -> Self {
        let Ok(input) = input::decode(payload) else { return Self::default() };
        let mut builder = TreeBuilder::for_text(payload.len());
        let report = validate(&input.text, schemas, &Limits::default(), &mut builder);
        let Some((release, message)) = report.message else { return Self::default() };
        let Some((soort, domein)) = Soort::parse(&message.code).zip(Domein::parse(&release.standard)) else {
            return Self::default();
        };
        let voor = match domein {
            Domein::Ijw => "JW",
            Domein::Iwmo => "WMO",
        };
        let berichttype = Some(format!("{voor}{}", soort.nummer()));
        let Some(tree) = builder.finish(&input.text, release) else { return Self { berichttype, ..Self::default() } };
        let kop = header_gegevens(&tree, Some(soort));
        // In the header of a retour the roles are those of the heenbericht, and `header_gegevens` has turned the codes.
        let afzender = if soort.header_is_gekopieerd() { ander(soort.afzender()) } else { soort.afzender() };
        Self {
            berichttype,
            afzender: kop.afzender.map(|code| (code, afzender)),
            ontvanger: kop.ontvanger.map(|code| (code, ander(afzender))),
        }
    }
}

fn ander(rol: Rol) -> Rol {
    match rol {
        Rol::Gemeente => Rol::Aanbieder,
        Rol::Aanbieder => Rol::Gemeente,
    }
}

/// What was given goes before what the message says. A code alone tells its role by its length: four digits for a
/// gemeente, eight for an instelling.
fn relatie(code: Option<&str>, rol: Option<&str>, zelf: Option<&(String, Rol)>) -> Relatie {
    let van_lengte = |code: &str| if code.len() == 4 { "Gemeente" } else { "Instelling" };
    let van_rol = |rol| if rol == Rol::Gemeente { "Gemeente" } else { "Instelling" };
    let (eigen_code, eigen_rol) = match (code, zelf) {
        (Some(code), _) => (Some(code.to_owned()), van_lengte(code)),
        (None, Some((code, rol))) => (Some(code.clone()), van_rol(*rol)),
        (None, None) => (None, "Instelling"),
    };
    Relatie { rol: rol.unwrap_or(eigen_rol).to_owned(), code: eigen_code }
}

/// A client for an address: the whole one, or scheme, host and port only.
///
/// # Errors
/// The files of `tls`, or the address.
pub fn client(url: &str, tls: &ClientTls, instellingen: ClientInstellingen) -> Result<PushClient, SimulatorFout> {
    let config = wederzijds(tls, url, seconden())?;
    Ok(PushClient::new(&volledig(url), &config, instellingen)?)
}

/// Sends one message once.
///
/// # Errors
/// Only what stands in the way of sending; whatever the other side answers is in the [`Poging`].
pub async fn verstuur(
    client: &PushClient,
    zending: &Zending,
    payload: Bytes,
) -> Result<(Arc<Metadata>, Poging), SimulatorFout> {
    let metadata = Arc::new(zending.metadata(&payload)?);
    let poging = client.push(&metadata, payload).await;
    Ok((metadata, poging))
}

fn volledig(url: &str) -> String {
    match reqwest::Url::parse(url) {
        Ok(mut adres) if adres.path() == "/" => {
            adres.set_path(PAD);
            adres.into()
        }
        _ => url.to_owned(),
    }
}
