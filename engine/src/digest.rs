//! The digest of a policy: the SHA-256 of all its files.

use std::fmt;

use sha2::{Digest as _, Sha256};
use waypost_dsl::Sources;

/// The SHA-256 of a list of files, one `<sha256 of the text>  <path>` a line, in the order of the paths: what
/// `sha256sum` prints for them, put through `sha256sum` again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of all files of a policy.
    pub fn of(sources: &Sources) -> Self {
        let mut lines: Vec<(&str, String)> = sources
            .iter()
            .map(|(_, file)| (file.path.as_str(), Self(Sha256::digest(file.text.as_bytes()).into()).hex()))
            .collect();
        lines.sort_unstable();
        let mut hash = Sha256::new();
        for (path, file) in lines {
            hash.update(format!("{file}  {path}\n"));
        }
        Self(hash.finalize().into())
    }

    fn hex(self) -> String {
        let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16);
        self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).flatten().collect()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sha256:{}", self.hex())
    }
}
