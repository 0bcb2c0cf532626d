//! 305 and 307: start and stop.

use schema::tree::{NodeId, NodeRef};

use crate::client::Client;
use crate::datum::Datum;
use crate::fout::BerichtFout;
use crate::lezen::{dag, kind, lees_kind, lees_optioneel, nummer, tekst};
use crate::toewijzing::{Product, product};

/// What a class means for an earlier delivery (COD467).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusAanlevering {
    /// 1.
    Eerste,
    /// 2: in the code list, forbidden by CS058.
    Gewijzigd,
    /// 3.
    Verwijderen,
    /// 9: in the code list, forbidden by CS058.
    Ongewijzigd,
}

impl StatusAanlevering {
    fn parse(code: &str) -> Option<Self> {
        match code {
            "1" => Some(Self::Eerste),
            "2" => Some(Self::Gewijzigd),
            "3" => Some(Self::Verwijderen),
            "9" => Some(Self::Ongewijzigd),
            _ => None,
        }
    }
}

/// One StartProduct.
#[derive(Debug, Clone)]
pub struct StartProduct {
    /// The element.
    pub node: NodeId,
    /// ToewijzingNummer; absent in the taakgerichte variant (IV096).
    pub nummer: Option<u32>,
    /// Product.
    pub product: Option<Product>,
    /// Element `Begindatum`.
    pub begindatum_node: NodeId,
    /// Begindatum.
    pub begindatum: Datum,
    /// Element `StatusAanlevering`.
    pub status_node: NodeId,
    /// StatusAanlevering.
    pub status: StatusAanlevering,
}

/// One StopProduct.
#[derive(Debug, Clone)]
pub struct StopProduct<'a> {
    /// The element.
    pub node: NodeId,
    /// ToewijzingNummer; absent in the taakgerichte variant (IV096).
    pub nummer: Option<u32>,
    /// Product.
    pub product: Option<Product>,
    /// Begindatum of the start that ends.
    pub begindatum: Datum,
    /// Element `Einddatum`.
    pub einddatum_node: NodeId,
    /// Einddatum.
    pub einddatum: Datum,
    /// RedenBeeindiging (WJ588, JZ588); 20 is tijdelijk.
    pub reden: &'a str,
    /// Element `StatusAanlevering`.
    pub status_node: NodeId,
    /// StatusAanlevering.
    pub status: StatusAanlevering,
}

/// The body of a 305.
#[derive(Debug, Clone)]
pub struct StartBericht<'a> {
    /// The client.
    pub client: Client<'a>,
    /// Starts in document order.
    pub starts: Vec<StartProduct>,
}

/// The body of a 307.
#[derive(Debug, Clone)]
pub struct StopBericht<'a> {
    /// The client.
    pub client: Client<'a>,
    /// Stops in document order.
    pub stops: Vec<StopProduct<'a>>,
}

impl<'a> StartBericht<'a> {
    /// Reads the body of a valid 305.
    pub fn lees(root: NodeRef<'a>) -> Result<Self, BerichtFout> {
        let client = kind(root, "Client")?;
        let starts = kind(client, "StartProducten")?.children().map(StartProduct::lees);
        Ok(Self { client: Client::lees(client)?, starts: starts.collect::<Result<_, _>>()? })
    }
}

impl<'a> StopBericht<'a> {
    /// Reads the body of a valid 307.
    pub fn lees(root: NodeRef<'a>) -> Result<Self, BerichtFout> {
        let client = kind(root, "Client")?;
        let stops = kind(client, "StopProducten")?.children().map(StopProduct::lees);
        Ok(Self { client: Client::lees(client)?, stops: stops.collect::<Result<_, _>>()? })
    }
}

impl StartProduct {
    fn lees(node: NodeRef<'_>) -> Result<Self, BerichtFout> {
        Ok(Self {
            node: node.id(),
            nummer: lees_optioneel(node, "ToewijzingNummer", nummer)?,
            product: product(node)?,
            begindatum_node: kind(node, "Begindatum")?.id(),
            begindatum: dag(node, "Begindatum")?,
            status_node: kind(node, "StatusAanlevering")?.id(),
            status: lees_kind(node, "StatusAanlevering", StatusAanlevering::parse)?,
        })
    }
}

impl<'a> StopProduct<'a> {
    fn lees(node: NodeRef<'a>) -> Result<Self, BerichtFout> {
        Ok(Self {
            node: node.id(),
            nummer: lees_optioneel(node, "ToewijzingNummer", nummer)?,
            product: product(node)?,
            begindatum: dag(node, "Begindatum")?,
            einddatum_node: kind(node, "Einddatum")?.id(),
            einddatum: dag(node, "Einddatum")?,
            reden: tekst(node, "RedenBeeindiging")?,
            status_node: kind(node, "StatusAanlevering")?.id(),
            status: lees_kind(node, "StatusAanlevering", StatusAanlevering::parse)?,
        })
    }
}
