//! Rules of two to five random tests, each of which many payments meet.

use super::fact::{COUNTRIES, GREATEST_AMOUNT, Is, MERCHANTS};
use super::test::{Test, amount, bins, countries, leading, merchants, names, recurring, risk, single};
use super::{Rule, named};
use crate::draw::Draw;

pub(super) fn rules(draw: &mut Draw, rules: usize) -> Vec<Rule> {
    named(
        "rule",
        (0..rules).map(|_| {
            let count = draw.place(4) + 2;
            Is::some(draw, count).into_iter().map(|fact| test(draw, fact)).collect()
        }),
    )
}

fn test(draw: &mut Draw, fact: Is) -> Test {
    match fact {
        Is::Amount => {
            let low = draw.below(GREATEST_AMOUNT / 2) + 1;
            amount(draw.place(Is::Currency.names().len()), low, low + draw.below(GREATEST_AMOUNT / 2))
        }
        Is::Country => countries(&several(draw, 5, |draw| draw.below(COUNTRIES))),
        Is::Bin => {
            let len = *draw.pick(&[4, 6]);
            bins(&several(draw, 3, |draw| leading(draw, len)))
        }
        Is::Risk => {
            let low = draw.between(0, 80);
            risk(low, draw.between(low, 100))
        }
        Is::Recurring if draw.once_in(2) => single(),
        Is::Recurring => recurring(),
        Is::Merchant => merchants(&several(draw, 3, |draw| draw.below(MERCHANTS))),
        fact => {
            let known = fact.names().len();
            // A test of all names would ask for nothing.
            names(fact, &several(draw, known.min(4) - 1, |draw| draw.place(known)))
        }
    }
}

/// Up to `most` values.
fn several<T>(draw: &mut Draw, most: usize, mut value: impl FnMut(&mut Draw) -> T) -> Vec<T> {
    (0..=draw.place(most)).map(|_| value(draw)).collect()
}
