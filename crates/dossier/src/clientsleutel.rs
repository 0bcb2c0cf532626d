//! The keyed hash that stands for a Bsn in the store.

use bericht::{Bsn, Dossier};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::sleutel::{HASH, Key};

/// HMAC-SHA-256 of a Bsn, first 16 bytes. It says nothing without the key file and differs per installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ClientSleutel(#[serde(with = "serde_bytes")] [u8; HASH]);

impl ClientSleutel {
    /// The client of a store key that goes on with the hash after so many texts.
    pub(crate) fn in_key(key: &Key, texts: usize) -> Option<Self> {
        key.hash(texts).copied().map(Self)
    }

    /// Adds the hash to a store key.
    pub(crate) fn onto(&self, key: Key) -> Key {
        key.with_hash(&self.0)
    }

    /// The hash as a number.
    pub fn number(&self) -> u128 {
        u128::from_be_bytes(self.0)
    }

    /// The hash in hex: what stands for the client where people read.
    pub fn hex(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.0)
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
        ClientSleutel(self.hash(b"bsn", bsn.for_keyed_hash()))
    }

    /// A keyed name for a payload file, from its content hash.
    pub fn payload(&self, sha256: &[u8]) -> String {
        data_encoding::HEXLOWER.encode(&self.hash(b"payload", sha256))
    }

    fn hash(&self, purpose: &[u8], value: &[u8]) -> [u8; HASH] {
        let mut mac = self.mac.clone();
        mac.update(purpose);
        mac.update(&[0]);
        mac.update(value);
        let tag = mac.finalize().into_bytes();
        tag.first_chunk().copied().unwrap_or_default()
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
        assert_ne!(a.client(bsn).hex(), a.payload(b"999900006"));
        assert_eq!(a.client(bsn).hex().len(), 32);
    }
}
