//! How much a payment is about: baskets in euros, turned into the prices of a currency.

use crate::json::Object;
use crate::random::Random;

/// What a shop has to know of a currency to write a price.
struct Currency {
    /// About what a thousand euros cost; prices need no better.
    per_thousand_euros: u64,
    /// Minor units of a hundredth: 0 decimals make a hundredth less than one unit (ISO 4217).
    decimals: u32,
    /// Prices go up in steps of so many minor units.
    step: u64,
}

fn currency(code: &str) -> Currency {
    let (per_thousand_euros, decimals, step) = match code {
        "USD" => (1_087, 2, 100),
        "GBP" => (835, 2, 100),
        "JPY" => (163_200, 0, 10),
        "CHF" => (931, 2, 100),
        "SEK" => (10_985, 2, 100),
        "NOK" => (11_742, 2, 100),
        "DKK" => (7_461, 2, 100),
        "ISK" => (147_300, 0, 10),
        "PLN" => (4_235, 2, 100),
        "CZK" => (24_310, 2, 100),
        "HUF" => (384_500, 2, 1_000),
        "RON" => (5_089, 2, 100),
        "CAD" => (1_524, 2, 100),
        "AUD" => (1_658, 2, 100),
        "NZD" => (1_842, 2, 100),
        "BRL" => (6_112, 2, 100),
        "MXN" => (20_145, 2, 100),
        "INR" => (96_420, 2, 100),
        "SGD" => (1_418, 2, 100),
        "KWD" => (334, 3, 500),
        _ => (1_000, 2, 100),
    };
    Currency { per_thousand_euros, decimals, step }
}

/// An amount in minor units of the currency.
pub(crate) fn draw(random: &mut Random, code: &str) -> Object {
    let mut amount = Object::default();
    let cents = basket(random);
    amount.number("minor", price(random, cents, &currency(code)));
    amount.text("currency", code);
    amount
}

/// What is in the basket, in cents of a euro: mostly a shirt or a tent, now and then a whole expedition.
fn basket(random: &mut Random) -> u64 {
    let sizes = [
        (170, (300, 2_500)),
        (170, (2_500, 5_000)),
        (260, (5_000, 10_000)),
        (230, (10_000, 25_000)),
        (100, (25_000, 50_000)),
        (50, (50_000, 150_000)),
        (15, (150_000, 480_000)),
    ];
    let (low, high) = random.share(&sizes, (500_000, 1_200_000));
    random.between(low, high)
}

fn price(random: &mut Random, cents: u64, currency: &Currency) -> u64 {
    let hundredths = cents * currency.per_thousand_euros / 1_000;
    let exact = hundredths * 10_u64.pow(currency.decimals) / 100;
    let round = (exact / currency.step).max(1) * currency.step;
    // A basket with postage ends anywhere, a single thing at a round price or just below one.
    random.share(&[(450, round - currency.step / 100), (250, round)], exact)
}
