//! Passes over what no fact is declared for, and looks only whether a card number is in it.

use std::borrow::Cow;
use std::fmt;

use crate::wire::json::Given;
use crate::wire::payment::reading::{Reading, Stop};
use crate::wire::payment::refused::PaymentError;

/// How much of the first name is told, in bytes.
const NAME_BYTES: usize = 64;

/// The members of a payment that no fact is declared for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Skipped<'a> {
    /// How many there are; what is inside of them is not counted.
    pub count: usize,
    /// The first of them.
    pub first: Option<Name<'a>>,
}

/// The name of a member that no fact is declared for. Shown as its path in the payment, without the end of a long name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name<'a> {
    group: &'a str,
    name: Cow<'a, str>,
}

impl<'a> Skipped<'a> {
    /// Notes a member of the group at `group`.
    pub(super) fn note(&mut self, group: &'a str, name: Cow<'a, str>) {
        self.count += 1;
        self.first.get_or_insert(Name { group, name });
    }
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { group, name } = self;
        let name = name.get(..name.floor_char_boundary(NAME_BYTES)).unwrap_or_default();
        if group.is_empty() { f.write_str(name) } else { write!(f, "{group}.{name}") }
    }
}

impl Reading<'_, '_> {
    /// Passes over the next value. Numbers pass unseen: every tenth instant in milliseconds would be taken for a card
    /// number.
    pub(super) fn skip(&mut self) -> Result<(), Stop> {
        match self.json.value()? {
            given @ Given::Text(_) if given.is_card_number() => Err(PaymentError::card_number("").into()),
            Given::Object => {
                while let Some(name) = self.json.member()? {
                    if Given::Text(&name).is_card_number() {
                        return Err(PaymentError::card_number("").into());
                    }
                    self.skip()?;
                }
                Ok(())
            }
            Given::List => {
                while self.json.item()? {
                    self.skip()?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }
}
