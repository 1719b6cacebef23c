//! The shops: our own brands, partners, and the many sellers on the market place.

use crate::json::Object;
use crate::random::Random;

/// The facts of a shop. Subscriptions and trade counters are our own brands' alone.
pub(crate) fn draw(random: &mut Random, recurring: bool, trade: bool) -> Object {
    let tier = random.share(&[(430, "gold"), (320, "silver")], "bronze");
    let tier = if recurring || trade { "gold" } else { tier };
    let mut shop = Object::default();
    let id = match tier {
        _ if recurring => random.one_of(&["fernweh_club", "fernweh_boxes", "boxes_legacy"]).to_owned(),
        _ if trade => random.one_of(&["trade_north", "trade_south"]).to_owned(),
        "gold" => random.share(&[(100, "fernweh_giftcards"), (300, "fernweh_maps")], "fernweh").to_owned(),
        "silver" => random.one_of(&["alpin_partner", "kajak_partner", "velo_partner"]).to_owned(),
        _ => random.digits("seller_", "seller_0000".len()),
    };
    shop.text("id", &id);
    shop.text("tier", tier);
    if random.chance(800) {
        shop.text("category", category(random, tier));
    }
    shop
}

/// Category codes of ISO 18245: sports, outdoor clothing, gifts; rarely a seller who should not be there.
fn category(random: &mut Random, tier: &str) -> &'static str {
    match tier {
        "bronze" => random.share(&[(15, "6051"), (10, "7995"), (475, "5941")], "5699"),
        _ => random.share(&[(550, "5941"), (350, "5655")], "5947"),
    }
}
