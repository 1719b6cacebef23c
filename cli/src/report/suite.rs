//! What was looked at and how it went, case by case: the shape that dashboards of tests want.

use waypost_dsl::diagnostic::{Colour, Severity};

use crate::report::{Checked, Found};

/// The cases of one policy.
#[derive(Debug)]
pub(super) struct Suite {
    /// The policy's name.
    pub(super) name: String,
    pub(super) cases: Vec<Case>,
}

/// One thing that holds, or does not.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) name: String,
    /// The file that it is about, as its path is shown.
    pub(super) file: String,
    /// The line in it, from 1.
    pub(super) line: usize,
    pub(super) failure: Option<Failure>,
}

/// Why a case does not hold.
#[derive(Debug)]
pub(super) struct Failure {
    /// The code of the finding.
    pub(super) kind: &'static str,
    /// What is wrong, in one line.
    pub(super) message: String,
    /// As people read it, in many.
    pub(super) details: String,
}

impl Suite {
    /// A case that fails for each denied finding, and one that holds for each file without any. A finding in a file
    /// that policies share stands in the suite of each of them: none of them is sound.
    pub(super) fn of(checked: &Checked, denied: Severity) -> Self {
        let found: Vec<Found<'_>> =
            checked.found().filter(|found| found.diagnostic.severity() <= denied).collect();
        let clean = checked.built.sources.iter().filter(|(id, _)| {
            let inside = |found: &Found<'_>| found.diagnostic.primary.span.file == *id;
            !found.iter().any(inside)
        });
        let clean = clean.map(|(_, file)| Case::holds(checked.files.show(&file.path)));
        let name = checked.built.name.clone().unwrap_or_else(|| checked.files.folder().to_owned());
        Self { name, cases: clean.chain(found.iter().map(Case::fails)).collect() }
    }
}

impl Case {
    fn holds(file: String) -> Self {
        Self { name: "check".to_owned(), file, line: 1, failure: None }
    }

    fn fails(found: &Found<'_>) -> Self {
        let finding = &found.finding;
        let failure = Failure {
            kind: finding.code,
            message: finding.message.clone(),
            details: found.rendered(Colour::Never),
        };
        Self {
            name: format!("{} {}: {}", finding.code, finding.name, finding.message),
            file: finding.file.clone(),
            line: finding.line,
            failure: Some(failure),
        }
    }
}
