//! Policies and cases with mistakes, each in a file of its own under `tests/findings/` and `tests/cases/`, with what is expected written below the
//! line that it is about:
//!
//! ```text
//!   rule "typo" when contry is DE -> adyen
//! #                  ^^^^^^ WP0201 there is no fact `contry`
//! #                       help: did you mean `country`?
//! ```
//!
//! `BLESS=1 cargo test -p waypost-dsl --test findings` writes what is found into the files, to be read before it is
//! committed.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "the cases are files of ours, and the environment says whether to write them"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use waypost_dsl::{Diagnostic, Diagnostics, Sources, Unreadable, cases, check, load};

/// Declarations that most of the files need: a file that begins with `# with prelude` gets them.
const PRELUDE: &str = include_str!("findings/prelude.way");

/// The policy that the cases stand beside.
const CASE: &str = r#"
policy case
import "prelude.way"
screen {
  rule "crypto" when method is crypto -> deny "not offered"
  otherwise -> allow
}
authenticate {
  rule "high risk" when risk >= 90 -> challenge
  rule "other"     when risk < 90  -> exempt low_value
}
route {
  rule "German debit" when country is DE and card.funding is debit -> adyen, stripe
  otherwise -> stripe, adyen
}
"#;

fn findings(text: &str) -> (Sources, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::default();
    let mut read = |path: &str| match path {
        "case.way" => Ok(text.to_owned()),
        "prelude.way" => Ok(PRELUDE.to_owned()),
        list if list.starts_with("lists/") => {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings").join(list);
            fs::read_to_string(path).map_err(|_| Unreadable("no such file".into()))
        }
        _ => Err(Unreadable("no such file".into())),
    };
    let loaded = load("case.way", &mut read, &mut diagnostics);
    let policy = check(&loaded, &mut diagnostics);
    assert_eq!(
        policy.is_none(),
        diagnostics.has_errors(),
        "a policy is given if and only if nothing is wrong"
    );
    (loaded.sources, diagnostics.into_sorted())
}

/// What is wrong with cases beside a policy that has the declarations of the prelude.
fn findings_in_cases(text: &str) -> (Sources, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::default();
    let mut read = |path: &str| match path {
        "case.way" => Ok(CASE.to_owned()),
        _ => Ok(PRELUDE.to_owned()),
    };
    let loaded = load("case.way", &mut read, &mut diagnostics);
    let policy = check(&loaded, &mut diagnostics).unwrap();
    let mut sources = Sources::default();
    for case in cases::read("case.cases", text, &mut sources, &mut diagnostics) {
        cases::payment(&case.payment, &policy.facts, &mut diagnostics);
        cases::expected(&case, &policy, &mut diagnostics);
    }
    (sources, diagnostics.into_sorted())
}

/// The text without the lines that say what is expected.
fn bare(text: &str) -> String {
    text.lines().filter(|line| !line.starts_with("#|")).fold(String::new(), |text, line| text + line + "\n")
}

/// The text with what was found below each line.
fn annotated(text: &str, sources: &Sources, found: &[Diagnostic]) -> String {
    let mut out = String::new();
    for (number, line) in (1..).zip(text.lines()) {
        writeln!(out, "{line}").unwrap();
        for diagnostic in found {
            let span = diagnostic.primary.span;
            let file = sources.get(span.file).unwrap();
            let (at, column) = file.line_column(span.start);
            let (end_line, end) = file.line_column(span.end);
            let main = ["case.way", "case.cases"].contains(&file.path.as_str());
            let here = main && at == number;
            let elsewhere = !main && number == 1;
            if !here && !elsewhere {
                continue;
            }
            let carets = if end_line == at { (end - column).max(1) } else { line.len() + 1 - column };
            let (lead, carets) = if elsewhere {
                (" ".into(), format!("in {}:{at}:", file.path))
            } else {
                (" ".repeat(column.saturating_sub(3)), "^".repeat(carets))
            };
            writeln!(out, "#|{lead}{carets} {} {}", diagnostic.code, diagnostic.message).unwrap();
            for label in &diagnostic.labels {
                let file = sources.get(label.span.file).unwrap();
                let (line, column) = file.line_column(label.span.start);
                writeln!(out, "#|   {}:{line}:{column}: {}", file.path, label.text).unwrap();
            }
            if let Some(witness) = &diagnostic.witness {
                writeln!(out, "#|   witness: {witness}").unwrap();
            }
            writeln!(out, "#|   help: {}", diagnostic.help.as_deref().unwrap_or("none")).unwrap();
        }
    }
    out
}

/// Compares the files in `folder` with what is found in them, or writes it into them.
fn compare(folder: &str, find: fn(&str) -> (Sources, Vec<Diagnostic>)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for path in files.iter().filter(|path| !path.ends_with("prelude.way") && path.is_file()) {
        let expected = fs::read_to_string(path).unwrap();
        let text = bare(&expected);
        // The places in the labels count the lines as they stand without what is expected.
        let (sources, found) = find(&text);
        let actual = annotated(&text, &sources, &found);
        if std::env::var_os("BLESS").is_some() {
            fs::write(path, &actual).unwrap();
        } else {
            assert_eq!(actual, expected, "{} finds something else", path.display());
        }
    }
}

#[test]
fn every_mistake_is_found_where_the_file_says_and_nothing_else() {
    compare("tests/findings", findings);
}

#[test]
fn every_mistake_in_cases_is_found_where_the_file_says_and_nothing_else() {
    compare("tests/cases", findings_in_cases);
}
