//! Findings of several policies as one report, in the format that its reader wants.

mod github;
mod human;
mod json;

use std::io::{self, Write};

use clap::ValueEnum;
use waypost_dsl::diagnostic::{Diagnostic, Severity};
use waypost_server::files::PolicyFiles;
use waypost_server::pipeline::Built;
use waypost_server::wire::finding::Finding;

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, with the text that each finding is about.
    Human,
    /// One JSON object with all findings.
    Json,
    /// Annotations for GitHub Actions.
    Github,
}

/// A policy that was checked, and where its files lie.
#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) files: PolicyFiles,
    pub(crate) built: Built,
}

/// One finding of one policy.
struct Found<'c> {
    checked: &'c Checked,
    diagnostic: &'c Diagnostic,
    finding: Finding,
}

/// Prints the findings of all policies; one in a file that several of them share is told once.
pub(crate) fn print(all: &[Checked], format: Format) -> io::Result<()> {
    let found = findings(all);
    match format {
        Format::Human => human::print(&mut anstream::stderr().lock(), &found, all.len()),
        Format::Json => json::print(&mut io::stdout().lock(), found),
        Format::Github => github::print(&mut io::stdout().lock(), &found),
    }
}

/// Whether there are errors in any of the policies.
pub(crate) fn has_errors(all: &[Checked]) -> bool {
    let diagnostics = all.iter().flat_map(|checked| &checked.built.diagnostics);
    diagnostics.into_iter().any(|diagnostic| diagnostic.severity() == Severity::Error)
}

fn findings(all: &[Checked]) -> Vec<Found<'_>> {
    let mut found: Vec<Found<'_>> = vec![];
    for checked in all {
        for diagnostic in &checked.built.diagnostics {
            let show = |path: &str| checked.files.show(path);
            let finding = Finding::new(diagnostic, &checked.built.sources, &show);
            let same = |old: &Found<'_>| {
                let place =
                    |finding: &Finding| (finding.code, finding.file.clone(), finding.line, finding.column);
                place(&old.finding) == place(&finding)
            };
            if !found.iter().any(same) {
                found.push(Found { checked, diagnostic, finding });
            }
        }
    }
    found
}

/// `1 error`, `2 errors`.
pub(crate) fn count(number: usize, what: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {what}{ending}")
}

/// Ends a report that is one long line.
fn end_line(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"\n")?;
    out.flush()
}
