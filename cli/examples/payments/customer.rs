//! What is known of a customer. Much of it is missing as often as not.

use crate::json::Object;
use crate::market::Market;
use crate::random::Random;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

pub(crate) fn draw(random: &mut Random, market: Market) -> Object {
    let mut customer = Object::default();
    if random.chance(850) {
        customer.text("id", &random.digits("c_", "c_000000".len()));
    }
    if random.chance(750) {
        customer.text("ip_country", ip_country(random, market));
    }
    if random.chance(650) {
        customer.text("email_domain", email_domain(random));
    }
    if random.chance(750) {
        customer.number("account_age", account_age(random));
    }
    if random.chance(450) {
        customer.number("chargeback_rate", chargeback_rate(random));
    }
    customer.flag("trusts_us", random.chance(45));
    customer
}

fn ip_country(random: &mut Random, market: Market) -> &'static str {
    random.share(&[(15, "DE"), (12, "US"), (8, "VN"), (4, "KP"), (4, "RU")], market.country)
}

fn email_domain(random: &mut Random) -> &'static str {
    let usual =
        random.one_of(&["gmail.com", "outlook.com", "icloud.com", "gmx.net", "orange.fr", "proton.me"]);
    let shares =
        [(15, "mailinator.com"), (10, "yopmail.com"), (8, "guerrillamail.com"), (15, "phone-order.invalid")];
    random.share(&shares, usual)
}

/// The age of the account in milliseconds.
fn account_age(random: &mut Random) -> u64 {
    let (low, high) =
        random.share(&[(120, (0, DAY_MS)), (110, (DAY_MS, 7 * DAY_MS))], (7 * DAY_MS, 2_500 * DAY_MS));
    // Shops count in seconds.
    random.between(low, high) / 1000 * 1000
}

/// The share of disputed payments, in basis points.
fn chargeback_rate(random: &mut Random) -> u64 {
    let (low, high) = random.share(&[(840, (0, 0)), (90, (1, 199)), (50, (200, 1_000))], (1_001, 4_000));
    random.between(low, high)
}
