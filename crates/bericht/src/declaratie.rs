//! 323: declaratie.

use schema::tree::{NodeId, NodeRef};

use crate::client::Client;
use crate::datum::{Datum, Periode};
use crate::fout::BerichtFout;
use crate::lezen::{bedrag, dag, getal, kind, lees_kind, lees_optioneel, nummer, optioneel, periode, tekst};
use crate::waarde::{Bedrag, DebetCredit, Eenheid};

/// One Prestatie, of a 323 or returned in a 325.
#[derive(Debug, Clone)]
pub struct Prestatie<'a> {
    /// The element.
    pub node: NodeId,
    /// ReferentieNummer, one to twenty characters.
    pub referentie: &'a str,
    /// VorigReferentieNummer: the debet that a credit takes back.
    pub vorige: Option<&'a str>,
    /// ToewijzingNummer.
    pub nummer: u32,
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
    /// ProductTarief in eurocent; absent for euro's (CD087).
    pub tarief: Option<i64>,
    /// IngediendBedrag.
    pub bedrag: Bedrag,
}

impl<'a> Prestatie<'a> {
    /// Reads an element `Prestatie`.
    pub fn lees(node: NodeRef<'a>) -> Result<Self, BerichtFout> {
        let referentie = kind(node, "ProductReferentie")?;
        Ok(Self {
            node: node.id(),
            referentie: tekst(referentie, "ReferentieNummer")?,
            vorige: optioneel(referentie, "VorigReferentieNummer"),
            nummer: lees_kind(node, "ToewijzingNummer", nummer)?,
            categorie: tekst(node, "ProductCategorie")?,
            code: tekst(node, "ProductCode")?,
            periode: periode(node, "ProductPeriode")?,
            volume: lees_kind(node, "GeleverdVolume", getal)?,
            eenheid: lees_kind(node, "Eenheid", Eenheid::parse)?,
            tarief: lees_optioneel(node, "ProductTarief", getal)?,
            bedrag: bedrag(node, "IngediendBedrag", "Bedrag")?,
        })
    }

    /// Whether this Prestatie takes an earlier one back.
    pub fn is_credit(&self) -> bool {
        self.bedrag.dc == DebetCredit::Credit
    }
}

/// A client of a 323 or 325 with its Prestaties in document order.
#[derive(Debug, Clone)]
pub struct DeclaratieClient<'a> {
    /// Client and Bsn.
    pub client: Client<'a>,
    /// Prestaties.
    pub prestaties: Vec<Prestatie<'a>>,
}

impl<'a> DeclaratieClient<'a> {
    /// Reads an element `Client` of a 323 or 325.
    pub fn lees(node: NodeRef<'a>) -> Result<Self, BerichtFout> {
        let prestaties = kind(node, "Prestaties")?.children().map(Prestatie::lees);
        Ok(Self { client: Client::lees(node)?, prestaties: prestaties.collect::<Result<_, _>>()? })
    }
}

/// The class Declaratie of a 323.
#[derive(Debug, Clone)]
pub struct Declaratie<'a> {
    /// The element.
    pub node: NodeId,
    /// DeclaratieNummer, one to twelve letters and digits.
    pub nummer: &'a str,
    /// Element `DeclaratiePeriode`.
    pub periode_node: NodeId,
    /// DeclaratiePeriode: one calendar month (CS340).
    pub periode: Periode,
    /// DeclaratieDagtekening.
    pub dagtekening: Datum,
    /// Element `TotaalIngediendBedrag`.
    pub totaal_node: NodeId,
    /// TotaalIngediendBedrag.
    pub totaal: Bedrag,
    /// Clients in document order.
    pub clienten: Vec<DeclaratieClient<'a>>,
}

impl<'a> Declaratie<'a> {
    /// Reads the body of a valid 323.
    pub fn lees(root: NodeRef<'a>) -> Result<Self, BerichtFout> {
        let node = kind(root, "Declaratie")?;
        let clienten = kind(node, "Clienten")?.children().map(DeclaratieClient::lees);
        Ok(Self {
            node: node.id(),
            nummer: tekst(node, "DeclaratieNummer")?,
            periode_node: kind(node, "DeclaratiePeriode")?.id(),
            periode: periode(node, "DeclaratiePeriode")?,
            dagtekening: dag(node, "DeclaratieDagtekening")?,
            totaal_node: kind(node, "TotaalIngediendBedrag")?.id(),
            totaal: bedrag(node, "TotaalIngediendBedrag", "TotaalBedrag")?,
            clienten: clienten.collect::<Result<_, _>>()?,
        })
    }

    /// All Prestaties in document order.
    pub fn prestaties(&self) -> impl Iterator<Item = &Prestatie<'a>> {
        self.clienten.iter().flat_map(|c| &c.prestaties)
    }
}
