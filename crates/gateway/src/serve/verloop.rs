//! How long the certificates in force are still valid: a warning in time, and a figure for whoever watches. An expired
//! one stops all traffic at once, and asking for a new one takes weeks.

use std::time::Duration;

use chrono::DateTime;
use dienst::Poort;

use super::beveiliging::Certificaat;

/// From this many days before the end on there is a warning.
const WAARSCHUW: i64 = 30;
/// How often is looked, beside the start and every reading of the configuration.
pub const RONDE: Duration = Duration::from_secs(24 * 60 * 60);

impl Certificaat {
    /// Whole days until the end; negative after it.
    pub fn dagen(&self, nu: i64) -> i64 {
        (self.tot - nu).div_euclid(86_400)
    }

    /// Whether it is time to ask for a new one.
    pub fn loopt_af(&self, nu: i64) -> bool {
        self.dagen(nu) < WAARSCHUW
    }

    /// Last day of validity, UTC, `YYYY-MM-DD`.
    pub fn datum(&self) -> String {
        DateTime::from_timestamp(self.tot, 0).map(|moment| moment.format("%Y-%m-%d").to_string()).unwrap_or_default()
    }
}

/// Sets the figures and warns of what ends soon.
pub fn bewaak(certificaten: &[Certificaat], poort: &Poort, nu: i64) {
    for certificaat in certificaten {
        let dagen = certificaat.dagen(nu);
        poort.meting.certificaat_dagen(certificaat.sleutel, dagen);
        if certificaat.loopt_af(nu) {
            tracing::warn!(
                certificaat = certificaat.sleutel,
                bestand = %certificaat.pad.display(),
                tot = certificaat.datum(),
                dagen,
                "a certificate ends soon: ask for a new one, put it in its place and send SIGHUP"
            );
        }
    }
}
