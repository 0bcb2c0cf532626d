//! SIGHUP: a configuration that loads as a whole goes into force; a broken one is refused and the running one stays.

use crate::einde::Fout;

/// What came of reading again.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Herlezen {
    /// Keys that changed and that only a restart puts in force.
    pub na_herstart: Vec<&'static str>,
}

/// Tells the operator.
pub fn meld(gelezen: Result<Herlezen, Fout>) {
    match gelezen {
        Ok(Herlezen { na_herstart }) if na_herstart.is_empty() => tracing::info!("configuration read again"),
        Ok(Herlezen { na_herstart }) => {
            tracing::warn!(sleutels = na_herstart.join(", "), "configuration read again; these need a restart");
        }
        Err(fout) => tracing::error!(
            fout = %dienst::keten_van_oorzaken(&fout),
            "the new configuration is refused, the running one stays"
        ),
    }
}
