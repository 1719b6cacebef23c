//! The chain that all lines of records hang on: each ends with the SHA-256 of the hash before it and of its own text, so
//! that nothing between two lines can be changed, removed or put in without a trace.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// How many hexadecimal digits spell a hash.
const DIGITS: usize = 64;
/// What stands between the text of a line and its hash, and behind the hash.
const BEFORE: &[u8] = br#","hash":""#;
const BEHIND: &[u8] = br#""}"#;

/// The last hash of a chain, as it is written: 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Chain([u8; DIGITS]);

impl Chain {
    /// Where the first of all segments begins: 64 zeros.
    #[cfg(feature = "http")]
    pub(super) const START: Self = Self([b'0'; DIGITS]);

    /// The chain whose last hash is spelled like this.
    pub(super) fn at(hash: &[u8]) -> Option<Self> {
        let is_digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        <[u8; DIGITS]>::try_from(hash).ok().filter(|hash| hash.iter().all(is_digit)).map(Self)
    }

    /// Appends a line with this text, which is an object without its closing brace.
    #[cfg(feature = "http")]
    pub(super) fn seal(&mut self, text: &[u8], out: &mut Vec<u8>) {
        self.link(text);
        for part in [text, BEFORE, &self.0, BEHIND, b"\n"] {
            out.extend_from_slice(part);
        }
    }

    /// Goes on to the hash that `line`, without its end, tells of itself; nothing if it tells none. Gives whether that hash
    /// is the right one.
    pub(super) fn follow(&mut self, line: &[u8]) -> Option<bool> {
        let (text, told) = split(line)?;
        self.link(text);
        let is_right = *self == told;
        *self = told;
        Some(is_right)
    }

    /// Goes on to the hash that `line` tells of itself, right or wrong.
    #[cfg(feature = "http")]
    pub(super) fn skip(&mut self, line: &[u8]) -> Option<()> {
        *self = split(line)?.1;
        Some(())
    }

    fn link(&mut self, text: &[u8]) {
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update(text);
        spell(&hash.finalize(), &mut self.0);
    }
}

/// The text of a line that the hash is over, and the hash.
fn split(line: &[u8]) -> Option<(&[u8], Chain)> {
    let line = line.strip_suffix(BEHIND)?;
    let (rest, hash) = line.split_at_checked(line.len().checked_sub(DIGITS)?)?;
    Some((rest.strip_suffix(BEFORE)?, Chain::at(hash)?))
}

/// Spells bytes in hexadecimal digits.
pub(super) fn spell(bytes: &[u8], out: &mut [u8; DIGITS]) {
    let digit = |nibble: u8| if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 };
    for (pair, byte) in out.chunks_exact_mut(2).zip(bytes) {
        pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
    }
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(str::from_utf8(&self.0).unwrap_or_default())
    }
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Chain({self})")
    }
}
