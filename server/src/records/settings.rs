//! How decisions are recorded.

use std::path::PathBuf;
use std::time::Duration;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// The least room for records that wait, in bytes: one large record must find it.
const LEAST_QUEUE: usize = 1 << 20;
/// The smallest segment, in bytes.
const LEAST_SEGMENT: u64 = 1 << 16;

/// How decisions are recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Where the segments lie; nothing is recorded if it is empty.
    pub folder: PathBuf,
    /// How many bytes of records may wait to be written.
    #[serde(deserialize_with = "queue_bytes")]
    pub queue_bytes: usize,
    /// What becomes of a decision whose record finds no room.
    pub on_overflow: Overflow,
    /// How long a decision waits for room, if it waits.
    #[serde(with = "jiff::fmt::serde::unsigned_duration::friendly::compact::required")]
    pub block_timeout: Duration,
    /// A segment of so many bytes is ended, and another one begun.
    #[serde(deserialize_with = "rotate_bytes")]
    pub rotate_bytes: u64,
    /// A segment so old is ended.
    #[serde(with = "jiff::fmt::serde::unsigned_duration::friendly::compact::required")]
    pub rotate_every: Duration,
    /// Whether segments that were ended are compressed.
    pub compress: bool,
    /// How long what is written may not be on the disk yet.
    #[serde(with = "jiff::fmt::serde::unsigned_duration::friendly::compact::required")]
    pub fsync: Duration,
    /// A file with the key of the hashes of private facts; they are not hashed if it is empty.
    pub key_file: PathBuf,
}

/// What becomes of a decision whose record finds no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Overflow {
    /// It waits, and is not given if there is no room in time.
    Block,
    /// It is given all the same, and counted.
    Drop,
}

impl Default for Settings {
    /// No records. Where there is a folder: 64 MiB that wait, segments of 128 MiB or an hour, compressed, on the disk within
    /// a second; what finds no room is counted and dropped.
    fn default() -> Self {
        Self {
            folder: PathBuf::new(),
            queue_bytes: 64 << 20,
            on_overflow: Overflow::Drop,
            block_timeout: Duration::from_secs(1),
            rotate_bytes: 128 << 20,
            rotate_every: Duration::from_hours(1),
            compress: true,
            fsync: Duration::from_secs(1),
            key_file: PathBuf::new(),
        }
    }
}

fn queue_bytes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<usize, D::Error> {
    let bytes = usize::deserialize(deserializer)?;
    let error = || D::Error::custom(format!("{bytes} bytes are too few, {LEAST_QUEUE} is the least"));
    (bytes >= LEAST_QUEUE).then_some(bytes).ok_or_else(error)
}

fn rotate_bytes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let bytes = u64::deserialize(deserializer)?;
    let error = || D::Error::custom(format!("{bytes} bytes are too few, {LEAST_SEGMENT} is the least"));
    (bytes >= LEAST_SEGMENT).then_some(bytes).ok_or_else(error)
}
