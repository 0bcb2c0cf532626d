//! Due payments: what was granted per declaratie, and the last day to pay by the contract.

use bericht::{Dossier, Periode};
use contract::reken::betaal_voor;
use dossier::{Key, Record, Table, Uitslag, dossier_van, prestaties_prefix};
use pipeline::bericht_record;

use super::{Rij, Vraag, Waarde, rij};
use crate::fout::OverzichtFout;
use crate::lopen::loop_af;

pub(super) const KOLOMMEN: &[&str] = &[
    "domein",
    "gemeente",
    "aanbieder",
    "declaratie",
    "begindatum",
    "einddatum",
    "ontvangen",
    "ingediend_cent",
    "toegekend_cent",
    "betalen_voor",
    "feit",
];

/// A declaratie, by 323 or 303, counts by the first day of its DeclaratiePeriode. One of which nothing was granted is nothing
/// to pay.
pub(super) fn rijen(vraag: &Vraag<'_>) -> Result<Vec<Rij>, OverzichtFout> {
    let mut declaraties: Vec<(Dossier, String, Periode, dossier::BerichtId)> = Vec::new();
    loop_af(vraag.store, Table::Declaratie, &Key::new(), |row| {
        let Record::Declaratie(feit) = row.record else { return Ok(()) };
        let sleutel = || OverzichtFout::Sleutel { tabel: Table::Declaratie.name() };
        let dossier = dossier_van(&row.key).ok_or_else(sleutel)?;
        let nummer = row.key.text(3).ok_or_else(sleutel)?;
        if vraag.periode.bevat(feit.periode.begin) && (vraag.mag)(&dossier) {
            declaraties.push((dossier, nummer, feit.periode, feit.bericht));
        }
        Ok(())
    })?;
    // A 303 has no row of its own among the declaraties.
    loop_af(vraag.store, Table::Identificatie, &Key::new(), |row| {
        let Record::Identificatie(feit) = row.record else { return Ok(()) };
        let Some(periode) = feit.factuurperiode.filter(|p| feit.beoordeeld && vraag.periode.bevat(p.begin)) else {
            return Ok(());
        };
        let sleutel = || OverzichtFout::Sleutel { tabel: Table::Identificatie.name() };
        let dossier = dossier_van(&row.key).ok_or_else(sleutel)?;
        if (vraag.mag)(&dossier) {
            declaraties.push((dossier, row.key.text(5).ok_or_else(sleutel)?, periode, feit.bericht));
        }
        Ok(())
    })?;
    let mut rijen = Vec::new();
    for (dossier, nummer, periode, bericht) in declaraties {
        let record = bericht_record(bericht, vraag.store)?;
        let (mut ingediend, mut toegekend) = (0, 0);
        loop_af(vraag.store, Table::Prestatie, &prestaties_prefix(&dossier, bericht), |row| {
            if let Record::Prestatie(feit) = row.record
                && feit.uitslag != Uitslag::Verzonden
            {
                ingediend += feit.bedrag.getekend();
                toegekend += feit.toegekend_cent();
            }
            Ok(())
        })?;
        if toegekend == 0 {
            continue;
        }
        let mut geldend = vraag.contracten.geldend(&dossier, periode.begin);
        let contract = geldend.find(|c| c.declaratie.betaal_dagen.is_some() && c.uitgesloten(&dossier, None).is_none());
        let betalen = contract.and_then(|c| betaal_voor(&c.declaratie, record.peildatum));
        let feit = contract.and_then(|c| c.declaratie.feit("payment_days").map(str::to_owned));
        let rest: [Waarde; 8] = [
            nummer.into(),
            periode.begin.into(),
            periode.eind.into(),
            record.peildatum.into(),
            ingediend.into(),
            toegekend.into(),
            betalen.into(),
            feit.into(),
        ];
        rijen.push(rij(&dossier, rest));
    }
    Ok(rijen)
}
