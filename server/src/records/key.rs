//! The key of the hashes that stand for the values of private facts: whoever has it can tell which payments have the same
//! value, and whether a payment has a value that they know; nobody else can.

use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::records::chain::spell;

/// The fewest bytes of a key.
const LEAST: usize = 32;
/// How a hash begins.
const KIND: &str = "hmac-sha256:";

/// A key, ready to hash with (HMAC-SHA256, RFC 2104).
#[derive(Clone)]
pub struct Key(Hmac<Sha256>);

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Its file cannot be read.
    #[error("the key `{}` cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is too short to keep anything secret.
    #[error("the key `{}` has {bytes} bytes, and needs {LEAST}: `openssl rand -hex 32` makes one", path.display())]
    TooShort {
        /// The file.
        path: PathBuf,
        /// How long it is.
        bytes: usize,
    },
}

impl Key {
    /// The key that stands in a file: at least 32 bytes, as they are or in hexadecimal digits.
    pub fn read(path: &Path) -> Result<Self, KeyError> {
        let unreadable = |source| KeyError::Unreadable { path: path.to_owned(), source };
        let written = fs::read(path).map_err(unreadable)?;
        let bytes = hexadecimal(written.trim_ascii()).unwrap_or(written);
        let too_short = || KeyError::TooShort { path: path.to_owned(), bytes: bytes.len() };
        let mac = (bytes.len() >= LEAST).then(|| Hmac::new_from_slice(&bytes).ok()).flatten();
        mac.map(Self).ok_or_else(too_short)
    }

    /// The hash of a value, given in JSON, of the fact that a payment gives at `path`: over the path, a zero byte, and the
    /// value. The path is in it, so that equal values of two facts do not show.
    pub fn hash(&self, path: &str, json: &[u8]) -> String {
        let mut mac = self.0.clone();
        mac.update(path.as_bytes());
        mac.update(&[0]);
        mac.update(json);
        let mut digits = [0; 64];
        spell(&mac.finalize().into_bytes(), &mut digits);
        format!("{KIND}{}", str::from_utf8(&digits).unwrap_or_default())
    }

    /// What tells this key from others, and nothing more about it.
    pub fn mark(&self) -> String {
        self.hash("", b"")
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").finish_non_exhaustive()
    }
}

/// The bytes that hexadecimal digits spell; nothing if something else stands there.
fn hexadecimal(text: &[u8]) -> Option<Vec<u8>> {
    let byte = |pair: &[u8]| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok();
    let is_spelled = text.len().is_multiple_of(2) && text.iter().all(u8::is_ascii_hexdigit);
    if is_spelled { text.chunks_exact(2).map(byte).collect() } else { None }
}
