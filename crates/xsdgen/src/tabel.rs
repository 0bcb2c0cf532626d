//! Reads one TSV table with a fixed number of columns.

use std::fs;
use std::path::Path;

use crate::cel::Cel;
use crate::fout::{Fout, Plek};

/// Reads `naam` in `map` and turns each row into its typed form. The header must name exactly
/// these columns, in this order; a row has one cell for each.
pub(crate) fn lees<const N: usize, T>(
    map: &Path,
    naam: &str,
    kolommen: [&'static str; N],
    typeer: impl Fn(Plek, [Cel; N]) -> Result<T, Fout>,
) -> Result<Vec<T>, Fout> {
    let pad = map.join(naam);
    let tekst = match fs::read_to_string(&pad) {
        Ok(tekst) => tekst,
        Err(source) => return Err(Fout::Lezen { pad, source }),
    };
    let plek = |regel| Plek { bestand: pad.clone(), regel };
    let mut regels = (1..).zip(tekst.lines());
    if let Some((regel, kop)) = regels.next() {
        controleer_kop(plek(regel), kop, &kolommen)?;
    }
    let mut rijen = Vec::new();
    for (regel, tekst) in regels {
        let plek = plek(regel);
        rijen.push(typeer(plek.clone(), cellen(&plek, tekst, kolommen)?)?);
    }
    if rijen.is_empty() {
        return Err(Fout::Leeg { bestand: pad });
    }
    Ok(rijen)
}

fn controleer_kop(plek: Plek, kop: &str, kolommen: &[&str]) -> Result<(), Fout> {
    let lijst = kolommen.join(", ");
    if let Some(vreemd) = kop.split('\t').find(|kolom| !kolommen.contains(kolom)) {
        return Err(Fout::OnbekendeKolom { plek, kolom: vreemd.to_owned(), kolommen: lijst });
    }
    if kop.split('\t').eq(kolommen.iter().copied()) { Ok(()) } else { Err(Fout::Kop { plek, kolommen: lijst }) }
}

fn cellen<const N: usize>(plek: &Plek, tekst: &str, kolommen: [&'static str; N]) -> Result<[Cel; N], Fout> {
    let gevonden = tekst.split('\t').count();
    let maak = |(kolom, tekst): (&'static str, &str)| Cel { plek: plek.clone(), kolom, tekst: tekst.to_owned() };
    let cellen: Vec<Cel> = kolommen.into_iter().zip(tekst.split('\t')).map(maak).collect();
    let aantal_fout = || Fout::AantalCellen { plek: plek.clone(), verwacht: N, gevonden };
    if gevonden > N {
        return Err(aantal_fout());
    }
    cellen.try_into().map_err(|_| aantal_fout())
}
