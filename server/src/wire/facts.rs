//! Payments back to JSON, from their slots: only what the policy declares, as the policy sees it. Laid out once for each
//! policy, and then only copied.

use std::io::Write as _;

use jiff::Timestamp;
use waypost_dsl::hir::{Fact, FactId, Facts, Money, Type, Value};
use waypost_engine::Payment;

use crate::wire::payment::path;

/// How the payments of a policy are written.
#[derive(Debug)]
pub struct FactsJson {
    /// The facts that may be shown.
    shown: Group,
    /// Those that may not.
    private: Vec<FactJson>,
}

/// How one fact is written.
#[derive(Debug)]
pub struct FactJson {
    id: FactId,
    /// Where a payment gives it: `card.network`.
    path: String,
    /// The names of a `one of`, as JSON.
    names: Vec<String>,
    /// What it is where it is not given.
    implied: Option<Value<'static>>,
}

/// An object, with its members in the order of the facts.
#[derive(Debug, Default)]
struct Group {
    /// Each with its name as JSON and a colon.
    members: Vec<(String, Member)>,
}

#[derive(Debug)]
enum Member {
    Fact(FactJson),
    Group(Group),
}

impl FactsJson {
    /// For payments with these facts.
    pub fn new(facts: &Facts) -> Self {
        let mut all = Self { shown: Group::default(), private: vec![] };
        for (id, fact) in facts.given() {
            let json = FactJson::new(id, fact);
            if fact.private {
                all.private.push(json);
            } else {
                let path = json.path.clone();
                all.shown.insert(&path, json);
            }
        }
        all
    }

    /// Appends a payment without its private facts: an object that gives the same payment when it is read. What would be so if
    /// it were not given is left out.
    pub fn write(&self, facts: &Facts, payment: &Payment, out: &mut Vec<u8>) {
        self.shown.write(facts, payment, out);
    }

    /// The private facts.
    pub fn private(&self) -> &[FactJson] {
        &self.private
    }
}

impl Group {
    fn insert(&mut self, rest: &str, fact: FactJson) {
        let Some((name, rest)) = rest.split_once('.') else {
            self.members.push((key(rest), Member::Fact(fact)));
            return;
        };
        let key = key(name);
        let known = self.members.iter_mut().find_map(|(name, member)| match member {
            Member::Group(known) if *name == key => Some(known),
            _ => None,
        });
        match known {
            Some(known) => known.insert(rest, fact),
            None => {
                let mut inner = Self::default();
                inner.insert(rest, fact);
                self.members.push((key, Member::Group(inner)));
            }
        }
    }

    /// Appends the object; gives whether there is anything in it.
    fn write(&self, facts: &Facts, payment: &Payment, out: &mut Vec<u8>) -> bool {
        out.push(b'{');
        let begun = out.len();
        for (name, member) in &self.members {
            let before = out.len();
            if before > begun {
                out.push(b',');
            }
            out.extend_from_slice(name.as_bytes());
            let is_there = match member {
                Member::Fact(fact) => fact.tell(facts, payment, out),
                Member::Group(group) => group.write(facts, payment, out),
            };
            if !is_there {
                out.truncate(before);
            }
        }
        let is_there = out.len() > begun;
        out.push(b'}');
        is_there
    }
}

impl FactJson {
    fn new(id: FactId, fact: &Fact) -> Self {
        let names = match &fact.ty {
            Type::OneOf(names) => names.iter().map(|name| quoted(name)).collect(),
            _ => vec![],
        };
        let path = path(&fact.name, fact.origin).into_owned();
        Self { id, path, names, implied: fact.implied() }
    }

    /// The fact.
    pub fn id(&self) -> FactId {
        self.id
    }

    /// Where a payment gives it, by the names of the members that lead to it.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Appends its value, if the payment has it; gives whether that is so.
    pub fn write(&self, facts: &Facts, payment: &Payment, out: &mut Vec<u8>) -> bool {
        let value = payment.value(facts, self.id);
        value.inspect(|value| self.value(*value, out)).is_some()
    }

    /// The same, unless the payment would have this value without giving it.
    fn tell(&self, facts: &Facts, payment: &Payment, out: &mut Vec<u8>) -> bool {
        let value = payment.value(facts, self.id).filter(|value| self.implied != Some(*value));
        value.inspect(|value| self.value(*value, out)).is_some()
    }

    /// Appends a value of the fact.
    pub fn value(&self, value: Value<'_>, out: &mut Vec<u8>) {
        // Nothing is ever not written into a vector.
        let _ = match value {
            Value::Flag(flag) => out.write_all(if flag { b"true" } else { b"false" }),
            Value::OneOf(place) => {
                let name = self.names.get(usize::from(place));
                out.write_all(name.map_or(b"null", String::as_bytes))
            }
            Value::Country(country) => {
                [b"\"", country.code().as_bytes(), b"\""].iter().try_for_each(|part| out.write_all(part))
            }
            Value::Whole(number) => serde_json::to_writer(out, &number).map_err(Into::into),
            Value::Instant(micros) => match Timestamp::from_microsecond(micros) {
                Ok(instant) => write!(out, r#""{instant}""#),
                Err(_) => out.write_all(b"null"),
            },
            Value::Digits(digits) => write!(out, r#""{digits}""#),
            Value::Money(Money { minor, currency }) => {
                out.extend_from_slice(br#"{"minor":"#);
                let _ = serde_json::to_writer(&mut *out, &minor);
                out.extend_from_slice(br#","currency":""#);
                out.extend_from_slice(currency.code().as_bytes());
                out.write_all(br#""}"#)
            }
            Value::Text(text) => serde_json::to_writer(out, text).map_err(Into::into),
        };
    }
}

/// The name of a member, with what stands behind it.
fn key(name: &str) -> String {
    quoted(name) + ":"
}

/// A text as JSON, which it can always be.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
