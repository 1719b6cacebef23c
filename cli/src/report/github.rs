//! The report as workflow commands, which GitHub Actions shows beside the lines of a pull request.
//!
//! Format: <https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions>.

use std::io::{self, Write};

use waypost_server::wire::finding::Finding;

use crate::report::Found;

pub(super) fn print(out: &mut dyn Write, found: &[Found<'_>]) -> io::Result<()> {
    for Found { finding, .. } in found {
        let Finding { code, name, severity, message, file, line, column, end_line, end_column, .. } = finding;
        let level = if *severity == "note" { "notice" } else { severity };
        let text = match &finding.help {
            Some(help) => format!("{message}\nhelp: {help}"),
            None => message.clone(),
        };
        // GitHub counts the last column in, and knows columns only within one line.
        let columns = match line == end_line {
            true => format!(",col={column},endColumn={}", end_column.saturating_sub(1).max(*column)),
            false => String::new(),
        };
        let (file, title) = (property(file), property(&format!("{code} {name}")));
        writeln!(
            out,
            "::{level} file={file},line={line},endLine={end_line}{columns},title={title}::{}",
            data(&text)
        )?;
    }
    out.flush()
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
