//! What the rules on the shape of addresses, referrers and products share.

use std::collections::BTreeMap;

use bericht::{Datum, TeWijzigenProduct, datum};
use chrono::Datelike;
use dossier::{ClientFeit, Toewijzing, geldige_versies};
use schema::tree::NodeRef;

use crate::moment::VerzoekToets;
use crate::spoor::{Moet, Spoor, Waarde, code, euro, gegeven, gevuld, vergelijk};

/// Whether an Adres lies in the Netherlands.
pub fn in_nederland(adres: NodeRef<'_>) -> bool {
    adres.child("LandCode").is_some_and(|land| land.value() == "NL")
}

/// Whether a Verwijzer is of a type that has an AGB code (02 to 05).
pub fn is_zorgverlener(verwijzer: NodeRef<'_>) -> bool {
    verwijzer.child("Type").is_some_and(|soort| matches!(soort.value(), "02" | "03" | "04" | "05"))
}

/// The end of a product: Einddatum, in a 315 ToewijzingEinddatum.
pub fn einddatum(product: NodeRef<'_>) -> Option<Datum> {
    let node = product.child("Einddatum").or_else(|| product.child("ToewijzingEinddatum"))?;
    datum(node.value())
}

/// Whether a product ends after 2020, or has no end.
pub fn na_2020(product: NodeRef<'_>) -> bool {
    eindigt_na_2020(einddatum(product))
}

/// The same for a date.
pub fn eindigt_na_2020(eind: Option<Datum>) -> bool {
    eind.is_none_or(|eind| eind.year() > 2020)
}

/// The valid version of every toewijzing that is there: a deleted one counts as never sent.
pub fn bekende_toewijzingen(feit: &ClientFeit) -> BTreeMap<u32, &Toewijzing> {
    let mut geldig = geldige_versies(&feit.toewijzingen);
    geldig.retain(|_, toewijzing| !toewijzing.is_verwijderd());
    geldig
}

/// The products to change whose toewijzing is known; for the others TR351 speaks.
pub fn te_wijzigen<'t>(toets: &VerzoekToets<'t>) -> impl Iterator<Item = (&'t TeWijzigenProduct, &'t Toewijzing)> {
    let bekend = bekende_toewijzingen(toets.feit);
    toets.verzoek.te_wijzigen.iter().filter_map(move |p| Some((p, *bekend.get(&p.nummer)?)))
}

// ---- for traces -----------------------------------------------------------------------------------------------------

/// A code in the message, for a trace.
pub fn codewaarde(node: NodeRef<'_>, pad: &[&str]) -> Waarde {
    node.at(pad).map_or(Waarde::Empty, |n| code(n.value()))
}

/// A date in the message, for a trace.
pub fn dagwaarde(node: NodeRef<'_>, veld: &str) -> Waarde {
    node.child(veld).and_then(|n| datum(n.value())).into()
}

/// An amount in the message, for a trace.
pub fn bedragwaarde(node: NodeRef<'_>, veld: &str) -> Waarde {
    let cent = node.child(veld).and_then(|n| n.value().trim().parse().ok());
    cent.map_or(gevuld(node.child(veld).is_some()), euro)
}

/// An Omvang without a ProductCode.
pub fn zonder_code(product: NodeRef<'_>) -> Spoor {
    gegeven("Product.Code", gevuld(false)).gegeven("Einddatum", einddatum(product)).vergelijk(
        "Omvang",
        gevuld(true),
        Moet::Equal,
        gevuld(false),
    )
}

/// RedenWijziging of a toewijzing.
pub fn reden(toewijzing: &Toewijzing) -> Waarde {
    code(toewijzing.reden_wijziging.as_deref().unwrap_or_default())
}

/// Something that stands there for the second time.
pub fn tweede(wat: &'static str) -> Spoor {
    vergelijk(wat, 2_usize, Moet::AtMost, 1_usize)
}
