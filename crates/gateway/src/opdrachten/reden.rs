//! A reason that is given on the command line and kept.

use bericht::Bsn;

use crate::einde::Fout;

/// Digits of a Bsn.
const LENGTE: usize = 9;

/// A reason that may be kept: something, and no Bsn. `waarvoor` says what it is asked for.
pub fn reden<'t>(tekst: &'t str, waarvoor: &str) -> Result<&'t str, Fout> {
    let tekst = tekst.trim();
    if tekst.is_empty() {
        return Err(Fout::Gebruik(format!("--reden is empty: say why {waarvoor}")));
    }
    if negentallen(tekst).any(|getal| Bsn::new(&getal).elfproef()) {
        return Err(Fout::Gebruik("--reden holds a Bsn; it is kept, so leave that out".to_owned()));
    }
    Ok(tekst)
}

/// Whether a text holds nine digits, written as one number or in groups.
pub fn lijkt_bsn(tekst: &str) -> bool {
    negentallen(tekst).next().is_some()
}

/// Every nine digits that are whole groups side by side: 999900006, and 999.900.006 or 9999 00 006 as people write it. What
/// is no letter and no digit may stand between. More digits than nine, such as two dates, are not searched at every place:
/// one in eleven would pass the elfproef by chance.
fn negentallen(tekst: &str) -> impl Iterator<Item = String> {
    tekst.split(char::is_alphabetic).flat_map(|stuk| {
        let groepen: Vec<&str> = stuk.split(|c: char| !c.is_ascii_digit()).filter(|groep| !groep.is_empty()).collect();
        (0..groepen.len())
            .filter_map(move |van| {
                let mut getal = String::new();
                for groep in groepen.iter().skip(van) {
                    getal.push_str(groep);
                    if getal.len() >= LENGTE {
                        break;
                    }
                }
                (getal.len() == LENGTE).then_some(getal)
            })
            .collect::<Vec<_>>()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bsn_is_found_however_it_is_written() {
        for met in [
            "999900018",
            "levering, cliënt 999.900.018",
            "9999 00 018",
            "999-900-018",
            "99 99 00 01 8.",
            "2026-03 999900018",
            "van 1 maart: 999.900\u{a0}018",
            "bsn999900018x",
        ] {
            assert!(reden(met, "").is_err(), "{met}");
        }
        for zonder in
            ["steekproef 2026", "999900019", "999.900.019", "1 999900019", "999 en 900018", "dossier 9999000180"]
        {
            assert!(reden(zonder, "").is_ok(), "{zonder}");
        }
    }
}
