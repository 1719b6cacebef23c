//! The folder of the segments: how they are named, where the chain goes on after a restart, and that only one server writes.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::records::RecordsError;
use crate::records::chain::Chain;
use crate::records::header::Unfinished;
use crate::records::segment::Segment;

/// How the name of a segment begins; its number follows.
const PREFIX: &str = "records-";
/// How it ends.
const PLAIN: &str = ".ndjson";
const COMPRESSED: &str = ".ndjson.zst";
/// What is added to the name of a file that is not finished yet.
const PART: &str = ".part";
/// The file that is locked.
const LOCK: &str = "lock";

/// A folder of segments, locked as long as this is there.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    _lock: File,
}

/// Where the chain has come to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Position {
    /// The number of the last segment; 0 if there is none.
    pub(super) number: u64,
    /// Its last hash.
    pub(super) chain: Chain,
    /// The last segment, if it was not ended.
    pub(super) unfinished: Option<Unfinished>,
}

impl Folder {
    /// Makes the folder, if it is not there, and locks it.
    pub(super) fn open(path: &Path) -> Result<Self, RecordsError> {
        let unusable = |source| RecordsError::Unusable { path: path.to_owned(), source };
        fs::create_dir_all(path).map_err(unusable)?;
        let lock = File::create(path.join(LOCK)).map_err(unusable)?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => RecordsError::Taken { path: path.to_owned() },
            TryLockError::Error(source) => unusable(source),
        })?;
        Ok(Self { path: path.to_owned(), _lock: lock })
    }

    /// Where the chain goes on. Clears away what a crash has left half done, but never a segment.
    pub(super) fn position(&self) -> Result<Position, RecordsError> {
        let unusable = |source| RecordsError::Unusable { path: self.path.clone(), source };
        let mut last: Option<(u64, PathBuf)> = None;
        for entry in fs::read_dir(&self.path).map_err(unusable)? {
            let path = entry.map_err(unusable)?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if name.starts_with(PREFIX) && name.ends_with(PART) {
                fs::remove_file(&path).map_err(unusable)?;
            } else if let Some(number) = number(name)
                && last.as_ref().is_none_or(|(highest, _)| number >= *highest)
            {
                last = Some((number, path));
            }
        }
        last.map_or(Ok(Position { number: 0, chain: Chain::START, unfinished: None }), |(number, path)| {
            let mut segment = Segment::open(&path)?;
            let (is_ended, torn_bytes) = segment.skip_to_end()?;
            let unfinished = (!is_ended).then_some(Unfinished { segment: number, torn_bytes });
            Ok(Position { number, chain: segment.chain(), unfinished })
        })
    }

    /// The path of a segment.
    pub(super) fn segment(&self, number: u64) -> PathBuf {
        self.path.join(format!("{PREFIX}{number:08}{PLAIN}"))
    }

    /// Makes the names of files last, and not only what is in them.
    pub(super) fn sync(&self) -> io::Result<()> {
        File::open(&self.path)?.sync_all()
    }
}

/// The number in the name of a segment.
fn number(name: &str) -> Option<u64> {
    let rest = name.strip_prefix(PREFIX)?;
    rest.strip_suffix(PLAIN).or_else(|| rest.strip_suffix(COMPRESSED))?.parse().ok()
}

/// The name of a file before it is finished.
pub(super) fn part(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(PART);
    name.into()
}

/// The name of a segment when it is compressed.
pub(super) fn compressed(path: &Path) -> PathBuf {
    path.with_extension("ndjson.zst")
}
