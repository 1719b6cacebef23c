//! A payment for which a rule wins, found in the space of all payments, and decided to be sure.

use waypost_dsl::arena::Id;
use waypost_dsl::hir::{Condition, Origin, Outcome, Policy, Rule, Stage, StageKind};
use waypost_dsl::literal;
use waypost_dsl::space::{ABSENT, Answer, Filter, KeySet, Region, Search, Space};
use waypost_dsl::{Diagnostics, Sources};

use crate::cases::{Target, payment, spell};
use crate::decision::Decision;
use crate::evaluate::evaluate;
use crate::snapshot::Snapshot;

/// How many cuts the search for one payment may take.
const BUDGET: u32 = 50_000;
/// How many regions a condition may come to.
const MAX_REGIONS: usize = 4_096;

/// What was found for a rule that no case reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proposal {
    /// The lines of a case that reaches it, which expects what the policy decides.
    Case(String),
    /// No payment reaches it: proved.
    Unreachable,
    /// None was found, though there may be one.
    NotFound,
}

/// Looks for a payment for which `target` wins.
pub fn propose(snapshot: &Snapshot, target: &Target) -> Proposal {
    let policy = snapshot.policy();
    let mut space = Space::new(&policy.facts, &policy.rates, &policy.lists);
    match search(policy, target, &mut space) {
        Some(Answer::Found(region)) => {
            let line = space.witness(&region).map(|witness| witness.to_string());
            line.and_then(|line| written(snapshot, target, &line)).map_or(Proposal::NotFound, Proposal::Case)
        }
        Some(Answer::Nothing) => Proposal::Unreachable,
        Some(Answer::Undecided) | None => Proposal::NotFound,
    }
}

/// The payments that get as far as `target` and meet its condition.
fn search(policy: &Policy, target: &Target, space: &mut Space<'_>) -> Option<Answer> {
    let stage = policy.stages.iter().find(|stage| stage.kind == target.stage)?;
    let mut regions = |condition: &Condition| space.formula(condition).regions(MAX_REGIONS);
    let above = stage.rules.iter().take(target.rule.map_or(usize::MAX, Id::index));
    let above: Option<Vec<Vec<Region>>> = above.map(|(_, rule)| regions(&rule.when)).collect();
    let taken = match target.rule {
        Some(rule) => regions(&stage.rules.at(rule)?.when)?,
        None => vec![Region::everything()],
    };
    let screen = match target.stage {
        StageKind::Screen => vec![],
        _ => denied(policy, &mut regions)?,
    };
    let attempted = space.impossible(MAX_REGIONS).zip(told(policy, target, space));
    let (impossible, attempted) = attempted?;
    let above = above?.concat();
    let filters = [Filter::Any(&impossible), Filter::Any(&above), Filter::First(&screen)];
    let mut answer = Answer::Nothing;
    for region in taken.iter().filter_map(|region| region.intersection(&attempted)) {
        match Search::new(space, BUDGET).survivor(&region, &filters) {
            Answer::Found(region) => return Some(Answer::Found(region)),
            Answer::Undecided => answer = Answer::Undecided,
            Answer::Nothing => {}
        }
    }
    Some(answer)
}

/// The rules of `screen` in order, with whether they deny.
fn denied(
    policy: &Policy,
    regions: &mut impl FnMut(&Condition) -> Option<Vec<Region>>,
) -> Option<Vec<(Region, bool)>> {
    let Some(screen) = policy.stages.iter().find(|stage| stage.kind == StageKind::Screen) else {
        return Some(vec![]);
    };
    let mut of = |rule: &Rule| {
        let denies = matches!(rule.outcome, Outcome::Deny(_));
        Some(regions(&rule.when)?.into_iter().map(|region| (region, denies)).collect::<Vec<_>>())
    };
    let rules: Option<Vec<_>> = screen.rules.iter().map(|(_, rule)| of(rule)).collect();
    let last = matches!(screen.otherwise, Some(Outcome::Deny(_))).then(|| (Region::everything(), true));
    Some(rules?.into_iter().flatten().chain(last).collect())
}

/// The payments for which the stage is decided at all: those that tell of an attempt, for `retry`.
fn told(policy: &Policy, target: &Target, space: &Space<'_>) -> Option<Region> {
    let everything = Region::everything();
    if target.stage != StageKind::Retry {
        return Some(everything);
    }
    let attempts = policy.facts.all.iter().filter(|(_, fact)| fact.origin == Origin::Attempt);
    attempts.map(|(id, _)| space.axis(id)).try_fold(everything, |region, axis| {
        region.with(axis, &space.whole(axis).minus(&KeySet::point(ABSENT)))
    })
}

/// The case of the payment that `line` spells, if `target` wins for it.
fn written(snapshot: &Snapshot, target: &Target, line: &str) -> Option<String> {
    let policy = snapshot.policy();
    let payment = payment(snapshot, "", line, &mut Sources::default(), &mut Diagnostics::default())?;
    let decision = evaluate(snapshot, &payment);
    let won = decision.stage(target.stage)?.rule.map(|rule| rule.name.as_str());
    if won != target.name.as_deref() {
        return None;
    }
    let name = match &target.name {
        Some(name) => name.clone(),
        None => format!("{} otherwise", target.stage.as_str()),
    };
    let parts: Vec<String> =
        policy.stages.iter().filter_map(|stage| part(policy, &decision, stage, target)).collect();
    Some(format!("{}  {line}\n  => {}\n", literal::quote(&name), parts.join(", ")))
}

/// What a stage decides, with the rule in the stage that the case is about.
fn part(policy: &Policy, decision: &Decision<'_>, stage: &Stage, target: &Target) -> Option<String> {
    let decided = spell::decided(policy, decision, stage.kind)?;
    Some(match stage.kind == target.stage {
        true => format!("{decided}, {}", spell::by(decision.stage(stage.kind)?.rule)),
        false => decided,
    })
}
