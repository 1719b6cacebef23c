//! Random policies have everything that the language has: what they lack, no test compares with the reference.

use std::collections::BTreeSet;
use std::fmt::Debug;

use waypost_dsl::hir::{Candidate, Condition, ListValues, Outcome, Plan, Policy, Predicate};
use waypost_dsl::space::Space;
use waypost_generate::draw::Draw;
use waypost_generate::random;

/// The most boxes of a condition that is compiled as such.
const BOXES: usize = 64;

fn policies() -> impl Iterator<Item = Policy> {
    (0..150).map(|seed| random::policy(&mut Draw::seeded(seed), if seed % 50 == 0 { 2_000 } else { 12 }))
}

fn conditions(policy: &Policy) -> Vec<&Condition> {
    let rules = policy.stages.iter().flat_map(|stage| stage.rules.iter()).map(|(_, rule)| &rule.when);
    let serves = policy.connectors.iter().map(|(_, connector)| &connector.serves);
    let only_when = policy.facts.all.iter().filter_map(|(_, fact)| fact.only_when.as_ref());
    rules.chain(serves).chain(only_when).collect()
}

fn predicates<'c>(condition: &'c Condition, found: &mut Vec<&'c Predicate>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                predicates(part, found);
            }
        }
        Condition::Not(inner) => predicates(inner, found),
        Condition::Test(test) => found.push(&test.predicate),
    }
}

/// What a predicate asks, in a word.
fn kind(policy: &Policy, predicate: &Predicate) -> String {
    match predicate {
        Predicate::Present => "present".to_owned(),
        Predicate::True => "true".to_owned(),
        Predicate::OneOf(_) => "one-of".to_owned(),
        Predicate::Whole(_) => "whole".to_owned(),
        Predicate::Digits(_) => "digits".to_owned(),
        Predicate::Worth(_) => "worth".to_owned(),
        Predicate::TextIs(_) => "text".to_owned(),
        Predicate::TextLike(pattern) => format!("like-{}", word(pattern)),
        Predicate::Listed(list) => match &policy.lists[*list].values {
            ListValues::Digits(digits) => format!("{}-digits", length(digits.len())),
            ListValues::Texts(texts) => format!("{}-texts", length(texts.len())),
        },
        Predicate::Against(relation, _) => format!("against-{relation:?}"),
    }
}

fn length(values: usize) -> &'static str {
    if values > 256 { "many" } else { "few" }
}

/// The first word of what the debugger says of an enum.
fn word(value: &impl Debug) -> String {
    let text = format!("{value:?}");
    text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_owned()
}

/// The different words of all policies, in the order of the alphabet.
fn all(words: impl Fn(&Policy) -> Vec<String>) -> String {
    let words: BTreeSet<String> = policies().flat_map(|policy| words(&policy)).collect();
    words.into_iter().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_kind_of_test_is_there() {
    let found = all(|policy| {
        let mut found = vec![];
        for condition in conditions(policy) {
            predicates(condition, &mut found);
        }
        found.into_iter().map(|predicate| kind(policy, predicate)).collect()
    });
    let wanted = "against-AtLeast against-AtMost against-Equal against-Greater against-Less digits few-digits \
                  few-texts like-Contains like-EndsWith like-StartsWith many-digits many-texts one-of present \
                  text true whole worth";
    assert_eq!(found, wanted);
}

#[test]
fn every_kind_of_fact_is_there() {
    let types = all(|policy| policy.facts.all.iter().map(|(_, fact)| word(&fact.ty)).collect());
    let wanted =
        "Country Currency Date Digits Duration Flag Hour Integer Money OneOf Percent Text Timestamp Weekday";
    assert_eq!(types, wanted);
    let origins = all(|policy| policy.facts.all.iter().map(|(_, fact)| word(&fact.origin)).collect());
    assert_eq!(origins, "Attempt Part Payment Signal");
    let lacking = all(|policy| {
        let lacking = policy.facts.all.iter().map(|(_, fact)| (fact.optional, fact.only_when.is_some()));
        lacking.map(|lacking| format!("{lacking:?}")).collect()
    });
    assert_eq!(lacking, "(false, false) (false, true) (true, false) (true, true)");
}

#[test]
fn every_kind_of_outcome_and_of_candidate_is_there() {
    let outcomes = |policy: &Policy| -> Vec<Outcome> {
        let rules = policy.stages.iter().flat_map(|stage| stage.rules.iter());
        rules.map(|(_, rule)| rule.outcome.clone()).collect()
    };
    let found = all(|policy| outcomes(policy).iter().map(word).collect());
    let wanted = "Again Allow Challenge Deny Exempt Frictionless Next NoRoute Plan Review Stop";
    assert_eq!(found, wanted);
    let candidates = all(|policy| {
        let plans = outcomes(policy).into_iter().filter_map(|outcome| match outcome {
            Outcome::Plan(plan) => Some(plan),
            _ => None,
        });
        let candidate = |candidate: &Candidate| match candidate {
            Candidate::Best(best) => word(&best.by),
            other => word(other),
        };
        plans.flat_map(|plan| plan.candidates().iter().map(candidate).collect::<Vec<_>>()).collect()
    });
    assert_eq!(candidates, "Connector Cost Latency Split SuccessRate");
}

#[test]
fn there_are_long_plans_long_lists_of_rules_and_conditions_too_large_for_boxes() {
    let longest = |length: fn(&Policy) -> usize| policies().map(|policy| length(&policy)).max().unwrap_or(0);
    assert_eq!(longest(|policy| policy.connectors.len()), Plan::MAX);
    assert!(longest(|policy| policy.stages.iter().map(|stage| stage.rules.len()).max().unwrap_or(0)) > 1_000);
    let is_large = |policy: Policy| {
        let mut space = Space::new(&policy.facts, &policy.rates, &policy.lists);
        conditions(&policy).into_iter().any(|when| space.formula(when).regions(BOXES).is_none())
    };
    assert!(policies().any(is_large));
}
