//! What `policies/README.md` says of the policies beside it: they are sound, the thousand payments are decided, each
//! rule of `checkout` wins at least one of them, and the generator writes the file that is there.

#![allow(clippy::unwrap_used, reason = "a test may take the repository for granted")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use waypost_dsl::Code;
use waypost_dsl::hir::Rule;
use waypost_engine::{Sampler, reference};
use waypost_server::wire::payment::Skipped;
use waypost_server::{AsOf, Decider, files, pipeline};

const STAGES: [&str; 4] = ["screen", "authenticate", "route", "retry"];

fn policies() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("policies")
}

fn decider(policy: &str) -> Decider {
    let found = files::find(&policies().join(policy)).unwrap();
    Decider::new(pipeline::build(found.first().unwrap(), AsOf::Today.day()).snapshot.unwrap())
}

fn payments() -> String {
    fs::read_to_string(policies().join("checkout/payments.ndjson")).unwrap()
}

/// The decisions of `checkout` on all payments; a refusal fails the test.
fn decisions(decider: &Decider) -> Vec<Value> {
    let mut slots = decider.payment();
    let decide = |(line, payment): (usize, &str)| {
        let mut answer = vec![];
        let skipped = decider.decide(payment.as_bytes(), &mut slots, &mut answer);
        assert_eq!(
            skipped,
            Ok(Skipped::default()),
            "line {line} is refused, or has members that no fact is declared for"
        );
        serde_json::from_slice(&answer).unwrap()
    };
    (1..).zip(payments().lines()).map(decide).collect()
}

#[test]
fn both_policies_check_without_findings() {
    let found = files::find(&policies()).unwrap();
    let names: Vec<&str> = found.iter().map(files::PolicyFiles::folder).collect();
    assert_eq!(names, ["checkout", "subscriptions"]);
    for files in &found {
        let built = pipeline::build(files, AsOf::Today.day());
        // Some plans are meant to fit whatever comes.
        let told = built.diagnostics.iter().filter(|found| found.code != Code::IneligibleConnector);
        let told: Vec<&str> = told.map(|found| found.message.as_str()).collect();
        assert_eq!(told, [""; 0], "{}", files.folder());
        assert_eq!(built.name.as_deref(), Some(files.folder()));
    }
}

#[test]
fn a_thousand_payments_are_decided_and_none_is_refused() {
    assert_eq!(decisions(&decider("checkout")).len(), 1000);
}

#[test]
fn every_rule_of_checkout_wins_a_payment() {
    let decider = decider("checkout");
    let decisions = decisions(&decider);
    let stages = decider.snapshot().policy().stages.iter();
    let rules: BTreeSet<(&str, &str)> = stages
        .flat_map(|stage| stage.rules.iter().map(|(_, rule)| (stage.kind.as_str(), rule.name.as_str())))
        .collect();
    let won: BTreeSet<(&str, &str)> = decisions
        .iter()
        .flat_map(|decision| STAGES.map(|stage| (stage, decision[stage]["rule"].as_str())))
        .filter_map(|(stage, rule)| Some((stage, rule?)))
        .collect();
    let never: Vec<_> = rules.difference(&won).collect();
    assert!(never.is_empty(), "no payment is won by {never:?}");
}

#[test]
fn every_otherwise_of_checkout_takes_a_payment() {
    let decisions = decisions(&decider("checkout"));
    for stage in STAGES {
        let rest = decisions
            .iter()
            .filter_map(|decision| decision.get(stage))
            .filter(|decided| decided["rule"].is_null());
        assert!(rest.count() > 0, "`otherwise` of {stage} takes no payment");
    }
}

#[test]
fn payments_drawn_from_the_rules_meet_every_one_and_are_accepted() {
    for name in ["checkout", "subscriptions"] {
        let decider = decider(name);
        let policy = decider.snapshot().policy();
        let rules = policy.stages.iter().flat_map(|stage| stage.rules.iter().map(|(_, rule)| rule));
        let mut never: Vec<&Rule> = rules.collect();
        let mut sampler = Sampler::new(policy, 1);
        let mut payment = decider.payment();
        for _ in 0..5_000 {
            sampler.fill(&mut payment);
            assert_eq!(decider.snapshot().complete(&mut payment), Ok(()), "{payment:?}");
            never.retain(|rule| !reference::holds(policy, &rule.when, &payment));
        }
        let never: Vec<&str> = never.iter().map(|rule| rule.name.as_str()).collect();
        assert_eq!(never, [""; 0], "{name}");
    }
}

#[test]
fn the_generator_writes_the_payments_that_are_there() {
    // Cargo builds the examples before it runs all tests, into the folder beside that of the tests.
    let folder = std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().join("examples");
    let generator = Command::new(folder.join("payments")).output();
    let written =
        generator.expect("`cargo build --example payments` comes before this test if it runs alone");
    assert!(written.status.success());
    assert!(
        written.stdout == payments().as_bytes(),
        "`policies/checkout/payments.ndjson` is not what is generated"
    );
}
