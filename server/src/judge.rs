//! Judges the files of a policy: whether they parse, type, prove and pass their cases, and so may decide payments. Whoever
//! wants to make a policy live, from a folder or over HTTP, comes through here.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::Serialize;
use utoipa::ToSchema;
use waypost_dsl::Loaded;
use waypost_dsl::diagnostic::{Colour, Diagnostics, Severity, render};
use waypost_dsl::hir::Date;
use waypost_engine::Snapshot;

use crate::bundle::Bundle;
use crate::cases::{self, Tested};
use crate::files::CaseFile;
use crate::pipeline::{self, Built};
use crate::wire::finding::Finding;

/// What came out.
pub(crate) struct Judged {
    /// The name on the `policy` line, if it could be read.
    pub(crate) name: Option<String>,
    /// What can be decided with, or why nothing must be.
    pub(crate) outcome: Result<Snapshot, &'static str>,
    /// What there is to say, as a client and a database keep it.
    pub(crate) report: Report,
    /// All findings as text for the log; empty if the policy is sound.
    pub(crate) rendered: String,
}

/// What was found in a policy, and what became of its cases.
#[derive(Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Report {
    pub(crate) findings: Vec<Finding>,
    pub(crate) cases: Vec<CaseReport>,
}

/// One case that was run.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Case)]
pub(crate) struct CaseReport {
    name: String,
    file: String,
    line: usize,
    passed: bool,
}

/// Judges a bundle, whose paths are shown as they are.
pub(crate) fn bundle(bundle: &Bundle, day: Date) -> Judged {
    let (loaded, diagnostics) = bundle.load();
    judge(loaded, diagnostics, &bundle.cases(), day, &str::to_owned)
}

/// Judges files that were read. `show` gives the path to show for one below the root.
pub(crate) fn judge(
    loaded: Loaded,
    diagnostics: Diagnostics,
    files: &[CaseFile],
    day: Date,
    show: &dyn Fn(&str) -> String,
) -> Judged {
    // A fault of ours in one policy must not end the thread that looks after them all.
    let built = catch_unwind(AssertUnwindSafe(|| {
        let mut built = pipeline::complete(loaded, diagnostics, day);
        let tested = cases::test(files, &mut built);
        (built, tested)
    }));
    match built {
        Ok((built, tested)) => Judged::new(built, &tested, show),
        Err(_) => Judged {
            name: None,
            outcome: Err("it cannot be compiled, which is a fault of waypost"),
            report: Report::default(),
            rendered: String::new(),
        },
    }
}

impl Judged {
    /// What can be decided with under that name, or why nothing must be.
    pub(crate) fn sound(&self, policy: &str) -> Result<&Snapshot, String> {
        let snapshot = self.outcome.as_ref().map_err(|reason| (*reason).to_owned())?;
        match &self.name {
            Some(name) if name == policy => Ok(snapshot),
            Some(name) => Err(format!("its `policy` line names `{name}`, and not `{policy}`")),
            None => Err("it has no `policy` line".to_owned()),
        }
    }

    fn new(built: Built, tested: &[Tested], show: &dyn Fn(&str) -> String) -> Self {
        let report = Report::new(&built, tested, show);
        let refused = refused(&built, tested);
        let rendered: Vec<String> = match refused {
            Some(_) => {
                let found = built.diagnostics.iter();
                found.map(|found| render(found, &built.sources, show, Colour::Never)).collect()
            }
            None => vec![],
        };
        let outcome = match (refused, built.snapshot) {
            (None, Some(snapshot)) => Ok(snapshot),
            (reason, _) => Err(reason.unwrap_or(ERRORS)),
        };
        Self { name: built.name, outcome, report, rendered: rendered.join("\n") }
    }
}

const ERRORS: &str = "its files hold errors";

/// Why a policy must not be decided with, if it must not.
fn refused(built: &Built, tested: &[Tested]) -> Option<&'static str> {
    if built.snapshot.is_none() {
        return Some(ERRORS);
    }
    if tested.iter().filter_map(|tested| tested.ran.as_ref()).any(|ran| ran.disputed) {
        return Some("its compiled form decides a case otherwise than its text, which is a fault of waypost");
    }
    let failed = built.diagnostics.iter().any(|found| found.severity() == Severity::Error);
    failed.then_some("its cases fail")
}

impl Report {
    fn new(built: &Built, tested: &[Tested], show: &dyn Fn(&str) -> String) -> Self {
        let findings = built.diagnostics.iter().map(|found| Finding::new(found, &built.sources, show));
        let cases = tested.iter().filter(|tested| tested.ran.is_some());
        Self {
            findings: findings.collect(),
            cases: cases.map(|tested| CaseReport::new(built, tested, show)).collect(),
        }
    }

    /// What keeps the policy from being decided with.
    pub(crate) fn errors(self) -> impl Iterator<Item = Finding> {
        self.findings.into_iter().filter(|finding| finding.severity == Severity::Error.as_str())
    }
}

impl CaseReport {
    fn new(built: &Built, tested: &Tested, show: &dyn Fn(&str) -> String) -> Self {
        let span = tested.case.span;
        let file = built.sources.get(span.file);
        Self {
            name: tested.case.name.text.clone(),
            file: file.map(|file| show(&file.path)).unwrap_or_default(),
            line: file.map_or(1, |file| file.line_column(span.start).0),
            passed: tested.passed(),
        }
    }
}
