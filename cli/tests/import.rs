//! `waypost import` on the documents in `tests/import/`: what it prints, and that Waypost takes every policy it makes.
//!
//! Beside each `NAME.json` lie `NAME.way`, the policy, and `NAME.report`, what is told of it. `tests/import/README.md`
//! says where the documents come from. `SNAPSHOTS=overwrite cargo test -p waypost --test import` writes what is printed
//! into those files, to be read before it is committed.

#![allow(clippy::unwrap_used, reason = "a test may take the repository for granted")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use snapbox::{Assert, Data};
use tempfile::TempDir;
use waypost_dsl::diagnostic::Severity;
use waypost_server::{AsOf, files, pipeline};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import")
}

/// The documents of a product, or the policies made of them.
fn all(product: &str, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder().join(product)).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|known| known == ending)).collect();
    found.sort();
    assert!(found.len() > 4, "{product} has {} files", found.len());
    found
}

fn waypost(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_waypost"));
    command.arg("import").args(arguments).stdin(Stdio::null()).output().unwrap()
}

fn import(product: &str, document: &Path) -> Output {
    let document = document.to_str().unwrap();
    let more: &[&str] =
        if document.ends_with("output_field.json") { &["--output-field", "settlement.bank"] } else { &[] };
    waypost(&[&[product, document], more].concat())
}

/// Compares what was printed with the file at `path`, or writes the file.
fn compare(printed: &[u8], path: &Path) {
    if std::env::var_os("SNAPSHOTS").is_some_and(|action| action == "overwrite") {
        fs::write(path, printed).unwrap();
    }
    let expected = Data::text(fs::read_to_string(path).unwrap()).raw();
    Assert::new().eq(String::from_utf8(printed.to_vec()).unwrap(), expected);
}

#[test]
fn each_document_becomes_the_policy_beside_it() {
    for product in ["hyperswitch", "gorules"] {
        for document in all(product, "json") {
            let printed = import(product, &document);
            compare(&printed.stdout, &document.with_extension("way"));
            compare(&printed.stderr, &document.with_extension("report"));
            let is_exact = !String::from_utf8(printed.stderr).unwrap().contains("differs: ");
            assert_eq!(printed.status.code(), Some(i32::from(!is_exact)), "{}", document.display());
        }
    }
}

#[test]
fn every_imported_policy_checks_without_errors() {
    let mut told = vec![];
    for policy in [all("hyperswitch", "way"), all("gorules", "way")].concat() {
        let home = TempDir::new().unwrap();
        fs::copy(&policy, home.path().join("policy.way")).unwrap();
        let built = pipeline::build(files::find(home.path()).unwrap().first().unwrap(), AsOf::Today.day());
        let errors = built.diagnostics.iter().filter(|found| found.severity() == Severity::Error);
        told.extend(errors.map(|found| format!("{}: {}", policy.display(), found.message)));
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn what_is_no_document_is_refused_with_the_path_of_its_fault() {
    let faults = [
        ("hyperswitch", "{", "this is not JSON"),
        ("hyperswitch", r#"{"type":"ab_test","data":{}}"#, "unknown variant `ab_test`"),
        (
            "hyperswitch",
            r#"{"algorithm":{"type":"priority","data":[{"connector":3}]}}"#,
            "`algorithm.data[0].connector`",
        ),
        ("hyperswitch", r#"{"rules":[]}"#, "missing field `default_selection`"),
        ("gorules", r#"{"blocks":[]}"#, "only graphs"),
        ("gorules", r#"{"nodes":[]}"#, "no decision table"),
        (
            "gorules",
            r#"{"nodes":[{"type":"decisionTableNode","content":{"inputs":3}}]}"#,
            "`nodes[0].content`",
        ),
    ];
    let home = TempDir::new().unwrap();
    let document = home.path().join("document.json");
    for (product, text, expected) in faults {
        fs::write(&document, text).unwrap();
        let printed = import(product, &document);
        let told = String::from_utf8(printed.stderr).unwrap();
        assert_eq!(printed.status.code(), Some(2), "{text}");
        assert!(told.contains(expected) && printed.stdout.is_empty(), "{text}: {told}");
    }
}

#[test]
fn the_output_of_several_must_be_named() {
    let document = folder().join("gorules/output_field.json");
    let printed = waypost(&["gorules", document.to_str().unwrap()]);
    let told = String::from_utf8(printed.stderr).unwrap();
    assert_eq!(printed.status.code(), Some(2));
    assert!(told.contains("`--output-field`") && told.contains("`settlement.bank`"), "{told}");
}

#[test]
fn a_policy_can_be_put_into_a_file() {
    let home = TempDir::new().unwrap();
    let target = home.path().join("single.way");
    let document = folder().join("hyperswitch/single.json");
    let printed = waypost(&["hyperswitch", document.to_str().unwrap(), "--output", target.to_str().unwrap()]);
    assert!(printed.status.success() && printed.stdout.is_empty());
    let beside = fs::read_to_string(document.with_extension("way")).unwrap();
    assert_eq!(fs::read_to_string(target).unwrap(), beside);
}
