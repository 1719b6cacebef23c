//! Values for private facts, of which records have hashes only.
//!
//! With the key, the value is known if the policy names it, or if the fact has few values. If it is not among them, and the
//! policy asks only which of the named values it is, any other one is decided alike; if it asks for the side of a split as
//! well, one value for each side is tried. If the policy asks for more, such as how the value begins, the record cannot be
//! decided again.

use std::collections::{BTreeMap, BTreeSet};

use waypost_dsl::hir::{Digits, FactId, Money, Policy, Type, Value};
use waypost_dsl::iso::Country;
use waypost_engine::hundredth;

use crate::records::key::Key;
use crate::records::replay::private::asked::{Asked, Asks};
use crate::wire::facts::{FactJson, FactsJson};

mod asked;

/// A type with no more values than this has few.
const FEW: i64 = 10_000;
/// How many texts are looked through for one in each hundredth: among so many, none of them is empty.
const FRESH: usize = 10_000;

/// The private facts of a policy, by their paths.
pub(super) struct PrivateFacts(BTreeMap<String, PrivateFact>);

/// What is known of a private fact.
struct PrivateFact {
    id: FactId,
    asked: Asked,
    /// The values that can be told by their hashes.
    named: BTreeMap<String, Named>,
    /// Whether the policy names values of it.
    is_named: bool,
    /// Values that the policy does not name: one, or one for each side of its splits.
    others: Vec<Named>,
}

/// A value of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    Text(String),
    Other(Value<'static>),
}

/// The value is not known, and the decision depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unknown;

impl PrivateFacts {
    pub(super) fn of(policy: &Policy, key: Option<&Key>) -> Self {
        let json = FactsJson::new(&policy.facts);
        let facts = json.private().iter();
        Self(facts.map(|fact| (fact.path().to_owned(), PrivateFact::of(policy, fact, key))).collect())
    }

    /// The fact at `path`, with the values that it may have as far as the policy tells them apart. `hash` is that of its
    /// value, if it is made with our key.
    pub(super) fn values(&self, path: &str, hash: Option<&str>) -> Result<(FactId, &[Named]), Unknown> {
        let fact = self.0.get(path).ok_or(Unknown)?;
        if let Some(named) = hash.and_then(|hash| fact.named.get(hash)) {
            return Ok((fact.id, std::slice::from_ref(named)));
        }
        match fact.asked {
            Asked::Nothing => Ok((fact.id, &fact.others)),
            Asked::Names | Asked::Sides if hash.is_some() || !fact.is_named => Ok((fact.id, &fact.others)),
            _ => Err(Unknown),
        }
    }
}

impl PrivateFact {
    fn of(policy: &Policy, json: &FactJson, key: Option<&Key>) -> Self {
        let ty = &policy.facts[json.id()].ty;
        let Asks { asked, texts } = Asks::of(policy, json.id());
        let others = match asked {
            Asked::Sides => sides(&texts),
            _ => vec![other(ty, &texts)],
        };
        let is_named = !texts.is_empty();
        let mut values: Vec<Named> = texts.into_iter().map(Named::Text).collect();
        values.extend(few(ty).into_iter().map(Named::Other));
        let mut spelled = vec![];
        let mut hash = |named: &Named| {
            spelled.clear();
            json.value(named.value(), &mut spelled);
            key.map(|key| key.hash(json.path(), &spelled))
        };
        let named = values.into_iter().filter_map(|named| Some((hash(&named)?, named))).collect();
        Self { id: json.id(), asked, named, is_named, others }
    }
}

impl Named {
    pub(super) fn value(&self) -> Value<'_> {
        match self {
            Self::Text(text) => Value::Text(text),
            Self::Other(value) => *value,
        }
    }
}

/// All values of a type, if they are few.
fn few(ty: &Type) -> Vec<Value<'static>> {
    match ty {
        Type::Flag => vec![Value::Flag(false), Value::Flag(true)],
        Type::OneOf(names) => (0..=u16::MAX).zip(names).map(|(place, _)| Value::OneOf(place)).collect(),
        Type::Country => (0..=u16::MAX).map_while(Country::from_index).map(Value::Country).collect(),
        Type::Integer { min, max } if max.saturating_sub(*min) <= FEW => {
            (*min..=*max).map(Value::Whole).collect()
        }
        _ => vec![],
    }
}

/// Texts that are none of these.
fn fresh(texts: &BTreeSet<String>) -> impl Iterator<Item = String> {
    (0_u32..).map(|number| format!("another-{number}")).filter(|text| !texts.contains(text))
}

/// Texts that are none of these, one in each hundredth of all hashes: splits tell no more apart.
fn sides(texts: &BTreeSet<String>) -> Vec<Named> {
    let mut found = BTreeMap::new();
    for text in fresh(texts).take(FRESH) {
        found.entry(hundredth(&text)).or_insert(text);
    }
    found.into_values().map(Named::Text).collect()
}

/// A value that is none of these texts.
fn other(ty: &Type, texts: &BTreeSet<String>) -> Named {
    let value = match ty {
        Type::Text => {
            return Named::Text(fresh(texts).next().unwrap_or_default());
        }
        Type::Flag => Value::Flag(false),
        Type::OneOf(_) | Type::Currency(_) | Type::Weekday => Value::OneOf(0),
        Type::Country => Country::from_index(0).map_or(Value::Flag(false), Value::Country),
        Type::Integer { min, .. } => Value::Whole(*min),
        Type::Percent | Type::Duration | Type::Hour | Type::Date => Value::Whole(0),
        Type::Timestamp(_) => Value::Instant(0),
        Type::Digits { min, .. } => Digits::new(*min, 0).map_or(Value::Flag(false), Value::Digits),
        Type::Money(list) => list
            .first()
            .map_or(Value::Flag(false), |currency| Value::Money(Money { minor: 0, currency: *currency })),
    };
    Named::Other(value)
}
