//! No card number is taken in, and no refusal repeats one.

use insta::assert_snapshot;
use waypost_server::wire::payment::Fault;

use crate::policy::{decided, refusal, with};

/// Numbers that networks publish for tests.
const CARDS: [&str; 6] = [
    "4242424242424242",
    "4222222222222",
    "378282246310005",
    "5555 5555 5555 4444",
    "6011-1111-1111-1117",
    "6304000000000000000",
];

fn is_refused(members: &str) -> String {
    let refused = refusal(with(members));
    assert_eq!(refused.fault, Fault::CardNumber, "{members}");
    let told = refused.to_string();
    let digits: String = told.chars().filter(char::is_ascii_digit).collect();
    assert_eq!(digits, "", "{told}");
    told
}

#[test]
fn in_a_text() {
    for card in CARDS {
        is_refused(&format!(r#"{{"merchant":{{"id":"{card}"}}}}"#));
        is_refused(&format!(r#"{{"customer":{{"id":" {card} "}}}}"#));
    }
    assert_snapshot!(is_refused(r#"{"customer":{"id":"4242424242424242"}}"#), @"`customer.id` looks like a card number, expected no card number anywhere in a payment");
}

#[test]
fn in_a_fact_of_any_type() {
    for member in ["method", "country", "risk", "recurring", "amount", "merchant"] {
        is_refused(&format!(r#"{{"{member}":"4242424242424242"}}"#));
        is_refused(&format!(r#"{{"{member}":4242424242424242}}"#));
    }
    is_refused(r#"{"risk":-4242424242424242}"#);
    is_refused(r#"{"card":{"bin":"4242424242424242"}}"#);
    is_refused(r#"{"customer":{"age":4242424242424242}}"#);
    assert_snapshot!(is_refused(r#"{"amount":{"minor":4242424242424242,"currency":"EUR"}}"#), @"`amount.minor` looks like a card number, expected no card number anywhere in a payment");
    is_refused(r#"{"amount":{"minor":1,"currency":"4242424242424242"}}"#);
}

#[test]
fn in_a_member_of_no_fact() {
    assert_snapshot!(is_refused(r#"{"note":"4242 4242 4242 4242"}"#), @"a value that belongs to no fact looks like a card number, expected no card number anywhere in a payment");
    is_refused(r#"{"basket":[{"notes":["4242424242424242"]}]}"#);
    is_refused(r#"{"signals":{"adyen":{"note":"4242424242424242"}}}"#);
    is_refused(r#"{"4242424242424242":1}"#);
    is_refused(r#"{"basket":{"4242424242424242":1}}"#);
    is_refused(r#"{"amount":{"minor":1,"currency":"EUR","4242424242424242":1}}"#);
    is_refused(r#"{"amount":{"minor":1,"currency":"EUR","note":"4242424242424242"}}"#);
}

#[test]
fn a_number_that_is_not_whole_is_not_repeated_either() {
    let refused = refusal(with(r#"{"risk":4242424242424242.0}"#)).to_string();
    assert!(!refused.contains("4242"), "{refused}");
}

#[test]
fn what_only_resembles_one_passes() {
    for id in [
        "4242424242424241",
        "424242424242",
        "42424242424242424242",
        "4242.4242.4242.4242",
        "a4242424242424242",
    ] {
        assert_eq!(decided(&with(&format!(r#"{{"merchant":{{"id":"{id}"}}}}"#))).1, 0, "{id}");
    }
    // Every tenth instant in milliseconds passes the check.
    assert_eq!(decided(&with(r#"{"sent":1700000000000}"#)).1, 1);
}
