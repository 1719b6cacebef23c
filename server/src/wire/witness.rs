//! Witnesses as payments in JSON, nested by the dots of the facts' names.

use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};
use waypost_dsl::diagnostic::{Witness, WitnessValue};
use waypost_dsl::hir::Money;

use crate::wire::payment::path;

/// A witness, written as the payment that it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WitnessJson(pub Witness);

impl Serialize for WitnessJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut payment = Group::default();
        let paths: Vec<String> =
            self.0.facts.iter().map(|fact| path(&fact.name, fact.origin).into_owned()).collect();
        for (path, fact) in paths.iter().zip(&self.0.facts) {
            payment.insert(path, &fact.value);
        }
        payment.serialize(serializer)
    }
}

/// The value of a fact, as a payment gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueJson(pub WitnessValue);

impl Serialize for ValueJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Member::Value(&self.0).serialize(serializer)
    }
}

/// An object, with its members in the order of the facts.
#[derive(Debug, Default)]
struct Group<'w> {
    members: Vec<(&'w str, Member<'w>)>,
}

#[derive(Debug)]
enum Member<'w> {
    Value(&'w WitnessValue),
    Group(Group<'w>),
}

impl<'w> Group<'w> {
    fn insert(&mut self, name: &'w str, value: &'w WitnessValue) {
        let Some((group, rest)) = name.split_once('.') else {
            self.members.push((name, Member::Value(value)));
            return;
        };
        let known = self.members.iter_mut().find_map(|(name, member)| match member {
            Member::Group(known) if *name == group => Some(known),
            _ => None,
        });
        match known {
            Some(known) => known.insert(rest, value),
            None => {
                let mut inner = Group::default();
                inner.insert(rest, value);
                self.members.push((group, Member::Group(inner)));
            }
        }
    }
}

impl Serialize for Group<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.members.iter().map(|(name, member)| (name, member)))
    }
}

impl Serialize for Member<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Group(group) => group.serialize(serializer),
            Self::Value(WitnessValue::Flag(flag)) => serializer.serialize_bool(*flag),
            Self::Value(WitnessValue::Word(text) | WitnessValue::Text(text)) => {
                serializer.serialize_str(text)
            }
            Self::Value(
                WitnessValue::Whole(number) | WitnessValue::Percent(number) | WitnessValue::Duration(number),
            ) => serializer.serialize_i64(*number),
            Self::Value(WitnessValue::Money(money)) => amount(*money, serializer),
            Self::Value(WitnessValue::Instant(instant)) => serializer.collect_str(instant),
        }
    }
}

fn amount<S: Serializer>(money: Money, serializer: S) -> Result<S::Ok, S::Error> {
    let mut object = serializer.serialize_map(Some(2))?;
    object.serialize_entry("minor", &money.minor)?;
    object.serialize_entry("currency", money.currency.code())?;
    object.end()
}
