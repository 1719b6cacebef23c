//! What a diff says of two policies is so for every payment that is tried.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may take its own policies for granted"
)]

use waypost_dsl::Sources;
use waypost_dsl::arena::Arena;
use waypost_dsl::hir::{Condition, Outcome, Policy, Rule, RuleId, Stage, StageKind};
use waypost_engine::diff::{Change, Difference, Merged, Settled, Side, Step, diff, merge};
use waypost_engine::{Decision, Digest, Payment, compile, reference};
use waypost_generate::draw::Draw;
use waypost_generate::payments::{self, Corners};
use waypost_generate::random;

/// Random conditions may come to thousands of regions, which no policy of anybody's does.
const BUDGET: u32 = 100_000;

/// A policy that differs in up to three places.
fn changed(draw: &mut Draw, policy: &Policy) -> Policy {
    let mut changed = policy.clone();
    for _ in 0..=draw.below(3) {
        let place = draw.place(changed.stages.len());
        let stage = &changed.stages[place];
        changed.stages[place] = change(draw, stage);
    }
    if draw.once_in(4) && changed.connectors.len() > 1 {
        changed.connectors = served_otherwise(&changed);
    }
    if draw.once_in(3) && !changed.rates.per_base.is_empty() {
        let place = draw.place(changed.rates.per_base.len());
        let (_, rate) = &mut changed.rates.per_base[place];
        *rate = &*rate + &*rate;
    }
    changed
}

/// The connectors, of which the first serves what the last does.
fn served_otherwise(policy: &Policy) -> waypost_dsl::hir::Connectors {
    let serves = policy.connectors.iter().last().map(|(_, last)| last.serves.clone()).unwrap();
    let mut connectors = waypost_dsl::hir::Connectors::default();
    for (place, (_, connector)) in policy.connectors.iter().enumerate() {
        let mut connector = connector.clone();
        if place == 0 {
            connector.serves = serves.clone();
        }
        connectors.add(connector);
    }
    connectors
}

fn change(draw: &mut Draw, stage: &Stage) -> Stage {
    let mut rules: Vec<Rule> = stage.rules.iter().map(|(_, rule)| rule.clone()).collect();
    let mut otherwise = stage.otherwise.clone();
    if rules.is_empty() {
        otherwise = None;
    } else {
        let (one, other) = (draw.place(rules.len()), draw.place(rules.len()));
        match draw.below(5) {
            0 => drop(rules.remove(one)),
            1 => rules.swap(one, other),
            2 => rules[one].outcome = rules[other].outcome.clone(),
            3 => otherwise = Some(rules[one].outcome.clone()),
            _ => rules[one].when = Condition::Any(vec![rules[one].when.clone(), rules[other].when.clone()]),
        }
    }
    let mut arena: Arena<RuleId, Rule> = Arena::default();
    for rule in rules {
        arena.add(rule);
    }
    Stage { rules: arena, otherwise, ..stage.clone() }
}

/// Whether what is decided depends on a signal, a fee or the value of a fact besides.
fn is_open(side: &Side) -> bool {
    match side {
        Side::Decided(Settled::Plan(steps), _) => {
            steps.iter().any(|step| !matches!(step, Step::Connector(_)))
        }
        _ => false,
    }
}

fn is_denied(decision: &Decision<'_>) -> bool {
    decision.screen.is_some_and(|screen| matches!(screen.outcome, Outcome::Deny(_)))
}

fn is_alike(stage: StageKind, before: &Decision<'_>, after: &Decision<'_>) -> bool {
    match (before.stage(stage), after.stage(stage)) {
        (Some(one), Some(other)) => match (one.outcome, other.outcome) {
            (Outcome::Plan(_), Outcome::Plan(_)) => before.connectors().eq(after.connectors()),
            (one, other) => one == other,
        },
        (one, other) => one.is_none() == other.is_none(),
    }
}

fn compare(merged: &Merged, difference: &Difference, payment: &Payment) {
    let (before, after) =
        (reference::evaluate(&merged.old, payment), reference::evaluate(&merged.new, payment));
    for stage in StageKind::ALL {
        let groups: Vec<&Change> =
            difference.groups(payment).into_iter().filter(|change| change.stage == Some(stage)).collect();
        if stage != StageKind::Screen && (is_denied(&before) || is_denied(&after)) {
            assert!(groups.is_empty(), "{stage:?} {payment:?} {groups:?}");
            continue;
        }
        if is_alike(stage, &before, &after) {
            let open = groups.iter().all(|group| is_open(&group.before) || is_open(&group.after));
            assert!(open, "{stage:?} {payment:?} {groups:?}");
            continue;
        }
        if difference.undecided.iter().any(|open| open.stage == stage) {
            continue;
        }
        assert_eq!(groups.len(), 1, "{stage:?} {payment:?} {groups:?} {before:?} {after:?}");
        for (side, decision) in [(&groups[0].before, &before), (&groups[0].after, &after)] {
            let rule = decision.stage(stage).map(|decided| decided.rule.map(|rule| rule.name.clone()));
            let told = match side {
                Side::Decided(_, rule) => Some(rule.clone()),
                _ => None,
            };
            assert_eq!(told, rule, "{stage:?} {payment:?}");
        }
    }
}

fn try_out(seed: u64, rules: u64, count: usize) -> (usize, usize) {
    let draw = &mut Draw::seeded(seed);
    let old = random::policy(draw, rules);
    let new = changed(draw, &old);
    let merged = merge(&old, &new).unwrap();
    let difference = diff(&merged, BUDGET);
    let snapshot = compile(merged.old.clone(), Digest::of(&Sources::default()));
    let corners = Corners::of_policy(&merged.old);
    let all: Vec<&Rule> = [&merged.old, &merged.new]
        .iter()
        .flat_map(|policy| policy.stages.iter().flat_map(|stage| stage.rules.iter().map(|(_, rule)| rule)))
        .collect();
    for _ in 0..count {
        let mut payment = match !all.is_empty() && draw.once_in(2) {
            true => {
                let rule = *draw.pick(&all);
                payments::payment_near(draw, &merged.old, &corners, rule)
            }
            false => payments::payment(draw, &merged.old, &corners),
        };
        assert_eq!(snapshot.complete(&mut payment), Ok(()));
        compare(&merged, &difference, &payment);
    }
    (difference.changes.len(), difference.undecided.len())
}

#[test]
fn a_payment_is_in_a_group_if_it_is_decided_otherwise() {
    let found = (0..40).map(|seed| try_out(seed, 3, 80));
    let (changes, undecided) = found.fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
    assert!(changes > 25, "there is something to compare: {changes}");
    assert!(undecided * 4 < changes, "most is decided: {undecided} of {changes}");
}

#[test]
fn a_policy_is_the_same_as_itself() {
    for seed in 0..25 {
        let policy = random::policy(&mut Draw::seeded(seed), 12);
        let difference = diff(&merge(&policy, &policy).unwrap(), BUDGET);
        assert!(difference.is_same(), "{:?} {:?}", difference.changes, difference.undecided);
    }
}
