//! A segment that is read: line by line, each held against the chain.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _, Seek as _};
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::records::chain::Chain;
use crate::records::header::{End, Header};

/// How a compressed segment begins (RFC 8878, section 3.1.1).
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// A segment, read as far as its first line.
pub(super) struct Segment {
    path: PathBuf,
    input: Box<dyn BufRead>,
    /// The line that was read last, with its end.
    line: Vec<u8>,
    chain: Chain,
    header: Header,
    is_header_right: bool,
}

/// Why a segment cannot be read.
#[derive(Debug, Error)]
pub enum SegmentError {
    /// The system cannot read it.
    #[error("`{}` cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Its first line is not that of a segment.
    #[error("`{}` does not begin as a segment of records does", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
}

/// One line of a segment, behind its first.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'s> {
    /// A record.
    Record(&'s [u8]),
    /// The last line of a segment that was ended.
    End(End),
    /// The line is not what was written, or something in front of it is missing.
    Broken,
    /// What stands behind the last whole line: so many bytes.
    Torn(u64),
}

impl Segment {
    /// Opens a segment, compressed or not, and reads its first line.
    pub(super) fn open(path: &Path) -> Result<Self, SegmentError> {
        let unreadable = |source| SegmentError::Unreadable { path: path.to_owned(), source };
        let foreign = || SegmentError::Foreign { path: path.to_owned() };
        let mut input = input(path).map_err(unreadable)?;
        let mut line = vec![];
        input.read_until(b'\n', &mut line).map_err(unreadable)?;
        let written = line.strip_suffix(b"\n").ok_or_else(foreign)?;
        let header = Header::read(written).ok_or_else(foreign)?;
        let mut chain = header.previous().ok_or_else(foreign)?;
        let is_header_right = chain.follow(written).ok_or_else(foreign)?;
        Ok(Self { path: path.to_owned(), input, line, chain, header, is_header_right })
    }

    /// Where it lies.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// What its first line says.
    pub(super) fn header(&self) -> &Header {
        &self.header
    }

    /// Whether its first line is what was written.
    pub(super) fn is_header_right(&self) -> bool {
        self.is_header_right
    }

    /// The chain as it is behind the line that was read last.
    pub(super) fn chain(&self) -> Chain {
        self.chain
    }

    /// The next line; nothing at the end of the file.
    pub(super) fn next(&mut self) -> Result<Option<Line<'_>>, SegmentError> {
        let Some(is_whole) = self.advance()? else { return Ok(None) };
        if !is_whole {
            return Ok(Some(Line::Torn(self.line.len() as u64)));
        }
        let written = self.line.strip_suffix(b"\n").unwrap_or_default();
        let is_right = self.chain.follow(written).unwrap_or(false);
        Ok(Some(match End::read(written) {
            _ if !is_right => Line::Broken,
            Some(end) => Line::End(end),
            None => Line::Record(written),
        }))
    }

    /// Goes to the end without a look at what the lines say; gives whether the segment was ended, and how many bytes stand
    /// behind its last whole line. The chain is then the one to go on with.
    #[cfg(feature = "http")]
    pub(super) fn skip_to_end(&mut self) -> Result<(bool, u64), SegmentError> {
        let mut is_ended = false;
        while let Some(is_whole) = self.advance()? {
            let written = self.line.strip_suffix(b"\n").unwrap_or_default();
            if !is_whole {
                return Ok((false, self.line.len() as u64));
            }
            self.chain.skip(written).ok_or_else(|| SegmentError::Foreign { path: self.path.clone() })?;
            is_ended = End::read(written).is_some();
        }
        Ok((is_ended, 0))
    }

    /// Reads a line; gives whether it has an end, and nothing if there is none.
    fn advance(&mut self) -> Result<Option<bool>, SegmentError> {
        self.line.clear();
        let read = self.input.read_until(b'\n', &mut self.line);
        let bytes = read.map_err(|source| SegmentError::Unreadable { path: self.path.clone(), source })?;
        Ok((bytes > 0).then(|| self.line.ends_with(b"\n")))
    }
}

/// The text of a segment: what a file holds, or what it holds when it is decompressed.
fn input(path: &Path) -> io::Result<Box<dyn BufRead>> {
    let mut file = File::open(path)?;
    let mut begin = vec![];
    file.by_ref().take(ZSTD.len() as u64).read_to_end(&mut begin)?;
    file.rewind()?;
    Ok(match begin == ZSTD {
        true => Box::new(BufReader::new(zstd::Decoder::new(file)?)),
        false => Box::new(BufReader::new(file)),
    })
}

impl std::fmt::Debug for Segment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Segment")
            .field("path", &self.path)
            .field("header", &self.header)
            .finish_non_exhaustive()
    }
}
