//! The report as JUnit XML, which dashboards of tests read.
//!
//! No standard says what belongs in it; this is what Jenkins, GitLab and the usual GitHub actions read: suites of cases
//! with `classname`, `file` and `line`, and failures with `message`, `type` and a text. Times are not measured.

use std::io::{self, Write};

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

use crate::report::suite::{Case, Suite};

pub(super) fn print(out: &mut dyn Write, suites: &[Suite]) -> io::Result<()> {
    let mut report = quick_junit::Report::new("waypost");
    report.add_test_suites(suites.iter().map(suite));
    out.write_all(report.to_string().map_err(io::Error::other)?.as_bytes())?;
    out.flush()
}

fn suite(suite: &Suite) -> TestSuite {
    let mut junit = TestSuite::new(suite.name.as_str());
    junit.add_test_cases(suite.cases.iter().map(case));
    junit
}

fn case(case: &Case) -> TestCase {
    let status = match &case.failure {
        None => TestCaseStatus::success(),
        Some(failure) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_type(failure.kind).set_message(failure.message.as_str());
            status.set_description(failure.details.as_str());
            status
        }
    };
    let mut junit = TestCase::new(case.name.as_str(), status);
    junit.set_classname(case.file.as_str());
    junit.extra.insert("file".into(), case.file.as_str().into());
    junit.extra.insert("line".into(), case.line.to_string().into());
    junit
}
