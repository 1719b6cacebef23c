//! Findings as they are written, to the letter, and witnesses as payments.

use insta::assert_snapshot;
use waypost_dsl::arena::Id;
use waypost_dsl::diagnostic::{Diagnostics, Witness, WitnessFact, WitnessValue};
use waypost_dsl::hir::{ConnectorId, Money, Origin, Signal};
use waypost_dsl::iso::Currency;
use waypost_server::wire::finding::Finding;
use waypost_server::wire::payment::Skipped;
use waypost_server::wire::witness::WitnessJson;

use crate::policy::{FACTS, asking, build, decider};

#[test]
fn a_finding_has_a_place_counted_from_one() {
    let built = build(&format!("policy p\nroute {{\n  rule \"ä\" -> nobody\n}}{FACTS}"));
    let show = |path: &str| format!("policies/{path}");
    let finding = Finding::new(&built.diagnostics[0], &built.sources, &show);
    assert_snapshot!(serde_json::to_string_pretty(&finding).unwrap(), @r#"
    {
      "code": "WP0205",
      "name": "unknown-connector",
      "severity": "error",
      "stage": "route",
      "rule": "ä",
      "message": "there is no connector `nobody`",
      "file": "policies/checkout/checkout.way",
      "line": 3,
      "column": 16,
      "end_line": 3,
      "end_column": 22,
      "help": "declare it with `connector nobody { … }`, or use one that is declared: nothing",
      "witness": null
    }
    "#);
}

#[test]
fn a_policy_with_errors_is_not_compiled() {
    let built = build("policy p\nroute { otherwise -> adyen }");
    assert!(!built.diagnostics.is_empty());
    assert!(built.snapshot.is_none());
    assert_eq!(built.name.as_deref(), Some("p"));
}

#[test]
fn a_witness_nests_by_dots_and_can_be_decided() {
    let word = |word: &str| WitnessValue::Word(word.to_owned());
    let amount = Money { minor: 1200, currency: Currency::from_code("EUR").unwrap() };
    let facts = [
        ("amount", WitnessValue::Money(amount)),
        ("card.network", word("visa")),
        ("method", word("card")),
        ("card.bin", word("00424242")),
        ("risk", WitnessValue::Whole(-1)),
        ("recurring", WitnessValue::Flag(true)),
        ("merchant.id", WitnessValue::Text("\"".to_owned())),
        ("customer.age", WitnessValue::Duration(5)),
        ("customer.disputes", WitnessValue::Percent(100)),
    ];
    let given = facts.map(|(name, value)| (name, Origin::Payment, value));
    let json = json(given.to_vec());
    assert_snapshot!(json, @r#"{"amount":{"minor":1200,"currency":"EUR"},"card":{"network":"visa","bin":"00424242"},"method":"card","risk":-1,"recurring":true,"merchant":{"id":"\""},"customer":{"age":5,"disputes":100}}"#);
    let decider = decider();
    assert_eq!(decider.decide(json.as_bytes(), &mut decider.payment(), &mut vec![]), Ok(Skipped::default()));
}

#[test]
fn a_witness_tells_of_signals_and_attempts_as_a_payment_does() {
    let (adyen, stripe) = (ConnectorId::new(0), ConnectorId::new(1));
    let word = |word: &str| WitnessValue::Word(word.to_owned());
    let amount = Money { minor: 1200, currency: Currency::from_code("EUR").unwrap() };
    let json = json(vec![
        ("amount", Origin::Payment, WitnessValue::Money(amount)),
        ("method", Origin::Payment, word("wallet")),
        ("time", Origin::Payment, WitnessValue::Instant("2026-11-16T08:00:00+01:00".parse().unwrap())),
        ("adyen.health", Origin::Signal(adyen, Signal::Health), word("down")),
        ("adyen.latency", Origin::Signal(adyen, Signal::Latency), WitnessValue::Duration(2001)),
        ("stripe.success_rate", Origin::Signal(stripe, Signal::SuccessRate), WitnessValue::Percent(9310)),
        ("attempt", Origin::Attempt, WitnessValue::Whole(2)),
        ("decline", Origin::Attempt, word("stolen_card")),
        ("connector", Origin::Attempt, word("stripe")),
    ]);
    assert_snapshot!(json, @r#"{"amount":{"minor":1200,"currency":"EUR"},"method":"wallet","time":"2026-11-16T07:00:00Z","signals":{"adyen":{"health":"down","latency_ms":2001},"stripe":{"success_rate_bps":9310}},"attempt":{"number":2,"decline":"stolen_card","connector":"stripe"}}"#);
    let decider = asking();
    assert_eq!(decider.decide(json.as_bytes(), &mut decider.payment(), &mut vec![]), Ok(Skipped::default()));
}

/// A witness of these facts as JSON.
fn json(facts: Vec<(&str, Origin, WitnessValue)>) -> String {
    let fact = |(name, origin, value): (&str, Origin, WitnessValue)| WitnessFact {
        name: name.to_owned(),
        origin,
        value,
    };
    let facts = facts.into_iter().map(fact).collect();
    serde_json::to_string(&WitnessJson(Witness { facts })).unwrap()
}

#[test]
fn nothing_is_found_in_a_good_policy() {
    assert!(Diagnostics::default().into_sorted().is_empty());
    assert_eq!(decider().snapshot().policy().name, "checkout");
}
