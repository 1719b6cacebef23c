//! An attempt that failed, for a payment that comes back to hear what is to be done next.

use crate::json::Object;
use crate::random::Random;

/// Shares of a thousand declines; the rest is declined without a reason.
const DECLINES: &[(u64, &str)] = &[
    (210, "insufficient_funds"),
    (110, "issuer_unavailable"),
    (110, "psp_technical"),
    (60, "stolen_card"),
    (50, "account_closed"),
    (50, "suspected_fraud"),
    (50, "authentication_required"),
    (40, "outcome_unknown"),
    (40, "expired_card"),
    (30, "invalid_cvc"),
    (20, "route_not_possible"),
];

pub(crate) fn draw(random: &mut Random, currency: &str) -> Object {
    let mut attempt = Object::default();
    attempt.number("number", random.share(&[(600, 1), (250, 2), (100, 3)], 4));
    attempt.text("decline", random.share(DECLINES, "do_not_honor"));
    let connector = match currency {
        "BRL" | "INR" | "MXN" => "dlocal",
        _ => random.one_of(&["adyen", "stripe"]),
    };
    attempt.text("connector", connector);
    attempt
}
