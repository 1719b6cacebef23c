//! Payments as the JSON that a caller sends.

use serde_json::{Map, Value as Json, json};
use waypost_dsl::hir::{Facts, Origin, Type, Value, day};
use waypost_engine::Payment;

/// The facts of a payment, on one line; what is told of connectors and of an attempt is left out.
pub fn line(facts: &Facts, payment: &Payment) -> String {
    let mut all = Map::new();
    for (id, fact) in facts.given().filter(|(_, fact)| fact.origin == Origin::Payment) {
        if let Some(value) = payment.value(facts, id) {
            insert(&mut all, &fact.name, spelled(&fact.ty, value));
        }
    }
    Json::Object(all).to_string()
}

/// The dots of a name are objects in objects.
fn insert(group: &mut Map<String, Json>, name: &str, value: Json) {
    match name.split_once('.') {
        None => _ = group.insert(name.to_owned(), value),
        Some((first, rest)) => {
            let inner = group.entry(first).or_insert_with(|| Json::Object(Map::new()));
            if let Json::Object(inner) = inner {
                insert(inner, rest, value);
            }
        }
    }
}

fn spelled(ty: &Type, value: Value<'_>) -> Json {
    match (ty, value) {
        (Type::OneOf(names), Value::OneOf(place)) => json!(names.get(usize::from(place))),
        (_, Value::OneOf(place)) => json!(place),
        (_, Value::Flag(flag)) => json!(flag),
        (_, Value::Country(country)) => json!(country.code()),
        (_, Value::Whole(number)) => json!(number),
        (_, Value::Digits(digits)) => json!(digits.to_string()),
        (_, Value::Money(money)) => json!({ "minor": money.minor, "currency": money.currency.code() }),
        (_, Value::Text(text)) => json!(text),
        (_, Value::Instant(micros)) => json!(day::instant(micros).map(|instant| instant.to_string())),
    }
}
