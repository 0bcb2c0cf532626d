//! Small readers shared by the views.

use schema::tree::NodeRef;

use crate::datum::{Datum, Periode, datum};
use crate::fout::BerichtFout;
use crate::waarde::{Bedrag, DebetCredit};

/// A child that the schema demands.
pub fn kind<'a>(node: NodeRef<'a>, element: &'static str) -> Result<NodeRef<'a>, BerichtFout> {
    node.child(element).ok_or_else(|| BerichtFout::Ontbreekt { path: node.path(), element })
}

/// The value of a child that the schema demands.
pub fn tekst<'a>(node: NodeRef<'a>, element: &'static str) -> Result<&'a str, BerichtFout> {
    Ok(kind(node, element)?.value())
}

/// The value of an optional child.
pub fn optioneel<'a>(node: NodeRef<'a>, element: &str) -> Option<&'a str> {
    node.child(element).map(NodeRef::value)
}

/// Applies a reader to a value; a value it does not understand is an error with its path.
pub fn lees<'a, T>(node: NodeRef<'a>, reader: impl Fn(&'a str) -> Option<T>) -> Result<T, BerichtFout> {
    reader(node.value()).ok_or_else(|| BerichtFout::Waarde { path: node.path() })
}

/// Reads a child that the schema demands.
pub fn lees_kind<'a, T>(
    node: NodeRef<'a>,
    element: &'static str,
    reader: impl Fn(&'a str) -> Option<T>,
) -> Result<T, BerichtFout> {
    lees(kind(node, element)?, reader)
}

/// Reads an optional child.
pub fn lees_optioneel<'a, T>(
    node: NodeRef<'a>,
    element: &str,
    reader: impl Fn(&'a str) -> Option<T>,
) -> Result<Option<T>, BerichtFout> {
    node.child(element).map(|child| lees(child, reader)).transpose()
}

/// An `xs:integer` within `i64`.
pub fn getal(value: &str) -> Option<i64> {
    let value = value.trim_matches([' ', '\t', '\n', '\r']);
    value.strip_prefix('+').unwrap_or(value).parse().ok()
}

/// A ToewijzingNummer, 0 to 999,999,999.
pub fn nummer(value: &str) -> Option<u32> {
    getal(value).and_then(|n| u32::try_from(n).ok())
}

/// A child of CDT_GeslotenPeriode.
pub fn periode(node: NodeRef<'_>, element: &'static str) -> Result<Periode, BerichtFout> {
    let node = kind(node, element)?;
    Ok(Periode { begin: lees_kind(node, "Begindatum", datum)?, eind: lees_kind(node, "Einddatum", datum)? })
}

/// A date child that the schema demands.
pub fn dag(node: NodeRef<'_>, element: &'static str) -> Result<Datum, BerichtFout> {
    lees_kind(node, element, datum)
}

/// A child of CDT_BedragMetDC (`Bedrag`) or CDT_TotaalBedragMetDC (`TotaalBedrag`).
pub fn bedrag(node: NodeRef<'_>, element: &'static str, amount: &'static str) -> Result<Bedrag, BerichtFout> {
    let node = kind(node, element)?;
    Ok(Bedrag { cent: lees_kind(node, amount, getal)?, dc: lees_kind(node, "DebetCredit", DebetCredit::parse)? })
}
