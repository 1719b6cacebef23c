//! Rules of four to six tests, each of which few payments meet.

use super::fact::{COUNTRIES, GREATEST_AMOUNT, Is, MERCHANTS};
use super::test::{Test, amount, bins, countries, leading, merchants, names, recurring, risk};
use super::{Rule, named};
use crate::draw::Draw;

pub(super) fn rules(draw: &mut Draw, rules: usize) -> Vec<Rule> {
    named(
        "rule",
        (0..rules).map(|_| {
            let count = draw.place(3) + 4;
            Is::some(draw, count).into_iter().map(|fact| test(draw, fact)).collect()
        }),
    )
}

fn test(draw: &mut Draw, fact: Is) -> Test {
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
        fact => names(fact, &[draw.place(fact.names().len())]),
    }
}
