//! What is told of a value, and what must not be told.

use std::borrow::Cow;

use waypost_dsl::card;

use crate::wire::json::Given;

/// How many characters of a value are shown.
const SHOWN: usize = 64;

impl Given<'_> {
    /// Whether it looks like the number of a card.
    pub(super) fn is_card_number(self) -> bool {
        match self {
            Self::Text(text) => card::is_card_number(text),
            Self::Whole(number) => u64::try_from(number.unsigned_abs()).is_ok_and(card::spells_card_number),
            _ => false,
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

/// The text in quotes, on one line, and not all of it if it is long.
fn quoted(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        None => format!("\"{}\"", text.escape_debug()),
        Some((end, _)) => format!("\"{}…\"", text.get(..end).unwrap_or_default().escape_debug()),
    }
}
