//! The report as workflow commands, which GitHub Actions shows beside the lines of a pull request.
//!
//! Format: <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>. How the values are
//! escaped, and that `endColumn` counts the last column in, is what GitHub's own `@actions/core` does.

use std::io::{self, Write};

use crate::report::Found;
use crate::report::region::Region;

pub(super) fn print(out: &mut dyn Write, found: &[Found<'_>]) -> io::Result<()> {
    for found in found {
        let finding = &found.finding;
        let level = if finding.severity == "note" { "notice" } else { finding.severity };
        let title = format!("{} {}", finding.code, finding.name);
        writeln!(
            out,
            "::{level} file={},{},title={}::{}",
            property(&finding.file),
            place(found.region(found.diagnostic.primary.span)),
            property(&title),
            data(&found.with_help(&finding.message)),
        )?;
    }
    out.flush()
}

/// The lines, and the columns if all is on one line: GitHub refuses them otherwise.
fn place(region: Region) -> String {
    let Region { start_line, start_column, end_line, end_column } = region;
    let lines = format!("line={start_line},endLine={end_line}");
    match start_line == end_line {
        true => {
            format!("{lines},col={start_column},endColumn={}", end_column.saturating_sub(1).max(start_column))
        }
        false => lines,
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
