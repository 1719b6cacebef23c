//! Findings as they are written, to the letter, and witnesses as payments.

use insta::assert_snapshot;
use waypost_dsl::diagnostic::{Diagnostics, Witness, WitnessValue};
use waypost_dsl::hir::Money;
use waypost_dsl::iso::Currency;
use waypost_server::wire::finding::Finding;
use waypost_server::wire::payment::Skipped;
use waypost_server::wire::witness::WitnessJson;

use crate::policy::{FACTS, build, decider};

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
    let facts = facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let json = serde_json::to_string(&WitnessJson(Witness { facts })).unwrap();
    assert_snapshot!(json, @r#"{"amount":{"minor":1200,"currency":"EUR"},"card":{"network":"visa","bin":"00424242"},"method":"card","risk":-1,"recurring":true,"merchant":{"id":"\""},"customer":{"age":5,"disputes":100}}"#);
    let decider = decider();
    assert_eq!(decider.decide(json.as_bytes(), &mut decider.payment(), &mut vec![]), Ok(Skipped::default()));
}

#[test]
fn nothing_is_found_in_a_good_policy() {
    assert!(Diagnostics::default().into_sorted().is_empty());
    assert_eq!(decider().snapshot().policy().name, "checkout");
}
