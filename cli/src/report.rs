//! What is found in policies as one report, in the format that its reader wants.

mod found;
mod region;
mod suite;

mod github;
mod human;
mod json;
mod junit;
mod sarif;

use std::io::{self, Write};

use clap::ValueEnum;
use found::Found;
use suite::Suite;
use waypost_dsl::diagnostic::{Code, Severity};
use waypost_server::files::PolicyFiles;
use waypost_server::pipeline::Built;

use crate::{Status, output};

/// How a report is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, with the text that each finding is about.
    Human,
    /// One JSON object with all findings.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit XML, for dashboards of tests: a suite for each policy.
    Junit,
    /// Annotations for GitHub Actions.
    Github,
}

/// Policies that were checked together.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) checked: Vec<Checked>,
    /// The mildest findings that fail the check.
    pub(crate) denied: Severity,
}

/// A policy that was checked, and where its files lie.
#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) files: PolicyFiles,
    pub(crate) built: Built,
}

impl Report {
    /// How the check ends.
    pub(crate) fn status(&self) -> Status {
        let mut diagnostics = self.checked.iter().flat_map(|checked| &checked.built.diagnostics);
        match diagnostics.any(|found| found.severity() <= self.denied) {
            _ if self.checked.iter().any(Checked::is_unreadable) => Status::Unreadable,
            true => Status::Findings,
            false => Status::Success,
        }
    }

    /// Prints it: for people to stderr, for programs to stdout.
    pub(crate) fn print(&self, format: Format) -> io::Result<()> {
        let (out, err) = (&mut io::stdout().lock(), &mut anstream::stderr().lock());
        match format {
            Format::Human => human::print(err, self, &self.found(), output::colour()),
            Format::Json => json::print(out, self.found()),
            Format::Sarif => sarif::print(out, &self.found(), self.status()),
            Format::Junit => junit::print(out, &self.suites()),
            Format::Github => github::print(out, &self.found()),
        }
    }

    /// The findings of all policies; one in a file that several of them share is there once.
    fn found(&self) -> Vec<Found<'_>> {
        found::once(self.checked.iter().flat_map(Checked::found))
    }

    /// A suite for each policy.
    fn suites(&self) -> Vec<Suite> {
        self.checked.iter().map(|checked| Suite::of(checked, self.denied)).collect()
    }
}

impl Checked {
    fn found(&self) -> impl Iterator<Item = Found<'_>> {
        self.built.diagnostics.iter().map(|diagnostic| Found::new(self, diagnostic))
    }

    /// Whether the main file could not be read: that is no finding in a policy, but wrong use.
    fn is_unreadable(&self) -> bool {
        let main = self.built.sources.iter().next().map(|(id, _)| id);
        self.built.diagnostics.iter().any(|found| {
            let at = found.primary.span;
            found.code == Code::UnreadableFile && at.range() == (0..0) && Some(at.file) == main
        })
    }
}

/// `1 error`, `2 errors`.
pub(crate) fn count(number: usize, what: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {what}{ending}")
}

/// Writes a report that is one JSON value.
fn write_json(out: &mut dyn Write, report: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, report)?;
    out.write_all(b"\n")?;
    out.flush()
}
