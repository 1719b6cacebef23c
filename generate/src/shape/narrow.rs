//! Rules of four to six tests, each of which few payments meet.

use super::fact::{COUNTRIES, GREATEST_AMOUNT, Is, MERCHANTS};
use super::test::{Test, amount, bins, countries, leading, merchants, names, recurring, risk};
use super::{Rule, named};
use crate::draw::Draw;

pub(super) fn rules(draw: &mut Draw, rules: usize) -> Vec<Rule> {
    let rule = |_| {
        let count = draw.place(3) + 4;
        let facts = Is::some(draw, count);
        facts.iter().map(|&fact| test(draw, fact, &facts)).collect()
    };
    named("narrow", (0..rules).map(rule))
}

/// A test of a fact that stands beside tests of the others.
fn test(draw: &mut Draw, fact: Is, others: &[Is]) -> Test {
    match fact {
        Is::Amount => {
            let low = draw.below(GREATEST_AMOUNT) + 1;
            amount(draw.place(Is::Currency.names().len()), low, low + draw.below(5_000))
        }
        Is::Country => countries(&[draw.below(COUNTRIES)]),
        Is::Bin => bins(&[leading(draw, 6)]),
        Is::Risk => {
            let low = draw.between(0, 95);
            risk(low, draw.between(low, low + 5))
        }
        Is::Recurring => recurring(),
        Is::Merchant => merchants(&[draw.below(MERCHANTS)]),
        // What a card has is only there where the method is card, the first one.
        Is::Method if others.iter().any(|other| other.is_of_card()) => names(fact, &[0]),
        fact => names(fact, &[draw.place(fact.names().len())]),
    }
}
