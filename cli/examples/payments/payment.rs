//! One payment: who pays whom, how much and how, and how doubtful it looks.

use crate::json::Object;
use crate::market;
use crate::random::Random;
use crate::{acquirer, amount, attempt, customer, method, moment, shop, signals};

/// What kind of sale a payment is for.
struct Sale {
    recurring: bool,
    /// The merchant charges, and the customer is not there.
    by_merchant: bool,
    /// A company buys at a trade counter.
    trade: bool,
}

pub(crate) fn draw(random: &mut Random) -> Object {
    let market = market::draw(random);
    let method = method::draw(random, market);
    let sale = sale(random, method);

    let mut payment = Object::default();
    payment.group("amount", &amount::draw(random, market.currency));
    payment.text("method", method);
    payment.text("initiator", if sale.by_merchant { "merchant" } else { "customer" });
    if random.chance(900) {
        payment.text("time", &moment::draw(random));
    }
    if random.chance(950) {
        payment.text("country", market.country);
    }
    method::describe(random, method, market, sale.trade, &mut payment);
    payment.number("risk", risk(random));
    describe_sale(random, method, &sale, &mut payment);
    payment.group("merchant", &shop::draw(random, sale.recurring, sale.trade));
    payment.group("acquirer", &acquirer::draw(&mut random.aside()));
    payment.group("customer", &customer::draw(random, market));
    payment.group("signals", &signals::draw(random));
    if random.chance(150) {
        payment.group("attempt", &attempt::draw(random, market.currency));
    }
    payment
}

/// Only what can be charged again without the customer is sold by subscription.
fn sale(random: &mut Random, method: &str) -> Sale {
    let chargeable = matches!(method, "card" | "wallet" | "bank_debit");
    let recurring = chargeable && random.chance(if method == "bank_debit" { 500 } else { 170 });
    // Most of a subscription are its renewals; now and then something is charged after an order.
    let by_merchant = chargeable && random.chance(if recurring { 800 } else { 15 });
    Sale { recurring, by_merchant, trade: !recurring && random.chance(70) }
}

fn describe_sale(random: &mut Random, method: &str, sale: &Sale, payment: &mut Object) {
    payment.flag("recurring", sale.recurring);
    payment.flag("digital_goods", random.chance(60));
    if random.aside().chance(4) {
        payment.flag("surcharge", true);
    }
    if sale.recurring && random.chance(850) {
        let mut subscription = Object::default();
        subscription.number("cycle", if sale.by_merchant { random.between(1, 48) } else { 0 });
        payment.group("subscription", &subscription);
    }
    if !sale.by_merchant && random.chance(850) {
        // Only a card can be read out on the phone.
        let rest = if method == "card" { "phone" } else { "web" };
        payment.text("channel", random.share(&[(620, "web"), (330, "app")], rest));
    }
}

/// Most payments are honest: half of them score below ten of a hundred.
fn risk(random: &mut Random) -> u64 {
    let scores =
        [(500, (0, 9)), (250, (10, 24)), (120, (25, 44)), (70, (45, 69)), (35, (70, 89)), (18, (90, 96))];
    let (low, high) = random.share(&scores, (97, 100));
    random.between(low, high)
}
