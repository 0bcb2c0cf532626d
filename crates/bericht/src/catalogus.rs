//! The releases that come with the program, and those from a folder.

use std::fs;
use std::path::Path;

use schema::{SchemaFile, SchemaSet, load_release};

use crate::fout::BerichtFout;

macro_rules! embedded {
    ($folder:literal: $($file:literal),+ $(,)?) => {
        ($folder, &[$(($file, include_str!(concat!("../../../xsd/", $folder, "/", $file)))),+])
    };
}

type EmbeddedRelease = (&'static str, &'static [(&'static str, &'static str)]);

/// The XSDs of this project, one entry per release.
const EMBEDDED: [EmbeddedRelease; 4] = [
    embedded!("ijw-2.3": "release.toml", "basisschema.xsd", "JW301.xsd", "JW302.xsd", "JW303.xsd", "JW304.xsd",
        "JW305.xsd", "JW306.xsd", "JW307.xsd", "JW308.xsd", "JW315.xsd", "JW316.xsd"),
    embedded!("iwmo-2.3": "release.toml", "basisschema.xsd", "WMO301.xsd", "WMO302.xsd", "WMO303.xsd", "WMO304.xsd",
        "WMO305.xsd", "WMO306.xsd", "WMO307.xsd", "WMO308.xsd", "WMO315.xsd", "WMO316.xsd"),
    embedded!("ijw-3.2": "release.toml", "basisschema.xsd", "JW301.xsd", "JW302.xsd", "JW305.xsd", "JW306.xsd", "JW307.xsd", "JW308.xsd",
        "JW315.xsd", "JW316.xsd", "JW317.xsd", "JW318.xsd", "JW319.xsd", "JW320.xsd", "JW323.xsd", "JW325.xsd"),
    embedded!("iwmo-3.2": "release.toml", "basisschema.xsd", "WMO301.xsd", "WMO302.xsd", "WMO305.xsd", "WMO306.xsd", "WMO307.xsd",
        "WMO308.xsd", "WMO315.xsd", "WMO316.xsd", "WMO317.xsd", "WMO318.xsd", "WMO319.xsd", "WMO320.xsd", "WMO323.xsd",
        "WMO325.xsd"),
];

/// The releases built into the program.
pub fn ingebouwd() -> Result<SchemaSet, BerichtFout> {
    let mut set = SchemaSet::default();
    for (folder, files) in EMBEDDED {
        set.add(laad(folder, &bestanden(files))?);
    }
    Ok(set)
}

/// One built-in release by folder name, such as `ijw-2.3`.
pub fn ingebouwde_release(naam: &str) -> Result<Option<schema::Release>, BerichtFout> {
    let Some((folder, files)) = EMBEDDED.iter().find(|(folder, _)| *folder == naam) else { return Ok(None) };
    Ok(Some(laad(folder, &bestanden(files))?))
}

fn bestanden(files: &[(&str, &str)]) -> Vec<SchemaFile> {
    files.iter().map(|(name, text)| SchemaFile { name: (*name).to_owned(), text: (*text).to_owned() }).collect()
}

/// Every release folder (`ijw-3.2`, ...) below `root` instead of the built-in ones.
pub fn uit_map(root: &Path) -> Result<SchemaSet, BerichtFout> {
    let mut set = SchemaSet::default();
    let mut folders = entries(root)?;
    folders.retain(|path| path.is_dir() && path.join("basisschema.xsd").is_file());
    for folder in &folders {
        set.add(release_uit_map(folder)?);
    }
    if set.releases().is_empty() {
        let reason = "no release folder with a basisschema.xsd found".to_owned();
        return Err(schema::SchemaError::Folder { folder: root.display().to_string(), reason }.into());
    }
    Ok(set)
}

/// One release from one folder.
pub fn release_uit_map(folder: &Path) -> Result<schema::Release, BerichtFout> {
    laad(&folder.display().to_string(), &lees_map(folder)?)
}

/// Loads a release and gives it the labels of the code lists.
fn laad(folder: &str, files: &[SchemaFile]) -> Result<schema::Release, BerichtFout> {
    let mut release = load_release(folder, files)?;
    release.label = crate::codelijst::label;
    Ok(release)
}

/// The files of a release folder: its XSDs and its manifest, in order of name.
pub fn lees_map(folder: &Path) -> Result<Vec<SchemaFile>, BerichtFout> {
    let mut files = Vec::new();
    for path in entries(folder)? {
        if path.extension().is_some_and(|e| e == "xsd") || path.file_name().is_some_and(|n| n == schema::MANIFEST) {
            let text = fs::read_to_string(&path).map_err(|source| error(&path, source))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.push(SchemaFile { name, text });
        }
    }
    Ok(files)
}

fn entries(folder: &Path) -> Result<Vec<std::path::PathBuf>, BerichtFout> {
    let listing = fs::read_dir(folder).map_err(|source| error(folder, source))?;
    let mut paths = Vec::new();
    for entry in listing {
        paths.push(entry.map_err(|source| error(folder, source))?.path());
    }
    paths.sort();
    Ok(paths)
}

fn error(path: &Path, source: std::io::Error) -> BerichtFout {
    BerichtFout::Folder { folder: path.display().to_string(), source }
}
