//! Random policies: facts of every type, conditions of every shape and plans of every kind, far stranger than anybody
//! would write. What the checks promise of a policy holds for these too.

mod conditions;
mod facts;
mod lists;
mod plans;
mod predicates;
mod rates;

use waypost_dsl::arena::Arena;
use waypost_dsl::hir::{
    Condition, Connectors, Exemption, Facts, Lists, Outcome, Plan, Policy, Rates, Rule, Stage, StageKind,
};
use waypost_dsl::{Sources, Span};

use crate::draw::Draw;
use conditions::{all, condition, large};

/// Texts that tests name and payments have.
pub const TEXTS: [&str; 8] = ["", "a", "ab", "abc", "m1", "m10", "über", "b"];
/// Countries that tests name and payments have.
pub const COUNTRIES: [&str; 6] = ["AD", "DE", "FR", "GB", "US", "ZW"];
/// Exponents 2, 0, 3, 2 and 4.
pub const CURRENCIES: [&str; 5] = ["EUR", "JPY", "KWD", "USD", "CLF"];

/// Longer lists consist mostly of rules that take few payments, so that many of them count.
const FEW: u64 = 20;
/// How many rules of a longer list have a test in common, as those of one country have.
const BLOCK: u64 = 40;

/// What conditions may name.
struct Names {
    facts: Facts,
    rates: Rates,
    lists: Lists,
}

/// A span that means nothing.
pub fn nowhere() -> Span {
    Span { file: Sources::default().add("", ""), start: 0, end: 0 }
}

/// A place in a text that is not there: findings at different places are different ones.
fn place(start: u64) -> Span {
    let start = u32::try_from(start).unwrap_or(u32::MAX);
    Span { start, end: start, ..nowhere() }
}

/// A policy with up to `rules` rules a stage.
pub fn policy(draw: &mut Draw, rules: u64) -> Policy {
    let (rates, lists) = (rates::rates(draw), lists::lists(draw));
    let connectors = if draw.once_in(16) { Plan::MAX } else { draw.place(7) };
    let retry = draw.once_in(2);
    let (names, allowed) =
        facts::facts(draw, if rules > FEW { 10 } else { 1 }, (rates, lists), (connectors, retry));
    let connectors = plans::connectors(draw, &names, connectors);
    let mut stages = vec![];
    for kind in StageKind::ALL {
        let is_there = match kind {
            StageKind::Route => true,
            StageKind::Retry => retry,
            _ => draw.once_in(3),
        };
        if is_there {
            stages.push(stage(draw, kind, &names, &connectors, rules));
        }
    }
    let Names { rates, lists, .. } = names;
    Policy { name: "random".into(), facts: allowed, connectors, rates, lists, stages, invariants: vec![] }
}

fn stage(draw: &mut Draw, kind: StageKind, names: &Names, connectors: &Connectors, most: u64) -> Stage {
    let mut rules = Arena::default();
    let mut block = None;
    for number in 0..draw.below(most + 1) {
        if most > FEW && draw.once_in(BLOCK) {
            block = draw.once_in(2).then(|| condition(draw, names, &all, 0));
        }
        let when = match draw.below(if most > FEW { 200 } else { 4 }) {
            0 | 1 => condition(draw, names, &all, 3),
            2 => large(draw, names),
            _ => {
                let own = (0..draw.below(3) + 3).map(|_| condition(draw, names, &all, 0));
                Condition::All(block.iter().cloned().chain(own).collect())
            }
        };
        let outcome = outcome(draw, kind, names, connectors);
        rules.add(Rule { name: number.to_string(), span: place(number), when, parts: vec![], outcome });
    }
    let otherwise = (!draw.once_in(8)).then(|| outcome(draw, kind, names, connectors));
    let span = place(most + 1);
    Stage { kind, rules, otherwise, span }
}

fn outcome(draw: &mut Draw, kind: StageKind, names: &Names, connectors: &Connectors) -> Outcome {
    match (kind, draw.below(4)) {
        (StageKind::Screen, 0 | 1) => Outcome::Allow,
        (StageKind::Screen, 2) => Outcome::Review("queue".into()),
        (StageKind::Screen, _) => Outcome::Deny("reason".into()),
        (StageKind::Authenticate, 0) => Outcome::Challenge,
        (StageKind::Authenticate, 1) => Outcome::Frictionless,
        (StageKind::Authenticate, _) => Outcome::Exempt(*draw.pick(&Exemption::ALL)),
        (StageKind::Route, 0) => Outcome::NoRoute("reason".into()),
        (StageKind::Route, _) => Outcome::Plan(plans::plan(draw, names, connectors)),
        (StageKind::Retry, 0 | 1) => Outcome::Next,
        (StageKind::Retry, 2) => Outcome::Again(draw.below(5_000)),
        (StageKind::Retry, _) => Outcome::Stop,
    }
}
