//! 301: toewijzing.

use schema::tree::{NodeId, NodeRef};
use serde::{Deserialize, Serialize};

use crate::client::Client;
use crate::datum::{Datum, datum};
use crate::fout::BerichtFout;
use crate::lezen::{dag, getal, kind, lees_kind, lees_optioneel, nummer, optioneel, tekst};
use crate::waarde::{Eenheid, Frequentie};

/// Product: a category, mostly with a code.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Product {
    /// Two digits (WMO020, JZ020).
    pub categorie: String,
    /// Up to five characters.
    pub code: Option<String>,
}

/// Omvang of a toewijzing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Omvang {
    /// 0 to 99,999,999, in `eenheid`; eurocent for euro's.
    pub volume: i64,
    /// Unit.
    pub eenheid: Eenheid,
    /// Per day, week, month or in total.
    pub frequentie: Frequentie,
}

/// One ToegewezenProduct.
#[derive(Debug, Clone)]
pub struct ToegewezenProduct<'a> {
    /// The element.
    pub node: NodeId,
    /// ToewijzingNummer, 0 to 999,999,999.
    pub nummer: u32,
    /// ReferentieAanbieder of the honoured verzoek.
    pub referentie_aanbieder: Option<&'a str>,
    /// Product; absent in a generieke toewijzing.
    pub product: Option<Product>,
    /// Toewijzingsdatum.
    pub toewijzingsdatum: Datum,
    /// Toewijzingstijd as written, without zone.
    pub toewijzingstijd: &'a str,
    /// Ingangsdatum.
    pub ingangsdatum: Datum,
    /// Einddatum; absent means open.
    pub einddatum: Option<Datum>,
    /// RedenWijziging (WJ002).
    pub reden_wijziging: Option<&'a str>,
    /// Omvang.
    pub omvang: Option<Omvang>,
    /// Budget in eurocent.
    pub budget: Option<i64>,
}

/// The body of a 301.
#[derive(Debug, Clone)]
pub struct ToewijzingBericht<'a> {
    /// The client.
    pub client: Client<'a>,
    /// Products in document order.
    pub producten: Vec<ToegewezenProduct<'a>>,
    /// Products without ToewijzingNummer, which release 2.3 allows: nothing can refer to them.
    pub zonder_nummer: Vec<NodeId>,
}

impl<'a> ToewijzingBericht<'a> {
    /// Reads the body of a valid 301.
    pub fn lees(root: NodeRef<'a>) -> Result<Self, BerichtFout> {
        let client = kind(root, "Client")?;
        // In release 2.3 they stand inside the Beschikking.
        let groep = kind(client.child("Beschikking").unwrap_or(client), "ToegewezenProducten")?;
        let (genummerd, zonder): (Vec<_>, Vec<_>) =
            groep.children().partition(|product| product.child("ToewijzingNummer").is_some());
        Ok(Self {
            client: Client::lees(client)?,
            producten: genummerd.into_iter().map(ToegewezenProduct::lees).collect::<Result<_, _>>()?,
            zonder_nummer: zonder.into_iter().map(NodeRef::id).collect(),
        })
    }
}

impl<'a> ToegewezenProduct<'a> {
    /// Deletes the toewijzing: RedenWijziging 13 (or the old 01) with Einddatum equal to Ingangsdatum (OP033x1).
    pub fn is_verwijdering(&self) -> bool {
        matches!(self.reden_wijziging, Some("13" | "01")) && self.einddatum == Some(self.ingangsdatum)
    }

    fn lees(node: NodeRef<'a>) -> Result<Self, BerichtFout> {
        Ok(Self {
            node: node.id(),
            nummer: lees_kind(node, "ToewijzingNummer", nummer)?,
            referentie_aanbieder: optioneel(node, "ReferentieAanbieder"),
            product: product(node)?,
            toewijzingsdatum: dag(node, "Toewijzingsdatum")?,
            toewijzingstijd: tekst(node, "Toewijzingstijd")?.trim(),
            ingangsdatum: dag(node, "Ingangsdatum")?,
            einddatum: lees_optioneel(node, "Einddatum", datum)?,
            reden_wijziging: optioneel(node, "RedenWijziging"),
            omvang: omvang(node)?,
            budget: lees_optioneel(node, "Budget", getal)?,
        })
    }
}

/// An optional child `Product`.
pub(crate) fn product(node: NodeRef<'_>) -> Result<Option<Product>, BerichtFout> {
    let Some(product) = node.child("Product") else { return Ok(None) };
    Ok(Some(Product {
        categorie: tekst(product, "Categorie")?.to_owned(),
        code: optioneel(product, "Code").map(str::to_owned),
    }))
}

/// An optional child `Omvang`.
pub(crate) fn omvang(node: NodeRef<'_>) -> Result<Option<Omvang>, BerichtFout> {
    let Some(omvang) = node.child("Omvang") else { return Ok(None) };
    Ok(Some(Omvang {
        volume: lees_kind(omvang, "Volume", getal)?,
        eenheid: lees_kind(omvang, "Eenheid", Eenheid::parse)?,
        frequentie: lees_kind(omvang, "Frequentie", Frequentie::parse)?,
    }))
}
