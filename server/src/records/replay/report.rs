//! What was found in the segments.

use std::collections::BTreeMap;

use crate::records::replay::record::Record;

/// How many different decisions and broken lines are told; all are counted.
const TOLD: usize = 10;

/// What was found in the segments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// How many segments were read.
    pub segments: usize,
    /// How many records could be read.
    pub records: usize,
    /// How many are decided as they were.
    pub equal: usize,
    /// How many are decided otherwise.
    pub different: usize,
    /// The first of them.
    pub differences: Vec<Different>,
    /// How many name a version that is not known, by policy and digest.
    pub unknown: BTreeMap<String, usize>,
    /// How many were not decided again, since that depends on a private fact whose value is not known.
    pub private: usize,
    /// In how many places the chain is broken.
    pub breaks: usize,
    /// The first of them, each in a sentence.
    pub broken: Vec<String>,
    /// What is worth to be known, and no fault.
    pub warnings: Vec<String>,
    /// The last hash of the last segment, to be kept elsewhere.
    pub last_hash: String,
}

/// A record that is decided otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Different {
    /// Its id.
    pub id: String,
    /// The decision that was recorded.
    pub recorded: String,
    /// What is decided for it again.
    pub now: String,
}

impl Report {
    /// Whether the chain is whole, and everything that could be decided again is decided alike.
    pub fn is_good(&self) -> bool {
        self.breaks == 0 && self.different == 0 && self.unknown.is_empty()
    }

    /// A line of the segment that is shown so is not as it must be.
    pub(super) fn broken(&mut self, shown: &str, line: u64, what: &str) {
        self.breaks += 1;
        if self.broken.len() < TOLD {
            self.broken.push(format!("{shown}: line {line} {what}"));
        }
    }

    pub(super) fn different(&mut self, record: &Record<'_>, now: String) {
        self.different += 1;
        if self.differences.len() < TOLD {
            let (id, recorded) = (record.id.to_string(), record.decision.get().to_owned());
            self.differences.push(Different { id, recorded, now });
        }
    }
}
