//! Why a payment is decided as it is, why not otherwise, and what would have to change.
//!
//! 1. [`Explainer::explain`]: for each stage the rule that won, the fewest facts that by themselves force its outcome, and
//!    of each rule above it the first part of its condition that is not met.
//! 2. [`Explainer::change`]: the fewest facts that would have to be others for the decision that somebody [wants](wanted).
//!
//! Both are exact: that facts force an outcome, or that no change of some facts is enough, is proved for all payments
//! that there can be; a payment that is shown was decided.

mod change;
mod force;
mod miss;
mod mix;
mod needs;
mod wanted;

use waypost_dsl::arena::Id;
use waypost_dsl::cases::Expected;
use waypost_dsl::diagnostic::Witness;
use waypost_dsl::hir::{Condition, ConnectorId, FactId, Rule, RuleId, Stage, StageKind};
use waypost_dsl::space::{AxisId, Region};

pub use change::{Change, Changed};
pub use force::Forced;
pub use miss::{Miss, Missed};
pub use wanted::wanted;

use crate::cases;
use crate::complete::in_order;
use crate::decision::Decision;
use crate::evaluate::evaluate;
use crate::payment::Payment;
use crate::proof::{Proofs, spelled_out};
use crate::snapshot::Snapshot;

/// How many regions each question may compare if nothing else is said: about as many as in a fortieth of a second.
pub const BUDGET: u32 = 500_000;

/// What explains decisions of one snapshot. It takes as long to make as it takes to prove things about a policy: make
/// one for many payments.
#[expect(missing_debug_implementations, reason = "it is as large as its policy, and tells nothing more")]
pub struct Explainer<'s> {
    snapshot: &'s Snapshot,
    proofs: Proofs<'s>,
    /// The facts that each axis tells of, as payments give them.
    axes: Vec<(AxisId, Vec<FactId>)>,
    /// The facts that payments give, each after those that its `only when` names.
    given: Vec<FactId>,
    /// For each fact the payments that lack it though they may have it; only for those that have an `only when`.
    lacking: Vec<Vec<Region>>,
}

/// Why a payment is decided as it is.
#[derive(Debug, Clone)]
pub struct Explanation<'s> {
    /// What is decided.
    pub decision: Decision<'s>,
    /// Why, for each stage that was decided, in their order.
    pub stages: Vec<StageExplanation<'s>>,
}

/// Why a stage decided as it did.
#[derive(Debug, Clone)]
pub struct StageExplanation<'s> {
    /// The stage.
    pub stage: StageKind,
    /// The rule that won, or nothing for `otherwise`.
    pub rule: Option<&'s Rule>,
    /// The facts that mattered.
    pub forced: Forced,
    /// What each rule above the winner misses, in the order of the rules.
    pub misses: Vec<Miss<'s>>,
    /// The connectors of the plan that do not serve the payment, and why.
    pub struck: Vec<(ConnectorId, Missed<'s>)>,
}

impl<'s> Explainer<'s> {
    /// What explains decisions of `snapshot`; each question may compare `budget` regions.
    pub fn of(snapshot: &'s Snapshot, budget: u32) -> Self {
        let policy = &snapshot.policy;
        let proofs = Proofs::of(policy, budget);
        let axes = proofs.space().axes().ids().map(|axis| (axis, mix::about(proofs.space(), axis)));
        let axes = axes.filter(|(_, facts)| !facts.is_empty()).collect();
        let lacking = policy.facts.all.ids().map(|id| mix::lacking(proofs.space(), id)).collect();
        Self { snapshot, axes, given: in_order(&policy.facts), lacking, proofs }
    }

    /// The snapshot whose decisions it explains.
    pub fn snapshot(&self) -> &'s Snapshot {
        self.snapshot
    }

    /// Why `payment`, which is complete, is decided as it is.
    pub fn explain(&self, payment: &Payment) -> Explanation<'s> {
        let decision = evaluate(self.snapshot, payment);
        let stages = self.snapshot.policy.stages.iter().filter_map(|stage| {
            let decided = decision.stage(stage.kind)?;
            let struck = decision.struck().filter(|_| stage.kind == StageKind::Route);
            Some(StageExplanation {
                stage: stage.kind,
                rule: decided.rule,
                forced: self.forced(stage, payment),
                misses: self.misses(stage, payment),
                struck: struck.map(|connector| (connector, self.missed_by(connector, payment))).collect(),
            })
        });
        let stages = stages.collect();
        Explanation { decision, stages }
    }

    /// The fewest facts that by themselves force what a stage decides for `payment`, if the policy has the stage.
    pub fn force(&self, stage: StageKind, payment: &Payment) -> Option<Forced> {
        let (stage, _) = self.proofs.stage(stage)?;
        Some(self.forced(stage, payment))
    }

    /// The fewest facts of `payment` that would have to be others for what is wanted.
    pub fn change(&self, payment: &Payment, wanted: &Expected) -> Change {
        change::change(self, payment, wanted)
    }

    /// What a stage decides for `payment`, as cases spell it; nothing if it is not decided.
    pub fn decided(&self, stage: StageKind, payment: &Payment) -> Option<String> {
        cases::decided(&self.snapshot.policy, &evaluate(self.snapshot, payment), stage)
    }

    /// A payment as the notation spells it; its facts in the order in which they are declared.
    pub fn spelled(&self, payment: &Payment) -> Option<Witness> {
        spelled_out(&self.snapshot.policy, payment)
    }

    /// Parts of conditions of the policy in its language, one for each.
    pub fn told(&self, conditions: &[&Condition]) -> Vec<String> {
        if conditions.is_empty() {
            return vec![];
        }
        let describer = self.proofs.space().describer();
        // All that they ask for has its axis already, so that the two spaces are the same.
        let mut space = self.proofs.space().clone();
        conditions.iter().map(|condition| describer.formula(&space.formula(condition)).to_string()).collect()
    }

    /// The number of the rule of a stage that wins, or nothing for `otherwise`.
    fn winner(&self, stage: &Stage, payment: &Payment) -> Option<usize> {
        self.snapshot.first(stage.kind, payment).map(RuleId::index)
    }
}
