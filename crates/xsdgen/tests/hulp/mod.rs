//! What the tests share: paths and temporary folders.

use std::fs;
use std::path::{Path, PathBuf};

/// Root of the workspace, found when the test runs.
pub fn wortel() -> PathBuf {
    let crate_map = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    Path::new(&crate_map).join("../..")
}

/// The committed XSD folder.
pub fn xsd_map() -> PathBuf {
    wortel().join("xsd")
}

/// A folder that is removed afterwards.
pub struct TijdelijkeMap(pub PathBuf);

impl TijdelijkeMap {
    /// An empty folder; `naam` must be unique among the tests.
    pub fn nieuw(naam: &str) -> Self {
        let map = std::env::temp_dir().join(format!("xsdgen-{}-{naam}", std::process::id()));
        fs::create_dir_all(&map).expect("temporary folder");
        Self(map)
    }

    /// A folder with a copy of the committed tables.
    pub fn met_feiten(naam: &str) -> Self {
        let map = Self::nieuw(naam);
        for release in ["2.3", "3.2"] {
            let doel = map.0.join("feiten").join(release);
            fs::create_dir_all(&doel).expect("folder for the tables");
            for ingang in fs::read_dir(xsd_map().join("feiten").join(release)).expect("tables") {
                let pad = ingang.expect("table").path();
                fs::copy(&pad, doel.join(pad.file_name().expect("file name"))).expect("copy");
            }
        }
        map
    }
}

impl Drop for TijdelijkeMap {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
