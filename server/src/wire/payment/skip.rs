//! Passes over what no fact is declared for, and looks only whether a card number is in it.

use serde::de::{Error, MapAccess, SeqAccess};

use crate::wire::payment::given::Given;
use crate::wire::payment::reading::{Node, Reading, Seed};
use crate::wire::payment::refused::PaymentError;

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
