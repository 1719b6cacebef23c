//! Policies from their text.
#![expect(clippy::expect_used, reason = "a test may take its own policy for granted")]

use waypost_dsl::{Diagnostics, Unreadable, check, load};
use waypost_engine::{Digest, Snapshot, analyze, compile};

/// Compiles a policy in which nothing is found. `file` gives the text of each file that it names.
pub(crate) fn compiled(policy: &str, file: impl Fn(&str) -> Option<String>) -> Snapshot {
    let mut diagnostics = Diagnostics::default();
    let mut read = |path: &str| match path {
        "policy.way" => Ok(policy.to_owned()),
        other => file(other).ok_or_else(|| Unreadable("no such file".to_owned())),
    };
    let loaded = load("policy.way", &mut read, &mut diagnostics);
    let policy = check(&loaded, &mut diagnostics);
    if let Some(policy) = &policy {
        analyze(policy, &mut diagnostics);
    }
    let found = diagnostics.into_sorted();
    assert!(found.is_empty(), "{found:#?}");
    compile(policy.expect("a policy without findings is one"), Digest::of(&loaded.sources))
}
