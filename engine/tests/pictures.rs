//! Pictures of graphs: whoever follows what they say comes to the rule that is decided by.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

#[path = "conditions_told/place.rs"]
mod place;

use std::collections::BTreeSet;

use place::{key, lies_in};
use proptest::prelude::*;
use waypost_dsl::Sources;
use waypost_dsl::hir::RuleId;
use waypost_engine::picture::{self, Goal, Node, Picture};
use waypost_engine::{Digest, Payment, Snapshot, compile};
use waypost_generate::draw::Draw;
use waypost_generate::payments::{self, Corners};
use waypost_generate::random;

/// Where a walk ends that begins at `at`.
fn walk(picture: &Picture<'_>, payment: &Payment, mut at: Goal) -> Option<RuleId> {
    loop {
        let place = match at {
            Goal::Rule(rule) => return Some(rule),
            Goal::Nothing => return None,
            Goal::Node(place) => place,
        };
        at = match &picture.nodes[place] {
            Node::Test { axis, ways } => {
                let key = key(&picture.space, payment, *axis);
                let mut met = ways.iter().filter(|(keys, _)| keys.contains(key));
                let way = met.next().unwrap();
                assert_eq!(met.next(), None, "no two ways have a key in common");
                way.1
            }
            Node::Leaf { rules, miss } => {
                let is_met =
                    |regions: &[_]| regions.iter().any(|region| lies_in(&picture.space, payment, region));
                match rules.iter().find(|(_, regions)| is_met(regions)) {
                    Some((rule, _)) => Goal::Rule(*rule),
                    None => *miss,
                }
            }
        };
    }
}

fn decides_alike(draw: &mut Draw, snapshot: &Snapshot, payments: usize) {
    let policy = snapshot.policy();
    let corners = Corners::of_policy(policy);
    let pictures: Vec<_> =
        policy.stages.iter().map(|stage| (stage.kind, picture::of(snapshot, stage.kind).unwrap())).collect();
    for _ in 0..payments {
        let mut payment = payments::payment(draw, policy, &corners);
        snapshot.complete(&mut payment).unwrap();
        for (stage, picture) in &pictures {
            let first = picture.roots.iter().filter_map(|root| walk(picture, &payment, *root)).min();
            assert_eq!(first, snapshot.first(*stage, &payment), "{stage:?} {payment:?}");
        }
    }
}

/// All nodes that walks come to.
fn reached(picture: &Picture<'_>) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut open = picture.roots.clone();
    while let Some(at) = open.pop() {
        let Goal::Node(place) = at else { continue };
        if reached.insert(place) {
            match &picture.nodes[place] {
                Node::Test { ways, .. } => open.extend(ways.iter().map(|(_, to)| *to)),
                Node::Leaf { miss, .. } => open.push(*miss),
            }
        }
    }
    reached
}

#[test]
fn each_node_is_shown_once() {
    for seed in 0..2 {
        let policy = random::policy(&mut Draw::seeded(seed), 400);
        let snapshot = compile(policy, Digest::of(&Sources::default()));
        for stage in &snapshot.policy().stages {
            let picture = picture::of(&snapshot, stage.kind).unwrap();
            assert_eq!(reached(&picture).len(), picture.nodes.len());
            assert_eq!(picture.figures, snapshot.figures(stage.kind).unwrap());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_picture_leads_to_the_rule_that_decides(seed in any::<u64>()) {
        let mut from = Draw::seeded(seed);
        let snapshot = compile(random::policy(&mut from, 12), Digest::of(&Sources::default()));
        decides_alike(&mut from, &snapshot, 20);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_picture_of_many_rules_leads_to_the_rule_that_decides(seed in any::<u64>()) {
        let mut from = Draw::seeded(seed);
        let snapshot = compile(random::policy(&mut from, 600), Digest::of(&Sources::default()));
        decides_alike(&mut from, &snapshot, 50);
    }
}
