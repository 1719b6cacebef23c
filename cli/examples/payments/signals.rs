//! How the connectors fare at the moment of a payment, as whoever runs them would tell.

use crate::json::Object;
use crate::random::Random;

/// What is known of the two connectors that are watched most closely; of the others there is nothing to tell.
pub(crate) fn draw(random: &mut Random) -> Object {
    let mut signals = Object::default();
    for connector in ["adyen", "stripe"] {
        if random.chance(600) {
            signals.group(connector, &signal(random));
        }
    }
    signals
}

fn signal(random: &mut Random) -> Object {
    let mut signal = Object::default();
    let health = random.share(&[(30, "down"), (40, "degraded")], "up");
    if health != "up" || random.chance(500) {
        signal.text("health", health);
    }
    if random.chance(800) {
        let (low, high) = random.share(&[(60, (5_500, 7_499))], (7_500, 9_700));
        signal.number("success_rate_bps", random.between(low, high));
    }
    if random.chance(700) {
        let (low, high) = random.share(&[(30, (8_001, 20_000))], (180, 2_500));
        signal.number("latency_ms", random.between(low, high));
    }
    signal
}
