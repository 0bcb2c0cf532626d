//! The header of a message.

use schema::tree::{NodeId, NodeRef, Tree};

use crate::datum::Datum;
use crate::fout::BerichtFout;
use crate::lezen::{dag, kind, tekst};
use crate::partij::{Domein, Dossier, Rol};
use crate::soort::Soort;

/// Identificatie and Dagtekening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identificatie<'a> {
    /// One to twelve characters, unique per sender and kind of message (TR056).
    pub nummer: &'a str,
    /// Dagtekening.
    pub dagtekening: Datum,
}

/// BasisschemaXsdVersie and BerichtXsdVersie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct XsdVersie<'a> {
    /// Version of the basisschema.
    pub basis: &'a str,
    /// Version of the message's own schema.
    pub bericht: &'a str,
}

/// The header as every message has it, with what retours add.
#[derive(Debug, Clone)]
pub struct Header<'a> {
    /// The element.
    pub node: NodeId,
    /// BerichtCode, e.g. `490`.
    pub bericht_code: &'a str,
    /// As written; in 302 to 320 that of the heenbericht.
    pub afzender: &'a str,
    /// As written; in 302 to 320 that of the heenbericht.
    pub ontvanger: &'a str,
    /// Element of the gemeentecode (`Afzender` or `Ontvanger`).
    pub gemeente_node: NodeId,
    /// Element `Identificatie`.
    pub identificatie_node: NodeId,
    /// Element `Dagtekening` of the BerichtIdentificatie.
    pub dagtekening_node: NodeId,
    /// BerichtIdentificatie.
    pub identificatie: Identificatie<'a>,
    /// XsdVersie; a message of release 2.3 has none.
    pub xsd_versie: Option<XsdVersie<'a>>,
    /// DeclaratieIdentificatie of a 325.
    pub declaratie_identificatie: Option<(NodeId, Identificatie<'a>)>,
    /// XsdVersieDeclaratie of a 325.
    pub xsd_versie_declaratie: Option<(NodeId, XsdVersie<'a>)>,
    /// RetourCodes of a retour; empty for a heenbericht and for a full approval in 302 to 320.
    pub retourcodes: Vec<&'a str>,
}

impl<'a> Header<'a> {
    /// Reads the header of a valid message.
    pub fn lees(root: NodeRef<'a>, soort: Soort) -> Result<Self, BerichtFout> {
        let node = kind(root, "Header")?;
        if soort.is_factuur() {
            return Self::lees_factuur(node, soort);
        }
        let bericht = kind(node, "BerichtIdentificatie")?;
        let gemeente = if soort.afzender() == Rol::Gemeente { "Afzender" } else { "Ontvanger" };
        let codes = node.child("RetourCodes");
        Ok(Self {
            node: node.id(),
            bericht_code: tekst(node, "BerichtCode")?,
            afzender: tekst(node, "Afzender")?,
            ontvanger: tekst(node, "Ontvanger")?,
            gemeente_node: kind(node, gemeente)?.id(),
            identificatie_node: kind(bericht, "Identificatie")?.id(),
            dagtekening_node: kind(bericht, "Dagtekening")?.id(),
            identificatie: identificatie(bericht)?,
            xsd_versie: node.child("XsdVersie").map(xsd_versie).transpose()?,
            declaratie_identificatie: node
                .child("DeclaratieIdentificatie")
                .map(|n| Ok::<_, BerichtFout>((n.id(), identificatie(n)?)))
                .transpose()?,
            xsd_versie_declaratie: node
                .child("XsdVersieDeclaratie")
                .map(|n| Ok::<_, BerichtFout>((n.id(), xsd_versie(n)?)))
                .transpose()?,
            retourcodes: codes.into_iter().flat_map(NodeRef::children).map(NodeRef::value).collect(),
        })
    }

    /// The header of a 303 or 304, which names parties and number in its own way: the factuurnummer is the
    /// Identificatie, and in a 304 the GemeenteReferentieNummer.
    fn lees_factuur(node: NodeRef<'a>, soort: Soort) -> Result<Self, BerichtFout> {
        let (gemeente, aanbieder) = (kind(node, "Gemeente")?, kind(node, "Aanbieder")?);
        let factuur = kind(node, "DeclaratieFactuurIdentificatie")?;
        let nummer = kind(factuur, "DeclarantFactuurNummer")?;
        let declaratie = Identificatie { nummer: nummer.value(), dagtekening: dag(factuur, "FactuurDagtekening")? };
        let (bron, nummer_naam, dag_naam) = match node.child("RetourHeader") {
            Some(retour) => (retour, "GemeenteReferentieNummer", "RetourDagtekening"),
            None => (factuur, "DeclarantFactuurNummer", "FactuurDagtekening"),
        };
        let codes = node.child("RetourCodes");
        let (afzender, ontvanger) =
            if soort.afzender() == Rol::Gemeente { (gemeente, aanbieder) } else { (aanbieder, gemeente) };
        Ok(Self {
            node: node.id(),
            bericht_code: tekst(node, "BerichtCode")?,
            afzender: afzender.value(),
            ontvanger: ontvanger.value(),
            gemeente_node: gemeente.id(),
            identificatie_node: kind(bron, nummer_naam)?.id(),
            dagtekening_node: kind(bron, dag_naam)?.id(),
            identificatie: Identificatie { nummer: tekst(bron, nummer_naam)?, dagtekening: dag(bron, dag_naam)? },
            xsd_versie: None,
            declaratie_identificatie: (soort == Soort::S304).then(|| (nummer.id(), declaratie)),
            xsd_versie_declaratie: None,
            retourcodes: codes.into_iter().flat_map(NodeRef::children).map(NodeRef::value).collect(),
        })
    }

    /// The dossier the message belongs to.
    pub fn dossier(&self, domein: Domein, soort: Soort) -> Dossier {
        let (gemeente, aanbieder) = match soort.afzender() {
            Rol::Gemeente => (self.afzender, self.ontvanger),
            Rol::Aanbieder => (self.ontvanger, self.afzender),
        };
        Dossier { domein, gemeente: gemeente.to_owned(), aanbieder: aanbieder.to_owned() }
    }
}

fn identificatie(node: NodeRef<'_>) -> Result<Identificatie<'_>, BerichtFout> {
    Ok(Identificatie { nummer: tekst(node, "Identificatie")?, dagtekening: dag(node, "Dagtekening")? })
}

fn xsd_versie(node: NodeRef<'_>) -> Result<XsdVersie<'_>, BerichtFout> {
    Ok(XsdVersie { basis: tekst(node, "BasisschemaXsdVersie")?, bericht: tekst(node, "BerichtXsdVersie")? })
}

/// What a report may tell about who sent what, also when the message is not valid.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeaderGegevens {
    /// Identificatie, when it stands in its place and is valid.
    pub identificatie: Option<String>,
    /// The real sender: `Afzender`, in 302 to 320 `Ontvanger`.
    pub afzender: Option<String>,
    /// The real receiver.
    pub ontvanger: Option<String>,
}

/// Reads what can be read of a header, leaving out every value with a fault.
pub fn header_gegevens(tree: &Tree<'_>, soort: Option<Soort>) -> HeaderGegevens {
    let header = tree.root().child("Header");
    let value = |path: &[&str]| {
        let node = header?.at(path)?;
        (node.is_leaf() && node.is_valid()).then(|| node.value().to_owned())
    };
    let (afzender, ontvanger) = match soort {
        Some(Soort::S303) => (value(&["Aanbieder"]), value(&["Gemeente"])),
        Some(Soort::S304) => (value(&["Gemeente"]), value(&["Aanbieder"])),
        _ => (value(&["Afzender"]), value(&["Ontvanger"])),
    };
    let gedraaid = soort.is_some_and(Soort::header_is_gekopieerd);
    let (afzender, ontvanger) = if gedraaid { (ontvanger, afzender) } else { (afzender, ontvanger) };
    let identificatie = match soort {
        Some(Soort::S303) => value(&["DeclaratieFactuurIdentificatie", "DeclarantFactuurNummer"]),
        Some(Soort::S304) => value(&["RetourHeader", "GemeenteReferentieNummer"]),
        _ => value(&["BerichtIdentificatie", "Identificatie"]),
    };
    HeaderGegevens { identificatie, afzender, ontvanger }
}
