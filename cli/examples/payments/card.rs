//! Cards: networks by country, the public ranges of their numbers, and what the issuer tells about a card.

use crate::json::Object;
use crate::market::Market;
use crate::random::Random;

/// The facts of a card that a customer of this market pays with; in trade most cards are a company's.
pub(crate) fn draw(random: &mut Random, market: Market, trade: bool) -> Object {
    let network = network(random, market.country);
    let funding = funding(random, network, market.country);
    let mut card = Object::default();
    card.text("network", if random.chance(200) { spelled(network) } else { network });
    if !random.chance(50) {
        card.text("funding", funding);
    }
    card.text("bin", &bin(random, network, funding));
    if random.chance(930) {
        card.text("issuer_country", issuer_country(random, market));
    }
    if let Some(local) = local_network(random, network, funding, market.country) {
        card.text("local_network", local);
    }
    if random.chance(550) {
        card.number("attempts_today", attempts_today(random));
        card.number("attempts_month", attempts_month(&mut random.aside()));
    }
    card.flag("commercial", random.chance(if trade { 650 } else { 30 }));
    card.flag("tokenised", random.chance(350));
    card
}

/// Some networks (`elo`, `rupay`, `girocard`) are not among the listed values, and fall under `other`.
fn network(random: &mut Random, country: &str) -> &'static str {
    match country {
        "US" | "CA" => {
            random.share(&[(520, "visa"), (290, "mastercard"), (120, "amex"), (50, "discover")], "diners")
        }
        "JP" => random.share(&[(450, "visa"), (190, "mastercard"), (270, "jcb"), (60, "amex")], "diners"),
        "BR" => random.share(&[(370, "visa"), (460, "mastercard"), (130, "elo")], "amex"),
        "IN" => random.share(&[(400, "visa"), (320, "mastercard"), (260, "rupay")], "amex"),
        "SG" | "TH" | "AU" | "NZ" => {
            random.share(&[(520, "visa"), (340, "mastercard"), (80, "unionpay")], "amex")
        }
        "DE" | "AT" => {
            random.share(&[(450, "visa"), (400, "mastercard"), (60, "maestro"), (45, "amex")], "girocard")
        }
        _ => random.share(&[(500, "visa"), (420, "mastercard"), (30, "maestro"), (38, "amex")], "unionpay"),
    }
}

/// How some shops spell a network, which is what other connectors call it.
fn spelled(network: &'static str) -> &'static str {
    match network {
        "visa" => "VISA",
        "mastercard" => "MasterCard",
        "amex" => "American Express",
        "diners" => "Diners Club",
        "unionpay" => "CUP",
        _ => network,
    }
}

fn funding(random: &mut Random, network: &str, country: &str) -> &'static str {
    match (network, country) {
        ("maestro" | "girocard", _) => "debit",
        ("amex" | "diners" | "jcb" | "discover", _) => "credit",
        (_, "JP" | "CH" | "BR" | "CA" | "KW") => random.share(&[(250, "debit"), (40, "prepaid")], "credit"),
        (_, "IT") => random.share(&[(420, "debit"), (200, "prepaid")], "credit"),
        _ => random.share(&[(540, "debit"), (60, "prepaid")], "credit"),
    }
}

/// The first six or eight digits. Visa and Mastercard have used eight since 2022, but not every shop keeps them.
fn bin(random: &mut Random, network: &str, funding: &str) -> String {
    let prefix = prefix(random, network, funding);
    let long = matches!(network, "visa" | "mastercard") && random.chance(700);
    random.digits(prefix, if long || prefix.len() > 6 { 8 } else { 6 })
}

/// A range of the network, or one of those that policies single out: test cards, gift cards, leaked cards,
/// issuers with habits of their own.
fn prefix(random: &mut Random, network: &str, funding: &str) -> &'static str {
    match (network, funding) {
        ("visa", "prepaid") => random.share(&[(80, "404595"), (80, "423576")], "4"),
        ("visa", "credit") => random.share(&[(12, "4773915"), (10, "400000"), (25, "455615")], "4"),
        ("visa", _) => random.share(&[(6, "400000"), (25, "455615")], "4"),
        ("mastercard", "prepaid") => random.share(&[(100, "531184")], "53"),
        ("mastercard", _) => {
            let classic = random.one_of(&["51", "52", "53", "54", "55"]);
            let others = [(8, "520000"), (4, "222300"), (40, "53127"), (120, "23"), (60, "2720")];
            random.share(&others, classic)
        }
        ("maestro", _) => random.one_of(&["5018", "5020", "5038", "6304", "6759", "6761", "6763"]),
        ("amex", _) => random.one_of(&["34", "37"]),
        ("discover", _) => random.one_of(&["6011", "644", "648", "65"]),
        ("diners", _) => random.one_of(&["300", "305", "36", "38"]),
        ("jcb", _) => random.one_of(&["3528", "3540", "3566", "3589"]),
        ("unionpay", _) => "62",
        ("elo", _) => random.one_of(&["438935", "504175", "636368"]),
        ("rupay", _) => random.one_of(&["607", "6521", "817"]),
        _ => "672",
    }
}

fn issuer_country(random: &mut Random, market: Market) -> &'static str {
    // Expatriates, travellers, and thieves.
    random.share(
        &[(35, "GB"), (30, "US"), (20, "DE"), (6, "JP"), (6, "CN"), (5, "IN"), (3, "SY")],
        market.country,
    )
}

fn local_network(random: &mut Random, network: &str, funding: &str, country: &str) -> Option<&'static str> {
    let international = matches!(network, "visa" | "mastercard" | "maestro");
    let (per_mille, local) = match (country, funding) {
        ("FR", "debit" | "credit") => (700, "cartes_bancaires"),
        ("BE", "debit") => (600, "bancontact"),
        ("DK", "debit") => (600, "dankort"),
        ("US", "debit") => (800, random.one_of(&["accel", "nyce", "pulse", "star"])),
        ("CA" | "AU", "debit") => (300, "other"),
        _ => return None,
    };
    (international && random.chance(per_mille)).then_some(local)
}

fn attempts_month(random: &mut Random) -> u64 {
    let (low, high) = random.share(&[(820, (0, 3)), (100, (4, 19))], (20, 40));
    random.between(low, high)
}

fn attempts_today(random: &mut Random) -> u64 {
    let (low, high) = random.share(&[(800, (0, 1)), (165, (2, 5)), (25, (6, 15))], (16, 60));
    random.between(low, high)
}
