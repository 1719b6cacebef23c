//! Where a payment lies, by what the axes mean: plainly, apart from how the engine finds it.

use std::cmp::Ordering;

use waypost_dsl::hir::{self, FactId, Value};
use waypost_dsl::space::{ABSENT, Axis, AxisId, Region, Space};
use waypost_engine::Payment;

/// The key of a payment on an axis, by what the axis means.
pub(crate) fn key(space: &Space<'_>, payment: &Payment, axis: AxisId) -> u64 {
    let facts = space.facts();
    let value = |fact: FactId| payment.value(facts, fact);
    match &space.axes()[axis] {
        Axis::Fact(fact) => match (value(*fact), &facts[*fact].ty) {
            (None, _) => ABSENT,
            (Some(Value::Text(text)), _) => {
                (1..).zip(space.texts(*fact)).find(|(_, known)| *known == text).map_or(0, |(key, _)| key)
            }
            (Some(value), ty) => ty.key(value).unwrap(),
        },
        Axis::Pattern(fact, pattern) => match value(*fact) {
            Some(Value::Text(text)) => u64::from(pattern.matches(text)),
            _ => 0,
        },
        Axis::Listed(fact, list) => match value(*fact) {
            Some(Value::Text(text)) => u64::from(space.lists()[*list].has_text(text)),
            Some(Value::Digits(digits)) => u64::from(space.lists()[*list].leads(digits)),
            _ => 0,
        },
        Axis::Order(one, other, rates) => {
            let (Some(a), Some(b)) = (value(*one), value(*other)) else { return ABSENT };
            match hir::order(space.rates_of(*rates), (&facts[*one].ty, a), (&facts[*other].ty, b)).unwrap() {
                Ordering::Less => 0,
                Ordering::Equal => 1,
                Ordering::Greater => 2,
            }
        }
        Axis::Opaque(formula) => u64::from(formula.holds(&|axis| key(space, payment, axis))),
    }
}

/// Whether a payment lies in a region.
pub(crate) fn lies_in(space: &Space<'_>, payment: &Payment, region: &Region) -> bool {
    region.sides().iter().all(|(axis, keys)| keys.contains(key(space, payment, *axis)))
}
