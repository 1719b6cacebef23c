//! Passes over what no fact is declared for, and looks only whether a card number is in it.

use serde::de::{Error, MapAccess, SeqAccess};

use crate::wire::payment::given::Given;
use crate::wire::payment::reading::{Node, Reading, Seed};
use crate::wire::payment::refused::PaymentError;

/// How much of the first name is kept, in bytes.
const NAME_BYTES: usize = 64;

/// The members of a payment that no fact is declared for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Skipped {
    /// How many there are.
    pub count: usize,
    /// The first of them, by its path in the payment; the end of a long name is cut off.
    pub first: Option<String>,
}

impl Skipped {
    /// Notes the member `name` of the group at `path`.
    pub(super) fn note(&mut self, path: &str, name: &str) {
        self.count += 1;
        self.first.get_or_insert_with(|| {
            let name = name.get(..name.floor_char_boundary(NAME_BYTES)).unwrap_or_default();
            if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
        });
    }
}

/// A value of no fact.
pub(super) struct Skip<'r, 'a> {
    pub(super) reading: &'r mut Reading<'a>,
}

impl<'de> Node<'de> for Skip<'_, '_> {
    type Value = ();

    /// Numbers pass: every tenth instant in milliseconds would be taken for a card number.
    fn given<E: Error>(self, given: Given<'_>) -> Result<(), E> {
        match given {
            Given::Text(_) if given.is_card_number() => {
                Err(self.reading.refuse(PaymentError::card_number("")))
            }
            _ => Ok(()),
        }
    }

    fn object<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(()) = members.next_key_seed(Seed(Skip { reading: &mut *self.reading }))? {
            members.next_value_seed(Seed(Skip { reading: &mut *self.reading }))?;
        }
        Ok(())
    }

    fn list<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(()) = items.next_element_seed(Seed(Skip { reading: &mut *self.reading }))? {}
        Ok(())
    }
}
