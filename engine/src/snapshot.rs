//! A policy ready to decide with: what was checked, and the graphs compiled from it.

use waypost_dsl::arena::Id;
use waypost_dsl::hir::{self, Condition, Policy, RuleId, StageKind};
use waypost_dsl::space::{Region, Space};

use crate::complete::{Facts, complete};
use crate::costs::Costs;
use crate::digest::Digest;
use crate::graph::{Boxes, Figures, Graph, build, lines};
use crate::keys::{Axes, Placed};
use crate::payment::{Payment, Refusal};
use crate::serving::Serving;
use crate::signals::Signals;
use crate::stages::Stages;

/// A policy ready to decide with. Never changes.
#[derive(Debug)]
pub struct Snapshot {
    pub(crate) policy: Policy,
    digest: Digest,
    pub(crate) axes: Axes,
    pub(crate) stages: Stages,
    pub(crate) serving: Serving,
    facts: Facts,
    pub(crate) signals: Signals,
    pub(crate) costs: Option<Costs>,
}

/// The most boxes of one condition; what would take more is evaluated as it is written.
const BOXES: usize = 64;

/// The conditions of a policy as regions, and the space that they lie in.
struct Lowered<'p> {
    space: Space<'p>,
    /// For each stage those of its rules.
    stages: Vec<Vec<Vec<Region>>>,
    /// What each connector serves.
    serves: Vec<Vec<Region>>,
    /// The different conditions under which facts may be there.
    conditions: Vec<(&'p Condition, Vec<Region>)>,
}

/// All conditions of a policy, before any graph is built: each may add axes.
fn lowered(policy: &Policy) -> Lowered<'_> {
    let mut space = Space::new(&policy.facts, &policy.rates, &policy.lists);
    let mut lower = |condition: &Condition| {
        let formula = space.formula(condition);
        space.regions(&formula, BOXES)
    };
    let rules = |stage: &hir::Stage| stage.rules.iter().map(|(_, rule)| lower(&rule.when)).collect();
    let stages = policy.stages.iter().map(rules).collect();
    let serves = policy.connectors.iter().map(|(_, connector)| lower(&connector.serves)).collect();
    let conditions = conditions(&policy.facts).into_iter().map(|when| (when, lower(when))).collect();
    Lowered { space, stages, serves, conditions }
}

/// Compiles a checked policy.
pub fn compile(policy: Policy, digest: Digest) -> Snapshot {
    let Lowered { space, stages, serves, conditions } = lowered(&policy);
    let axes = Axes::of(&space);
    let lines = lines(&space, &axes);
    let graph = |rules: &[Vec<Region>]| build(&Boxes::of(&lines, rules));
    let stages = Stages::of(&policy, stages.iter().map(|rules| graph(rules)));
    let serving = Serving::of(&lines, &serves);
    let conditions = conditions.into_iter().map(|(when, regions)| (when, graph(&[regions])));
    let facts = Facts::of(&policy.facts, conditions.collect());
    let (signals, costs) = (Signals::of(&policy), Costs::of(&policy));
    Snapshot { policy, digest, axes, stages, serving, facts, signals, costs }
}

/// The different conditions under which facts may be there.
fn conditions(facts: &hir::Facts) -> Vec<&Condition> {
    let mut conditions: Vec<&Condition> = vec![];
    for when in facts.all.iter().filter_map(|(_, fact)| fact.only_when.as_ref()) {
        if !conditions.contains(&when) {
            conditions.push(when);
        }
    }
    conditions
}

impl Snapshot {
    /// The policy as it was checked.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The space that the conditions of the policy lie in, with the axes that its graphs ask about.
    pub(crate) fn space(&self) -> Space<'_> {
        lowered(&self.policy).space
    }

    /// The digest of the files that it was made of.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Ends the filling of a payment: flags that were not given become false where they may stand, and a payment that
    /// lacks a fact, or has one that it must not have, is refused. Allocates nothing.
    ///
    /// A fact is looked at after those that its `only when` names, so that the refusal is about the first cause.
    pub fn complete(&self, payment: &mut Payment) -> Result<(), Refusal> {
        complete(&self.facts, &self.axes, payment)
    }

    /// How large the graph of a stage is, if the policy has the stage.
    pub fn figures(&self, kind: StageKind) -> Option<Figures> {
        self.stages.graph(kind).map(Graph::figures)
    }

    /// The number of the first rule of a stage that the payment meets, if the policy has the stage and there is one.
    pub fn first(&self, kind: StageKind, payment: &Payment) -> Option<RuleId> {
        let first = self.stages.graph(kind)?.first(&Placed::new(&self.axes, payment))?;
        Some(RuleId::new(first as usize))
    }

    /// How many nodes are visited to find that, if the policy has the stage.
    pub fn path(&self, kind: StageKind, payment: &Payment) -> Option<u32> {
        Some(self.stages.graph(kind)?.steps(&Placed::new(&self.axes, payment)))
    }
}
