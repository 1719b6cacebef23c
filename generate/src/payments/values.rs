//! Random values of every type, and those that facts of a type often have in common.

use waypost_dsl::hir::{Digits, Money, Type, Value};
use waypost_dsl::iso::{Country, Currency};

use super::instants;
use crate::draw::Draw;
use crate::random::{COUNTRIES, TEXTS};

/// A value that owns its text.
#[derive(Debug, Clone)]
pub(super) enum Owned {
    Small(Value<'static>),
    Text(String),
}

impl Owned {
    pub(super) fn get(&self) -> Value<'_> {
        match self {
            Self::Small(value) => *value,
            Self::Text(text) => Value::Text(text),
        }
    }
}

/// An amount.
pub(super) fn money(minor: u64, currency: Currency) -> Owned {
    Owned::Small(Value::Money(Money { minor, currency }))
}

/// Any value of a type.
pub(super) fn value(draw: &mut Draw, ty: &Type) -> Owned {
    Owned::Small(match ty {
        Type::Flag => Value::Flag(draw.once_in(2)),
        Type::OneOf(names) => Value::OneOf(u16::try_from(draw.place(names.len())).unwrap_or(0)),
        Type::Country => Value::Country(any_country(draw)),
        Type::Integer { min, max } => Value::Whole(draw.between(*min, *max)),
        Type::Percent => Value::Whole(draw.between(0, 10_000)),
        Type::Duration => Value::Whole(draw.between(0, 100_000)),
        Type::Digits { min, max } => {
            let len = draw.between(i64::from(*min), i64::from(*max));
            let text: String =
                (0..len).map(|_| char::from(b'0' + u8::try_from(draw.below(10)).unwrap_or(0))).collect();
            return Digits::parse(&text)
                .map_or_else(|| Owned::Text(text), |digits| Owned::Small(Value::Digits(digits)));
        }
        Type::Money(list) => Value::Money(Money { minor: draw.below(10_000), currency: *draw.pick(list) }),
        Type::Timestamp(zone) => Value::Instant(instants::any(draw, zone)),
        Type::Text | Type::Currency(_) | Type::Hour | Type::Weekday | Type::Date => {
            return Owned::Text((*draw.pick(&TEXTS)).to_owned());
        }
    })
}

fn any_country(draw: &mut Draw) -> Country {
    let place = u16::try_from(draw.below(u64::from(Country::count()))).unwrap_or(0);
    let all = Country::codes().filter_map(Country::from_code).collect::<Vec<_>>();
    Country::from_index(place).unwrap_or_else(|| *draw.pick(&all))
}

/// Values that two facts of this type often both have; some may not fit. Amounts have none of their own.
pub(super) fn shared(ty: &Type) -> Vec<Owned> {
    let whole = |numbers: &[i64]| numbers.iter().map(|&number| Owned::Small(Value::Whole(number))).collect();
    match ty {
        Type::Integer { .. } => whole(&[-1, 0, 1, 2]),
        Type::Percent | Type::Duration => whole(&[0, 1, 2, Type::WHOLE_MAX]),
        Type::Country => {
            let countries = COUNTRIES.iter().filter_map(|code| Country::from_code(code));
            countries.map(|country| Owned::Small(Value::Country(country))).collect()
        }
        Type::Digits { .. } => {
            let digits = ["0", "1", "01", "10", "000000", "424242", "0000000000000000001"];
            digits
                .iter()
                .filter_map(|text| Digits::parse(text))
                .map(|one| Owned::Small(Value::Digits(one)))
                .collect()
        }
        Type::Text => TEXTS.iter().map(|&text| Owned::Text(text.to_owned())).collect(),
        Type::Timestamp(zone) => {
            instants::shared(zone).into_iter().map(|micros| Owned::Small(Value::Instant(micros))).collect()
        }
        _ => vec![],
    }
}
