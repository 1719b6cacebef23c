//! Rule sets of all shapes: the same for ever, sound, and with payments that their rules take.

use waypost_dsl::Diagnostics;
use waypost_dsl::hir::{Policy, StageKind};
use waypost_engine::{Digest, Payment, Snapshot, analyze, evaluate};
use waypost_generate::shape::{self, Shape};
use waypost_generate::{inside, json};

/// The number of the rule that takes a payment.
fn won(snapshot: &Snapshot, payment: &Payment) -> Option<usize> {
    let won = evaluate(snapshot, payment).stage(StageKind::Route).and_then(|route| route.rule)?;
    rules(snapshot.policy()).position(|name| name == won.name)
}

fn rules(policy: &Policy) -> impl Iterator<Item = &str> {
    policy.stages.iter().flat_map(|stage| stage.rules.iter()).map(|(_, rule)| rule.name.as_str())
}

#[test]
fn the_same_seed_gives_the_same_text_for_ever() {
    let digests = Shape::ALL.map(|shape| {
        let mut sources = waypost_dsl::Sources::default();
        sources.add("policy.way", shape::text(shape, 1, 1_000));
        Digest::of(&sources).to_string().get(..12).map(str::to_owned)
    });
    assert_eq!(digests.map(Option::unwrap_or_default), ["sha256:4c101", "sha256:cb8af", "sha256:b44c7"]);
}

#[test]
fn a_set_has_as_many_rules_as_are_asked_for_and_is_sound() {
    for shape in Shape::ALL {
        for count in [0, 1, 10, 100, 1_000] {
            let policy = shape::policy(shape, 2, count);
            assert_eq!(rules(&policy).count(), count, "{shape:?}");
            let mut diagnostics = Diagnostics::default();
            analyze(&policy, analyze::Options::default(), &mut diagnostics);
            assert!(!diagnostics.has_errors(), "{shape:?}");
        }
    }
}

#[test]
fn most_payments_are_drawn_from_inside_a_rule() {
    for shape in Shape::ALL {
        let snapshot = shape::snapshot(shape, 3, 500);
        let payments = inside::payments(4, &snapshot, 1_000);
        let taken = payments.iter().filter(|payment| won(&snapshot, payment).is_some()).count();
        assert!(taken > 500, "{shape:?}: {taken} of 1,000");
    }
}

#[test]
fn payments_amid_are_decided_by_the_middle_half_of_the_list() {
    for shape in [Shape::Structured, Shape::Narrow] {
        let snapshot = shape::snapshot(shape, 3, 500);
        let payments = inside::payments_amid(4, &snapshot, 100);
        assert_eq!(payments.len(), 100);
        assert!(
            payments
                .iter()
                .all(|payment| won(&snapshot, payment).is_some_and(|won| (125..375).contains(&won)))
        );
    }
}

#[test]
fn there_are_fewer_payments_amid_where_the_first_rules_take_nearly_all() {
    let snapshot = shape::snapshot(Shape::Broad, 3, 4_000);
    assert!(inside::payments_amid(4, &snapshot, 10).len() < 10);
}

#[test]
fn a_payment_is_one_line_of_json() {
    let snapshot = shape::snapshot(Shape::Narrow, 1, 100);
    let lines = inside::payments(1, &snapshot, 1).into_iter();
    let lines: Vec<String> = lines.map(|payment| json::line(&snapshot.policy().facts, &payment)).collect();
    assert_eq!(
        lines,
        [concat!(
            r#"{"amount":{"currency":"EUR","minor":28304},"#,
            r#""card":{"bin":"46603985","funding":"credit","network":"other"},"channel":"app","country":"DE","#,
            r#""merchant":{"id":"m270","tier":"silver"},"method":"card","recurring":false,"risk":60}"#,
        )]
    );
}
