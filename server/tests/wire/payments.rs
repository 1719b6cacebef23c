//! What is read from a payment, and what is refused, type by type.

use insta::{assert_debug_snapshot, assert_snapshot};
use waypost_server::wire::payment::Fault;

use crate::policy::{WALLET, decided, decoded, refusal, refused, with};

#[test]
fn values_of_all_types_are_read() {
    let json = r#"{"amount":{"minor":9007199254740991,"currency":"JPY"},"method":"card","country":"DE",
        "card":{"network":"visa","funding":"debit","bin":"00424242"},"risk":-10,"recurring":true,
        "merchant":{"id":"Zoë \"\n"},"customer":{"id":"","age":86400000,"disputes":10000}}"#;
    assert_debug_snapshot!(decoded(json), @"");
}

#[test]
fn null_is_absent() {
    assert_debug_snapshot!(decoded(r#"{"country":null,"card":null,"customer":{"id":null}}"#), @"[]");
}

#[test]
fn the_order_of_members_does_not_matter() {
    let json = r#"{"merchant":{"id":"m1"},"risk":1,"method":"wallet","amount":{"currency":"EUR","minor":1200}}"#;
    assert_eq!(decoded(json), decoded(WALLET));
}

#[test]
fn a_flag_that_is_not_given_is_false() {
    assert_eq!(decided(WALLET), decided(&with(r#"{"recurring":false}"#)));
}

#[test]
fn members_that_no_fact_is_declared_for_are_skipped_and_counted() {
    let json = with(r#"{"colour":"red","basket":[{"sku":1},[null,2.5]],"merchant":{"id":"m1","mood":{"a":1}}}"#);
    assert_eq!(decided(&json).1, 3);
}

#[test]
fn members_of_later_versions_are_skipped_and_not_counted() {
    let json = with(r#"{"signals":{"adyen":{"health":"up"}},"attempt":{"number":2}}"#);
    assert_eq!(decided(&json), decided(WALLET));
}

#[test]
fn names_that_are_not_listed_are_other_if_that_is_listed() {
    let json = r#"{"card":{"network":"carte bleue"}}"#;
    assert_debug_snapshot!(decoded(json), @"");
}

#[test]
fn names_and_codes_are_those_that_are_listed() {
    assert_snapshot!(refused(r#"{"method":"wallets"}"#), @"");
    assert_snapshot!(refused(r#"{"method":"Wallet"}"#), @"");
    assert_snapshot!(refused(r#"{"country":"de"}"#), @"");
    assert_snapshot!(refused(r#"{"country":"XX"}"#), @"");
    assert_snapshot!(refused(r#"{"country":49}"#), @"");
    assert_snapshot!(refused(r#"{"method":["card"]}"#), @"");
}

#[test]
fn numbers_are_whole_and_in_their_range() {
    assert_snapshot!(refused(r#"{"risk":101}"#), @"");
    assert_snapshot!(refused(r#"{"risk":-11}"#), @"");
    assert_snapshot!(refused(r#"{"risk":1.0}"#), @"");
    assert_snapshot!(refused(r#"{"risk":1e1}"#), @"");
    assert_snapshot!(refused(r#"{"risk":"1"}"#), @"");
    assert_snapshot!(refused(r#"{"risk":18446744073709551615}"#), @"");
    assert_snapshot!(refused(r#"{"customer":{"age":-1}}"#), @"");
    assert_snapshot!(refused(r#"{"customer":{"disputes":"1%"}}"#), @"");
    assert_snapshot!(refused(r#"{"recurring":1}"#), @"");
    assert_snapshot!(refused(r#"{"recurring":"true"}"#), @"");
}

#[test]
fn digits_are_a_string_of_the_right_length() {
    let card = |bin: &str| refused(&format!(r#"{{"method":"card","card":{{"network":"visa","bin":{bin}}}}}"#));
    assert_snapshot!(card("424242"), @"");
    assert_snapshot!(card(r#""42424""#), @"");
    assert_snapshot!(card(r#""424242424""#), @"");
    assert_snapshot!(card(r#""42424x""#), @"");
    assert_snapshot!(card(r#""٤٢٤٢٤٢""#), @"");
}

#[test]
fn amounts_are_minor_units_of_a_known_currency() {
    let amount = |amount: &str| refused(&format!(r#"{{"amount":{amount}}}"#));
    assert_snapshot!(amount("1200"), @"");
    assert_snapshot!(amount(r#""12.00 EUR""#), @"");
    assert_snapshot!(amount(r#"{"minor":1200}"#), @"");
    assert_snapshot!(amount(r#"{"currency":"EUR"}"#), @"");
    assert_snapshot!(amount(r#"{"minor":12.5,"currency":"EUR"}"#), @"");
    assert_snapshot!(amount(r#"{"minor":-1,"currency":"EUR"}"#), @"");
    assert_snapshot!(amount(r#"{"minor":9007199254740992,"currency":"EUR"}"#), @"");
    assert_snapshot!(amount(r#"{"minor":"1200","currency":"EUR"}"#), @"");
    assert_snapshot!(amount(r#"{"minor":1200,"currency":"GBP"}"#), @"");
    assert_snapshot!(amount(r#"{"minor":1200,"currency":null}"#), @"");
}

#[test]
fn texts_have_at_most_256_bytes() {
    let id = |length| format!(r#"{{"merchant":{{"id":"{}"}}}}"#, "é".repeat(length));
    assert_eq!(decided(&with(&id(128))).1, 0);
    assert_snapshot!(refused(&id(129)), @"");
}

#[test]
fn facts_are_there_when_they_must_be_and_only_then() {
    assert_snapshot!(refused(r#"{"risk":null}"#), @"");
    assert_snapshot!(refused(r#"{"method":"card","card":{"network":"visa"}}"#), @"");
    assert_snapshot!(refused(r#"{"card":{"network":"visa"}}"#), @"");
}

#[test]
fn nothing_is_given_twice() {
    let twice = |member: &str| refusal(WALLET.replacen('{', &format!("{{{member},"), 1)).to_string();
    assert_snapshot!(twice(r#""risk":1"#), @"");
    assert_snapshot!(twice(r#""risk":null"#), @"");
    assert_snapshot!(twice(r#""merchant":{}"#), @"");
    assert_snapshot!(twice(r#""card":{"bin":"424242","bin":"424242"}"#), @"");
    assert_snapshot!(refusal(r#"{"amount":{"minor":1,"minor":2}}"#), @"");
    assert_snapshot!(refusal(r#"{"amount":{"currency":"EUR","currency":"EUR"}}"#), @"");
    assert_eq!(decided(&WALLET.replacen('{', r#"{"x":1,"x":2,"#, 1)).1, 2);
}

#[test]
fn a_payment_is_one_object() {
    for json in ["null", "[]", "\"card\"", "1"] {
        assert_eq!(refusal(json).fault, Fault::WrongType, "{json}");
    }
    assert_snapshot!(refusal("[]"), @"");
    assert_snapshot!(refusal(r#"{"card":"visa"}"#), @"");
}

#[test]
fn what_is_not_json_is_told_by_its_place() {
    let not_json = |json: &[u8]| {
        let refused = refusal(json);
        assert_eq!(refused.fault, Fault::NotJson);
        refused.to_string()
    };
    assert_snapshot!(not_json(b""), @"");
    assert_snapshot!(not_json(b"{\n  \"risk\": 1,\n}"), @"");
    assert_snapshot!(not_json(b"{} {}"), @"");
    assert_snapshot!(not_json(b"{\"method\":\"\xff\"}"), @"");
    assert_snapshot!(not_json("{\"a\":".repeat(200).as_bytes()), @"");
    assert_snapshot!(not_json(b"{\"a\":1e999}"), @"");
}

#[test]
fn values_are_told_in_part_and_those_of_private_facts_not_at_all() {
    let long = "x\n".repeat(200);
    assert_snapshot!(refused(&serde_json::json!({ "method": long }).to_string()), @"");
    assert_snapshot!(refused(&serde_json::json!({ "customer": { "id": "secret".repeat(50) } }).to_string()), @"");
    assert_snapshot!(refused(r#"{"customer":{"id":12345}}"#), @"");
    assert_snapshot!(refused(r#"{"customer":{"id":true}}"#), @"");
}
