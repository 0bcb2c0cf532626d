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
    /// XsdVersie.
    pub xsd_versie: XsdVersie<'a>,
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
            xsd_versie: xsd_versie(kind(node, "XsdVersie")?)?,
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
    let (afzender, ontvanger) = (value(&["Afzender"]), value(&["Ontvanger"]));
    let gedraaid = soort.is_some_and(Soort::header_is_gekopieerd);
    let (afzender, ontvanger) = if gedraaid { (ontvanger, afzender) } else { (afzender, ontvanger) };
    HeaderGegevens { identificatie: value(&["BerichtIdentificatie", "Identificatie"]), afzender, ontvanger }
}
