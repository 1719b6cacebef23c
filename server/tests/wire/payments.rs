//! What is read from a payment, and what is refused, type by type.

use insta::{assert_debug_snapshot, assert_snapshot};
use waypost_server::wire::payment::Fault;

use crate::policy::{WALLET, decided, decoded, refusal, refused, with};

#[test]
fn values_of_all_types_are_read() {
    let json = r#"{"amount":{"minor":9007199254740991,"currency":"JPY"},"method":"card","country":"DE",
        "card":{"network":"visa","funding":"debit","bin":"00424242"},"risk":-10,"recurring":true,
        "merchant":{"id":"Zoë \"\n"},"customer":{"id":"","age":86400000,"disputes":10000}}"#;
    assert_debug_snapshot!(decoded(json), @r#"
    [
        "amount = Money(Money { minor: 9007199254740991, currency: Currency(JPY) })",
        "method = OneOf(0)",
        "country = Country(Country(56))",
        "card.network = OneOf(0)",
        "card.funding = OneOf(1)",
        "card.bin = Digits(Digits { len: 8, number: 424242 })",
        "risk = Whole(-10)",
        "recurring = Flag(true)",
        "merchant.id = Text(\"Zoë \\\"\\n\")",
        "customer.id = Text(\"\")",
        "customer.age = Whole(86400000)",
        "customer.disputes = Whole(10000)",
    ]
    "#);
}

#[test]
fn null_is_absent() {
    assert_debug_snapshot!(decoded(r#"{"country":null,"card":null,"customer":{"id":null}}"#), @"[]");
}

#[test]
fn the_order_of_members_does_not_matter() {
    let json =
        r#"{"merchant":{"id":"m1"},"risk":1,"method":"wallet","amount":{"currency":"EUR","minor":1200}}"#;
    assert_eq!(decoded(json), decoded(WALLET));
}

#[test]
fn a_flag_that_is_not_given_is_false() {
    assert_eq!(decided(WALLET), decided(&with(r#"{"recurring":false}"#)));
}

#[test]
fn members_that_no_fact_is_declared_for_are_skipped_and_counted() {
    let json =
        with(r#"{"colour":"red","basket":[{"sku":1},[null,2.5]],"merchant":{"id":"m1","mood":{"a":1}}}"#);
    assert_eq!(decided(&json).1, 3);
}

#[test]
fn an_attempt_is_skipped_by_a_policy_without_retry_and_signals_are_read() {
    let json = with(r#"{"signals":{"adyen":{"health":"up"}},"attempt":{"number":2}}"#);
    assert_eq!(decided(&json), (decided(WALLET).0, 1));
}

#[test]
fn names_that_are_not_listed_are_other_if_that_is_listed() {
    let json = r#"{"card":{"network":"carte bleue"}}"#;
    assert_debug_snapshot!(decoded(json), @r#"
    [
        "card.network = OneOf(2)",
    ]
    "#);
}

#[test]
fn names_and_codes_are_those_that_are_listed() {
    assert_snapshot!(refused(r#"{"method":"wallets"}"#), @r#"`method` is "wallets", expected one of card, wallet, transfer"#);
    assert_snapshot!(refused(r#"{"method":"Wallet"}"#), @r#"`method` is "Wallet", expected one of card, wallet, transfer"#);
    assert_snapshot!(refused(r#"{"country":"de"}"#), @r#"`country` is "de", expected a country's two capital letters, such as "DE""#);
    assert_snapshot!(refused(r#"{"country":"XX"}"#), @r#"`country` is "XX", expected a country's two capital letters, such as "DE""#);
    assert_snapshot!(refused(r#"{"country":49}"#), @r#"`country` is 49, expected a country's two capital letters, such as "DE""#);
    assert_snapshot!(refused(r#"{"method":["card"]}"#), @"`method` is a list, expected one of card, wallet, transfer");
}

#[test]
fn numbers_are_whole_and_in_their_range() {
    assert_snapshot!(refused(r#"{"risk":101}"#), @"`risk` is 101, expected a whole number from -10 to 100");
    assert_snapshot!(refused(r#"{"risk":-11}"#), @"`risk` is -11, expected a whole number from -10 to 100");
    assert_snapshot!(refused(r#"{"risk":1.0}"#), @"`risk` is a number with a fraction, an exponent or too many digits, expected a whole number from -10 to 100");
    assert_snapshot!(refused(r#"{"risk":1e1}"#), @"`risk` is a number with a fraction, an exponent or too many digits, expected a whole number from -10 to 100");
    assert_snapshot!(refused(r#"{"risk":"1"}"#), @r#"`risk` is "1", expected a whole number from -10 to 100"#);
    assert_snapshot!(refused(r#"{"risk":18446744073709551615}"#), @"`risk` is 18446744073709551615, expected a whole number from -10 to 100");
    assert_snapshot!(refused(r#"{"customer":{"age":-1}}"#), @"`customer.age` is -1, expected a whole number of milliseconds from 0 to 9007199254740991");
    assert_snapshot!(refused(r#"{"customer":{"disputes":"1%"}}"#), @r#"`customer.disputes` is "1%", expected a whole number of basis points from 0 to 9007199254740991"#);
    assert_snapshot!(refused(r#"{"recurring":1}"#), @"`recurring` is 1, expected true or false");
    assert_snapshot!(refused(r#"{"recurring":"true"}"#), @r#"`recurring` is "true", expected true or false"#);
}

#[test]
fn digits_are_a_string_of_the_right_length() {
    let card =
        |bin: &str| refused(&format!(r#"{{"method":"card","card":{{"network":"visa","bin":{bin}}}}}"#));
    assert_snapshot!(card("424242"), @"`card.bin` is 424242, expected a string of 6 to 8 digits");
    assert_snapshot!(card(r#""42424""#), @r#"`card.bin` is "42424", expected a string of 6 to 8 digits"#);
    assert_snapshot!(card(r#""424242424""#), @r#"`card.bin` is "424242424", expected a string of 6 to 8 digits"#);
    assert_snapshot!(card(r#""42424x""#), @r#"`card.bin` is "42424x", expected a string of 6 to 8 digits"#);
    assert_snapshot!(card(r#""٤٢٤٢٤٢""#), @r#"`card.bin` is "٤٢٤٢٤٢", expected a string of 6 to 8 digits"#);
}

#[test]
fn amounts_are_minor_units_of_a_known_currency() {
    let amount = |amount: &str| refused(&format!(r#"{{"amount":{amount}}}"#));
    assert_snapshot!(amount("1200"), @r#"`amount` is 1200, expected an amount such as {"minor": 1200, "currency": "EUR"}"#);
    assert_snapshot!(amount(r#""12.00 EUR""#), @r#"`amount` is "12.00 EUR", expected an amount such as {"minor": 1200, "currency": "EUR"}"#);
    assert_snapshot!(amount(r#"{"minor":1200}"#), @"`amount.currency` is missing, expected one of EUR, USD, JPY");
    assert_snapshot!(amount(r#"{"currency":"EUR"}"#), @"`amount.minor` is missing, expected a whole number of minor units from 0 to 9007199254740991");
    assert_snapshot!(amount(r#"{"minor":12.5,"currency":"EUR"}"#), @"`amount.minor` is a number with a fraction, an exponent or too many digits, expected a whole number of minor units from 0 to 9007199254740991");
    assert_snapshot!(amount(r#"{"minor":-1,"currency":"EUR"}"#), @"`amount.minor` is -1, expected a whole number of minor units from 0 to 9007199254740991");
    assert_snapshot!(amount(r#"{"minor":9007199254740992,"currency":"EUR"}"#), @"`amount.minor` is 9007199254740992, expected a whole number of minor units from 0 to 9007199254740991");
    assert_snapshot!(amount(r#"{"minor":"1200","currency":"EUR"}"#), @r#"`amount.minor` is "1200", expected a whole number of minor units from 0 to 9007199254740991"#);
    assert_snapshot!(amount(r#"{"minor":1200,"currency":"GBP"}"#), @r#"`amount.currency` is "GBP", expected one of EUR, USD, JPY"#);
    assert_snapshot!(amount(r#"{"minor":1200,"currency":null}"#), @"`amount.currency` is null, expected one of EUR, USD, JPY");
}

#[test]
fn texts_have_at_most_256_bytes() {
    let id = |length| format!(r#"{{"merchant":{{"id":"{}"}}}}"#, "é".repeat(length));
    assert_eq!(decided(&with(&id(128))).1, 0);
    assert_snapshot!(refused(&id(129)), @r#"`merchant.id` is "éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé…", expected a string of up to 256 bytes"#);
}

#[test]
fn facts_are_there_when_they_must_be_and_only_then() {
    assert_snapshot!(refused(r#"{"risk":null}"#), @"`risk` is missing, expected a whole number from -10 to 100");
    assert_snapshot!(refused(r#"{"method":"card","card":{"network":"visa"}}"#), @"`card.bin` is missing, expected a string of 6 to 8 digits");
    assert_snapshot!(refused(r#"{"card":{"network":"visa"}}"#), @"`card.network` is given, expected only when `method` is card");
}

#[test]
fn nothing_is_given_twice() {
    let twice = |member: &str| refusal(WALLET.replacen('{', &format!("{{{member},"), 1)).to_string();
    assert_snapshot!(twice(r#""risk":1"#), @"`risk` is given twice, expected once");
    assert_snapshot!(twice(r#""risk":null"#), @"`risk` is given twice, expected once");
    assert_snapshot!(twice(r#""merchant":{}"#), @"`merchant` is given twice, expected once");
    assert_snapshot!(twice(r#""card":{"bin":"424242","bin":"424242"}"#), @"`card.bin` is given twice, expected once");
    assert_snapshot!(refusal(r#"{"amount":{"minor":1,"minor":2}}"#), @"`amount.minor` is given twice, expected once");
    assert_snapshot!(refusal(r#"{"amount":{"currency":"EUR","currency":"EUR"}}"#), @"`amount.currency` is given twice, expected once");
    assert_eq!(decided(&WALLET.replacen('{', r#"{"x":1,"x":2,"#, 1)).1, 2);
}

#[test]
fn a_payment_is_one_object() {
    for json in ["null", "[]", "\"card\"", "1"] {
        assert_eq!(refusal(json).fault, Fault::WrongType, "{json}");
    }
    assert_snapshot!(refusal("[]"), @"the payment is a list, expected an object");
    assert_snapshot!(refusal(r#"{"card":"visa"}"#), @"`card` is a string, expected an object");
}

#[test]
fn what_is_not_json_is_told_by_its_place() {
    let not_json = |json: &[u8]| {
        let refused = refusal(json);
        assert_eq!(refused.fault, Fault::NotJson);
        refused.to_string()
    };
    assert_snapshot!(not_json(b""), @"the payment is not JSON at line 1, column 0: EOF while parsing a value, expected one JSON object");
    assert_snapshot!(not_json(b"{\n  \"risk\": 1,\n}"), @"the payment is not JSON at line 3, column 1: trailing comma, expected one JSON object");
    assert_snapshot!(not_json(b"{} {}"), @"the payment is not JSON at line 1, column 4: trailing characters, expected one JSON object");
    assert_snapshot!(not_json(b"{\"method\":\"\xff\"}"), @"the payment is not JSON at line 1, column 12: invalid unicode code point, expected one JSON object");
    assert_snapshot!(not_json("{\"a\":".repeat(200).as_bytes()), @"the payment is not JSON at line 1, column 636: recursion limit exceeded, expected one JSON object");
    assert_snapshot!(not_json(b"{\"a\":1e999}"), @"the payment is not JSON at line 1, column 10: number out of range, expected one JSON object");
}

#[test]
fn values_are_told_in_part_and_those_of_private_facts_not_at_all() {
    let long = "x\n".repeat(200);
    assert_snapshot!(refused(&serde_json::json!({ "method": long }).to_string()), @r#"`method` is "x\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\n…", expected one of card, wallet, transfer"#);
    assert_snapshot!(refused(&serde_json::json!({ "customer": { "id": "secret".repeat(50) } }).to_string()), @"`customer.id` is a string, expected a string of up to 256 bytes");
    assert_snapshot!(refused(r#"{"customer":{"id":12345}}"#), @"`customer.id` is a number, expected a string of up to 256 bytes");
    assert_snapshot!(refused(r#"{"customer":{"id":true}}"#), @"`customer.id` is true or false, expected a string of up to 256 bytes");
}
