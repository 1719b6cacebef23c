//! The formatter, on every policy in the tree: to format twice changes nothing, and nothing that is said is lost.
//!
//! Beside it, `format/*.way` are files that need it, and `format/*.formatted` what they become.
//! `BLESS=1 cargo test -p waypost-dsl --test format` writes what they become, to be read before it is committed.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "the cases are files of ours, and the environment says whether to write them"
)]

use std::fs;
use std::path::{Path, PathBuf};

use waypost_dsl::syntax::{Token, lex};
use waypost_dsl::{Diagnostics, Sources, Unformatted, format};

#[path = "format/mangle.rs"]
mod mangle;

fn formatted(text: &str) -> Result<String, Unformatted> {
    let mut sources = Sources::default();
    let id = sources.add("case.way", text);
    format(id, sources.get(id).unwrap())
}

/// The words and the comments of a text in their order, but for signs that may come and go: parentheses that the
/// tree does not need, a comma behind the last of a list, `is` before `in`.
fn said(text: &str) -> (Vec<&str>, Vec<&str>) {
    let mut sources = Sources::default();
    let id = sources.add("case.way", text);
    let lexed = lex(id, text, &mut Diagnostics::default());
    let mut words = vec![];
    for (place, (token, span)) in lexed.tokens.iter().enumerate() {
        let next =
            lexed.tokens[place + 1..].iter().map(|(token, _)| *token).find(|token| *token != Token::Not);
        match token {
            Token::Head | Token::Row | Token::OpenParen | Token::CloseParen | Token::Comma => {}
            Token::Is if next == Some(Token::In) => {}
            _ => words.push(&text[span.range()]),
        }
    }
    let comments = lexed.comments.iter().map(|span| text[span.range()].trim_end());
    (words, comments.collect())
}

/// Formats a text that can be parsed, and sees that nothing is lost and that there is nothing left to do.
fn check(name: &str, text: &str) -> Option<String> {
    let once = match formatted(text) {
        Ok(once) => once,
        Err(Unformatted::Faulty(_)) => return None,
        Err(Unformatted::Changed) => panic!("{name} would mean something else:\n{text}"),
    };
    assert!(said(&once) == said(text), "{name} says something else:\n{text}\nbecame\n{once}");
    let twice = formatted(&once).unwrap();
    let differs = once.lines().zip(twice.lines()).find(|(once, twice)| once != twice);
    assert!(once == twice, "{name} is not stable:\n{text}\nfirst differs in {differs:?}");
    assert!(!once.contains("\n\n\n") && !once.starts_with('\n') && !once.ends_with("\n\n"), "{name}");
    assert!(once.lines().all(|line| line.trim_end() == line), "{name} has spaces at ends of lines");
    Some(once)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The files below a folder with this ending, in order.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = vec![];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The policies of ours that can be parsed, and those among the mistakes that are none of syntax.
fn corpus() -> Vec<(String, String)> {
    let folders = ["policies", "dsl/tests/findings", "dsl/tests/format", "cli/tests/commands"];
    let ways = folders.iter().flat_map(|folder| files(&root().join(folder), "way"));
    let mut texts: Vec<(String, String)> = ways
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let bare: Vec<&str> = text.lines().filter(|line| !line.starts_with("#|")).collect();
            (path.display().to_string(), bare.join("\n"))
        })
        .collect();
    for path in files(&root().join("docs"), "md") {
        let page = fs::read_to_string(&path).unwrap();
        let blocks = page.split("\n```way").skip(1).filter_map(|rest| rest.split_once('\n'));
        texts.extend(blocks.enumerate().map(|(number, (_, block))| {
            let block = block.split("\n```").next().unwrap_or_default().to_owned();
            (format!("{} #{number}", path.display()), block)
        }));
    }
    texts
}

#[test]
fn every_policy_keeps_what_it_says_and_is_formatted_at_once() {
    let formatted = corpus().iter().filter(|(name, text)| check(name, text).is_some()).count();
    assert!(formatted > 60, "only {formatted} texts can be parsed");
}

#[test]
fn the_cases_become_what_stands_beside_them() {
    for path in files(&root().join("dsl/tests/format"), "way") {
        let text = fs::read_to_string(&path).unwrap();
        let actual = check(&path.display().to_string(), &text).unwrap();
        let beside = path.with_extension("formatted");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&beside, &actual).unwrap();
        } else {
            assert_eq!(
                actual,
                fs::read_to_string(&beside).unwrap(),
                "{} becomes something else",
                path.display()
            );
        }
    }
}

#[test]
fn a_file_with_faults_of_syntax_gives_these_and_no_text() {
    let Err(Unformatted::Faulty(found)) = formatted("policy a\nroute { otherwise adyen }") else {
        panic!("formatted");
    };
    assert_eq!(found.len(), 1);
    assert_eq!(formatted("route { rule \"typo\" when contry is 5 -> nobody }").map(|_| ()), Ok(()));
}

#[test]
fn line_ends_marks_and_blank_lines_come_out_alike() {
    let plain = "# a\n\nlet a = b\n\nroute {\n  otherwise -> x  # y\n}\n";
    assert_eq!(formatted(plain).unwrap(), plain);
    assert_eq!(formatted(&plain.replace('\n', "\r\n")).unwrap(), plain);
    assert_eq!(formatted(&format!("\u{feff}{plain}")).unwrap(), plain);
    assert_eq!(formatted(&plain.replace("\n\n", "\n \t\n\n\n")).unwrap(), plain);
    assert_eq!(formatted(plain.trim_end()).unwrap(), plain);
    assert_eq!(formatted("").unwrap(), "");
    assert_eq!(formatted(" \n\n").unwrap(), "");
    assert_eq!(formatted("\n# only this \t\n\n").unwrap(), "# only this\n");
}
