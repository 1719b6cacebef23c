//! What could stand at a place.

use serde_json::Value;

use crate::client::{Client, marked};

const CHECKOUT: &str = "checkout/checkout.way";

/// What could stand at the place marked in `line`, which is put at the beginning of the stage `route` of `checkout`.
fn in_route(line: &str) -> Vec<String> {
    complete("route {\n", &format!("route {{\n  {line}\n"))
}

fn complete(from: &str, to: &str) -> Vec<String> {
    let mut client = Client::with_policies();
    let position = client.open_with(CHECKOUT, from, to);
    labels(&client.ask("textDocument/completion", CHECKOUT, &position))
}

fn labels(answer: &Value) -> Vec<String> {
    let items = answer.as_array().unwrap();
    items.iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
}

/// All of `wanted` are offered and none of `unwanted`.
fn check(offered: &[String], wanted: &[&str], unwanted: &[&str]) {
    let has = |word: &&str| offered.iter().any(|known| known == word);
    let missing: Vec<_> = wanted.iter().filter(|word| !has(word)).collect();
    let odd: Vec<_> = unwanted.iter().filter(|word| has(word)).collect();
    assert!(missing.is_empty() && odd.is_empty(), "missing {missing:?}, odd {odd:?}: {offered:?}");
}

#[test]
fn a_condition_begins_with_a_fact_or_a_let() {
    let offered = in_route("rule \"x\" when $0");
    check(
        &offered,
        &["amount", "amount.currency", "card.network", "issued_in_uk", "adyen.health", "not"],
        &["us_debit", "visa", "decline"],
    );
    let offered = in_route("rule \"x\" when not (risk > 3 or car$0) -> adyen");
    check(&offered, &["card.network"], &[]);
}

#[test]
fn behind_a_fact_stand_the_tests_of_its_type() {
    check(&in_route("rule \"x\" when risk $0"), &["<", ">=", "in"], &["starts with", "is absent"]);
    check(&in_route("rule \"x\" when merchant.id $0"), &["contains", "starts with"], &["<"]);
    check(&in_route("rule \"x\" when card.network $0"), &["is", "not in", "is absent"], &["<"]);
    check(&in_route("rule \"x\" when recurring $0"), &["and", "or", "->"], &["is"]);
    check(&in_route("rule \"x\" when risk > 3 $0"), &["and", "or", "->"], &["risk"]);
}

#[test]
fn behind_is_and_in_stand_values_of_the_fact() {
    check(
        &in_route("rule \"x\" when card.network is $0"),
        &["visa", "other", "not", "absent"],
        &["card", "us_debit", "EUR"],
    );
    check(&in_route("rule \"x\" when card.local_network in $0"), &["us_debit", "accel"], &["eea", "visa"]);
    check(&in_route("rule \"x\" when country in [DE, $0"), &["eea", "FR", "markets"], &["us_debit", "EUR"]);
    check(
        &in_route("rule \"x\" when amount.currency not in [$0]"),
        &["EUR", "adyen_accounts"],
        &["DE", "eea"],
    );
    check(&in_route("rule \"x\" when card.bin in $0"), &["test_ranges"], &["eea", "throwaway_domains"]);
    check(&in_route("rule \"x\" when merchant.id starts $0"), &["with"], &["visa"]);
}

#[test]
fn behind_the_arrow_stand_the_outcomes_of_the_stage() {
    check(&in_route("rule \"x\" -> $0"), &["adyen", "split", "best", "none"], &["allow", "challenge"]);
    check(&in_route("rule \"x\" -> adyen, $0"), &["stripe", "split"], &["none", "allow"]);
    check(&in_route("rule \"x\" -> split by $0"), &["customer.id"], &["adyen", "adyen.health"]);
    check(&in_route("rule \"x\" -> split by customer.id { $0"), &["adyen"], &["split"]);
    check(&in_route("rule \"x\" -> best by $0"), &["success_rate", "cost", "latency"], &["adyen"]);
    let authenticate = |line: &str| complete("authenticate {\n", &format!("authenticate {{\n  {line}\n"));
    check(&authenticate("rule \"x\" -> $0"), &["challenge", "frictionless", "exempt"], &["adyen"]);
    check(&authenticate("rule \"x\" -> exempt $0"), &["low_value", "out_of_scope"], &["challenge"]);
    check(
        &complete("screen {\n", "screen {\n  rule \"x\" -> $0\n"),
        &["allow", "review", "deny"],
        &["adyen"],
    );
}

#[test]
fn words_of_the_language_stand_where_they_can() {
    check(&in_route("$0"), &["rule", "when", "table", "otherwise"], &["policy", "adyen"]);
    check(&in_route("rule \"x\" $0"), &["when", "->"], &[]);
    check(
        &complete("policy checkout\n", "policy checkout\n$0\n"),
        &["import", "let", "screen", "invariant"],
        &["rule"],
    );
    let retry = complete("policy checkout\n", "policy checkout\nretry {\n  rule \"x\" when $0\n}\n");
    check(&retry, &["decline", "attempt"], &[]);
    check(
        &complete("policy checkout\n", "policy checkout\nretry {\n  otherwise -> again $0\n}\n"),
        &["after"],
        &[],
    );
    let invariant = |line: &str| {
        complete(
            "policy checkout\n",
            &format!("policy checkout\ninvariant \"x\" {line}: route never adyen\n"),
        )
    };
    check(&invariant("$0"), &["when", "effective"], &["until"]);
    check(&invariant("effective $0"), &["from", "until"], &["when"]);
    check(&invariant("effective from 2021-01-01 $0"), &["until", "when"], &["from"]);
    check(&invariant("effective until 2027-06-30 $0"), &["when"], &["until"]);
    check(&invariant("effective from 2021-01-01 when $0"), &["country"], &["until"]);
    check(
        &complete("policy checkout\n", "policy checkout\ninvariant \"x\" when risk > 3: $0\n"),
        &["route", "screen"],
        &[],
    );
    check(
        &complete("policy checkout\n", "policy checkout\ninvariant \"x\": route $0\n"),
        &["always", "never", "first"],
        &[],
    );
    check(
        &complete("policy checkout\n", "policy checkout\ninvariant \"x\": route never $0\n"),
        &["adyen"],
        &["always"],
    );
}

#[test]
fn tables_offer_columns_and_what_their_cells_can_hold() {
    let table = |line: &str| in_route(&format!("table \"t\" {{\n{line}\n  }}"));
    check(&table("    $0"), &["country", "card.network"], &["rule"]);
    check(&table("    country | $0"), &["card.network"], &["eea"]);
    check(&table("    country | card.network -> $0"), &["route"], &[]);
    let head = "country | card.network -> route";
    check(&table(&format!("    {head}\n    $0")), &["eea", "DE", "-"], &["visa"]);
    check(&table(&format!("    {head}\n    eea | $0")), &["visa", "-", "not", "absent"], &["eea"]);
    check(&table(&format!("    {head}\n    eea | visa, $0")), &["mastercard"], &["eea"]);
    check(&table(&format!("    {head}\n    eea | visa -> $0")), &["adyen", "none"], &["eea"]);
}

#[test]
fn declarations_offer_types_and_what_follows_them() {
    let offered = |line: &str| {
        let mut client = Client::with_policies();
        let position = client.open_with("shared/facts.way", "facts {\n", &format!("facts {{\n  {line}\n"));
        labels(&client.ask("textDocument/completion", "shared/facts.way", &position))
    };
    check(&offered("mine $0"), &["flag", "one", "money", "timestamp"], &["optional"]);
    check(&offered("mine money in EUR, $0"), &["JPY"], &["optional"]);
    check(&offered("mine country, $0"), &["optional", "private", "only when"], &["JPY"]);
    check(&offered("mine country, only when $0"), &["method", "recurring"], &["optional"]);
}

#[test]
fn nothing_is_offered_in_comments_and_strings() {
    assert_eq!(in_route("# when $0"), [""; 0]);
    assert_eq!(in_route("rule \"when $0"), [""; 0]);
    assert_eq!(in_route("rule \"a # when risk $0"), [""; 0]);
}

#[test]
fn what_is_there_already_is_replaced() {
    let mut client = Client::with(&[]);
    let (text, position) = marked(
        "policy p\nfacts { card.network one of visa, amex }\nscreen { rule \"é\" when card.ne$0t is visa -> allow }\n",
    );
    client.open("p/p.way", &text);
    let answer = client.ask("textDocument/completion", "p/p.way", &position);
    let items = answer.as_array().unwrap();
    let item = items.iter().find(|item| item["label"] == "card.network").unwrap();
    let range = &item["textEdit"]["range"];
    assert_eq!(
        (range["start"]["character"].as_u64(), range["end"]["character"].as_u64()),
        (Some(23), Some(31))
    );
}
