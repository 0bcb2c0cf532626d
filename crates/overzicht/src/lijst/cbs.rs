//! Beleidsinformatie: support that ran in the period, per client and toewijzing. Birth date, sex and postcode are in the
//! messages and not in the dossier; they are left out.

use bericht::Dossier;
use dossier::{Record, Row, client_van, geldige_versie};

use super::{Rij, Vraag, rij};

pub(super) const KOLOMMEN: &[&str] = &[
    "domein",
    "gemeente",
    "aanbieder",
    "client",
    "toewijzing",
    "categorie",
    "product",
    "toewijzingsdatum",
    "ingangsdatum",
    "einddatum",
    "start",
    "stop",
    "reden_beeindiging",
];

pub(super) fn rijen(vraag: &Vraag<'_>, dossier: &Dossier, row: &Row) -> Vec<Rij> {
    let (Record::Client(feit), Some(client)) = (&row.record, client_van(&row.key)) else { return Vec::new() };
    if !vraag.wil(&client) {
        return Vec::new();
    }
    let mut nummers: Vec<u32> = feit.toewijzingen.iter().map(|v| v.nummer).collect();
    nummers.sort_unstable();
    nummers.dedup();
    let geldig = nummers.into_iter().filter_map(|nummer| geldige_versie(&feit.toewijzingen, nummer));
    let loopt = |v: &&dossier::ToewijzingVersie| {
        !v.is_verwijderd()
            && v.ingangsdatum <= vraag.periode.eind
            && v.einddatum.is_none_or(|eind| vraag.periode.begin <= eind)
    };
    let maak = |v: &dossier::ToewijzingVersie| {
        let starts = feit.starts.iter().filter(|s| s.nummer == Some(v.nummer) && s.verwijderd.is_none());
        let stops = feit.stops.iter().filter(|s| s.nummer == Some(v.nummer) && s.verwijderd.is_none());
        let stop = stops.max_by_key(|s| s.einddatum);
        let rest: [super::Waarde; 10] = [
            client.hex().into(),
            v.nummer.into(),
            v.product.as_ref().map(|p| p.categorie.as_str()).into(),
            v.product.as_ref().and_then(|p| p.code.as_deref()).into(),
            v.toewijzingsdatum.into(),
            v.ingangsdatum.into(),
            v.einddatum.into(),
            starts.map(|s| s.begindatum).min().into(),
            stop.map(|s| s.einddatum).into(),
            stop.map(|s| s.reden.as_str()).into(),
        ];
        rij(dossier, rest)
    };
    geldig.filter(loopt).map(maak).collect()
}
