//! Values of a `one of` that have other spellings: matched whatever the case of their letters, in every script.

use crate::policy::asked_by;

/// Signals by which cards and wallets go elsewhere than other methods.
const SLOW: &str = r#","signals":{"adyen":{"latency_ms":2001}}"#;

#[test]
fn other_spellings_count_whatever_the_case_of_their_letters() {
    let card = asked_by("card", SLOW);
    for spelling in ["Card", "CARD", "cArD", "cb", "CB", "Cb", "кредитная карта", "КРЕДИТНАЯ КАРТА"]
    {
        assert_eq!(asked_by(spelling, SLOW), card, "{spelling}");
    }
    assert_eq!(asked_by("APPLE PAY", SLOW), asked_by("wallet", SLOW));
}

#[test]
fn a_value_without_other_spellings_has_its_own_only() {
    let other = asked_by("other", SLOW);
    assert_ne!(asked_by("wallet", SLOW), other);
    for spelling in ["WALLET", "Wallet", "card ", " cb", "c b", "applepay", "", "Кредитная"] {
        assert_eq!(asked_by(spelling, SLOW), other, "{spelling}");
    }
}
