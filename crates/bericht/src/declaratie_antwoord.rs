//! 325: declaratie-antwoord, as received by an aanbieder.

use schema::tree::{NodeId, NodeRef};

use crate::declaratie::{DeclaratieClient, Prestatie};
use crate::fout::BerichtFout;
use crate::lezen::{bedrag, kind, tekst};
use crate::waarde::Bedrag;

/// The class DeclaratieAntwoord; absent when the 323 was refused by its header or on level 2.
#[derive(Debug, Clone)]
pub struct DeclaratieAntwoord<'a> {
    /// The element.
    pub node: NodeId,
    /// Element `DeclaratieNummer`.
    pub nummer_node: NodeId,
    /// DeclaratieNummer of the 323.
    pub nummer: &'a str,
    /// Element `TotaalIngediendBedrag`.
    pub ingediend_node: NodeId,
    /// TotaalIngediendBedrag of the 323.
    pub ingediend: Bedrag,
    /// Element `TotaalToegekendBedrag`.
    pub toegekend_node: NodeId,
    /// TotaalToegekendBedrag.
    pub toegekend: Bedrag,
    /// Clients with refused Prestaties.
    pub clienten: Vec<DeclaratieClient<'a>>,
    /// RetourCodes of the class.
    pub retourcodes: Vec<&'a str>,
}

impl<'a> DeclaratieAntwoord<'a> {
    /// Reads the body of a valid 325, when it has one.
    pub fn lees(root: NodeRef<'a>) -> Result<Option<Self>, BerichtFout> {
        let Some(node) = root.child("DeclaratieAntwoord") else { return Ok(None) };
        let clienten = node.child("Clienten").into_iter().flat_map(NodeRef::children).map(DeclaratieClient::lees);
        let codes = kind(node, "RetourCodes")?;
        Ok(Some(Self {
            node: node.id(),
            nummer_node: kind(node, "DeclaratieNummer")?.id(),
            nummer: tekst(node, "DeclaratieNummer")?,
            ingediend_node: kind(node, "TotaalIngediendBedrag")?.id(),
            ingediend: bedrag(node, "TotaalIngediendBedrag", "TotaalBedrag")?,
            toegekend_node: kind(node, "TotaalToegekendBedrag")?.id(),
            toegekend: bedrag(node, "TotaalToegekendBedrag", "TotaalBedrag")?,
            clienten: clienten.collect::<Result<_, _>>()?,
            retourcodes: codes.children().map(NodeRef::value).collect(),
        }))
    }

    /// All returned Prestaties in document order.
    pub fn prestaties(&self) -> impl Iterator<Item = &Prestatie<'a>> {
        self.clienten.iter().flat_map(|c| &c.prestaties)
    }
}
