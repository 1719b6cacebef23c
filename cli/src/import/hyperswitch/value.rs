//! The values that facts are compared with.

use std::collections::BTreeMap;

use crate::import::hyperswitch::country;
use crate::import::hyperswitch::program::Value;
use crate::import::way::facts::{Fact, Kind};
use crate::import::way::text;

/// What Hyperswitch compares as one kind of method under two names.
const SAME: (&str, &str) = ("sepa_bank_transfer", "sepa");

/// The values in `value`, as `fact` takes them.
pub(super) fn of(
    fact: &mut Fact,
    value: &Value,
    globals: &BTreeMap<String, Vec<Value>>,
) -> Result<Vec<String>, String> {
    let (is_named, spelled): (bool, Vec<&str>) = match value {
        Value::EnumVariant(name) => (true, vec![name]),
        Value::EnumVariantArray(names) => (true, names.iter().map(String::as_str).collect()),
        Value::Text(text) => (false, vec![text]),
        Value::TextArray(texts) => (false, texts.iter().map(String::as_str).collect()),
        Value::MetadataVariant(metadata) => (false, vec![&metadata.value]),
        Value::GlobalRef(name) => (true, global(name, globals)?),
        Value::Number(_) | Value::NumberArray(_) | Value::NumberComparisonArray(_) => {
            return Err(format!("`{}` is compared with a number", fact.name));
        }
    };
    match (is_named, fact.kind) {
        (true, Kind::OneOf | Kind::Country) | (false, Kind::Text | Kind::Digits(_)) => {
            spelled.into_iter().map(|spelled| one(fact, spelled)).collect()
        }
        (_, kind) => Err(format!("`{}` is compared with what is not {}", fact.name, kind.describe())),
    }
}

fn global<'g>(name: &str, globals: &'g BTreeMap<String, Vec<Value>>) -> Result<Vec<&'g str>, String> {
    let values = globals.get(name).ok_or_else(|| format!("the program has no global `{name}`"))?;
    let named = values.iter().map(|value| match value {
        Value::EnumVariant(name) => Ok(name.as_str()),
        _ => Err(format!("the global `{name}` holds values that are no names")),
    });
    named.collect()
}

fn one(fact: &mut Fact, spelled: &str) -> Result<String, String> {
    match fact.kind {
        Kind::Country => country::code(spelled)
            .map(str::to_owned)
            .ok_or_else(|| format!("`{spelled}` is no country of Hyperswitch or ISO 3166-1")),
        Kind::Digits(count) => {
            let fits =
                spelled.len() == usize::from(count) && spelled.bytes().all(|byte| byte.is_ascii_digit());
            let odd = || format!("`{spelled}` is compared with `{}`, which has {count} digits", fact.name);
            fits.then(|| spelled.to_owned()).ok_or_else(odd)
        }
        Kind::Text => text(spelled),
        _ if fact.name == "method_type" && spelled == SAME.0 => fact.value(SAME.1),
        _ => fact.value(spelled),
    }
}
