//! Rules of two to five random tests, each of which many payments meet.

use super::fact::{COUNTRIES, GREATEST_AMOUNT, Is, MERCHANTS};
use super::test::{Test, amount, bins, countries, leading, merchants, names, recurring, risk, single};
use super::{Rule, named};
use crate::draw::Draw;

pub(super) fn rules(draw: &mut Draw, rules: usize) -> Vec<Rule> {
    let rule = |_| {
        let count = draw.place(4) + 2;
        let facts = Is::some(draw, count);
        facts.iter().map(|&fact| test(draw, fact, &facts)).collect()
    };
    named("broad", (0..rules).map(rule))
}

/// A test of a fact that stands beside tests of the others.
fn test(draw: &mut Draw, fact: Is, others: &[Is]) -> Test {
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
            let mut places = several(draw, known.min(4) - 1, |draw| draw.place(known));
            if fact == Is::Method && others.iter().any(|other| other.is_of_card()) {
                // What a card has is only there where the method is card, the first one.
                places.insert(0, 0);
                places.truncate(known - 1);
            }
            names(fact, &places)
        }
    }
}

/// Up to `most` values.
fn several<T>(draw: &mut Draw, most: usize, mut value: impl FnMut(&mut Draw) -> T) -> Vec<T> {
    (0..=draw.place(most)).map(|_| value(draw)).collect()
}
