//! The condition of an `only when` in words, as far as it is short.

use waypost_dsl::hir::{Condition, Facts, Predicate, Test, Type, WholeRange};
use waypost_dsl::iso::Country;

use crate::wire::payment::schema::path;

/// The condition in words; nothing where they would need more than names and whole numbers.
pub(super) fn words(facts: &Facts, condition: &Condition) -> Option<String> {
    match condition {
        Condition::All(parts) => joined(facts, parts, " and "),
        Condition::Any(parts) => joined(facts, parts, " or "),
        Condition::Not(inner) => words(facts, inner).map(|inner| format!("not {inner}")),
        Condition::Test(test) => tested(facts, test),
    }
}

fn joined(facts: &Facts, parts: &[Condition], word: &str) -> Option<String> {
    let parts = parts.iter().map(|part| words(facts, part)).collect::<Option<Vec<_>>>()?;
    match parts.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        more => Some(format!("({})", more.join(word))),
    }
}

fn tested(facts: &Facts, test: &Test) -> Option<String> {
    let fact = &facts[test.fact];
    let name = path(&fact.name, fact.origin);
    match &test.predicate {
        Predicate::Present => Some(format!("`{name}` is given")),
        Predicate::True => Some(format!("`{name}` is true")),
        Predicate::OneOf(places) => {
            let values = places.iter().map(|&place| value(&fact.ty, place)).collect::<Option<Vec<_>>>()?;
            match values.as_slice() {
                [one] => Some(format!("`{name}` is {one}")),
                more => Some(format!("`{name}` is one of {}", more.join(", "))),
            }
        }
        Predicate::Whole(ranges) if matches!(fact.ty, Type::Integer { .. }) => match ranges.as_slice() {
            &[WholeRange { low, high }] => Some(format!("`{name}` is from {low} to {high}")),
            _ => None,
        },
        _ => None,
    }
}

fn value(ty: &Type, place: u16) -> Option<&str> {
    match ty {
        Type::OneOf(names) => names.get(usize::from(place)).map(String::as_str),
        Type::Currency(list) => list.get(usize::from(place)).map(|currency| currency.code()),
        Type::Country => Country::from_index(place).map(Country::code),
        _ => None,
    }
}
