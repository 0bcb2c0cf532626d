//! From arguments to files.

use std::ffi::OsString;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::einde::Fout;

/// A file to read, with the name under which it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bestand {
    pub pad: PathBuf,
}

impl Bestand {
    /// The path as the user wrote it.
    pub fn naam(&self) -> String {
        self.pad.display().to_string()
    }

    /// File name without its last extension.
    pub fn stam(&self) -> OsString {
        self.pad.file_stem().map(OsString::from).unwrap_or_default()
    }
}

/// Reads a file, but never much more than a message may be: what is one byte too long is enough to say so.
pub fn lees(file: &Bestand, max_bytes: u64) -> std::io::Result<Vec<u8>> {
    let open = fs::File::open(&file.pad)?;
    let grootte = open.metadata()?.len().min(max_bytes);
    let mut bytes = Vec::with_capacity(usize::try_from(grootte).unwrap_or_default() + 1);
    open.take(max_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Files as given, and the paths that cannot be used. A folder stands for its `*.xml` in byte order of name, not recursive;
/// one without any is a mistake in the call, and must not look like one in which all is well.
pub fn bestanden(paths: &[PathBuf]) -> (Vec<Bestand>, Vec<Fout>) {
    let (mut gevonden, mut fout) = (Vec::new(), Vec::new());
    for path in paths {
        let openen = |source| Fout::Bestand { wat: "open", pad: path.display().to_string(), source };
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => match uit_map(path) {
                Ok(files) if files.is_empty() => {
                    fout.push(Fout::Gebruik(format!("there is no *.xml in {}", path.display())));
                }
                Ok(mut files) => gevonden.append(&mut files),
                Err(source) => fout.push(openen(source)),
            },
            Ok(_) => gevonden.push(Bestand { pad: path.clone() }),
            Err(source) => fout.push(openen(source)),
        }
    }
    (gevonden, fout)
}

fn uit_map(map: &Path) -> std::io::Result<Vec<Bestand>> {
    let mut names: Vec<OsString> = Vec::new();
    for entry in fs::read_dir(map)? {
        let entry = entry?;
        let is_xml = Path::new(&entry.file_name()).extension().is_some_and(|e| e.eq_ignore_ascii_case("xml"));
        if is_xml && fs::metadata(entry.path())?.is_file() {
            names.push(entry.file_name());
        }
    }
    names.sort_by(|a, b| a.as_encoded_bytes().cmp(b.as_encoded_bytes()));
    Ok(names.into_iter().map(|name| Bestand { pad: map.join(name) }).collect())
}
