//! How a text is laid out changes nothing that is said about it, and no text makes the language fail.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::string_slice,
    reason = "the texts are files of this crate, cut where characters begin"
)]

use std::fs;
use std::path::Path;

use waypost_dsl::{Code, Diagnostics, Unreadable, check, load};

const MISTAKES: &str = "policy case

facts {
  country country
  risk    integer 0 to 100
}

connector adyen { }

screen {
  rule \"slip\"  when contry is DE -> deny \"a\"
  rule \"value\" when risk is 200  -> deny \"b\"
  otherwise -> allow
}

route { otherwise -> adyen }
";

/// The codes that are found, with their lines.
fn found(text: &str) -> Vec<(Code, usize)> {
    let mut diagnostics = Diagnostics::default();
    let mut read = |path: &str| match path {
        "case.way" => Ok(text.to_owned()),
        _ => Err(Unreadable("no such file".into())),
    };
    let loaded = load("case.way", &mut read, &mut diagnostics);
    let policy = check(&loaded, &mut diagnostics);
    assert_eq!(
        policy.is_none(),
        diagnostics.has_errors(),
        "a policy is given if and only if nothing is wrong"
    );
    let line = |at: u32| loaded.sources.iter().next().map_or(0, |(_, file)| file.line_column(at).0);
    diagnostics.into_sorted().iter().map(|one| (one.code, line(one.primary.span.start))).collect()
}

#[test]
fn the_mistakes_are_found_at_their_lines() {
    assert_eq!(found(MISTAKES), [(Code::UnknownFact, 11), (Code::OutOfRange, 12)]);
}

#[test]
fn line_ends_tabs_and_a_mark_at_the_beginning_change_nothing() {
    let expected = found(MISTAKES);
    assert_eq!(found(&MISTAKES.replace('\n', "\r\n")), expected);
    assert_eq!(found(&MISTAKES.replace("  ", "\t")), expected);
    assert_eq!(found(&format!("\u{feff}{MISTAKES}")), expected);
    assert_eq!(found(MISTAKES.trim_end()), expected);
}

#[test]
fn line_breaks_only_separate() {
    let one_line: Vec<&str> = MISTAKES.split_whitespace().collect();
    let codes = |text: &str| found(text).into_iter().map(|(code, _)| code).collect::<Vec<_>>();
    assert_eq!(codes(&one_line.join(" ")), codes(MISTAKES));
    assert_eq!(codes(&MISTAKES.replace('\n', "\n# a comment { [ ( \"\n")), codes(MISTAKES));
}

#[test]
fn a_text_that_breaks_off_anywhere_panics_nowhere() {
    for text in texts() {
        let ends = text.char_indices().map(|(at, _)| at).step_by(17);
        ends.for_each(|end| drop(found(&text[..end])));
    }
}

#[test]
fn a_text_that_lacks_a_line_panics_nowhere() {
    for text in texts() {
        let lines: Vec<&str> = text.lines().collect();
        for left_out in (0..lines.len()).step_by(3) {
            let rest: Vec<&str> = lines
                .iter()
                .enumerate()
                .filter(|(place, _)| *place != left_out)
                .map(|(_, line)| *line)
                .collect();
            found(&rest.join("\n"));
        }
    }
}

/// All texts with known findings, without what is expected.
fn texts() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let bare =
        |text: String| text.lines().filter(|line| !line.starts_with("#|")).collect::<Vec<_>>().join("\n");
    paths.iter().filter(|path| path.is_file()).map(|path| bare(fs::read_to_string(path).unwrap())).collect()
}
