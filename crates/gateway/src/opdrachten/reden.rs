//! A reason that is given on the command line and kept.

use bericht::Bsn;

use crate::einde::Fout;

/// A reason that may be kept: something, and no Bsn. `waarvoor` says what it is asked for.
pub fn reden<'t>(tekst: &'t str, waarvoor: &str) -> Result<&'t str, Fout> {
    let tekst = tekst.trim();
    if tekst.is_empty() {
        return Err(Fout::Gebruik(format!("--reden is empty: say why {waarvoor}")));
    }
    if tekst.split(|c: char| !c.is_ascii_digit()).any(|getal| Bsn::new(getal).elfproef()) {
        return Err(Fout::Gebruik("--reden holds a Bsn; it is kept, so leave that out".to_owned()));
    }
    Ok(tekst)
}
