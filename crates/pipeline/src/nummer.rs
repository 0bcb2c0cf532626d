//! Our own numbers: derived from the message, so that a replay gives the same.

use bericht::Dossier;
use sha2::{Digest, Sha256};

/// SHA-256 of bytes, hex.
pub fn sha256_hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

/// IdentificatieRetour, or Identificatie of a 325: 12 characters of base32 of SHA-256 over domein, gemeente, aanbieder,
/// BerichtCode of the retour and the bytes of the heenbericht. `poging` is mixed in when an earlier retour already has
/// the number; the first attempt leaves it out.
pub fn eigen_nummer(dossier: &Dossier, retourcode: &str, bytes: &[u8], poging: u32) -> String {
    let mut hash = Sha256::new();
    for part in [dossier.domein.as_str(), &dossier.gemeente, &dossier.aanbieder, retourcode] {
        hash.update(part.as_bytes());
        // Fixed characters never occur in the parts, so the parts cannot run together.
        hash.update(b"|");
    }
    hash.update(bytes);
    if poging > 0 {
        hash.update(b"|");
        hash.update(poging.to_be_bytes());
    }
    data_encoding::BASE32.encode(&hash.finalize()).chars().take(12).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bericht::Domein;

    #[test]
    fn depends_on_everything_that_is_named() {
        let dossier = Dossier { domein: Domein::Ijw, gemeente: "0363".into(), aanbieder: "99990001".into() };
        let base = eigen_nummer(&dossier, "491", b"x", 0);
        assert_eq!(base.len(), 12);
        assert_eq!(base, eigen_nummer(&dossier, "491", b"x", 0));
        let other = Dossier { domein: Domein::Iwmo, ..dossier.clone() };
        for different in [
            eigen_nummer(&dossier, "491", b"y", 0),
            eigen_nummer(&dossier, "439", b"x", 0),
            eigen_nummer(&dossier, "491", b"x", 1),
            eigen_nummer(&other, "491", b"x", 0),
        ] {
            assert_ne!(base, different);
        }
    }
}
