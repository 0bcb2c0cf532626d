//! Messages as files: `<traceerId>.xml` and `<traceerId>.json`, nothing else in the name.

use std::fs;
use std::io;
use std::path::Path;

use keten::vsp::Metadata;
use uuid::Uuid;

/// Writes both, each whole or not at all. A second sender with the same id gets `-2` behind it, and so on.
pub(crate) fn bewaar(map: &Path, traceer_id: Uuid, metadata: &Metadata, payload: &[u8]) -> io::Result<()> {
    fs::create_dir_all(map)?;
    let stammen = std::iter::once(traceer_id.to_string()).chain((2..).map(|n| format!("{traceer_id}-{n}")));
    for stam in stammen {
        let bericht = map.join(format!("{stam}.xml"));
        if !bericht.exists() {
            schrijf(&map.join(format!("{stam}.json")), &metadata.json())?;
            return schrijf(&bericht, payload);
        }
    }
    Ok(())
}

fn schrijf(pad: &Path, inhoud: &[u8]) -> io::Result<()> {
    let tijdelijk = pad.with_extension("part");
    fs::write(&tijdelijk, inhoud)?;
    fs::rename(tijdelijk, pad)
}
