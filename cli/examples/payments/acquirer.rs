//! The acquirers that would take a payment, as the company behind the shop knows them.

use crate::json::Object;
use crate::random::Random;

pub(crate) fn draw(random: &mut Random) -> Object {
    let mut acquirer = Object::default();
    if random.chance(900) {
        acquirer.text("country", random.share(&[(650, "DE"), (150, "GB"), (150, "US")], "IN"));
    }
    if random.chance(950) {
        acquirer.number("fraud_rate", fraud_rate(random));
    }
    acquirer
}

/// The share of fraud in a quarter, in basis points; whoever has more than 13 may exempt nothing in Europe.
fn fraud_rate(random: &mut Random) -> u64 {
    random.share(&[(760, 1), (120, 6), (70, 13)], 25)
}
