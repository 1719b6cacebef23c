//! When a payment is made: in the last quarter of a year, mostly by day, and some of them before Christmas.

use crate::random::Random;

/// An instant as RFC 3339 writes it.
pub(crate) fn draw(random: &mut Random) -> String {
    let (month, days) = random.share(&[(200, (10, 31)), (350, (11, 30))], (12, 31));
    let day = random.between(1, days);
    let (low, high) = random.share(&[(120, (0, 5)), (400, (6, 15)), (400, (16, 21))], (22, 23));
    let hour = random.between(low, high);
    let (minute, second) = (random.below(60), random.below(60));
    format!("2026-{month}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}
