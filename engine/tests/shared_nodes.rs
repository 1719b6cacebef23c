//! Nodes are shared only by walks that ask the same: policies made so that almost the same is asked in two places.

use waypost_dsl::arena::{Arena, Id};
use waypost_dsl::hir::{
    Condition, Fact, FactId, Facts, Lists, Origin, Outcome, Policy, Predicate, Rates, Rule, Stage, StageKind,
    Test, Type, Value, WholeRange,
};
use waypost_dsl::{Sources, Span};
use waypost_engine::{Digest, Payment, compile, evaluate, reference};

/// The names of `one of` facts, and a number.
const NAMES: u16 = 3;
const LAST: u16 = 401;

fn nowhere() -> Span {
    Span { file: Sources::default().add("", ""), start: 0, end: 0 }
}

/// A policy with the `one of` facts 0 to 2 and the number 3, and a rule for each condition.
fn policy(conditions: Vec<Vec<Test>>) -> Policy {
    let names = Type::OneOf(["p", "q", "r"].map(str::to_owned).to_vec());
    let types = [names.clone(), names.clone(), names, Type::Integer { min: 0, max: i64::from(LAST) }];
    let mut facts = Facts::default();
    for ty in types {
        let span = nowhere();
        facts.all.add(Fact {
            name: String::new(),
            ty,
            optional: false,
            only_when: None,
            private: false,
            origin: Origin::Payment,
            spellings: vec![],
            span,
        });
    }
    let mut rules = Arena::default();
    for (number, tests) in conditions.into_iter().enumerate() {
        let when = Condition::All(tests.into_iter().map(Condition::Test).collect());
        rules.add(Rule {
            name: number.to_string(),
            span: nowhere(),
            when,
            parts: vec![],
            outcome: Outcome::Challenge,
        });
    }
    let stage = Stage {
        kind: StageKind::Authenticate,
        rules,
        otherwise: Some(Outcome::Frictionless),
        span: nowhere(),
    };
    let connectors = Arena::default();
    let (rates, lists, invariants) = (Rates::default(), Lists::default(), vec![]);
    Policy { name: String::new(), facts, connectors, rates, lists, stages: vec![stage], invariants }
}

fn is(fact: usize, places: &[u16]) -> Test {
    Test { fact: FactId::new(fact), predicate: Predicate::OneOf(places.to_vec()) }
}

/// A test that takes more the greater `high` is, so that a test of the number would be long.
fn up_to(high: u16) -> Test {
    let range = WholeRange { low: 0, high: i64::from(high) };
    Test { fact: FactId::new(3), predicate: Predicate::Whole(vec![range]) }
}

/// Compares the graph with the reference on payments of all names and of every third number.
fn decides_every_payment_right(policy: Policy) {
    let snapshot = compile(policy, Digest::of(&Sources::default()));
    assert!(snapshot.figures(StageKind::Authenticate).is_some_and(|figures| figures.tests > 0));
    let facts = &snapshot.policy().facts;
    let places = || 0..NAMES;
    for (a, b, c) in places().flat_map(|a| places().flat_map(move |b| places().map(move |c| (a, b, c)))) {
        for number in (0..=LAST).step_by(3) {
            let values = [Value::OneOf(a), Value::OneOf(b), Value::OneOf(c), Value::Whole(i64::from(number))];
            let mut payment = Payment::new(facts);
            for (fact, value) in facts.all.ids().zip(values) {
                assert_eq!(payment.set(facts, fact, value), Ok(()));
            }
            assert_eq!(
                evaluate(&snapshot, &payment),
                reference::evaluate(snapshot.policy(), &payment),
                "{payment:?}"
            );
        }
    }
}

#[test]
fn the_same_rules_with_another_rule_behind_them_are_another_node() {
    let mut rules: Vec<Vec<Test>> = (0..400).map(|high| vec![is(0, &[0, 1]), up_to(high)]).collect();
    rules.extend((0..400).map(|high| vec![is(0, &[2]), up_to(high)]));
    rules.extend([vec![is(0, &[0])], vec![is(0, &[1])]]);
    decides_every_payment_right(policy(rules));
}

#[test]
fn the_same_rules_behind_tests_of_other_facts_are_another_node() {
    let mut rules: Vec<Vec<Test>> =
        (0..30).map(|high| vec![is(0, &[0, 1]), is(1, &[0]), is(2, &[0]), up_to(high)]).collect();
    rules.extend((0..100).map(|high| vec![is(0, &[0]), is(1, &[1]), up_to(high)]));
    rules.extend((0..100).map(|high| vec![is(0, &[1]), is(2, &[1]), up_to(high)]));
    decides_every_payment_right(policy(rules));
}
