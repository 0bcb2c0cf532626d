//! 315, 317 and 319: verzoek om toewijzing, verzoek om wijziging, antwoord.

use schema::tree::{NodeId, NodeRef};

use crate::client::Client;
use crate::datum::{Datum, datum};
use crate::fout::BerichtFout;
use crate::lezen::{dag, getal, kind, lees_kind, lees_optioneel, nummer, tekst};
use crate::toewijzing::{Omvang, Product, omvang, product};

/// One AangevraagdProduct of a 315.
#[derive(Debug, Clone)]
pub struct AangevraagdProduct<'a> {
    /// The element.
    pub node: NodeId,
    /// ReferentieAanbieder.
    pub referentie: &'a str,
    /// Product.
    pub product: Option<Product>,
    /// ToewijzingIngangsdatum.
    pub ingangsdatum: Datum,
    /// ToewijzingEinddatum.
    pub einddatum: Option<Datum>,
}

/// The body of a 315.
#[derive(Debug, Clone)]
pub struct VerzoekToewijzing<'a> {
    /// The client.
    pub client: Client<'a>,
    /// Products in document order.
    pub producten: Vec<AangevraagdProduct<'a>>,
}

/// One OngewijzigdProduct of a 317.
#[derive(Debug, Clone, Copy)]
pub struct OngewijzigdProduct {
    /// The element.
    pub node: NodeId,
    /// ToewijzingNummer.
    pub nummer: u32,
}

/// One TeWijzigenProduct of a 317.
#[derive(Debug, Clone)]
pub struct TeWijzigenProduct {
    /// The element.
    pub node: NodeId,
    /// ToewijzingNummer.
    pub nummer: u32,
    /// GewensteIngangsdatum.
    pub ingangsdatum: Datum,
    /// Einddatum.
    pub einddatum: Option<Datum>,
    /// Omvang.
    pub omvang: Option<Omvang>,
    /// Budget in eurocent.
    pub budget: Option<i64>,
}

/// One NieuwProduct of a 317.
#[derive(Debug, Clone)]
pub struct NieuwProduct {
    /// The element.
    pub node: NodeId,
    /// Product.
    pub product: Option<Product>,
    /// GewensteIngangsdatum.
    pub ingangsdatum: Datum,
    /// Einddatum.
    pub einddatum: Option<Datum>,
}

/// The body of a 317.
#[derive(Debug, Clone)]
pub struct VerzoekWijziging<'a> {
    /// The client.
    pub client: Client<'a>,
    /// The element `Verzoek`.
    pub node: NodeId,
    /// ReferentieAanbieder.
    pub referentie: &'a str,
    /// Products that stay.
    pub ongewijzigd: Vec<OngewijzigdProduct>,
    /// Products to change.
    pub te_wijzigen: Vec<TeWijzigenProduct>,
    /// New products.
    pub nieuw: Vec<NieuwProduct>,
}

/// The class Antwoord of a 319.
#[derive(Debug, Clone, Copy)]
pub struct Antwoord<'a> {
    /// The element.
    pub node: NodeId,
    /// ReferentieAanbieder of the verzoek.
    pub referentie: &'a str,
    /// VerzoekAntwoord: 1 is a rejection, 2 in onderzoek.
    pub antwoord: &'a str,
    /// Element and value of Woonplaatsbeginsel/Gemeente (iJw).
    pub woonplaats: Option<(NodeId, &'a str)>,
}

/// A rejection.
pub const AFGEWEZEN: &str = "1";
/// In onderzoek.
pub const IN_ONDERZOEK: &str = "2";

impl<'a> VerzoekToewijzing<'a> {
    /// Reads the body of a valid 315.
    pub fn lees(root: NodeRef<'a>) -> Result<Self, BerichtFout> {
        let client = kind(root, "Client")?;
        let producten = kind(client, "AangevraagdeProducten")?.children().map(AangevraagdProduct::lees);
        Ok(Self { client: Client::lees(client)?, producten: producten.collect::<Result<_, _>>()? })
    }
}

impl<'a> AangevraagdProduct<'a> {
    fn lees(node: NodeRef<'a>) -> Result<Self, BerichtFout> {
        Ok(Self {
            node: node.id(),
            referentie: tekst(node, "ReferentieAanbieder")?,
            product: product(node)?,
            ingangsdatum: dag(node, "ToewijzingIngangsdatum")?,
            einddatum: lees_optioneel(node, "ToewijzingEinddatum", datum)?,
        })
    }
}

impl<'a> VerzoekWijziging<'a> {
    /// Reads the body of a valid 317.
    pub fn lees(root: NodeRef<'a>) -> Result<Self, BerichtFout> {
        let client = kind(root, "Client")?;
        let verzoek = kind(client, "Verzoek")?;
        let onder = |groep: &str| verzoek.child(groep).into_iter().flat_map(NodeRef::children);
        Ok(Self {
            client: Client::lees(client)?,
            node: verzoek.id(),
            referentie: tekst(verzoek, "ReferentieAanbieder")?,
            ongewijzigd: onder("OngewijzigdeProducten").map(ongewijzigd).collect::<Result<_, _>>()?,
            te_wijzigen: onder("TeWijzigenProducten").map(te_wijzigen).collect::<Result<_, _>>()?,
            nieuw: onder("NieuweProducten").map(nieuw).collect::<Result<_, _>>()?,
        })
    }
}

fn ongewijzigd(node: NodeRef<'_>) -> Result<OngewijzigdProduct, BerichtFout> {
    Ok(OngewijzigdProduct { node: node.id(), nummer: lees_kind(node, "ToewijzingNummer", nummer)? })
}

fn te_wijzigen(node: NodeRef<'_>) -> Result<TeWijzigenProduct, BerichtFout> {
    Ok(TeWijzigenProduct {
        node: node.id(),
        nummer: lees_kind(node, "ToewijzingNummer", nummer)?,
        ingangsdatum: dag(node, "GewensteIngangsdatum")?,
        einddatum: lees_optioneel(node, "Einddatum", datum)?,
        omvang: omvang(node)?,
        budget: lees_optioneel(node, "Budget", getal)?,
    })
}

fn nieuw(node: NodeRef<'_>) -> Result<NieuwProduct, BerichtFout> {
    Ok(NieuwProduct {
        node: node.id(),
        product: product(node)?,
        ingangsdatum: dag(node, "GewensteIngangsdatum")?,
        einddatum: lees_optioneel(node, "Einddatum", datum)?,
    })
}

impl<'a> Antwoord<'a> {
    /// Reads the body of a valid 319.
    pub fn lees(root: NodeRef<'a>) -> Result<Self, BerichtFout> {
        let node = kind(root, "Antwoord")?;
        let woonplaats = node.at(&["Woonplaatsbeginsel", "Gemeente"]);
        Ok(Self {
            node: node.id(),
            referentie: tekst(node, "ReferentieAanbieder")?,
            antwoord: tekst(node, "VerzoekAntwoord")?,
            woonplaats: woonplaats.map(|n| (n.id(), n.value())),
        })
    }
}
