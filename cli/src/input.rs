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

fn unreadable(file: &Path) -> String {
    format!("`{}` cannot be read", file.display())
}
