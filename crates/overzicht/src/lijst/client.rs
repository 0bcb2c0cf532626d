//! Client statement: every granted Prestatie of a client in the period, credits included.

use bericht::Dossier;
use dossier::{Record, Row, Uitslag};

use super::{Rij, Vraag, rij};

pub(super) const KOLOMMEN: &[&str] = &[
    "domein",
    "gemeente",
    "aanbieder",
    "client",
    "toewijzing",
    "categorie",
    "product",
    "begindatum",
    "einddatum",
    "eenheid",
    "volume",
    "bedrag_cent",
    "referentie",
];

pub(super) fn rijen(vraag: &Vraag<'_>, dossier: &Dossier, row: &Row) -> Vec<Rij> {
    let Record::Prestatie(feit) = &row.record else { return Vec::new() };
    let gevraagd = vraag.periode.bevat(feit.periode.begin) && vraag.wil(&feit.client);
    if !gevraagd || feit.uitslag != Uitslag::Toegekend {
        return Vec::new();
    }
    let rest: [super::Waarde; 10] = [
        feit.client.hex().into(),
        feit.nummer.into(),
        feit.categorie.as_str().into(),
        feit.code.as_str().into(),
        feit.periode.begin.into(),
        feit.periode.eind.into(),
        feit.eenheid.code().into(),
        feit.toegekend_volume().into(),
        feit.toegekend_cent().into(),
        feit.referentie.as_str().into(),
    ];
    vec![rij(dossier, rest)]
}
