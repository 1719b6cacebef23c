//! Words of a condition, with as many parentheses as they need.

use crate::space::describe::Described;

/// A condition, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Words {
    /// Met by every payment: nothing need be said.
    Always,
    /// Met by no payment.
    Never,
    /// A test, which may be met by payments that lack its fact if it is negative.
    Test {
        /// As it is written.
        text: String,
        /// Whether it says what a fact is not.
        negative: bool,
    },
    /// All of these, at least two.
    All(Vec<Words>),
    /// One of these, at least two.
    Any(Vec<Words>),
}

impl Words {
    pub(super) fn positive(text: String) -> Self {
        Self::Test { text, negative: false }
    }

    pub(super) fn negative(text: String) -> Self {
        Self::Test { text, negative: true }
    }

    /// All of these.
    pub(super) fn all(parts: Vec<Self>) -> Self {
        let mut said: Vec<Self> = vec![];
        for part in parts {
            match part {
                Self::Always => {}
                Self::Never => return Self::Never,
                Self::All(parts) => said.extend(parts),
                part if said.contains(&part) => {}
                part => said.push(part),
            }
        }
        single(said, Self::Always, Self::All)
    }

    /// One of these.
    pub(super) fn any(parts: Vec<Self>) -> Self {
        let mut said: Vec<Self> = vec![];
        for part in parts {
            match part {
                Self::Always => return Self::Always,
                Self::Never => {}
                Self::Any(parts) => {
                    let new = parts.into_iter().filter(|part| !said.contains(part));
                    said.extend(new.collect::<Vec<_>>());
                }
                part if said.contains(&part) => {}
                part => said.push(part),
            }
        }
        single(said, Self::Never, Self::Any)
    }

    /// Whether it says something of a fact that must be known to be there. Behind a positive test it is.
    pub(super) fn needs_presence(&self) -> bool {
        match self {
            Self::Always | Self::Never => false,
            Self::Test { negative, .. } => *negative,
            Self::All(parts) => parts.first().is_some_and(Self::needs_presence),
            Self::Any(parts) => parts.iter().any(Self::needs_presence),
        }
    }

    /// The same, with positive tests before negative ones where all of them must be met.
    pub(super) fn positive_first(mut self) -> Self {
        match &mut self {
            Self::All(parts) => parts.sort_by_key(Self::needs_presence),
            Self::Any(parts) => {
                for part in parts {
                    *part = std::mem::replace(part, Self::Never).positive_first();
                }
            }
            Self::Always | Self::Never | Self::Test { .. } => {}
        }
        self
    }

    pub(super) fn described(&self) -> Described {
        match self {
            Self::Always => Described::Everything,
            Self::Never => Described::Nothing,
            words => Described::When(words.text()),
        }
    }

    /// As it is written.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Always | Self::Never => String::new(),
            Self::Test { text, .. } => text.clone(),
            Self::Any(parts) => parts.iter().map(Self::text).collect::<Vec<_>>().join(" or "),
            Self::All(parts) => {
                let operand = |part: &Self| match part {
                    Self::Any(_) => format!("({})", part.text()),
                    part => part.text(),
                };
                parts.iter().map(operand).collect::<Vec<_>>().join(" and ")
            }
        }
    }

    /// The shortest of these ways to say one thing, the first of several.
    pub(super) fn shortest(ways: Vec<Self>) -> Self {
        ways.into_iter().min_by_key(|way| way.text().len()).unwrap_or(Self::Never)
    }
}

/// The only one of these, or all of them joined.
fn single(mut parts: Vec<Words>, none: Words, join: fn(Vec<Words>) -> Words) -> Words {
    match (parts.len(), parts.pop()) {
        (_, None) => none,
        (1, Some(only)) => only,
        (_, Some(last)) => {
            parts.push(last);
            join(parts)
        }
    }
}

/// A value or a range of values as a list holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) low: String,
    /// The other end, if it is another one.
    pub(super) high: Option<String>,
}

impl Item {
    pub(super) fn one(value: String) -> Self {
        Self { low: value, high: None }
    }

    pub(super) fn range(low: String, high: String) -> Self {
        Self { high: (low != high).then_some(high), low }
    }

    fn text(&self) -> String {
        match &self.high {
            None => self.low.clone(),
            Some(high) => format!("{} .. {high}", self.low),
        }
    }
}

/// That the value of a fact is among the items.
pub(super) fn among(name: &str, items: &[Item]) -> Words {
    Words::positive(match items {
        [Item { low, high: None }] => format!("{name} is {low}"),
        [range] => format!("{name} in {}", range.text()),
        items => format!("{name} in {}", list(items)),
    })
}

/// That the value of a fact is not among the items.
pub(super) fn not_among(name: &str, items: &[Item]) -> Words {
    Words::negative(match items {
        [Item { low, high: None }] => format!("{name} is not {low}"),
        [range] => format!("{name} not in {}", range.text()),
        items => format!("{name} not in {}", list(items)),
    })
}

fn list(items: &[Item]) -> String {
    format!("[{}]", items.iter().map(Item::text).collect::<Vec<_>>().join(", "))
}
