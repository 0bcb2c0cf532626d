//! 303 and 304 of release 2.3: declaratie or factuur, and its retour.

use schema::tree::{NodeId, NodeRef};

use crate::client::Client;
use crate::datum::Periode;
use crate::fout::BerichtFout;
use crate::lezen::{bedrag, getal, kind, lees_kind, lees_optioneel, nummer, optioneel, periode, tekst};
use crate::waarde::{Bedrag, Eenheid};

/// One Prestatie of a 303 or 304.
#[derive(Debug, Clone)]
pub struct FactuurPrestatie<'a> {
    /// The element.
    pub node: NodeId,
    /// ReferentieNummer, one to twenty characters.
    pub referentie: &'a str,
    /// VorigReferentieNummer: what a credit takes back.
    pub vorige: Option<&'a str>,
    /// BeschikkingNummer.
    pub beschikking: Option<u32>,
    /// ToewijzingNummer.
    pub nummer: Option<u32>,
    /// ProductCategorie.
    pub categorie: &'a str,
    /// ProductCode.
    pub code: &'a str,
    /// ProductPeriode.
    pub periode: Periode,
    /// GeleverdVolume in `eenheid`, 0 to 99,999,999; eurocent for euro's.
    pub volume: i64,
    /// Eenheid.
    pub eenheid: Eenheid,
    /// ProductTarief in eurocent.
    pub tarief: Option<i64>,
    /// BtwBedrag.
    pub btw: Option<Bedrag>,
    /// DeclaratieFactuurBedrag.
    pub bedrag: Bedrag,
    /// ToegekendBedrag of a 304.
    pub toegekend: Option<Bedrag>,
}

/// A client with its Prestaties in document order.
#[derive(Debug, Clone)]
pub struct FactuurClient<'a> {
    /// Client and Bsn.
    pub client: Client<'a>,
    /// Prestaties.
    pub prestaties: Vec<FactuurPrestatie<'a>>,
}

/// The content of a 303 or 304.
#[derive(Debug, Clone)]
pub struct Factuur<'a> {
    /// DeclaratiePeriode.
    pub periode: Periode,
    /// ValutaCode; the schema knows EUR only.
    pub valuta: &'a str,
    /// DeclaratieFactuurTotaalBedrag of a 303, IngediendTotaalBedrag of a 304.
    pub totaal: Bedrag,
    /// BtwTotaalBedrag of a 303.
    pub btw_totaal: Option<Bedrag>,
    /// ToegekendTotaalBedrag of a 304.
    pub toegekend: Option<Bedrag>,
    /// Clients in document order; a 304 may have none.
    pub clienten: Vec<FactuurClient<'a>>,
}

impl<'a> Factuur<'a> {
    /// Reads a valid 303 or 304.
    pub fn lees(root: NodeRef<'a>) -> Result<Self, BerichtFout> {
        let header = kind(root, "Header")?;
        let identificatie = kind(header, "DeclaratieFactuurIdentificatie")?;
        let clienten = root.child("Clienten").into_iter().flat_map(NodeRef::children).map(FactuurClient::lees);
        let (totaal, btw_totaal, toegekend) = if let Some(retour) = header.child("RetourBedragen") {
            let toegekend = bedrag(retour, "ToegekendTotaalBedrag", "TotaalBedrag")?;
            (bedrag(retour, "IngediendTotaalBedrag", "TotaalBedrag")?, None, Some(toegekend))
        } else {
            let heen = kind(header, "DeclaratieFactuurBedragen")?;
            let btw = optioneel_bedrag(heen, "BtwTotaalBedrag", "TotaalBedrag")?;
            (bedrag(heen, "DeclaratieFactuurTotaalBedrag", "TotaalBedrag")?, btw, None)
        };
        Ok(Self {
            periode: periode(identificatie, "DeclaratiePeriode")?,
            valuta: tekst(identificatie, "ValutaCode")?,
            totaal,
            btw_totaal,
            toegekend,
            clienten: clienten.collect::<Result<_, _>>()?,
        })
    }
}

impl<'a> FactuurClient<'a> {
    fn lees(node: NodeRef<'a>) -> Result<Self, BerichtFout> {
        let prestaties = kind(node, "Prestaties")?.children().map(FactuurPrestatie::lees);
        Ok(Self { client: Client::lees(node)?, prestaties: prestaties.collect::<Result<_, _>>()? })
    }
}

impl<'a> FactuurPrestatie<'a> {
    fn lees(node: NodeRef<'a>) -> Result<Self, BerichtFout> {
        let (referentie, bedragen) = (kind(node, "ProductReferentie")?, kind(node, "IngediendeBedragPrestatie")?);
        let toegekend = node.child("ToegekendeBedragPrestatie");
        Ok(Self {
            node: node.id(),
            referentie: tekst(referentie, "ReferentieNummer")?,
            vorige: optioneel(referentie, "VorigReferentieNummer"),
            beschikking: lees_optioneel(node, "BeschikkingNummer", nummer)?,
            nummer: lees_optioneel(node, "ToewijzingNummer", nummer)?,
            categorie: tekst(node, "ProductCategorie")?,
            code: tekst(node, "ProductCode")?,
            periode: periode(node, "ProductPeriode")?,
            volume: lees_kind(bedragen, "GeleverdVolume", getal)?,
            eenheid: lees_kind(bedragen, "Eenheid", Eenheid::parse)?,
            tarief: lees_optioneel(bedragen, "ProductTarief", getal)?,
            btw: optioneel_bedrag(bedragen, "BtwBedrag", "Bedrag")?,
            bedrag: bedrag(bedragen, "DeclaratieFactuurBedrag", "Bedrag")?,
            toegekend: toegekend.map(|node| bedrag(node, "ToegekendBedrag", "Bedrag")).transpose()?,
        })
    }
}

fn optioneel_bedrag(
    node: NodeRef<'_>,
    element: &'static str,
    amount: &'static str,
) -> Result<Option<Bedrag>, BerichtFout> {
    node.child(element).map(|_| bedrag(node, element, amount)).transpose()
}
