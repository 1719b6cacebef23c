//! Decisions as they are written, to the letter.

use insta::assert_snapshot;

use crate::policy::{WALLET, decided, decider, with};

/// The decision without the digest, which changes with every letter of the policy.
fn decision(members: &str) -> String {
    let (decision, _) = decided(&with(members));
    let decider = decider();
    assert!(decider.digest().starts_with("sha256:"));
    decision.replace(decider.digest(), "DIGEST")
}

#[test]
fn a_plan_names_the_connectors_that_are_left_and_those_that_are_struck() {
    assert_snapshot!(decision("{}"), @r#"{"policy":{"name":"checkout","digest":"DIGEST"},"screen":{"outcome":"allow","rule":null},"authenticate":{"outcome":"exempt","reason":"low_value","rule":"small"},"route":{"outcome":"plan","connectors":["stripe"],"struck":["adyen"],"rule":null}}"#);
    let debit =
        r#"{"method":"card","country":"DE","card":{"network":"visa","funding":"debit","bin":"424242"}}"#;
    assert_snapshot!(decision(debit), @r#"{"policy":{"name":"checkout","digest":"DIGEST"},"screen":{"outcome":"allow","rule":null},"authenticate":{"outcome":"exempt","reason":"low_value","rule":"small"},"route":{"outcome":"plan","connectors":["adyen","stripe"],"struck":[],"rule":"German debit"}}"#);
}

#[test]
fn a_review_does_not_end_it() {
    assert_snapshot!(decision(r#"{"risk":90,"amount":{"minor":1,"currency":"USD"}}"#), @r#"{"policy":{"name":"checkout","digest":"DIGEST"},"screen":{"outcome":"review","reason":"fraud","rule":"risky"},"authenticate":{"outcome":"frictionless","rule":null},"route":{"outcome":"plan","connectors":["stripe"],"struck":["adyen"],"rule":null}}"#);
}

#[test]
fn a_denial_ends_it() {
    assert_snapshot!(decision(r#"{"country":"KP"}"#), @r#"{"policy":{"name":"checkout","digest":"DIGEST"},"screen":{"outcome":"deny","reason":"compliance","rule":"embargo"}}"#);
}

#[test]
fn no_route_has_a_reason() {
    assert_snapshot!(decision(r#"{"method":"transfer","country":"FR","amount":{"minor":3001,"currency":"EUR"}}"#), @r#"{"policy":{"name":"checkout","digest":"DIGEST"},"screen":{"outcome":"allow","rule":null},"authenticate":{"outcome":"challenge","rule":"Europe"},"route":{"outcome":"none","reason":"not offered","rule":"transfers"}}"#);
}

#[test]
fn one_payment_is_used_again_and_again() {
    let decider = decider();
    let (mut payment, mut answers) = (decider.payment(), vec![]);
    for json in [&with(r#"{"country":"KP","customer":{"id":"c1"}}"#), WALLET, "{", WALLET] {
        let mut answer = vec![];
        let _ = decider.decide(json.as_bytes(), &mut payment, &mut answer);
        answers.push(String::from_utf8(answer).unwrap());
    }
    assert!(answers[0].contains("compliance"));
    assert_eq!(answers[2], "");
    assert_eq!((&answers[1], &answers[3]), (&decided(WALLET).0, &decided(WALLET).0));
}
