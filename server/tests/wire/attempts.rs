//! What is told of the last attempt, and what is decided then.

use insta::assert_snapshot;

use crate::policy::asked;

fn attempt(members: &str) -> String {
    asked(&format!(r#","attempt":{members}"#))
}

#[test]
fn retry_is_decided_for_a_payment_that_tells_of_an_attempt() {
    assert_snapshot!(attempt(r#"{"number":1,"decline":"stolen_card","connector":"adyen"}"#), @r#"{"route":{"outcome":"plan","connectors":["stripe","adyen"],"struck":[],"rule":null},"retry":{"outcome":"stop","rule":"final"}}"#);
    assert_snapshot!(attempt(r#"{"number":2,"decline":"issuer_unavailable","connector":"adyen"}"#), @r#"{"route":{"outcome":"plan","connectors":["stripe","adyen"],"struck":[],"rule":null},"retry":{"outcome":"again","after_ms":2000,"rule":"wait"}}"#);
    assert_snapshot!(attempt(r#"{"number":3,"decline":"issuer_unavailable","connector":"adyen"}"#), @r#"{"route":{"outcome":"plan","connectors":["stripe","adyen"],"struck":[],"rule":null},"retry":{"outcome":"next","rule":"moved"}}"#);
    assert_snapshot!(attempt(r#"{"number":3,"decline":"issuer_unavailable","connector":"stripe"}"#), @r#"{"route":{"outcome":"plan","connectors":["stripe","adyen"],"struck":[],"rule":null},"retry":{"outcome":"stop","rule":null}}"#);
    assert_eq!(attempt("null"), asked(""));
    assert_eq!(attempt("{}"), asked(""));
}

#[test]
fn a_decline_of_no_known_category_is_other() {
    let other = attempt(r#"{"number":1,"decline":"other","connector":"adyen"}"#);
    assert_snapshot!(other, @r#"{"route":{"outcome":"plan","connectors":["stripe","adyen"],"struck":[],"rule":null},"retry":{"outcome":"again","after_ms":0,"rule":"now"}}"#);
    for decline in ["05", "Issuer Unavailable", "STOLEN_CARD", ""] {
        let told = format!(r#"{{"number":1,"decline":"{decline}","connector":"adyen"}}"#);
        assert_eq!(attempt(&told), other, "{decline}");
    }
}

#[test]
fn an_attempt_is_told_in_full_or_not_at_all() {
    assert_snapshot!(attempt(r#"{"number":1,"connector":"adyen"}"#), @"`attempt.decline` is missing, expected one of account_closed, authentication_failed, authentication_required, avs_mismatch, cancelled, card_not_activated, card_restricted, compliance_blocked, currency_not_supported, do_not_honor, do_not_retry, duplicate, expired_card, fraud_blocked_merchant, fraud_blocked_psp, insufficient_funds, invalid_amount, invalid_card_data, invalid_card_number, invalid_cvc and 21 more");
    assert_snapshot!(attempt(r#"{"number":1,"decline":"stolen_card"}"#), @"`attempt.connector` is missing, expected one of adyen, stripe");
    assert_snapshot!(attempt(r#"{"decline":"stolen_card","connector":"adyen"}"#), @"`attempt.decline` is given, expected only when `attempt.number` is given");
    assert_snapshot!(attempt(r#"{"connector":"adyen"}"#), @"`attempt.connector` is given, expected only when `attempt.number` is given");
}

#[test]
fn attempts_of_another_kind_are_refused() {
    let with = |number: &str, decline: &str, connector: &str| {
        attempt(&format!(r#"{{"number":{number},"decline":{decline},"connector":{connector}}}"#))
    };
    assert_snapshot!(with("0", "\"other\"", "\"adyen\""), @"`attempt.number` is 0, expected a whole number from 1 to 1000");
    assert_snapshot!(with("1001", "\"other\"", "\"adyen\""), @"`attempt.number` is 1001, expected a whole number from 1 to 1000");
    assert_snapshot!(with("\"1\"", "\"other\"", "\"adyen\""), @r#"`attempt.number` is "1", expected a whole number from 1 to 1000"#);
    assert_snapshot!(with("1", "5", "\"adyen\""), @"`attempt.decline` is 5, expected one of account_closed, authentication_failed, authentication_required, avs_mismatch, cancelled, card_not_activated, card_restricted, compliance_blocked, currency_not_supported, do_not_honor, do_not_retry, duplicate, expired_card, fraud_blocked_merchant, fraud_blocked_psp, insufficient_funds, invalid_amount, invalid_card_data, invalid_card_number, invalid_cvc and 21 more");
    assert_snapshot!(with("1", "\"other\"", "\"paypal\""), @r#"`attempt.connector` is "paypal", expected one of adyen, stripe"#);
    assert_snapshot!(with("1", "\"other\"", "\"Adyen\""), @r#"`attempt.connector` is "Adyen", expected one of adyen, stripe"#);
    assert_snapshot!(attempt("2"), @"`attempt` is a number, expected an object");
    assert_snapshot!(attempt(r#"{"number":1,"number":2}"#), @"`attempt.number` is given twice, expected once");
}
