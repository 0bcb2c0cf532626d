//! What the rules on the shape of addresses, referrers and products share.

use bericht::{Datum, TeWijzigenProduct, datum};
use chrono::Datelike;
use dossier::{Toewijzing, geldige_versie};
use schema::tree::NodeRef;

use crate::moment::VerzoekToets;

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

/// The products to change whose toewijzing is known; for the others TR351 speaks.
pub fn te_wijzigen<'t>(toets: &VerzoekToets<'t>) -> impl Iterator<Item = (&'t TeWijzigenProduct, &'t Toewijzing)> {
    let (verzoek, feit) = (toets.verzoek, toets.feit);
    verzoek.te_wijzigen.iter().filter_map(|p| Some((p, geldige_versie(&feit.toewijzingen, p.nummer)?)))
}
