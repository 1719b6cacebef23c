//! Conditions in the making: tests joined by `and` and `or`.

use std::fmt;

/// A condition, simplified as it is built.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Condition {
    Always,
    Never,
    Test(String),
    All(Vec<Condition>),
    Any(Vec<Condition>),
}

impl Condition {
    /// A test as it is written.
    pub(crate) fn test(text: impl Into<String>) -> Self {
        Self::Test(text.into())
    }

    /// The condition that all `parts` hold.
    pub(crate) fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut kept = vec![];
        for part in parts {
            match part {
                Self::Always => {}
                Self::Never => return Self::Never,
                Self::All(inner) => kept.extend(inner),
                part if kept.contains(&part) => {}
                part => kept.push(part),
            }
        }
        match kept.pop() {
            None => Self::Always,
            Some(only) if kept.is_empty() => only,
            Some(last) => Self::All([kept, vec![last]].concat()),
        }
    }

    /// The condition that one of the `parts` holds.
    pub(crate) fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut kept = vec![];
        for part in parts {
            match part {
                Self::Never => {}
                Self::Always => return Self::Always,
                Self::Any(inner) => kept.extend(inner),
                part if kept.contains(&part) => {}
                part => kept.push(part),
            }
        }
        match kept.pop() {
            None => Self::Never,
            Some(only) if kept.is_empty() => only,
            Some(last) => Self::Any([kept, vec![last]].concat()),
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |parts: &[Self], word: &str, f: &mut fmt::Formatter<'_>| {
            for (place, part) in parts.iter().enumerate() {
                if place > 0 {
                    write!(f, " {word} ")?;
                }
                match (self, part) {
                    (Self::All(_), Self::Any(_)) => write!(f, "({part})")?,
                    _ => write!(f, "{part}")?,
                }
            }
            Ok(())
        };
        match self {
            Self::Always => f.write_str("always"),
            Self::Never => f.write_str("never"),
            Self::Test(text) => f.write_str(text),
            Self::All(parts) => joined(parts, "and", f),
            Self::Any(parts) => joined(parts, "or", f),
        }
    }
}
