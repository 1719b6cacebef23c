//! One value as JSON gives it, and what it means for a fact.

use std::borrow::Cow;

use waypost_dsl::card::is_card_number;
use waypost_dsl::hir::{Digits, Fact, Type, Value};
use waypost_dsl::iso::Country;
use waypost_dsl::literal;

use crate::wire::payment::refused::Fault;

/// How many characters of a value are shown.
const SHOWN: usize = 64;

/// A value as JSON gives it; of lists and objects no more than that.
#[derive(Debug, Clone, Copy)]
pub(super) enum Given<'v> {
    Null,
    Flag(bool),
    /// A number without fraction and exponent, within 64 bits.
    Whole(i128),
    /// Any other number.
    Fraction,
    Text(&'v str),
    List,
    Object,
}

impl<'v> Given<'v> {
    /// Whether it looks like the number of a card.
    pub(super) fn is_card_number(self) -> bool {
        match self {
            Self::Text(text) => is_card_number(text),
            Self::Whole(number) if number.unsigned_abs() >= 1_000_000_000_000 => {
                is_card_number(&number.to_string())
            }
            _ => false,
        }
    }

    /// The value of the fact that it means; not for amounts.
    pub(super) fn value(self, fact: &Fact) -> Result<Value<'v>, Fault> {
        match (&fact.ty, self) {
            (Type::Flag, Self::Flag(flag)) => Ok(Value::Flag(flag)),
            (Type::OneOf(names), Self::Text(name)) => place(names, &fact.spellings, name).map(Value::OneOf),
            (Type::Country, Self::Text(code)) => {
                Country::from_code(code).map(Value::Country).ok_or(Fault::UnknownValue)
            }
            (Type::Integer { min, max }, Self::Whole(number)) => whole(number, *min, *max),
            (Type::Percent | Type::Duration, Self::Whole(number)) => whole(number, 0, Type::WHOLE_MAX),
            (Type::Digits { min, max }, Self::Text(text)) => {
                let digits = Digits::parse(text).ok_or(Fault::OutOfRange)?;
                (*min..=*max)
                    .contains(&digits.len())
                    .then_some(Value::Digits(digits))
                    .ok_or(Fault::OutOfRange)
            }
            (Type::Text, Self::Text(text)) if text.len() <= Type::TEXT_BYTES => Ok(Value::Text(text)),
            (Type::Text, Self::Text(_)) => Err(Fault::OutOfRange),
            (Type::Timestamp(_), Self::Text(text)) => {
                literal::instant(text).map(Value::Instant).map_err(|_| Fault::WrongType)
            }
            _ => Err(Fault::WrongType),
        }
    }

    /// What is told of it: the value itself, cut short; of a fact that must not be shown, only its kind.
    pub(super) fn describe(self, private: bool) -> Cow<'static, str> {
        match self {
            Self::Null => "null".into(),
            Self::Flag(_) if private => "true or false".into(),
            Self::Flag(flag) => flag.to_string().into(),
            Self::Whole(_) if private => "a number".into(),
            Self::Whole(number) => number.to_string().into(),
            Self::Fraction => "a number with a fraction, an exponent or too many digits".into(),
            Self::Text(_) if private => "a string".into(),
            Self::Text(text) => quoted(text).into(),
            Self::List => "a list".into(),
            Self::Object => "an object".into(),
        }
    }
}

/// The place of a name in a list, or of the value that it is another spelling of; where `other` is listed, it takes every
/// name that is not.
fn place(names: &[String], spellings: &[(String, u16)], name: &str) -> Result<u16, Fault> {
    let find = |wanted: &str| {
        let place = names.iter().position(|known| known == wanted);
        place.and_then(|place| u16::try_from(place).ok())
    };
    let same = |spelling: &str| name.chars().flat_map(char::to_lowercase).eq(spelling.chars());
    let spelled = || spellings.iter().find(|(spelling, _)| same(spelling)).map(|(_, place)| *place);
    find(name).or_else(spelled).or_else(|| find(Type::OTHER)).ok_or(Fault::UnknownValue)
}

fn whole(number: i128, min: i64, max: i64) -> Result<Value<'static>, Fault> {
    let number = i64::try_from(number).ok().filter(|number| (min..=max).contains(number));
    number.map(Value::Whole).ok_or(Fault::OutOfRange)
}

/// The text in quotes, on one line, and not all of it if it is long.
fn quoted(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        None => format!("\"{}\"", text.escape_debug()),
        Some((end, _)) => format!("\"{}…\"", text.get(..end).unwrap_or_default().escape_debug()),
    }
}
