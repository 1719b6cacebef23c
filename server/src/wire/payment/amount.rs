//! Amounts of money: `{"minor": 1200, "currency": "EUR"}`.

use serde::de::{Error, MapAccess};
use waypost_dsl::hir::{FactId, Money, Type, Value};
use waypost_dsl::iso::Currency;

use crate::wire::payment::given::Given;
use crate::wire::payment::reading::{Node, Reading, Seed};
use crate::wire::payment::refused::{Fault, PaymentError};
use crate::wire::payment::skip::Skip;

/// The value of a fact that is an amount, known to be an object.
pub(super) struct AmountNode<'r, 'a> {
    pub(super) fact: FactId,
    pub(super) reading: &'r mut Reading<'a>,
}

/// One member of an amount.
enum Part {
    Minor,
    Currency,
    Unknown,
}

impl AmountNode<'_, '_> {
    pub(super) fn object<'de, A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let Self { fact: id, reading } = self;
        let fact = &reading.facts[id];
        let (mut minor, mut currency) = (None, None);
        while let Some(part) = members.next_key_seed(Seed(PartName { reading: &mut *reading }))? {
            match part {
                Part::Minor if minor.is_none() => {
                    minor = Some(members.next_value_seed(Seed(Minor { fact: id, reading: &mut *reading }))?);
                }
                Part::Currency if currency.is_none() => {
                    currency =
                        Some(members.next_value_seed(Seed(Code { fact: id, reading: &mut *reading }))?);
                }
                Part::Minor => return Err(duplicate(reading, id, "minor")),
                Part::Currency => return Err(duplicate(reading, id, "currency")),
                Part::Unknown => members.next_value_seed(Seed(Skip { reading: &mut *reading }))?,
            }
        }
        let (Some(minor), Some(currency)) = (minor, currency) else {
            let part = if minor.is_none() { "minor" } else { "currency" };
            return Err(reading.refuse(PaymentError::missing_part(fact, part)));
        };
        let set = reading.payment.set(reading.facts, id, Value::Money(Money { minor, currency }));
        set.map_err(|_| reading.refuse(PaymentError::value(Fault::OutOfRange, fact, Given::Object)))
    }
}

fn duplicate<E: Error>(reading: &mut Reading<'_>, id: FactId, part: &str) -> E {
    let name = &reading.facts[id].name;
    reading.refuse(PaymentError::duplicate(&format!("{name}.{part}")))
}

/// The name of a member of an amount.
struct PartName<'r, 'a> {
    reading: &'r mut Reading<'a>,
}

impl Node<'_> for PartName<'_, '_> {
    type Value = Part;

    fn given<E: Error>(self, given: Given<'_>) -> Result<Part, E> {
        match given {
            Given::Text("minor") => Ok(Part::Minor),
            Given::Text("currency") => Ok(Part::Currency),
            _ if given.is_card_number() => Err(self.reading.refuse(PaymentError::card_number(""))),
            Given::Text(name) => {
                self.reading.skipped.note("", name);
                Ok(Part::Unknown)
            }
            _ => Ok(Part::Unknown),
        }
    }
}

/// The minor units of an amount.
struct Minor<'r, 'a> {
    fact: FactId,
    reading: &'r mut Reading<'a>,
}

impl Node<'_> for Minor<'_, '_> {
    type Value = u64;

    fn given<E: Error>(self, given: Given<'_>) -> Result<u64, E> {
        let fact = &self.reading.facts[self.fact];
        let fault = match given {
            _ if given.is_card_number() => {
                return Err(self.reading.refuse(PaymentError::card_number(&format!("{}.minor", fact.name))));
            }
            Given::Whole(number) => match u64::try_from(number) {
                Ok(minor) if minor <= Type::WHOLE_MAX.unsigned_abs() => return Ok(minor),
                _ => Fault::OutOfRange,
            },
            _ => Fault::WrongType,
        };
        Err(self.reading.refuse(PaymentError::part(fault, fact, "minor", given)))
    }
}

/// The currency of an amount.
struct Code<'r, 'a> {
    fact: FactId,
    reading: &'r mut Reading<'a>,
}

impl Node<'_> for Code<'_, '_> {
    type Value = Currency;

    fn given<E: Error>(self, given: Given<'_>) -> Result<Currency, E> {
        let fact = &self.reading.facts[self.fact];
        let fault = match (given, &fact.ty) {
            _ if given.is_card_number() => {
                return Err(self
                    .reading
                    .refuse(PaymentError::card_number(&format!("{}.currency", fact.name))));
            }
            (Given::Text(code), Type::Money(list)) => match list.iter().find(|known| known.code() == code) {
                Some(&currency) => return Ok(currency),
                None => Fault::UnknownValue,
            },
            _ => Fault::WrongType,
        };
        Err(self.reading.refuse(PaymentError::part(fault, fact, "currency", given)))
    }
}
