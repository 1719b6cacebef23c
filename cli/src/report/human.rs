//! The report for people: each finding with the text that it is about, and a last line that counts.

use std::io::{self, Write};

use waypost_dsl::diagnostic::{Colour, Severity};

use crate::report::{Checked, Found, Report, count};

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
    if report.checked.iter().any(|checked| checked.tests.is_some()) {
        return tests(out, report, &policies, found);
    }
    match told.as_slice() {
        [] => writeln!(out, "checked {policies}: all is well"),
        told => writeln!(out, "checked {policies}: {}", told.join(", ")),
    }
}

/// What became of the cases.
fn tests(out: &mut dyn Write, report: &Report, policies: &str, found: &[Found<'_>]) -> io::Result<()> {
    let of = |checked: &Checked| checked.tests.as_ref().map_or(0, |tests| tests.cases.len());
    for checked in report.checked.iter().filter(|checked| of(checked) == 0) {
        writeln!(out, "note: `{}` has no cases", checked.name())?;
    }
    for (checked, tested) in
        report.checked.iter().flat_map(|checked| checked.disputed().map(move |case| (checked, case)))
    {
        let place = checked.place(tested.case.span);
        writeln!(
            out,
            "error: the compiled policy decides the case at {place} otherwise than its text: a fault of waypost"
        )?;
    }
    let cases =
        || report.checked.iter().filter_map(|checked| checked.tests.as_ref()).flat_map(|tests| &tests.cases);
    let ran = cases().filter(|tested| tested.ran.is_some()).count();
    let failed = cases().filter(|tested| tested.ran.is_some() && !tested.passed()).count();
    let elsewhere = found.iter().filter(|found| {
        let span = found.diagnostic.primary.span;
        found.diagnostic.severity() == Severity::Error && !cases().any(|tested| tested.holds(span))
    });
    let told = match (failed, elsewhere.count()) {
        (0, 0) => "all pass".to_owned(),
        (failed, 0) => format!("{failed} failed"),
        (0, errors) => count(errors, "error"),
        (failed, errors) => format!("{failed} failed, and {} besides", count(errors, "error")),
    };
    writeln!(out, "ran {} of {policies}: {told}", count(ran, "case"))
}

fn of(found: &[Found<'_>], severity: Severity) -> usize {
    found.iter().filter(|found| found.diagnostic.severity() == severity).count()
}
