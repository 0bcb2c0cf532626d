//! Cells from CSV: comma, semicolon or tab, whichever the first line has most of; UTF-8, with or without a BOM.

use csv::ReaderBuilder;

use super::{Cellen, InvoerFout, MEESTE_RIJEN};

/// Reads CSV.
pub fn uit_csv(bytes: &[u8]) -> Result<Cellen, InvoerFout> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut lezer =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(scheiding(bytes)).from_reader(bytes);
    let mut cellen = Cellen::default();
    for rij in lezer.records() {
        let rij = rij.map_err(InvoerFout::Csv)?;
        let nummer = rij.position().map_or(0, |p| usize::try_from(p.line()).unwrap_or(usize::MAX));
        let velden: Vec<String> = rij.iter().map(|v| v.trim().to_owned()).collect();
        if velden.iter().any(|v| !v.is_empty()) {
            cellen.0.push((nummer, velden));
        }
        if cellen.0.len() > MEESTE_RIJEN {
            return Err(InvoerFout::TeGroot);
        }
    }
    Ok(cellen)
}

fn scheiding(bytes: &[u8]) -> u8 {
    let eerste = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let aantal = |teken: u8| eerste.split(|b| *b == teken).count();
    // On a tie the first: the comma that gave the format its name.
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|teken| aantal(*teken)).unwrap_or(b',')
}
