//! The report for people: each finding with the text that it is about, and a last line that counts.

use std::io::{self, Write};

use waypost_dsl::diagnostic::{Severity, render};

use crate::output;
use crate::report::{Found, count};

pub(super) fn print(out: &mut dyn Write, found: &[Found<'_>], policies: usize) -> io::Result<()> {
    for Found { checked, diagnostic, .. } in found {
        let show = |path: &str| checked.files.show(path);
        writeln!(out, "{}\n", render(diagnostic, &checked.built.sources, &show, output::colour()))?;
    }
    let of = |severity| found.iter().filter(|found| found.diagnostic.severity() == severity).count();
    let told: Vec<String> =
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")]
            .into_iter()
            .filter(|(severity, _)| of(*severity) > 0)
            .map(|(severity, word)| count(of(severity), word))
            .collect();
    let policies = if policies == 1 { "1 policy".to_owned() } else { format!("{policies} policies") };
    match told.as_slice() {
        [] => writeln!(out, "checked {policies}: all is well"),
        told => writeln!(out, "checked {policies}: {}", told.join(", ")),
    }
}
