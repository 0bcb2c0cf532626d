//! The record of shown Bsn's: `inzage.jsonl` in the data folder, an object per line.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;

use super::reden::lijkt_bsn;
use crate::cli::ExportArgs;
use crate::einde::Fout;

/// File in the data folder with the reasons for which a Bsn was shown.
const INZAGE: &str = "inzage.jsonl";
/// What may say who is behind the account that a program runs under. Anybody can set them, so they are kept as claims.
const OMGEVING: [&str; 2] = ["SUDO_USER", "USER"];

#[derive(Serialize)]
struct Inzage<'i> {
    /// Milliseconds since 1970.
    moment_ms: u128,
    lijst: &'static str,
    periode: String,
    een_client: bool,
    /// The account that this runs under, as the kernel knows it.
    uid: u32,
    /// What the environment says of the account.
    opgegeven: BTreeMap<&'static str, String>,
    reden: &'i str,
}

/// Writes down who wants to see Bsn's and why, durable before anything is shown.
pub fn leg_vast(data: &Path, args: &ExportArgs, lijst: &'static str, reden: &str) -> Result<(), Fout> {
    let uid = rustix::process::getuid().as_raw();
    let regel = Inzage {
        moment_ms: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis()),
        lijst,
        periode: format!("{}..{}", args.periode.begin, args.periode.eind),
        een_client: args.client.is_some(),
        uid,
        opgegeven: opgegeven(|naam| std::env::var(naam).ok()),
        reden,
    };
    let pad = data.join(INZAGE);
    schrijf(data, &pad, &regel).map_err(|fout| mislukt(&pad, uid, fout))
}

/// The claims of the environment that say something and hold no Bsn.
fn opgegeven(waarde: impl Fn(&str) -> Option<String>) -> BTreeMap<&'static str, String> {
    let gezet = OMGEVING.into_iter().filter_map(|naam| Some((naam, waarde(naam)?)));
    gezet.filter(|(_, waarde)| !waarde.is_empty() && !lijkt_bsn(waarde)).collect()
}

fn schrijf(data: &Path, pad: &Path, regel: &Inzage<'_>) -> io::Result<()> {
    let mut bytes = serde_json::to_vec(regel)?;
    bytes.push(b'\n');
    let mut file = OpenOptions::new().create(true).append(true).mode(0o640).open(pad)?;
    file.write_all(&bytes)?;
    file.sync_all()?;
    // The first line makes the file, and its name must last too.
    File::open(data)?.sync_all()
}

/// Someone else may have made the file, root mostly: what to do then is known.
fn mislukt(pad: &Path, uid: u32, source: io::Error) -> Fout {
    let naam = pad.display();
    match fs::metadata(pad).map(|meta| meta.uid()) {
        Ok(van) if source.kind() == ErrorKind::PermissionDenied => {
            let herstel = if van == uid { "chmod u+w".to_owned() } else { format!("chown {uid}") };
            Fout::Gebruik(format!(
                "no Bsn is shown, because {naam} cannot be written: it belongs to uid {van} and this runs under uid {uid}; \
                 `{herstel} {naam}` mends that"
            ))
        }
        _ => Fout::Bestand { wat: "write", pad: naam.to_string(), source },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_environment_says_is_kept_unless_it_may_be_a_bsn() {
        let met = |sudo: &'static str, user: &'static str| {
            let gevonden = opgegeven(|naam| Some(if naam == "USER" { user } else { sudo }.to_owned()));
            gevonden.into_iter().collect::<Vec<_>>()
        };
        assert_eq!(met("jan", "root"), [("SUDO_USER", "jan".to_owned()), ("USER", "root".to_owned())]);
        assert_eq!(met("", "999900006"), []);
        assert_eq!(met("999.900.007", "b1234"), [("USER", "b1234".to_owned())], "no elfproef is asked of a name");
        assert_eq!(opgegeven(|_| None), BTreeMap::new());
    }
}
