//! Every finding is there exactly when looking at all payments says so: thousands of small policies whose facts have few
//! classes of values, each decided for one payment of every class by the reference evaluator.
//!
//! Where texts have shapes (`starts with`, `contains`), nothing that is said may be wrong, but something may be left out.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may take its own policies for granted")]

mod compare;
mod expected;
mod facts;
mod gaps;
mod payments;
mod shown;
mod written;

use waypost_dsl::hir::Policy;
use waypost_dsl::{Diagnostics, Unreadable, check, load};
use waypost_generate::draw::Draw;
use written::Written;

/// How many policies are tried.
const POLICIES: u64 = 400;

/// The policy that is written, or what is wrong with it.
fn checked(text: &str) -> Result<Policy, Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let mut read = |path: &str| match path {
        "main.way" => Ok(text.to_owned()),
        list => Written::list(list).ok_or_else(|| Unreadable("no such file".to_owned())),
    };
    let loaded = load("main.way", &mut read, &mut diagnostics);
    check(&loaded, &mut diagnostics).ok_or(diagnostics)
}

#[test]
fn findings_are_what_looking_at_all_payments_says() {
    let mut tried = 0;
    for seed in 0..POLICIES {
        let written = Written::draw(&mut Draw::seeded(seed));
        let text = written.text(None);
        let Ok(policy) = checked(&text) else { continue };
        compare::compare(&written, &policy, &format!("seed {seed}:\n{text}"));
        tried += 1;
    }
    assert!(tried > POLICIES * 9 / 10, "only {tried} policies are sound enough to be analyzed");
}

#[test]
fn a_gap_is_there_if_and_only_if_some_payment_meets_no_rule() {
    for seed in 0..POLICIES {
        let written = Written::draw(&mut Draw::seeded(seed));
        let Ok(policy) = checked(&written.text(None)) else { continue };
        for stage in &policy.stages {
            gaps::compare(
                &written,
                &policy,
                stage,
                &format!("seed {seed}:\n{}", written.text(Some(stage.kind))),
            );
        }
    }
}
