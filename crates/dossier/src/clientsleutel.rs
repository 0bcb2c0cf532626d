//! The keyed hash that stands for a Bsn in the store.

use bericht::{Bsn, Dossier};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::sleutel::Key;

/// HMAC-SHA-256 of a Bsn, first 16 bytes in hex. It says nothing without the key file and differs per installation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ClientSleutel(pub(crate) String);

impl ClientSleutel {
    /// The hash as text, for store keys.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Makes keyed hashes; holds the key of the installation and does not print it.
#[derive(Clone)]
pub struct Sleutelhasher {
    mac: Hmac<Sha256>,
}

impl std::fmt::Debug for Sleutelhasher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sleutelhasher(*)")
    }
}

impl Sleutelhasher {
    /// A hasher with the 32 bytes of the key file.
    pub fn new(key: &[u8; 32]) -> Self {
        // A key of 32 bytes is always accepted; the fallback is the same algorithm over an empty key.
        let mac = Hmac::<Sha256>::new_from_slice(key)
            .unwrap_or_else(|_| Hmac::new(&hmac::digest::Key::<Hmac<Sha256>>::default()));
        Self { mac }
    }

    /// The store's name for a client.
    pub fn client(&self, bsn: Bsn<'_>) -> ClientSleutel {
        ClientSleutel(self.hex(b"bsn", bsn.for_keyed_hash()))
    }

    /// A keyed name for a payload file, from its content hash.
    pub fn payload(&self, sha256: &[u8]) -> String {
        self.hex(b"payload", sha256)
    }

    fn hex(&self, purpose: &[u8], value: &[u8]) -> String {
        let mut mac = self.mac.clone();
        mac.update(purpose);
        mac.update(&[0]);
        mac.update(value);
        let tag = mac.finalize().into_bytes();
        data_encoding::HEXLOWER.encode(tag.get(..16).unwrap_or_default())
    }
}

/// Key prefix of a dossier.
pub(crate) fn dossier_key(dossier: &Dossier) -> Key {
    Key::new().with(dossier.domein.as_str()).with(&dossier.gemeente).with(&dossier.aanbieder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depends_on_key_and_purpose() {
        let (a, b) = (Sleutelhasher::new(&[1; 32]), Sleutelhasher::new(&[2; 32]));
        let bsn = Bsn::new("999900006");
        assert_eq!(a.client(bsn), a.client(bsn));
        assert_ne!(a.client(bsn), b.client(bsn));
        assert_ne!(a.client(bsn).as_str(), a.payload(b"999900006"));
        assert_eq!(a.client(bsn).as_str().len(), 32);
    }
}
