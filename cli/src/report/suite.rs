//! What was looked at and how it went, case by case: the shape that dashboards of tests want.

use waypost_dsl::diagnostic::{Colour, Severity};

use waypost_server::cases::Tested;

use crate::report::{Checked, Found, Tests};

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
    /// The cases of a policy that were run; with those that fail for what else is denied.
    fn of_tests(checked: &Checked, tests: &Tests, found: &[Found<'_>]) -> Self {
        let of = |tested: &Tested, found: &Found<'_>| tested.holds(found.diagnostic.primary.span);
        let ran = tests.cases.iter().filter(|tested| tested.ran.is_some());
        let ran = ran.map(|tested| {
            let own: Vec<&Found<'_>> = found.iter().filter(|found| of(tested, found)).collect();
            let (file, line) = checked.line(tested.case.span);
            Case { name: tested.case.name.text.clone(), file, line, failure: Failure::of(&own) }
        });
        let other = found.iter().filter(|found| !tests.cases.iter().any(|tested| of(tested, found)));
        Self { name: checked.name(), cases: ran.chain(other.map(Case::fails)).collect() }
    }

    /// A case that fails for each denied finding, and one that holds for each file without any. A finding in a file
    /// that policies share stands in the suite of each of them: none of them is sound.
    pub(super) fn of(checked: &Checked, denied: Severity) -> Self {
        let found: Vec<Found<'_>> =
            checked.found().filter(|found| found.diagnostic.severity() <= denied).collect();
        if let Some(tests) = &checked.tests {
            return Self::of_tests(checked, tests, &found);
        }
        let clean = checked.built.sources.iter().filter(|(id, _)| {
            let inside = |found: &Found<'_>| found.diagnostic.primary.span.file == *id;
            !found.iter().any(inside)
        });
        let clean = clean.map(|(_, file)| Case::holds(checked.files.show(&file.path)));
        Self { name: checked.name(), cases: clean.chain(found.iter().map(Case::fails)).collect() }
    }
}

impl Case {
    fn holds(file: String) -> Self {
        Self { name: "check".to_owned(), file, line: 1, failure: None }
    }

    fn fails(found: &Found<'_>) -> Self {
        let finding = &found.finding;
        Self {
            name: format!("{} {}: {}", finding.code, finding.name, finding.message),
            file: finding.file.clone(),
            line: finding.line,
            failure: Failure::of(&[found]),
        }
    }
}

impl Failure {
    /// What is found, the first as the reason; nothing if nothing is.
    fn of(found: &[&Found<'_>]) -> Option<Self> {
        let first = &found.first()?.finding;
        let details: Vec<String> = found.iter().map(|found| found.rendered(Colour::Never)).collect();
        Some(Self { kind: first.code, message: first.message.clone(), details: details.join("\n\n") })
    }
}
