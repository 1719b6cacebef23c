//! Where payments come from: a file, or standard input where the file is `-`.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::Path;

use anyhow::Context as _;

fn open(file: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    if file == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let opened = File::open(file).with_context(|| unreadable(file))?;
    Ok(Box::new(BufReader::with_capacity(1 << 16, opened)))
}

/// All that is there.
pub(crate) fn whole(file: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = vec![];
    open(file)?.read_to_end(&mut bytes).with_context(|| unreadable(file))?;
    Ok(bytes)
}

/// Gives `each` the number and the text of one line after the other; lines of white space are passed over.
pub(crate) fn lines(
    file: &Path,
    mut each: impl FnMut(usize, &[u8]) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut input = open(file)?;
    let mut line = vec![];
    for number in 1.. {
        line.clear();
        if input.read_until(b'\n', &mut line).with_context(|| unreadable(file))? == 0 {
            break;
        }
        if !line.trim_ascii().is_empty() {
            each(number, &line)?;
        }
    }
    Ok(())
}

/// Lines that stand one behind the other.
#[derive(Debug)]
pub(crate) struct Piece {
    /// The number of the first one.
    first: usize,
    /// All of them, with their ends.
    pub(crate) text: Vec<u8>,
}

impl Piece {
    /// The lines with their numbers; those of white space are passed over.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &[u8])> {
        let lines = (self.first..).zip(self.text.split_inclusive(|byte| *byte == b'\n'));
        lines.filter(|(_, line)| !line.trim_ascii().is_empty())
    }

    /// The number of the line behind its last one.
    fn next(&self) -> usize {
        self.first + self.text.split_inclusive(|byte| *byte == b'\n').count()
    }
}

/// How much is read at once, in bytes.
const PIECE: usize = 1 << 18;

/// Gives `each` all lines of a file in pieces: as many whole lines as can be read at once.
pub(crate) fn pieces(file: &Path, mut each: impl FnMut(Piece) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut input = open(file)?;
    let (mut first, mut text) = (1, vec![]);
    loop {
        let begun = text.len();
        text.resize(begun + PIECE, 0);
        let read = read(&mut input, text.get_mut(begun..).unwrap_or_default());
        let read = read.with_context(|| unreadable(file))?;
        text.truncate(begun + read);
        let lines = text.iter().skip(begun).rposition(|byte| *byte == b'\n').map_or(0, |end| begun + end + 1);
        // What stands behind the last line of all has no end.
        let whole = if read == 0 { text.len() } else { lines };
        let rest = text.split_off(whole);
        let piece = Piece { first, text: std::mem::replace(&mut text, rest) };
        first = piece.next();
        if whole > 0 {
            each(piece)?;
        }
        if read == 0 {
            return Ok(());
        }
    }
}

/// Reads what there is, and waits only if there is nothing.
fn read(input: &mut impl io::Read, room: &mut [u8]) -> io::Result<usize> {
    loop {
        match input.read(room) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

fn unreadable(file: &Path) -> String {
    format!("`{}` cannot be read", file.display())
}
