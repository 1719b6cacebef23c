//! Two versions of a policy that differ in their rates alone: each decides, and refuses, by its own.
#![expect(clippy::unwrap_used, reason = "a test may take its own policies for granted")]

use waypost_dsl::hir::StageKind;
use waypost_engine::diff::{Difference, Side, diff, merge};
use waypost_generate::written::{checked, loaded};

const BUDGET: u32 = 100_000;

/// What changes when a euro comes to be worth 0.385 dinars instead of 0.35.
fn change(facts: &str, rules: &str) -> Difference {
    let [old, new] = ["0.35", "0.385"].map(|rate| {
        let policy = format!(
            "policy exchange\nrates 2026-11-20 per EUR {{ KWD {rate} }}\nconnector a {{}}\nconnector b {{}}\n\
             facts {{\n{facts}\n}}\nroute {{\n{rules}\n}}\n"
        );
        checked(&loaded(&policy, |_| None))
    });
    diff(&merge(&old, &new).unwrap(), BUDGET)
}

/// The stage and the condition of each change, and how many questions stayed open.
fn told(difference: &Difference) -> (Vec<(Option<StageKind>, &str)>, usize) {
    let changes =
        difference.changes.iter().map(|change| (change.stage, change.condition.as_deref().unwrap()));
    (changes.collect(), difference.undecided.len())
}

#[test]
fn amounts_are_compared_by_the_rates_of_each_side() {
    let facts = "amount money in EUR, KWD\n limit money in EUR, KWD";
    let difference = change(facts, "rule \"over\" when amount > limit -> a\n otherwise -> b");
    let route = Some(StageKind::Route);
    let changes = vec![
        (
            route,
            "amount.currency is EUR and limit.currency is KWD and amount <= limit at the old rates and amount > limit",
        ),
        (
            route,
            "amount.currency is KWD and limit.currency is EUR and amount > limit at the old rates and amount <= limit",
        ),
    ];
    let mut found = told(&difference);
    found.0.sort_unstable();
    assert_eq!(found, (changes, 0));
}

#[test]
fn amounts_in_one_currency_compare_by_any_rates_alike() {
    let facts = "amount money in EUR, KWD\n limit money in EUR, KWD\n same flag";
    let rules = "rule \"over\" when amount.currency is EUR and limit.currency is EUR and amount > limit -> a\n otherwise -> b";
    assert!(change(facts, rules).is_same());
}

#[test]
fn what_may_be_told_is_refused_by_the_rates_of_each_side() {
    let facts = "amount money in EUR, KWD\n risk integer 0 to 9, only when amount <= 10.000 KWD, optional";
    let difference = change(facts, "rule \"risky\" when risk > 5 -> a\n otherwise -> b");
    let refused = difference.changes.iter().find(|change| change.stage.is_none()).unwrap();
    // 25.98 to 28.57 euros, which were worth up to ten dinars, and are worth more now.
    assert_eq!((&refused.before, &refused.after), (&Side::Nothing, &Side::Refused));
    assert_eq!(
        refused.condition.as_deref().unwrap(),
        "amount.currency is EUR and amount in 10.000 KWD .. 11.000 KWD and risk is present"
    );
    assert_eq!(told(&difference).1, 0);
}
