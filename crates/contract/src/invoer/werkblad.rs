//! Cells from a spreadsheet: xlsx, xlsm, xlsb, xls or ods. Only stored values are read; no formula and no macro runs.

use std::io::Cursor;

use calamine::{Data, Reader, open_workbook_auto_from_rs};

use super::{Cellen, InvoerFout, MEESTE_RIJEN};

/// Reads the sheet with a name, or the first.
pub fn uit_werkblad(bytes: &[u8], blad: Option<&str>) -> Result<Cellen, InvoerFout> {
    let mut boek = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(InvoerFout::Werkblad)?;
    let bladen = boek.sheet_names();
    let gekozen = match blad {
        Some(naam) => bladen.iter().find(|b| *b == naam),
        None => bladen.first(),
    };
    let Some(gekozen) = gekozen.cloned() else {
        return Err(InvoerFout::GeenBlad(blad.unwrap_or("(first)").to_owned(), bladen.join(", ")));
    };
    let bereik = boek.worksheet_range(&gekozen).map_err(InvoerFout::Werkblad)?;
    if bereik.height() > MEESTE_RIJEN {
        return Err(InvoerFout::TeGroot);
    }
    let begin = bereik.start().map_or(0, |(rij, _)| usize::try_from(rij).unwrap_or_default());
    let mut cellen = Cellen::default();
    for (at, rij) in bereik.rows().enumerate() {
        let velden: Vec<String> = rij.iter().map(cel).collect();
        if velden.iter().any(|v| !v.is_empty()) {
            cellen.0.push((begin + at + 1, velden));
        }
    }
    Ok(cellen)
}

/// A stored number becomes the shortest decimal that stands for it: what a person typed. Nothing is computed with it.
fn cel(data: &Data) -> String {
    match data {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(tekst) => tekst.trim().to_owned(),
        andere => andere.to_string().trim().to_owned(),
    }
}
