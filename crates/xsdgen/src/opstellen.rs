//! Selects the facts of one standard and puts them together.

use std::collections::HashMap;

use crate::controle::Controle;
use crate::feiten::{BerichtRij, CodeRij, Feit, Feiten, Lid, Release, Standaard, TypeRij};
use crate::fout::{Fout, Plek};
use crate::schema::{Bericht, Enkelvoudig, Groep, Schemaset};

/// The schemas of the standard of this release, checked.
pub(crate) fn stel_op<'f>(feiten: &'f Feiten, release: &'f Release) -> Result<Schemaset<'f>, Fout> {
    let standaard = release.standaard;
    let releases = feiten.releases.iter().filter(|ander| ander.standaard == standaard);
    uniek(standaard, releases.map(|ander| (standaard.naam().to_owned(), &ander.plek)))?;
    let lijsten = groepeer(standaard, kies(standaard, &feiten.codes))?;
    let set = Schemaset {
        release,
        samengesteld: groepeer(standaard, kies(standaard, &feiten.samengesteld))?,
        enkelvoudig: enkelvoudig(standaard, &feiten.typen, &lijsten)?,
        berichten: berichten(standaard, feiten)?,
        lijsten: kies(standaard, &feiten.lijsten),
    };
    let controle = Controle { standaard };
    controle.lijsten(&lijsten, &set)?;
    controle.bronnen(&lijsten, &set)?;
    controle.berichten(&kies(standaard, &feiten.klassen), &set)?;
    controle.typen(&set)?;
    Ok(set)
}

/// The rows that hold in the standard.
fn kies<R: Feit>(standaard: Standaard, rijen: &[R]) -> Vec<&R> {
    rijen.iter().filter(|rij| rij.bereik().omvat(standaard)).collect()
}

/// Fails on the second row with the same name.
fn uniek<'f>(standaard: Standaard, rijen: impl IntoIterator<Item = (String, &'f Plek)>) -> Result<(), Fout> {
    let mut gezien = HashMap::new();
    for (naam, plek) in rijen {
        if let Some(eerder) = gezien.insert(naam.clone(), plek.regel) {
            let plek = plek.clone();
            return Err(Fout::Dubbel { plek, eerder, naam, standaard: standaard.naam() });
        }
    }
    Ok(())
}

/// Puts the members of each group together; fails on a double member and on a group in parts.
fn groepeer<R: Lid>(standaard: Standaard, rijen: Vec<&R>) -> Result<Vec<Groep<'_, R>>, Fout> {
    let namen = rijen.iter().map(|rij| (format!("{}/{}", rij.groep(), rij.naam()), rij.plek()));
    uniek(standaard, namen)?;
    let mut groepen: Vec<Groep<'_, R>> = Vec::new();
    for rij in rijen {
        match groepen.last_mut() {
            Some(laatste) if laatste.naam == rij.groep() => laatste.rijen.push(rij),
            _ => {
                niet_eerder(&groepen, rij)?;
                groepen.push(Groep { naam: rij.groep(), rijen: vec![rij] });
            }
        }
    }
    Ok(groepen)
}

fn niet_eerder<R: Lid>(groepen: &[Groep<'_, R>], rij: &R) -> Result<(), Fout> {
    let eerder = groepen.iter().find(|groep| groep.naam == rij.groep());
    match eerder.and_then(|groep| groep.rijen.last()) {
        None => Ok(()),
        Some(eerder) => {
            Err(Fout::Verspreid { plek: rij.plek().clone(), eerder: eerder.plek().regel, naam: rij.groep().to_owned() })
        }
    }
}

fn enkelvoudig<'f>(
    standaard: Standaard,
    rijen: &'f [TypeRij],
    lijsten: &[Groep<'f, CodeRij>],
) -> Result<Vec<Enkelvoudig<'f>>, Fout> {
    let rijen = kies(standaard, rijen);
    uniek(standaard, rijen.iter().map(|rij| (rij.naam.clone(), &rij.plek)))?;
    let met_codes = |rij: &'f TypeRij| {
        let Some(naam) = &rij.codelijst else {
            return Ok(Enkelvoudig { rij, codes: Vec::new() });
        };
        let lijst = lijsten.iter().find(|lijst| lijst.naam == naam).ok_or_else(|| Fout::Onbekend {
            plek: rij.plek.clone(),
            soort: "code list",
            naam: naam.clone(),
            standaard: standaard.naam(),
        })?;
        Ok(Enkelvoudig { rij, codes: lijst.rijen.clone() })
    };
    rijen.into_iter().map(met_codes).collect()
}

fn berichten<'f>(standaard: Standaard, feiten: &'f Feiten) -> Result<Vec<Bericht<'f>>, Fout> {
    let rijen = kies(standaard, &feiten.berichten);
    uniek(standaard, rijen.iter().map(|rij| (rij.nummer.to_string(), &rij.plek)))?;
    let klassen = kies(standaard, &feiten.klassen);
    let met_klassen = |rij: &'f BerichtRij| {
        let eigen = klassen.iter().copied().filter(|klasse| klasse.bericht == Some(rij.nummer));
        Ok(Bericht { rij, klassen: groepeer(standaard, eigen.collect())? })
    };
    rijen.into_iter().map(met_klassen).collect()
}
