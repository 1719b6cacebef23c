//! The first and the last line of a segment.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::records::chain::Chain;

/// How segments are written. Another number means that lines have another shape.
pub(super) const FORMAT: &str = "waypost-records/1";

/// The first line of a segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Header {
    /// How the segment is written: [`FORMAT`].
    pub format: String,
    /// Its number: one more than that of the segment before.
    pub segment: u64,
    /// When it was begun.
    pub begun: Timestamp,
    /// The last hash of the segment before; 64 zeros in the first one.
    pub previous: String,
    /// What tells the key of the private facts from others, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The segment before, if it has no last line since the server ended without a warning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unfinished: Option<Unfinished>,
}

/// A segment that was not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Unfinished {
    /// Its number.
    pub segment: u64,
    /// How many bytes stand behind its last whole line.
    pub torn_bytes: u64,
}

/// The last line of a segment that was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct End {
    /// The number of the segment.
    pub end: u64,
    /// How many records it has.
    pub records: u64,
}

impl Header {
    /// The header that a line spells, if it is one of this format.
    pub(super) fn read(line: &[u8]) -> Option<Self> {
        let header: Self = serde_json::from_slice(line).ok()?;
        (header.format == FORMAT).then_some(header)
    }

    /// The chain as it is before this line.
    pub(super) fn previous(&self) -> Option<Chain> {
        Chain::at(self.previous.as_bytes())
    }
}

impl End {
    /// How a last line begins, and no other.
    const BEGIN: &'static [u8] = br#"{"end":"#;

    /// The end that a line spells, if it is one.
    pub(super) fn read(line: &[u8]) -> Option<Self> {
        line.starts_with(Self::BEGIN).then(|| serde_json::from_slice(line).ok()).flatten()
    }
}

/// The text of such a line, which the chain ends with a hash and a brace.
#[cfg(feature = "http")]
pub(super) fn text(line: &impl Serialize) -> Vec<u8> {
    // Strings and numbers are always writable.
    let mut text = serde_json::to_vec(line).unwrap_or_default();
    text.pop();
    text
}
