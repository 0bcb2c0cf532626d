//! The receiving half: from a request to metadata and bytes, or to a refusal.

use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use multer::{Constraints, Field, Multipart, SizeLimit};
use thiserror::Error;

use crate::luister::Stilstand;
use crate::vsp::{DEEL_METADATA, DEEL_PAYLOAD, Metadata, Probleem, Veldfouten};

/// How much may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grenzen {
    /// Bytes of the part `payload`.
    pub payload: u64,
    /// Bytes of the part `berichtMetadata`.
    pub metadata: u64,
}

impl Default for Grenzen {
    fn default() -> Self {
        Self { payload: 26_214_400, metadata: 64 << 10 }
    }
}

impl Grenzen {
    /// What boundaries and headers of the parts may add; real ones stay far below a kilobyte.
    const OPMAAK: u64 = 16 << 10;

    fn geheel(self) -> u64 {
        self.payload.saturating_add(self.metadata).saturating_add(Self::OPMAAK)
    }
}

/// Why a Push was not taken in. No text holds anything of the request.
#[derive(Debug, Error)]
pub enum Weigering {
    /// The request is no multipart/form-data, or a broken one.
    #[error("the request is not a valid multipart/form-data")]
    GeenMultipart,
    /// A part is missing, came twice, has another name or another content type.
    #[error("the parts of the request are not as they should be")]
    Delen(Veldfouten),
    /// The metadata is outside its bounds.
    #[error("the metadata is not valid")]
    Metadata(Veldfouten),
    /// The payload is too large.
    #[error("the payload is larger than {max} bytes")]
    TeGroot {
        /// What is allowed, in bytes.
        max: u64,
    },
    /// Nothing came for too long.
    #[error("the request made no progress for too long")]
    TeTraag,
    /// The connection broke; there is nobody to answer.
    #[error("the request broke off")]
    Afgebroken,
}

impl Weigering {
    /// The HTTP status it stands for.
    pub fn status(&self) -> StatusCode {
        match self {
            Weigering::TeGroot { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Weigering::TeTraag => StatusCode::REQUEST_TIMEOUT,
            _ => StatusCode::BAD_REQUEST,
        }
    }

    /// Whether the same request may be taken in later.
    pub fn retry_helps(&self) -> bool {
        matches!(self, Weigering::TeTraag | Weigering::Afgebroken)
    }

    /// What the sender gets to read.
    pub fn probleem(&self) -> Probleem {
        let nieuw = |title, detail: &str| Probleem::new(self.status(), title, detail);
        match self {
            Weigering::GeenMultipart => nieuw(
                "Ongeldig verzoek",
                "Het verzoek is geen geldige multipart/form-data met de delen berichtMetadata en payload.",
            ),
            Weigering::Delen(fouten) => {
                nieuw("Ongeldig verzoek", "De delen van het verzoek kloppen niet.").met(fouten.clone())
            }
            Weigering::Metadata(fouten) => {
                nieuw("Ongeldige metadata", "De metadata voldoet niet aan het koppelvlak.").met(fouten.clone())
            }
            Weigering::TeGroot { max } => {
                nieuw("Bericht te groot", &format!("De payload mag hoogstens {max} bytes zijn; splits het bericht."))
            }
            Weigering::TeTraag => nieuw("Time-out", "Er kwam te lang niets binnen; bied het bericht opnieuw aan."),
            Weigering::Afgebroken => nieuw("Afgebroken", "Het verzoek brak af; bied het bericht opnieuw aan."),
        }
    }

    fn deel(naam: &str, melding: impl Into<String>) -> Self {
        Weigering::Delen(Veldfouten::from([(naam.to_owned(), vec![melding.into()])]))
    }

    fn bij_lezen(fout: &multer::Error, grenzen: Grenzen) -> Self {
        match fout {
            multer::Error::UnknownField { .. } => Weigering::deel(
                "multipart",
                format!("Er is een ander deel dan {DEEL_METADATA} en {DEEL_PAYLOAD}, of een deel zonder naam."),
            ),
            multer::Error::FieldSizeExceeded { field_name: Some(naam), .. } if naam == DEEL_METADATA => {
                Weigering::deel(DEEL_METADATA, format!("Dit deel mag hoogstens {} bytes zijn.", grenzen.metadata))
            }
            multer::Error::FieldSizeExceeded { .. } | multer::Error::StreamSizeExceeded { .. } => {
                Weigering::TeGroot { max: grenzen.payload }
            }
            multer::Error::StreamReadFailed(oorzaak) if is_stilstand(oorzaak.as_ref()) => Weigering::TeTraag,
            multer::Error::StreamReadFailed(_) => Weigering::Afgebroken,
            _ => Weigering::GeenMultipart,
        }
    }
}

impl IntoResponse for Weigering {
    fn into_response(self) -> Response {
        self.probleem().into_response()
    }
}

/// Reads a request. The parts may come in any order, each once; the memory taken is bounded by `grenzen`.
///
/// # Errors
/// [`Weigering`], which is also the answer to give.
pub async fn ontvang(request: Request, grenzen: Grenzen) -> Result<(Metadata, Bytes), Weigering> {
    let (kop, inhoud) = request.into_parts();
    // Known beforehand: a client that waits for "100 Continue" need not send it all.
    if inhoud.size_hint().lower() > grenzen.geheel() {
        return Err(Weigering::TeGroot { max: grenzen.payload });
    }
    ontvang_delen(&kop.headers, inhoud, grenzen).await
}

/// The same, of headers and body apart.
///
/// # Errors
/// [`Weigering`], which is also the answer to give.
pub async fn ontvang_delen(
    headers: &HeaderMap,
    inhoud: Body,
    grenzen: Grenzen,
) -> Result<(Metadata, Bytes), Weigering> {
    let soort = headers.get(header::CONTENT_TYPE).and_then(|soort| soort.to_str().ok()).unwrap_or_default();
    let grens = multer::parse_boundary(soort).map_err(|_| Weigering::GeenMultipart)?;
    let verwacht = inhoud.size_hint().lower().min(grenzen.payload);
    let limieten = SizeLimit::new()
        .whole_stream(grenzen.geheel())
        .for_field(DEEL_METADATA, grenzen.metadata)
        .for_field(DEEL_PAYLOAD, grenzen.payload);
    let eisen = Constraints::new().allowed_fields(vec![DEEL_METADATA, DEEL_PAYLOAD]).size_limit(limieten);
    let mut multipart = Multipart::with_constraints(inhoud.into_data_stream(), grens, eisen);

    let mut delen = Delen::default();
    while let Some(deel) = multipart.next_field().await.map_err(|fout| Weigering::bij_lezen(&fout, grenzen))? {
        delen.neem(deel, verwacht).await.map_err(|fout| fout.weigering(grenzen))?;
    }
    let (metadata, payload) = delen.beide()?;
    Ok((Metadata::lees(&metadata).map_err(Weigering::Metadata)?, payload))
}

#[derive(Default)]
struct Delen {
    metadata: Option<Bytes>,
    payload: Option<Bytes>,
}

enum Deelfout {
    Lezen(multer::Error),
    Weigering(Weigering),
}

impl Deelfout {
    fn weigering(self, grenzen: Grenzen) -> Weigering {
        match self {
            Deelfout::Lezen(fout) => Weigering::bij_lezen(&fout, grenzen),
            Deelfout::Weigering(weigering) => weigering,
        }
    }
}

impl Delen {
    async fn neem(&mut self, deel: Field<'_>, verwacht: u64) -> Result<(), Deelfout> {
        let is_metadata = deel.name() == Some(DEEL_METADATA);
        let (naam, soort, plek, verwacht) = if is_metadata {
            (DEEL_METADATA, "application/json", &mut self.metadata, 0)
        } else {
            (DEEL_PAYLOAD, "application/octet-stream", &mut self.payload, verwacht)
        };
        if plek.is_some() {
            return Err(Deelfout::Weigering(Weigering::deel(naam, "Dit deel mag maar één keer voorkomen.")));
        }
        // Without a content type the part is what the interface says it is.
        if deel.content_type().is_some_and(|echt| echt.essence_str() != soort) {
            return Err(Deelfout::Weigering(Weigering::deel(naam, format!("Het content-type moet {soort} zijn."))));
        }
        *plek = Some(lees(deel, verwacht).await.map_err(Deelfout::Lezen)?);
        Ok(())
    }

    fn beide(self) -> Result<(Bytes, Bytes), Weigering> {
        let mut fouten = Veldfouten::new();
        for (naam, deel) in [(DEEL_METADATA, &self.metadata), (DEEL_PAYLOAD, &self.payload)] {
            if deel.is_none() {
                fouten.insert(naam.to_owned(), vec!["Dit deel is verplicht.".to_owned()]);
            }
        }
        match (self.metadata, self.payload) {
            (Some(metadata), Some(payload)) => Ok((metadata, payload)),
            _ => Err(Weigering::Delen(fouten)),
        }
    }
}

/// The bytes of a part; multer keeps them within their limit.
async fn lees(mut deel: Field<'_>, verwacht: u64) -> Result<Bytes, multer::Error> {
    let mut bytes = BytesMut::with_capacity(usize::try_from(verwacht).unwrap_or_default());
    while let Some(stuk) = deel.chunk().await? {
        bytes.extend_from_slice(&stuk);
    }
    Ok(bytes.freeze())
}

fn is_stilstand(fout: &(dyn std::error::Error + 'static)) -> bool {
    std::iter::successors(Some(fout), |fout| fout.source()).any(<dyn std::error::Error>::is::<Stilstand>)
}
