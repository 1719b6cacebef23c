//! The report as one JSON object, for programs.

use std::io::{self, Write};

use serde::Serialize;
use waypost_server::wire::finding::Finding;

use crate::report::{Found, Report, write_json};
use tests::{CaseJson, CoverageJson};

mod tests;

#[derive(Serialize)]
struct Log {
    findings: Vec<Finding>,
    /// The cases that were run, if they were.
    #[serde(skip_serializing_if = "Option::is_none")]
    cases: Option<Vec<CaseJson>>,
    /// What they reach, if that is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Vec<CoverageJson>>,
}

pub(super) fn print(out: &mut dyn Write, report: &Report, found: Vec<Found<'_>>) -> io::Result<()> {
    let findings = found.into_iter().map(|found| found.finding).collect();
    let is_test = report.checked.iter().any(|checked| checked.tests.is_some());
    let cases = is_test.then(|| report.checked.iter().flat_map(tests::cases).collect());
    let coverage = report.covered().map(|(checked, covered)| CoverageJson::new(checked, covered));
    let coverage = report.coverage.then(|| coverage.collect());
    write_json(out, &Log { findings, cases, coverage })
}
