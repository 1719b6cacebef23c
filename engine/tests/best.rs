//! In which order `best` puts connectors, by figures worked out by hand.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use waypost_dsl::hir::{Money, Value};
use waypost_dsl::iso::Currency;
use waypost_engine::{Payment, Snapshot, evaluate};
use waypost_generate::written::compiled;

/// One euro is 1.25 dollars and 160 yen, so that `a` and `c` take the same in every currency.
const POLICY: &str = "
policy ranked
rates 2026-11-20 per EUR { USD 1.25 JPY 160 }
facts { amount money in EUR, USD, JPY }
connector a { fee 1.00% + 0.20 EUR }
connector b { fee 0.60% + 0.60 EUR }
connector c { fee 1.00% + 0.25 USD }
connector d { fee 2.00% }
";

fn best(by: &str) -> Snapshot {
    compiled(&format!("{POLICY}route {{ otherwise -> best by {by} {{ a, b, c, d }} }}"), |_| None)
}

/// The names of the connectors in their order, for an amount in minor units and with these signals.
fn order(snapshot: &Snapshot, minor: u64, currency: &str, signals: &[(&str, Value<'_>)]) -> String {
    let policy = snapshot.policy();
    let mut payment = Payment::new(&policy.facts);
    let currency = Currency::from_code(currency).unwrap();
    let amount = ("amount", Value::Money(Money { minor, currency }));
    for (name, value) in signals.iter().chain([&amount]) {
        let fact = policy.facts.find(name).unwrap();
        assert_eq!(payment.set(&policy.facts, fact, *value), Ok(()), "{name}");
    }
    assert_eq!(snapshot.complete(&mut payment), Ok(()));
    evaluate(snapshot, &payment).connectors().map(|id| policy.connectors[id].name.as_str()).collect()
}

#[test]
fn the_cheapest_comes_first_and_what_costs_the_same_stays_as_written() {
    let snapshot = best("cost");
    // In euro cents: a and c take 0.010 x + 20, b takes 0.006 x + 60, d takes 0.020 x.
    // So d = a at 2,000, d = b at 4,285.7, and a = b at 10,000. In dollars the fixed parts are 25 and 75 cents, so the
    // same happens at a quarter more; in yen they are 32 and 96 yen.
    let orders = [
        ("EUR", 0, "dacb"),
        ("EUR", 1_999, "dacb"),
        ("EUR", 2_000, "acdb"),
        ("EUR", 2_001, "acdb"),
        ("EUR", 4_285, "acdb"),
        ("EUR", 4_286, "acbd"),
        ("EUR", 9_999, "acbd"),
        ("EUR", 10_000, "abcd"),
        ("EUR", 10_001, "bacd"),
        ("EUR", 9_007_199_254_740_991, "bacd"),
        ("USD", 2_499, "dacb"),
        ("USD", 2_500, "acdb"),
        ("USD", 12_499, "acbd"),
        ("USD", 12_500, "abcd"),
        ("USD", 12_501, "bacd"),
        ("JPY", 3_199, "dacb"),
        ("JPY", 3_200, "acdb"),
        ("JPY", 6_857, "acdb"),
        ("JPY", 6_858, "acbd"),
        ("JPY", 16_000, "abcd"),
        ("JPY", 16_001, "bacd"),
    ];
    for (currency, minor, wanted) in orders {
        assert_eq!(order(&snapshot, minor, currency, &[]), wanted, "{minor} {currency}");
    }
}

#[test]
fn a_connector_that_is_down_comes_last_however_cheap() {
    let down = [("d.health", Value::OneOf(2)), ("a.health", Value::OneOf(1))];
    assert_eq!(order(&best("cost"), 1, "EUR", &down), "acbd");
    let both = [("d.health", Value::OneOf(2)), ("a.health", Value::OneOf(2))];
    assert_eq!(order(&best("cost"), 1, "EUR", &both), "cbda");
}

#[test]
fn the_greatest_rate_and_the_least_latency_come_first() {
    let signals = |name: &'static str, numbers: [Option<i64>; 4]| {
        let named = ["a", "b", "c", "d"].into_iter().zip(numbers);
        let given = named.filter_map(|(connector, number)| Some((format!("{connector}.{name}"), number?)));
        given.collect::<Vec<_>>()
    };
    let order = |by: &'static str, numbers| {
        let named = signals(by, numbers);
        let given: Vec<(&str, Value<'_>)> =
            named.iter().map(|(name, number)| (name.as_str(), Value::Whole(*number))).collect();
        order(&best(by), 1, "EUR", &given)
    };
    assert_eq!(order("success_rate", [Some(9_000), Some(9_001), Some(10_000), Some(0)]), "cbad");
    assert_eq!(order("success_rate", [Some(9_000), Some(9_001), Some(9_001), Some(9_000)]), "bcad");
    assert_eq!(order("success_rate", [None, Some(0), None, Some(1)]), "dbac");
    assert_eq!(order("success_rate", [None; 4]), "abcd");
    assert_eq!(order("latency", [Some(300), Some(20), None, Some(20)]), "bdac");
    assert_eq!(order("latency", [Some(1), Some(0), Some(9_007_199_254_740_991), None]), "bacd");
}
