//! A policy ready to decide with: what was checked, and the graphs compiled from it.

use waypost_dsl::hir::{Condition, Policy, StageKind};
use waypost_dsl::space::{Region, Space};

use crate::complete::{Facts, complete};
use crate::costs::Costs;
use crate::digest::Digest;
use crate::graph::{Boxes, Figures, Graph, build, lines};
use crate::keys::Axes;
use crate::payment::{Payment, Refusal};
use crate::signals::Signals;

/// A policy ready to decide with. Never changes.
#[derive(Debug)]
pub struct Snapshot {
    pub(crate) policy: Policy,
    digest: Digest,
    pub(crate) axes: Axes,
    /// For each stage of the policy, in its order.
    pub(crate) stages: Vec<Graph>,
    /// For each connector whether it takes a payment: one rule, for those that it takes.
    pub(crate) serves: Vec<Graph>,
    facts: Facts,
    pub(crate) signals: Signals,
    pub(crate) costs: Option<Costs>,
}

/// The most boxes of one condition; what would take more is evaluated as it is written.
const BOXES: usize = 64;

/// Compiles a checked policy.
pub fn compile(policy: Policy, digest: Digest) -> Snapshot {
    // All conditions come first: each may add axes.
    let mut space = Space::new(&policy.facts, &policy.rates, &policy.lists);
    let mut lower = |condition: &Condition| {
        let formula = space.formula(condition);
        space.regions(&formula, BOXES)
    };
    let stages: Vec<Vec<Vec<Region>>> = policy
        .stages
        .iter()
        .map(|stage| stage.rules.iter().map(|(_, rule)| lower(&rule.when)).collect())
        .collect();
    let serves: Vec<Vec<Region>> =
        policy.connectors.iter().map(|(_, connector)| lower(&connector.serves)).collect();
    let allowed: Vec<Option<Vec<Region>>> =
        policy.facts.all.iter().map(|(_, fact)| fact.only_when.as_ref().map(&mut lower)).collect();

    let axes = Axes::of(&space);
    let lines = lines(&space, &axes);
    let graph = |rules: &[Vec<Region>]| build(&Boxes::of(&lines, rules));
    let stages = stages.iter().map(|rules| graph(rules)).collect();
    let serves = serves.iter().map(|regions| graph(std::slice::from_ref(regions))).collect();
    let allowed =
        allowed.iter().map(|regions| regions.as_ref().map(|regions| graph(std::slice::from_ref(regions))));
    let facts = Facts::of(&policy.facts, allowed);
    let (signals, costs) = (Signals::of(&policy), Costs::of(&policy));
    Snapshot { policy, digest, axes, stages, serves, facts, signals, costs }
}

impl Snapshot {
    /// The policy as it was checked.
    pub fn policy(&self) -> &Policy {
        &self.policy
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
        self.graph(kind).map(Graph::figures)
    }

    /// How many nodes of the graph of a stage are visited for a payment, if the policy has the stage.
    pub fn path(&self, kind: StageKind, payment: &Payment) -> Option<u32> {
        self.graph(kind).map(|graph| graph.path(&self.axes, payment))
    }

    fn graph(&self, kind: StageKind) -> Option<&Graph> {
        let place = self.policy.stages.iter().position(|stage| stage.kind == kind)?;
        self.stages.get(place)
    }
}
