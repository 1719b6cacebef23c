//! The segment that is written at this moment.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::PathBuf;
use std::time::Instant;

use jiff::Timestamp;

use crate::records::chain::Chain;
use crate::records::folder::{Folder, Position, part};
use crate::records::header::{self, End, FORMAT, Header};

/// A segment that is open.
#[derive(Debug)]
pub(super) struct OpenSegment {
    path: PathBuf,
    file: File,
    number: u64,
    chain: Chain,
    /// Lines that are not written yet, and how much of them is.
    pending: Vec<u8>,
    written: usize,
    /// How many bytes it has, those that are not written yet among them.
    bytes: u64,
    records: u64,
    pub(super) begun: Instant,
}

impl OpenSegment {
    /// Begins the segment behind `last`. It gets its name when its first line is on the disk, so that each segment has one.
    pub(super) fn begin(folder: &Folder, last: &Position, key: Option<&str>) -> io::Result<Self> {
        let (number, mut chain) = (last.number + 1, last.chain);
        let header = Header {
            format: FORMAT.to_owned(),
            segment: number,
            begun: Timestamp::now(),
            previous: chain.to_string(),
            key: key.map(str::to_owned),
            unfinished: last.unfinished,
        };
        let mut line = vec![];
        chain.seal(&header::text(&header), &mut line);
        let path = folder.segment(number);
        let mut file = File::create(part(&path))?;
        file.write_all(&line)?;
        file.sync_all()?;
        fs::rename(part(&path), &path)?;
        folder.sync()?;
        let (bytes, begun) = (line.len() as u64, Instant::now());
        Ok(Self { path, file, number, chain, pending: vec![], written: 0, bytes, records: 0, begun })
    }

    /// Takes a record, which is written with the next [`flush`](Self::flush).
    pub(super) fn push(&mut self, record: &[u8]) {
        self.records += 1;
        self.seal(record);
    }

    /// How many bytes it has.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Writes what was taken. If that fails, the next call goes on behind the last byte that was written.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        while let Some(rest) = self.pending.get(self.written..).filter(|rest| !rest.is_empty()) {
            match self.file.write(rest) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(bytes) => self.written += bytes,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.pending.clear();
        self.written = 0;
        Ok(())
    }

    /// Waits until all that was written is on the disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }

    /// Takes the last line of the segment; nothing may follow it.
    pub(super) fn end(&mut self) {
        let end = End { end: self.number, records: self.records };
        self.seal(&header::text(&end));
    }

    /// Where the next segment goes on, and where this one lies.
    pub(super) fn close(self) -> (Position, PathBuf) {
        (Position { number: self.number, chain: self.chain, unfinished: None }, self.path)
    }

    fn seal(&mut self, text: &[u8]) {
        let before = self.pending.len();
        self.chain.seal(text, &mut self.pending);
        self.bytes += (self.pending.len() - before) as u64;
    }
}
