//! Ways to pay: which one is chosen in a market, and the facts that come with each.

use crate::card;
use crate::json::Object;
use crate::market::Market;
use crate::random::Random;

pub(crate) fn draw(random: &mut Random, market: Market) -> &'static str {
    let local = market.local.map_or(0, |(_, per_mille)| per_mille);
    if random.chance(local) {
        return "local";
    }
    random.share(
        &[(175, "wallet"), (45, "bank_transfer"), (50, "bank_debit"), (55, "pay_later"), (6, "crypto")],
        "card",
    )
}

/// Adds the group of facts that the method has, if it has one.
pub(crate) fn describe(random: &mut Random, method: &str, market: Market, trade: bool, payment: &mut Object) {
    match method {
        "card" => payment.group("card", &card::draw(random, market, trade)),
        "wallet" => payment.group("wallet", &wallet(random)),
        "bank_debit" => payment.group("mandate", &mandate(random, market.currency)),
        "local" => payment.group("local", &local(market)),
        _ => {}
    }
}

fn wallet(random: &mut Random) -> Object {
    let mut wallet = Object::default();
    if random.chance(950) {
        let shares = [(400, "paypal"), (330, "apple_pay"), (210, "google_pay"), (30, "click_to_pay")];
        wallet.text("brand", random.share(&shares, "samsung_pay"));
    }
    wallet
}

fn mandate(random: &mut Random, currency: &str) -> Object {
    let usual = match currency {
        "EUR" => "sepa",
        "GBP" => "bacs",
        "USD" => "ach",
        _ => "other",
    };
    let mut mandate = Object::default();
    mandate.text("scheme", random.share(&[(40, "sepa")], usual));
    mandate
}

fn local(market: Market) -> Object {
    let mut local = Object::default();
    local.text("scheme", market.local.map_or("other", |(scheme, _)| scheme));
    local
}
