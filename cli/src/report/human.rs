//! The report for people: each finding with the text that it is about, and a last line that counts.

use std::io::{self, Write};

use waypost_dsl::diagnostic::{Colour, Severity};

use crate::report::{Found, Report, count};

pub(super) fn print(
    out: &mut dyn Write,
    report: &Report,
    found: &[Found<'_>],
    colour: Colour,
) -> io::Result<()> {
    for found in found {
        writeln!(out, "{}\n", found.rendered(colour))?;
    }
    let policies = match report.checked.len() {
        1 => "1 policy".to_owned(),
        policies => format!("{policies} policies"),
    };
    let told: Vec<String> =
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")]
            .into_iter()
            .map(|(severity, word)| (of(found, severity), severity, word))
            .filter(|(number, ..)| *number > 0)
            .map(|(number, severity, word)| {
                let is_denied = severity == Severity::Warning && report.denied == severity;
                count(number, word) + if is_denied { " (denied)" } else { "" }
            })
            .collect();
    match told.as_slice() {
        [] => writeln!(out, "checked {policies}: all is well"),
        told => writeln!(out, "checked {policies}: {}", told.join(", ")),
    }
}

fn of(found: &[Found<'_>], severity: Severity) -> usize {
    found.iter().filter(|found| found.diagnostic.severity() == severity).count()
}
