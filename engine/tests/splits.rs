//! On which side payments fall, by the table of `docs/splits.md`, by facts of all types, and for many values.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may fail, and the table stands in a document of ours"
)]

use std::fs;
use std::path::Path;

use waypost_dsl::hir::{Digits, Value};
use waypost_dsl::iso::Country;
use waypost_engine::{Payment, Snapshot, evaluate};
use waypost_generate::written::compiled;
use xxhash_rust::xxh3::xxh3_64;

const FACTS: &str = "
policy splits
facts {
  text    text, optional
  digits  digits 1 to 19, optional
  country country, optional
  number  integer -100 to 100, optional
  tier    one of gold (\"Gold\", \"or\"), silver, optional
}
connector a {}
connector b {}
connector c {}
connector d {}
";

/// A policy that splits by a fact.
fn split(by: &str, sides: &str) -> Snapshot {
    compiled(&format!("{FACTS}route {{ otherwise -> split by {by} {{ {sides} }} }}"), |_| None)
}

/// The side on which a payment with this value falls, or one without any.
fn side(snapshot: &Snapshot, by: &str, value: Option<Value<'_>>) -> String {
    let policy = snapshot.policy();
    let mut payment = Payment::new(&policy.facts);
    let fact = policy.facts.find(by).unwrap();
    if let Some(value) = value {
        assert_eq!(payment.set(&policy.facts, fact, value), Ok(()));
    }
    assert_eq!(snapshot.complete(&mut payment), Ok(()));
    let decision = evaluate(snapshot, &payment);
    let names: Vec<String> = decision.connectors().map(|id| policy.connectors[id].name.clone()).collect();
    assert_eq!((names.len(), decision.struck().count()), (1, 0), "one side, and nothing of the others");
    names.concat()
}

/// The value that the table writes as in Python: `"c1"`, `"a" * 16`.
fn spelled(cell: &str) -> String {
    let (text, times) = cell.split_once(" * ").unwrap_or((cell, "1"));
    text.trim_matches('"').repeat(times.parse().unwrap())
}

#[test]
fn the_table_of_the_documents_is_right() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/splits.md")).unwrap();
    let snapshot = split("text", "a 70%, b 30%");
    let rows = page.lines().skip_while(|line| *line != "|---|---|---|---|").skip(1);
    let rows: Vec<Vec<&str>> = rows
        .take_while(|line| line.starts_with('|'))
        .map(|line| line.split('|').map(|cell| cell.trim().trim_matches('`')).skip(1).collect())
        .collect();
    assert!(rows.len() > 12);
    for row in rows {
        let [value, hash, percent, wanted, _] = row[..] else { panic!("{row:?} has other columns") };
        let name = if wanted == "stripe" { "a" } else { "b" };
        if value == "absent" {
            assert_eq!(side(&snapshot, "text", None), name);
            continue;
        }
        let text = spelled(value);
        let found = xxh3_64(text.as_bytes());
        assert_eq!(hash, format!("{found:016x}"), "{value}");
        assert_eq!(percent, ((u128::from(found) * 100) >> 64).to_string(), "{value}");
        assert_eq!(side(&snapshot, "text", Some(Value::Text(&text))), name, "{value}");
    }
}

#[test]
fn values_of_all_types_fall_where_their_spelling_falls() {
    let sides = "a 25%, b 25%, c 25%, d 25%";
    let of_text = split("text", sides);
    let check = |by: &str, value: Value<'_>, spelled: &str| {
        let text = side(&of_text, "text", Some(Value::Text(spelled)));
        assert_eq!(side(&split(by, sides), by, Some(value)), text, "{by} {spelled}");
    };
    for number in [-100, -7, 0, 7, 100] {
        check("number", Value::Whole(number), &number.to_string());
    }
    for digits in ["0", "00424242", "9999999999999999999"] {
        check("digits", Value::Digits(Digits::parse(digits).unwrap()), digits);
    }
    for country in ["AD", "DE", "ZW"] {
        check("country", Value::Country(Country::from_code(country).unwrap()), country);
    }
    for (place, name) in [(0, "gold"), (1, "silver")] {
        check("tier", Value::OneOf(place), name);
    }
    for by in ["text", "number", "digits", "country", "tier"] {
        assert_eq!(side(&split(by, sides), by, None), "a", "without {by}");
    }
}

/// The side of each of a hundred thousand customers.
fn customers(sides: &str) -> Vec<String> {
    let snapshot = split("text", sides);
    let customer = |number: u32| format!("customer-{number}");
    (0..100_000).map(|number| side(&snapshot, "text", Some(Value::Text(&customer(number))))).collect()
}

#[test]
fn the_sides_of_many_values_have_their_shares() {
    let sides = customers("a 1%, b 9%, c 30%, d 60%");
    for (name, share) in [("a", 1_000), ("b", 9_000), ("c", 30_000), ("d", 60_000_usize)] {
        let found = sides.iter().filter(|side| *side == name).count();
        assert!(found.abs_diff(share) < 500, "{found} of 100,000 are on side {name}");
    }
}

#[test]
fn who_is_on_a_side_stays_where_the_shares_before_it_stay() {
    let before = customers("a 50%, b 20%, c 30%");
    let divided = customers("a 50%, b 20%, c 10%, d 20%");
    let grown = customers("a 60%, b 10%, c 30%");
    for ((before, divided), grown) in before.iter().zip(&divided).zip(&grown) {
        assert!(before == divided || (before == "c" && divided == "d"));
        assert!(before == grown || (before == "b" && grown == "a"));
    }
}
