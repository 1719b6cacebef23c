//! What is found in policies as one report, in the format that its reader wants.

mod coverage;
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
use waypost_server::cases::{Covered, Tested};
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
    /// Whether to tell what the cases do not reach.
    pub(crate) coverage: bool,
}

/// A policy that was checked, and where its files lie.
#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) files: PolicyFiles,
    pub(crate) built: Built,
    /// What became of its cases, if they were run.
    pub(crate) tests: Option<Tests>,
}

/// The cases of a policy that were run.
#[derive(Debug)]
pub(crate) struct Tests {
    pub(crate) cases: Vec<Tested>,
    /// What they reach, if that is asked for and the policy has no errors.
    pub(crate) covered: Option<Covered>,
}

impl Report {
    /// How the check ends.
    pub(crate) fn status(&self) -> Status {
        let mut diagnostics = self.checked.iter().flat_map(|checked| &checked.built.diagnostics);
        match diagnostics.any(|found| found.severity() <= self.denied) {
            _ if self.checked.iter().any(Checked::is_disputed) => Status::OurFault,
            _ if self.checked.iter().any(Checked::is_unreadable) => Status::Unreadable,
            true => Status::Findings,
            false => Status::Success,
        }
    }

    /// Prints it: for people to stderr, for programs to stdout.
    pub(crate) fn print(&self, format: Format) -> io::Result<()> {
        let (out, err) = (&mut io::stdout().lock(), &mut anstream::stderr().lock());
        match format {
            Format::Human => human::print(err, self, &self.found(), output::colour())?,
            Format::Json => return json::print(out, self, self.found()),
            Format::Sarif => sarif::print(out, &self.found(), self.status())?,
            Format::Junit => junit::print(out, &self.suites())?,
            Format::Github => github::print(out, &self.found())?,
        }
        for (checked, covered) in self.covered() {
            coverage::print(err, checked, covered)?;
        }
        Ok(())
    }

    /// The findings of all policies; one in a file that several of them share is there once.
    fn found(&self) -> Vec<Found<'_>> {
        found::once(self.checked.iter().flat_map(Checked::found))
    }

    /// What the cases of each policy reach, if it is to be told.
    fn covered(&self) -> impl Iterator<Item = (&Checked, &Covered)> {
        let all = self.checked.iter().filter(|_| self.coverage);
        all.filter_map(|checked| Some((checked, checked.tests.as_ref()?.covered.as_ref()?)))
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

    /// The policy's name, or that of its folder if it could not be read.
    pub(crate) fn name(&self) -> String {
        self.built.name.clone().unwrap_or_else(|| self.files.folder().to_owned())
    }

    /// Whether the main file or a file of cases could not be read: that is no finding in a policy, but wrong use. What
    /// an import cannot read is faulted where it is imported.
    fn is_unreadable(&self) -> bool {
        self.built
            .diagnostics
            .iter()
            .any(|found| found.code == Code::UnreadableFile && found.primary.span.range() == (0..0))
    }

    /// The cases that are decided in two ways, which is a fault of ours.
    fn disputed(&self) -> impl Iterator<Item = &Tested> {
        let cases = self.tests.iter().flat_map(|tests| &tests.cases);
        cases.filter(|tested| tested.ran.as_ref().is_some_and(|ran| ran.disputed))
    }

    fn is_disputed(&self) -> bool {
        self.disputed().next().is_some()
    }
}

/// `1 error`, `2 errors`.
pub(crate) fn count(number: usize, what: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {what}{ending}")
}

/// A whole number in groups of three digits: `10,000`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Writes a report that is one JSON value.
pub(crate) fn write_json(out: &mut dyn Write, report: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, report)?;
    out.write_all(b"\n")?;
    out.flush()
}
