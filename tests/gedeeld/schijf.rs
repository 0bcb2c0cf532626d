//! A small disk of its own, to be full or read-only.

use std::path::Path;
use std::process::{Command, Stdio};

use super::Werkmap;

/// A tmpfs below a working folder; unmounted at the end.
pub struct Schijf {
    /// The folder it is mounted on.
    pub pad: String,
}

impl Schijf {
    /// A disk of so many kilobytes; `None`, with a line that says so, where mounting is not possible (not root, or a
    /// container that does not allow it).
    pub fn nieuw(werk: &Werkmap, kilobytes: u32) -> Option<Self> {
        let pad = werk.pad("schijf");
        std::fs::create_dir_all(&pad).expect("a folder");
        let maat = format!("size={kilobytes}k");
        if stil(Command::new("mount").args(["-t", "tmpfs", "-o", &maat, "tmpfs", &pad])) {
            return Some(Self { pad });
        }
        println!("skipped: no tmpfs can be mounted here");
        None
    }

    /// A path on it.
    pub fn op(&self, naam: &str) -> String {
        Path::new(&self.pad).join(naam).display().to_string()
    }

    /// From now on nothing can be written; `false` where that cannot be done.
    pub fn alleen_lezen(&self) -> bool {
        stil(Command::new("mount").args(["-o", "remount,ro", &self.pad]))
    }

    /// Writes a file until so many kilobytes or the disk is full.
    pub fn vul(&self, kilobytes: usize) {
        for blok in 0..kilobytes {
            let pad = self.op(&format!("vulling-{blok}"));
            if std::fs::write(&pad, [0; 1024]).is_err() {
                return;
            }
        }
    }
}

impl Drop for Schijf {
    fn drop(&mut self) {
        stil(Command::new("umount").arg(&self.pad));
    }
}

fn stil(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|s| s.success())
}
