//! Sets of payments as an analyst would write them: what is said of conditions that are written otherwise.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use waypost_dsl::hir::Policy;
use waypost_dsl::space::{Region, Space};
use waypost_dsl::{Diagnostics, Unreadable, check, load};

const DECLARED: &str = r#"
policy desk
facts {
  amount       money in EUR, USD, JPY
  fee          money in EUR
  method       one of card, wallet, bank_transfer, crypto
  country      country, optional
  billing      country, optional
  card.network one of visa, mastercard, amex, other, only when method is card
  card.bin     digits 6 to 8, only when method is card
  risk         integer 0 to 100
  floor        integer 0 to 100
  recurring    flag
  gift         flag, only when method is card
  merchant.id  text
  customer.id  text, optional
  rate         percent, optional
  delay        duration
  time         timestamp in "Europe/Berlin"
  seen         timestamp in "Europe/Berlin", optional
}
rates 2026-11-20 per EUR { USD 1.0870 JPY 163.20 }
list bins: digits from "bins.csv"
list vips: text from "vips.csv"
"#;

fn list(path: &str) -> Option<String> {
    let lines = |line: fn(u32) -> String| Some((0..1_000).map(line).collect());
    match path {
        "bins.csv" => lines(|number| format!("{:06}\n", number * 997)),
        "vips.csv" => lines(|number| format!("m{number}\n")),
        _ => None,
    }
}

/// The policy with a rule for each condition.
fn policy(conditions: &[&str]) -> Policy {
    let rule =
        |(number, condition): (usize, &&str)| format!("  rule \"{number}\" when {condition} -> none \"x\"\n");
    let rules: String = conditions.iter().enumerate().map(rule).collect();
    let text = format!("{DECLARED}route {{\n{rules}  otherwise -> none \"x\"\n}}\n");
    let mut read = |path: &str| match path {
        "desk.way" => Ok(text.clone()),
        other => list(other).ok_or_else(|| Unreadable("no such file".to_owned())),
    };
    let mut found = Diagnostics::default();
    let loaded = load("desk.way", &mut read, &mut found);
    let policy = check(&loaded, &mut found);
    let found: Vec<String> = found.into_sorted().into_iter().map(|found| found.message).collect();
    assert!(found.is_empty(), "{found:#?}");
    policy.unwrap()
}

/// What is said of the regions of each condition.
fn said(conditions: &[&str]) -> Vec<String> {
    let policy = policy(conditions);
    let mut space = Space::new(&policy.facts, &policy.rates, &policy.lists);
    let rules: Vec<_> =
        policy.stages.iter().flat_map(|stage| stage.rules.iter()).map(|(_, rule)| &rule.when).collect();
    let regions: Vec<Vec<Region>> = rules
        .iter()
        .map(|when| {
            let formula = space.formula(when);
            space.regions(&formula, 64)
        })
        .collect();
    let describer = space.describer();
    regions.iter().map(|regions| describer.regions(regions).to_string()).collect()
}

/// Each condition, and what is said of it; nothing if it is said as it is written.
fn is_said(pairs: &[(&str, &str)]) {
    let written: Vec<&str> = pairs.iter().map(|(written, _)| *written).collect();
    let said = said(&written);
    let wanted: Vec<&str> =
        pairs.iter().map(|(written, said)| if said.is_empty() { *written } else { *said }).collect();
    assert_eq!(said, wanted);
    let again = self::said(&said.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(again, said, "what is said of what is said");
}

#[test]
fn values_without_an_order_are_listed_by_the_shorter_list() {
    is_said(&[
        ("method is card", ""),
        ("method in [card, wallet, crypto]", "method is not bank_transfer"),
        ("method not in [card, wallet, crypto]", "method is bank_transfer"),
        ("method in [card, wallet]", ""),
        (
            "method is card and card.network not in [visa, mastercard]",
            "method is card and card.network in [amex, other]",
        ),
        ("method is card and card.network is not visa", ""),
        ("card.network is present and card.network is not visa", "card.network in [mastercard, amex, other]"),
        ("card.network is absent or card.network is not visa", ""),
        ("country is present", ""),
        ("country is absent", ""),
        ("country is present and country not in [DE, FR]", ""),
        ("recurring", ""),
        ("not recurring", ""),
        ("gift is present and not gift", ""),
        ("method is card and not gift", ""),
        ("amount.currency is JPY", ""),
        ("amount.currency is not JPY", ""),
    ]);
}

#[test]
fn numbers_are_compared() {
    is_said(&[
        ("risk is 7", ""),
        ("risk < 90", "risk <= 89"),
        ("risk > 89", "risk >= 90"),
        ("risk in 3 .. 7", ""),
        ("risk not in 3 .. 7", ""),
        ("risk in [3, 5, 7 .. 9]", ""),
        ("risk <= 7 or risk is 10 or risk >= 90", "risk not in [8 .. 9, 11 .. 89]"),
        ("rate > 10%", ""),
        ("rate >= 99.5%", ""),
        ("rate is present and rate not in 10% .. 20%", "rate < 10% or rate > 20%"),
        ("delay < 2s", ""),
        ("delay <= 2s", ""),
        ("delay > 1500ms or delay is 1s", "delay is 1s or delay >= 1501ms"),
    ]);
}

#[test]
fn amounts_are_what_somebody_wrote_where_that_can_be_told() {
    is_said(&[
        ("amount <= 30.00 EUR", ""),
        ("amount < 30.00 EUR", ""),
        ("amount > 5000 JPY", ""),
        ("amount in 30.01 EUR .. 100.00 EUR", ""),
        ("amount > 30.00 EUR and amount <= 100.00 USD", ""),
        ("amount <= 30.00 EUR or amount > 100.00 EUR", ""),
        ("amount.currency is JPY and amount > 5000 JPY", ""),
        (
            "amount.currency in [EUR, USD] and amount > 30.00 EUR",
            "amount.currency is not JPY and amount > 30.00 EUR",
        ),
        (
            "amount.currency is JPY or amount <= 30.00 EUR",
            "amount.currency is JPY or amount.currency is not JPY and amount <= 30.00 EUR",
        ),
        ("fee > 30.00 EUR and fee <= 100.00 EUR", "fee in 30.01 EUR .. 100.00 EUR"),
        ("fee is 5.00 EUR", ""),
        ("fee <= 30.00 USD", "fee < 27.60 EUR"),
    ]);
}

#[test]
fn digits_are_told_by_the_shortest_leading_ones() {
    is_said(&[
        ("card.bin starts with 4242", ""),
        ("card.bin in 510000 .. 559999", "card.bin in 51 .. 55"),
        ("card.bin in [41, 424242]", ""),
        ("method is card and not card.bin starts with 4242", ""),
        (
            "card.bin in 51 .. 55 and not card.bin starts with 5212",
            "card.bin in [5100 .. 5211, 5213 .. 5599]",
        ),
        ("card.bin starts with 424242 and card.bin not in 42424200 .. 42424209", ""),
        ("card.bin is 42424242", ""),
        ("card.bin in bins", ""),
        ("method is card and card.bin not in bins", ""),
        ("card.bin is absent or card.bin not in bins", ""),
    ]);
}

#[test]
fn instants_are_told_by_hours_weekdays_and_dates() {
    is_said(&[
        ("time.hour >= 22", ""),
        ("time.hour in [22 .. 23, 0 .. 5]", "time.hour not in 6 .. 21"),
        ("time.weekday in [sat, sun]", ""),
        ("time.weekday in [sat, sun] and time.hour >= 22", ""),
        ("time.date >= 2026-12-01", ""),
        ("time.date in 2026-12-24 .. 2026-12-26", ""),
        ("time.date is not 2026-12-24", ""),
        (
            "time.weekday in [sat, sun] and time.date not in 2026-12-24 .. 2026-12-26",
            "time.weekday in [sat, sun] and time.date is not 2026-12-26",
        ),
        ("time.hour < 6 or time.date is 2026-12-24", "time.hour <= 5 or time.date is 2026-12-24"),
        ("not (time.weekday is sat and time.hour < 6)", "time.hour >= 6 or time.weekday is not sat"),
        ("seen.hour < 6 and seen.weekday is not sun", "seen.hour <= 5 and seen.weekday is not sun"),
        (
            "time.weekday is mon and time.date <= 2026-12-02",
            "time.weekday is mon and time.date <= 2026-12-06",
        ),
    ]);
}

#[test]
fn texts_and_two_facts_are_told_as_they_are_asked() {
    is_said(&[
        ("merchant.id in [\"a\", \"b\"]", ""),
        ("merchant.id not in [\"a\", \"b\"]", ""),
        ("customer.id starts with \"x\"", ""),
        ("customer.id is present and not customer.id contains \"x\"", ""),
        ("not merchant.id ends with \"x\"", ""),
        ("merchant.id in vips", ""),
        ("merchant.id not in vips", ""),
        ("risk < floor", ""),
        ("risk is not floor", ""),
        ("risk >= floor", ""),
        ("country is billing", ""),
        ("country is present and billing is present and country is not billing", ""),
        ("country is absent or billing is absent or country is not billing", ""),
        ("seen < time", "time > seen"),
    ]);
}

#[test]
fn regions_are_joined_in_the_order_of_the_facts_and_made_fewer() {
    is_said(&[
        ("country is DE and method is card", "method is card and country is DE"),
        (
            "method is card and country is DE or method is card and country is FR",
            "method is card and country in [DE, FR]",
        ),
        (
            "method is card and country is DE or method is card and risk > 5",
            "method is card and (country is DE or risk >= 6)",
        ),
        ("method is card or method is not card and country is DE", "method is card or country is DE"),
        ("method is card or risk < 5 or method is card and risk > 70", "method is card or risk <= 4"),
    ]);
}

#[test]
fn all_payments_and_none_are_no_condition() {
    assert_eq!(said(&["method is card or method is not card"]), ["every payment"]);
    assert_eq!(said(&["method is card and method is wallet"]), ["no payment"]);
}
