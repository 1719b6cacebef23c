//! Policies from their text.
#![expect(clippy::expect_used, reason = "a test may take its own policy for granted")]

use waypost_dsl::hir::Policy;
use waypost_dsl::{Diagnostics, Loaded, Unreadable, check, load};
use waypost_engine::{Digest, Snapshot, analyze, compile};

/// The trees of a policy. `file` gives the text of each file that it names.
///
/// # Panics
///
/// If anything is found.
pub fn loaded(policy: &str, file: impl Fn(&str) -> Option<String>) -> Loaded {
    let mut read = |path: &str| match path {
        "policy.way" => Ok(policy.to_owned()),
        other => file(other).ok_or_else(|| Unreadable("no such file".to_owned())),
    };
    let mut diagnostics = Diagnostics::default();
    let loaded = load("policy.way", &mut read, &mut diagnostics);
    nothing(diagnostics);
    loaded
}

/// The meaning of a policy.
///
/// # Panics
///
/// If anything is found.
pub fn checked(loaded: &Loaded) -> Policy {
    let mut diagnostics = Diagnostics::default();
    let policy = check(loaded, &mut diagnostics);
    nothing(diagnostics);
    policy.expect("a policy without findings is one")
}

/// Compiles a policy. `file` gives the text of each file that it names.
///
/// # Panics
///
/// If anything is found; analysis may warn.
pub fn compiled(policy: &str, file: impl Fn(&str) -> Option<String>) -> Snapshot {
    let loaded = loaded(policy, file);
    let policy = checked(&loaded);
    let mut diagnostics = Diagnostics::default();
    analyze(&policy, analyze::Options::default(), &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{:#?}", diagnostics.into_sorted());
    compile(policy, Digest::of(&loaded.sources))
}

fn nothing(found: Diagnostics) {
    let found = found.into_sorted();
    assert!(found.is_empty(), "{found:#?}");
}

/// A policy with every construct of the language; analysis says of some of its connectors that they do not always serve.
pub fn complete() -> Snapshot {
    let loaded = loaded(include_str!("complete.way"), list);
    compile(checked(&loaded), Digest::of(&loaded.sources))
}

/// The files of the complete policy: of two kinds of lists one that is too long to count as written out.
fn list(file: &str) -> Option<String> {
    let lines = |line: fn(u32) -> String| Some((0..1_000).map(line).collect());
    match file {
        "bins.csv" => lines(|number| format!("{:06}\n", number * 997)),
        "merchants.csv" => lines(|number| format!("m{number}\n")),
        "few.csv" => Some("41\n0042\n555\n".to_owned()),
        "countries.csv" => Some("CU\nKP\n".to_owned()),
        _ => None,
    }
}
