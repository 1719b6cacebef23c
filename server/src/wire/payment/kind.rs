//! What a fact takes of JSON, made ready with the policy: names and codes are found by their hash, not one after the
//! other.

use waypost_dsl::hir::{Digits, Fact, Type, Value};
use waypost_dsl::iso::{Country, Currency};
use waypost_dsl::literal;

use crate::wire::json::Given;
use crate::wire::names::Names;
use crate::wire::payment::refused::Fault;

/// What the values of a fact are like.
#[derive(Debug)]
pub(super) enum Kind {
    Flag,
    OneOf(Choice),
    Country,
    /// From the first to the second, both included.
    Whole(i64, i64),
    /// From so many to so many digits.
    Digits(u8, u8),
    /// In one of these currencies.
    Money(Currencies),
    Text,
    Instant,
    /// It comes with another fact.
    Part,
}

/// Currencies by their codes.
pub(super) type Currencies = Names<Currency>;

/// The names of a `one of`.
#[derive(Debug)]
pub(super) struct Choice {
    places: Names<u16>,
    /// Other spellings in lower case, with the place of what they spell.
    spellings: Vec<(Box<str>, u16)>,
    /// The place of all names that are not listed.
    other: Option<u16>,
}

impl Kind {
    /// What the values of `fact` are like.
    pub(super) fn of(fact: &Fact) -> Self {
        match &fact.ty {
            Type::Flag => Self::Flag,
            Type::OneOf(names) => Self::OneOf(Choice::of(names, &fact.spellings)),
            Type::Country => Self::Country,
            Type::Integer { min, max } => Self::Whole(*min, *max),
            Type::Percent | Type::Duration => Self::Whole(0, Type::WHOLE_MAX),
            Type::Digits { min, max } => Self::Digits(*min, *max),
            Type::Money(list) => {
                Self::Money(Names::new(list.iter().map(|&currency| (currency.code().into(), currency))))
            }
            Type::Text => Self::Text,
            Type::Timestamp(_) => Self::Instant,
            Type::Currency(_) | Type::Hour | Type::Weekday | Type::Date => Self::Part,
        }
    }

    /// The value that is given; not for amounts.
    pub(super) fn value<'v>(&self, given: Given<'v>) -> Result<Value<'v>, Fault> {
        match (self, given) {
            (Self::Flag, Given::Flag(flag)) => Ok(Value::Flag(flag)),
            (Self::OneOf(names), Given::Text(name)) => {
                names.find(name).map(Value::OneOf).ok_or(Fault::UnknownValue)
            }
            (Self::Country, Given::Text(code)) => {
                Country::from_code(code).map(Value::Country).ok_or(Fault::UnknownValue)
            }
            (Self::Whole(min, max), Given::Whole(number)) => {
                let number = i64::try_from(number).ok().filter(|number| (min..=max).contains(&number));
                number.map(Value::Whole).ok_or(Fault::OutOfRange)
            }
            (Self::Digits(min, max), Given::Text(text)) => {
                let digits = Digits::parse(text).filter(|digits| (*min..=*max).contains(&digits.len()));
                digits.map(Value::Digits).ok_or(Fault::OutOfRange)
            }
            (Self::Text, Given::Text(text)) if text.len() <= Type::TEXT_BYTES => Ok(Value::Text(text)),
            (Self::Text, Given::Text(_)) => Err(Fault::OutOfRange),
            (Self::Instant, Given::Text(text)) => {
                literal::instant(text).map(Value::Instant).map_err(|_| Fault::WrongType)
            }
            _ => Err(Fault::WrongType),
        }
    }
}

impl Choice {
    fn of(names: &[String], spellings: &[(String, u16)]) -> Self {
        let places = Names::new(names.iter().map(|name| name.as_str().into()).zip(0..=u16::MAX));
        let spellings =
            spellings.iter().map(|(spelling, place)| (spelling.as_str().into(), *place)).collect();
        let other = places.get(Type::OTHER).copied();
        Self { places, spellings, other }
    }

    /// The place of a name, or of what it is another spelling of; where `other` is listed, it takes every name that is
    /// not.
    fn find(&self, name: &str) -> Option<u16> {
        self.places.get(name).copied().or_else(|| self.spelled(name)).or(self.other)
    }

    fn spelled(&self, name: &str) -> Option<u16> {
        let same = |spelling: &str| name.chars().flat_map(char::to_lowercase).eq(spelling.chars());
        self.spellings.iter().find(|(spelling, _)| same(spelling)).map(|(_, place)| *place)
    }
}
