//! A key: `wp_<id>_<secret>`. The id is for look-up; the secret has 256 random bits, so that a plain SHA-256 of the whole
//! is as good as a slow hash, and costs a decision nothing.

use std::fmt;

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// What every key begins with, so that scanners find one that was leaked.
pub(crate) const PREFIX: &str = "wp_";

/// The bytes of an id.
const ID: usize = 8;
/// The bytes of a secret.
const SECRET: usize = 32;

/// The text of a key, which only its owner keeps.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// A key that nobody has had before; an error if the system has no randomness.
    pub(crate) fn random() -> Result<Self, getrandom::Error> {
        let (mut id, mut secret) = ([0; ID], [0; SECRET]);
        getrandom::fill(&mut id)?;
        getrandom::fill(&mut secret)?;
        Ok(Self(format!("{PREFIX}{}_{}", HEXLOWER.encode(&id), HEXLOWER.encode(&secret))))
    }

    /// The key as its owner is given it, once.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What it is looked up by.
    pub(crate) fn id(&self) -> &str {
        id(&self.0).unwrap_or_default()
    }

    /// What is kept of it.
    pub(crate) fn hash(&self) -> [u8; 32] {
        hash(&self.0)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Secret").field(&self.id()).finish()
    }
}

/// The id in what may be a key.
pub(crate) fn id(key: &str) -> Option<&str> {
    let (id, secret) = key.strip_prefix(PREFIX)?.split_once('_')?;
    (id.len() == 2 * ID && secret.len() == 2 * SECRET).then_some(id)
}

/// Whether a key has that hash, in a time that does not tell how much of it is right.
pub(crate) fn matches(key: &str, known: &[u8; 32]) -> bool {
    hash(key).ct_eq(known).into()
}

fn hash(key: &str) -> [u8; 32] {
    Sha256::digest(key.as_bytes()).into()
}
