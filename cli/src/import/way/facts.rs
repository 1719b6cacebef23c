//! The facts that an imported policy needs, declared as its conditions ask for them.

use std::fmt;

use indexmap::IndexMap;
use waypost_dsl::iso::Currency;

use crate::import::way::names::{self, normalise, unique};
use crate::import::way::quoted;

/// The types that imports give to facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Flag,
    /// The values that are named, and `other` for all else.
    OneOf,
    Text,
    Country,
    /// In every currency that there is.
    Money,
    /// So many digits.
    Digits(u8),
    /// The whole numbers between the two.
    Integer(i64, i64),
}

impl Kind {
    /// What it is called in a message.
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Self::Flag => "true or false",
            Self::OneOf => "a name",
            Self::Text => "a text",
            Self::Country => "a country",
            Self::Money => "an amount",
            Self::Digits(_) => "digits",
            Self::Integer(..) => "a number",
        }
    }
}

/// A fact.
#[derive(Debug)]
pub(crate) struct Fact {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) optional: bool,
    /// The values of a `one of`, and what the document calls them.
    values: Vec<(String, String)>,
}

/// All facts of a policy by what the document calls them, in the order in which they were asked for.
#[derive(Debug, Default)]
pub(crate) struct Facts(IndexMap<String, Fact>);

impl Facts {
    /// The fact that the document calls `source`, declared as `wanted` if it is new.
    pub(crate) fn declare(&mut self, source: &str, wanted: &str, kind: Kind, optional: bool) -> &mut Fact {
        let taken = |name: &str| self.iter().any(|fact| clash(&fact.name, name));
        let name = unique(names::fact(wanted), taken);
        self.0.entry(source.to_owned()).or_insert(Fact { name, kind, optional, values: vec![] })
    }

    /// The fact that the document calls `source`.
    pub(crate) fn get(&mut self, source: &str) -> Option<&mut Fact> {
        self.0.get_mut(source)
    }

    /// All facts in order, with what the document calls them.
    pub(crate) fn by_source(&self) -> impl Iterator<Item = (&str, &Fact)> {
        self.0.iter().map(|(source, fact)| (source.as_str(), fact))
    }

    /// All facts in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Fact> {
        self.0.values()
    }
}

/// Whether two facts cannot both be there: they have one name, or one is a group that holds the other.
fn clash(one: &str, other: &str) -> bool {
    let holds = |group: &str, name: &str| name.strip_prefix(group).is_some_and(|rest| rest.starts_with('.'));
    one == other || holds(one, other) || holds(other, one)
}

impl Fact {
    /// The name of a value of a `one of`; spellings that differ in their case alone are one to Way.
    pub(crate) fn value(&mut self, source: &str) -> Result<String, String> {
        let lower = source.to_lowercase();
        match self.values.iter().find(|(_, known)| known.to_lowercase() == lower) {
            Some((name, known)) if known == source => return Ok(name.clone()),
            Some((_, known)) => {
                return Err(format!("`{source}` is another value than `{known}` only by its case"));
            }
            None => {}
        }
        let taken = |name: &str| name == "other" || self.values.iter().any(|(known, _)| known == name);
        let name = unique(normalise(source), taken);
        self.values.push((name.clone(), source.to_owned()));
        Ok(name)
    }

    /// The first value that is no name in Way.
    pub(crate) fn spelled(&self) -> Option<&str> {
        self.values.iter().find(|(name, source)| name != source).map(|(_, source)| source.as_str())
    }
}

impl fmt::Display for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        writeln!(f, "\nfacts {{")?;
        for fact in self.iter() {
            writeln!(f, "  {fact}")?;
        }
        writeln!(f, "}}")
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.name)?;
        match self.kind {
            Kind::Flag => f.write_str("flag")?,
            Kind::Text => f.write_str("text")?,
            Kind::Country => f.write_str("country")?,
            Kind::Digits(count) => write!(f, "digits {count} to {count}")?,
            Kind::Integer(low, high) => write!(f, "integer {low} to {high}")?,
            Kind::Money => write!(f, "money in {}", currencies())?,
            Kind::OneOf => {
                f.write_str("one of ")?;
                for (name, source) in &self.values {
                    match name == source {
                        true => write!(f, "{name}, ")?,
                        false => write!(f, "{name} ({}), ", quoted(source))?,
                    }
                }
                f.write_str("other")?;
            }
        }
        if self.optional { f.write_str(", optional") } else { Ok(()) }
    }
}

/// All currencies, a score on a line.
fn currencies() -> String {
    let mut codes: Vec<&str> = Currency::codes().collect();
    codes.sort_unstable();
    codes.chunks(20).map(|line| line.join(", ")).collect::<Vec<_>>().join(",\n    ")
}
