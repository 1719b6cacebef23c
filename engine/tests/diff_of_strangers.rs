//! Policies that have little in common: what differs is found and shown, and told only as far as somebody could read it.
#![expect(clippy::unwrap_used, reason = "a test may take its own policies for granted")]

use std::fmt::Write as _;

use waypost_dsl::hir::Policy;
use waypost_engine::diff::{Change, diff, merge};
use waypost_generate::written::{checked, loaded};

const BUDGET: u32 = 1_000_000;

/// A policy of so many rules, each about two facts of its own, with that connector for what none of them takes.
fn policy(rules: usize, otherwise: &str) -> Policy {
    let mut text =
        "policy shop\nconnector a {}\nconnector b {}\nconnector c {}\nfacts {\n amount money in EUR\n"
            .to_owned();
    for place in 0..10 {
        writeln!(text, " x{place} integer 0 to 9\n y{place} integer 0 to 9").unwrap();
    }
    text += "}\nroute {\n";
    for place in 0..rules {
        writeln!(text, " rule \"{place}\" when x{place} > 5 and y{place} > 5 -> a").unwrap();
    }
    writeln!(text, " otherwise -> {otherwise}\n}}").unwrap();
    checked(&loaded(&text, |_| None))
}

/// The change of what no rule takes.
fn of_the_rest(rules: usize) -> Change {
    let difference = diff(&merge(&policy(rules, "b"), &policy(0, "c")).unwrap(), BUDGET);
    assert!(difference.undecided.is_empty(), "{:?}", difference.undecided);
    difference.changes.into_iter().max_by_key(|change| change.regions.len()).unwrap()
}

#[test]
fn few_regions_are_told_as_a_condition() {
    let change = of_the_rest(2);
    assert_eq!(
        change.condition.as_deref(),
        Some("x0 <= 5 and x1 <= 5 or x0 <= 5 and y1 <= 5 or y0 <= 5 and x1 <= 5 or y0 <= 5 and y1 <= 5"),
        "{} regions",
        change.regions.len()
    );
}

#[test]
fn more_than_anybody_would_read_are_counted_and_shown_by_a_payment() {
    let change = of_the_rest(10);
    assert!(change.regions.len() > 64, "{}", change.regions.len());
    assert_eq!(change.condition, None);
    assert!(change.share.is_some() && !change.witness.to_string().is_empty());
}
