//! Bearer tokens. A token is 256 random bits, so a plain hash of it cannot be guessed back and no slow password hash is
//! needed; the configuration holds the hash only.

use sha2::{Digest, Sha256};

/// What every token starts with, so that one that leaked is recognised.
const BEGIN: &str = "kp_";
/// What every hash starts with.
const HASH: &str = "sha256:";

/// The hash of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// The hash of a token as it came in.
    pub fn van(token: &str) -> Self {
        Self(Sha256::digest(token.as_bytes()).into())
    }

    /// A hash as the configuration has it: `sha256:` and 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix(HASH)?;
        let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok()?;
        bytes.try_into().ok().map(Self)
    }
}

impl std::fmt::Display for TokenHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{HASH}{}", data_encoding::HEXLOWER.encode(&self.0))
    }
}

/// A new token; its hash is [`TokenHash::van`] of it.
///
/// # Errors
/// The system has no randomness.
pub fn nieuw() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    let text = data_encoding::BASE32_NOPAD.encode(&bytes);
    Ok(format!("{BEGIN}{}", text.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_survives_the_configuration_and_fits_one_token() {
        let (een, ander) = (nieuw().unwrap(), nieuw().unwrap());
        assert_ne!(een, ander);
        assert_eq!(een.len(), 55);
        let hash = TokenHash::van(&een);
        assert_eq!(TokenHash::parse(&hash.to_string()), Some(hash));
        assert_ne!(TokenHash::van(&ander), hash);
        for wrong in ["", "sha256:", "sha256:00", &een] {
            assert_eq!(TokenHash::parse(wrong), None);
        }
    }
}
