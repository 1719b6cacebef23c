//! The stages of a policy, compiled: for each its graph, and what the outcome of each of its rules means for what is
//! decided behind it, so that no rule has to be looked at while a payment is decided.

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;
use waypost_dsl::arena::Id;
use waypost_dsl::hir::{Plan, Policy, RuleId, StageKind};

use crate::decision::{Effect, StageDecision};
use crate::graph::Graph;
use crate::keys::Keys;

/// The stages of a policy.
#[derive(Debug)]
pub(crate) struct Stages {
    /// In the order of the policy.
    stages: Vec<Stage>,
    /// The different plans of all rules.
    plans: IndexSet<Plan, FxBuildHasher>,
}

/// One stage.
#[derive(Debug)]
struct Stage {
    kind: StageKind,
    graph: Graph,
    /// For each rule, and behind them for `otherwise`, the place of its plan, or one of the two below.
    effects: Vec<u32>,
}

const DENIAL: u32 = u32::MAX;
const NONE: u32 = u32::MAX - 1;

impl Stages {
    /// The stages of a policy, with their graphs in its order.
    pub(crate) fn of(policy: &Policy, graphs: impl Iterator<Item = Graph>) -> Self {
        let mut plans = IndexSet::default();
        let mut effect = |effect| match effect {
            Effect::Denial => DENIAL,
            Effect::None => NONE,
            Effect::Plan(plan) => match plans.get_index_of(plan) {
                Some(place) => u32::try_from(place).unwrap_or(NONE),
                None => u32::try_from(plans.insert_full(plan.clone()).0).unwrap_or(NONE),
            },
        };
        let stages = policy.stages.iter().zip(graphs).map(|(stage, graph)| {
            let outcomes = stage.rules.iter().map(|(_, rule)| &rule.outcome).chain(&stage.otherwise);
            let effects = outcomes.map(|outcome| effect(Effect::of(outcome))).collect();
            Stage { kind: stage.kind, graph, effects }
        });
        Self { stages: stages.collect(), plans }
    }

    /// What a stage decides for a payment with these keys, if the policy has it.
    #[inline]
    pub(crate) fn decide<'s>(
        &'s self,
        policy: &'s Policy,
        kind: StageKind,
        keys: &impl Keys,
    ) -> Option<(StageDecision<'s>, Effect<'s>)> {
        let (stage, source) = self.stages.iter().zip(&policy.stages).find(|(stage, _)| stage.kind == kind)?;
        let rule = stage.graph.first(keys);
        let effect = match stage.effects.get(rule.map_or(source.rules.len(), |rule| rule as usize)) {
            Some(&DENIAL) => Effect::Denial,
            Some(&place) => self.plans.get_index(place as usize).map_or(Effect::None, Effect::Plan),
            None => Effect::None,
        };
        let rule = rule.and_then(|rule| source.rules.at(RuleId::new(rule as usize)));
        let outcome = match rule {
            Some(rule) => &rule.outcome,
            None => source.otherwise.as_ref()?,
        };
        Some((StageDecision { outcome, rule }, effect))
    }

    /// The graph of a stage.
    pub(crate) fn graph(&self, kind: StageKind) -> Option<&Graph> {
        self.stages.iter().find(|stage| stage.kind == kind).map(|stage| &stage.graph)
    }
}
