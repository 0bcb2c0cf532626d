//! 303 and 304 of release 2.3: declaratie or factuur, and its retour.

use schema::tree::{NodeId, NodeRef};

use crate::client::Client;
use crate::datum::{Datum, Periode};
use crate::declaratie::{Declaratie, DeclaratieClient, Prestatie};
use crate::fout::BerichtFout;
use crate::lezen::{bedrag, dag, getal, kind, lees_kind, lees_optioneel, nummer, optioneel, periode, tekst};
use crate::waarde::{Bedrag, DebetCredit, Eenheid};

/// A ToewijzingNummer that no message can hold: LDT_Nummer ends at 999,999,999.
pub const GEEN_NUMMER: u32 = u32::MAX;

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
    /// Verrekenpercentage in hundredths of a percent, 0 to 99,999.
    pub verrekenpercentage: Option<i64>,
    /// ProductTarief in eurocent.
    pub tarief: Option<i64>,
    /// BerekendBedrag; only there when parties agree on it.
    pub berekend: Option<Bedrag>,
    /// Whether BtwVrijstellingIndicatie says that there is no btw (1).
    pub btw_vrij: bool,
    /// BtwPercentage in hundredths of a percent, 0 to 9,999: 2100 is 21%.
    pub btw_percentage: Option<i64>,
    /// BtwBedrag.
    pub btw: Option<Bedrag>,
    /// DeclaratieFactuurBedrag.
    pub bedrag: Bedrag,
    /// ToegekendBedrag of a 304.
    pub toegekend: Option<Bedrag>,
    /// RetourCodes of a 304.
    pub retourcodes: Vec<&'a str>,
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
    /// The header, which holds all that is not about clients.
    pub node: NodeId,
    /// DeclarantFactuurNummer, one to twelve characters.
    pub nummer: &'a str,
    /// FactuurDagtekening.
    pub dagtekening: Datum,
    /// Element `DeclaratiePeriode`.
    pub periode_node: NodeId,
    /// DeclaratiePeriode.
    pub periode: Periode,
    /// Element of the total.
    pub totaal_node: NodeId,
    /// ValutaCode; the schema knows EUR only.
    pub valuta: &'a str,
    /// DeclaratieFactuurTotaalBedrag of a 303, IngediendTotaalBedrag of a 304.
    pub totaal: Bedrag,
    /// BtwTotaalBedrag of a 303.
    pub btw_totaal: Option<(NodeId, Bedrag)>,
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
        let (bedragen, totaal, toegekend) = match header.child("RetourBedragen") {
            Some(retour) => {
                let toegekend = bedrag(retour, "ToegekendTotaalBedrag", "TotaalBedrag")?;
                (retour, "IngediendTotaalBedrag", Some(toegekend))
            }
            None => (kind(header, "DeclaratieFactuurBedragen")?, "DeclaratieFactuurTotaalBedrag", None),
        };
        Ok(Self {
            node: header.id(),
            nummer: tekst(identificatie, "DeclarantFactuurNummer")?,
            dagtekening: dag(identificatie, "FactuurDagtekening")?,
            periode_node: kind(identificatie, "DeclaratiePeriode")?.id(),
            periode: periode(identificatie, "DeclaratiePeriode")?,
            totaal_node: kind(bedragen, totaal)?.id(),
            valuta: tekst(identificatie, "ValutaCode")?,
            totaal: bedrag(bedragen, totaal, "TotaalBedrag")?,
            btw_totaal: bedragen.child("BtwTotaalBedrag").map(NodeRef::id).zip(optioneel_bedrag(
                bedragen,
                "BtwTotaalBedrag",
                "TotaalBedrag",
            )?),
            toegekend,
            clienten: clienten.collect::<Result<_, _>>()?,
        })
    }

    /// All Prestaties in document order.
    pub fn prestaties(&self) -> impl Iterator<Item = &FactuurPrestatie<'a>> {
        self.clienten.iter().flat_map(|c| &c.prestaties)
    }

    /// The same as a Declaratie, so that it can be judged and booked as one. `toewijzing` tells the ToewijzingNummer of a
    /// Prestatie, which need not name it.
    pub fn als_declaratie(
        &self,
        toewijzing: &mut dyn FnMut(&FactuurClient<'a>, &FactuurPrestatie<'a>) -> u32,
    ) -> Declaratie<'a> {
        let mut client = |c: &FactuurClient<'a>| {
            let prestaties = c.prestaties.iter().map(|p| p.als_prestatie(toewijzing(c, p))).collect();
            DeclaratieClient { client: c.client, prestaties }
        };
        Declaratie {
            node: self.node,
            nummer: self.nummer,
            periode_node: self.periode_node,
            periode: self.periode,
            dagtekening: self.dagtekening,
            totaal_node: self.totaal_node,
            totaal: self.totaal,
            clienten: self.clienten.iter().map(&mut client).collect(),
        }
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
            verrekenpercentage: lees_optioneel(bedragen, "Verrekenpercentage", getal)?,
            tarief: lees_optioneel(bedragen, "ProductTarief", getal)?,
            berekend: optioneel_bedrag(bedragen, "BerekendBedrag", "Bedrag")?,
            btw_vrij: optioneel(bedragen, "BtwVrijstellingIndicatie") == Some("1"),
            btw_percentage: lees_optioneel(bedragen, "BtwPercentage", getal)?,
            btw: optioneel_bedrag(bedragen, "BtwBedrag", "Bedrag")?,
            bedrag: bedrag(bedragen, "DeclaratieFactuurBedrag", "Bedrag")?,
            toegekend: toegekend.map(|node| bedrag(node, "ToegekendBedrag", "Bedrag")).transpose()?,
            retourcodes: node
                .child("RetourCodes")
                .into_iter()
                .flat_map(NodeRef::children)
                .map(NodeRef::value)
                .collect(),
        })
    }

    /// Whether this Prestatie takes an earlier one back.
    pub fn is_credit(&self) -> bool {
        self.bedrag.dc == DebetCredit::Credit
    }

    /// The same as a Prestatie on a toewijzing, with DeclaratieFactuurBedrag as its amount.
    pub fn als_prestatie(&self, nummer: u32) -> Prestatie<'a> {
        Prestatie {
            node: self.node,
            referentie: self.referentie,
            vorige: self.vorige,
            nummer,
            categorie: self.categorie,
            code: self.code,
            periode: self.periode,
            volume: self.volume,
            eenheid: self.eenheid,
            tarief: self.tarief,
            bedrag: self.bedrag,
        }
    }
}

fn optioneel_bedrag(
    node: NodeRef<'_>,
    element: &'static str,
    amount: &'static str,
) -> Result<Option<Bedrag>, BerichtFout> {
    node.child(element).map(|_| bedrag(node, element, amount)).transpose()
}
