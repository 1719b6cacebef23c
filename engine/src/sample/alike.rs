//! Values of facts that are compared: by chance alone, two of them are hardly ever the same.

use num_traits::ToPrimitive as _;
use waypost_dsl::hir::{FactId, Money, Rates, Type, Value};
use waypost_dsl::iso::Currency;
use waypost_dsl::space::Region;

use crate::payment::Payment;
use crate::sample::Given;
use crate::sample::drawing::Drawing;

impl Drawing<'_, '_> {
    /// Gives the fact a value in `region` that is the same as that of `other`, or just beside it.
    pub(super) fn set_alike(
        &mut self,
        given: &Given,
        other: FactId,
        region: &Region,
        payment: &mut Payment,
    ) -> Option<()> {
        let known = self.known;
        let facts = &known.policy.facts;
        let ty = &facts[given.id].ty;
        let step = self.rng.i64(-1..=1);
        let value = match payment.value(facts, other)? {
            Value::Text(text) => {
                let text = text.to_owned();
                let fits = known.space.has_text(given.id, region, &text);
                return payment.set(facts, given.id, Value::Text(&text)).ok().filter(|()| fits);
            }
            Value::Whole(number) => Value::Whole(number.checked_add(step)?),
            Value::Instant(micros) => Value::Instant(micros.checked_add(step)?),
            Value::Money(money) => {
                let Type::Money(list) = ty else { return None };
                let &currency = self.rng.choice(list)?;
                let minor = worth(&known.policy.rates, money, currency)?.checked_add_signed(step)?;
                Value::Money(Money { minor, currency })
            }
            Value::Flag(flag) => Value::Flag(flag),
            Value::OneOf(place) => Value::OneOf(place),
            Value::Country(country) => Value::Country(country),
            Value::Digits(digits) => Value::Digits(digits),
        };
        let key = ty.key(value)?;
        region.side(given.axis).is_none_or(|keys| keys.contains(key)).then_some(())?;
        payment.set(facts, given.id, value).ok()
    }
}

/// The whole minor units of a currency that an amount is worth.
fn worth(rates: &Rates, money: Money, currency: Currency) -> Option<u64> {
    rates.worth(money, currency)?.floor().to_integer().to_u64()
}
