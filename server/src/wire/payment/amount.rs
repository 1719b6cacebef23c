//! Amounts of money: `{"minor": 1200, "currency": "EUR"}`.

use waypost_dsl::hir::{Fact, FactId, Money, Type, Value};
use waypost_dsl::iso::Currency;

use crate::wire::json::Given;
use crate::wire::payment::kind::Currencies;
use crate::wire::payment::reading::{Reading, Stop};
use crate::wire::payment::refused::{Fault, PaymentError};

impl Reading<'_, '_> {
    /// Reads the members of an amount.
    pub(super) fn amount(&mut self, id: FactId, currencies: &Currencies) -> Result<(), Stop> {
        let (mut minor, mut currency) = (None, None);
        while let Some(name) = self.json.member()? {
            match &*name {
                "minor" if minor.is_none() => minor = Some(self.minor(id)?),
                "currency" if currency.is_none() => currency = Some(self.currency(id, currencies)?),
                "minor" | "currency" => {
                    let fact = &self.facts[id].name;
                    return Err(PaymentError::duplicate(&format!("{fact}.{name}")).into());
                }
                _ => self.unknown("", name)?,
            }
        }
        let fact = &self.facts[id];
        let (Some(minor), Some(currency)) = (minor, currency) else {
            let part = if minor.is_none() { "minor" } else { "currency" };
            return Err(PaymentError::missing_part(fact, part).into());
        };
        let set = self.payment.set(self.facts, id, Value::Money(Money { minor, currency }));
        set.map_err(|_| PaymentError::value(Fault::OutOfRange, fact, Given::Object).into())
    }

    fn minor(&mut self, id: FactId) -> Result<u64, Stop> {
        let given = self.json.value()?;
        let fault = match given {
            _ if given.is_card_number() => Fault::CardNumber,
            Given::Whole(number) => match u64::try_from(number) {
                Ok(minor) if minor <= Type::WHOLE_MAX.unsigned_abs() => return Ok(minor),
                _ => Fault::OutOfRange,
            },
            _ => Fault::WrongType,
        };
        Err(refused(fault, &self.facts[id], "minor", given))
    }

    fn currency(&mut self, id: FactId, currencies: &Currencies) -> Result<Currency, Stop> {
        let given = self.json.value()?;
        let fault = match given {
            _ if given.is_card_number() => Fault::CardNumber,
            Given::Text(code) => match currencies.get(code) {
                Some(&currency) => return Ok(currency),
                None => Fault::UnknownValue,
            },
            _ => Fault::WrongType,
        };
        Err(refused(fault, &self.facts[id], "currency", given))
    }
}

#[cold]
fn refused(fault: Fault, fact: &Fact, part: &str, given: Given<'_>) -> Stop {
    match fault {
        Fault::CardNumber => PaymentError::card_number(&format!("{}.{part}", fact.name)).into(),
        _ => PaymentError::part(fault, fact, part, given).into(),
    }
}
