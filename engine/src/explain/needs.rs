//! Which rules may give what is wanted, and what more it takes: a plan begins with a connector if that one serves the
//! payment and those before it do not.

use waypost_dsl::cases::{Expected, Wanted};
use waypost_dsl::hir::{Best, Candidate, ConnectorId, FactId, Measure, Outcome, Plan, RuleId, Signal};
use waypost_dsl::space::{AxisId, KeySet};

use crate::evaluate::evaluate;
use crate::explain::Explainer;
use crate::payment::Payment;
use crate::reference;
use crate::split::side;

/// The most ways in which the splits of one plan are told apart.
const MOST_BRANCHES: usize = 64;

/// What a payment must be like for a plan to come out as is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Needs {
    /// This connector serves it.
    pub(super) serves: Option<ConnectorId>,
    /// These do not.
    pub(super) struck: Vec<ConnectorId>,
    /// It falls on these sides of splits.
    pub(super) sides: Vec<(AxisId, KeySet)>,
}

/// Rules that may give what is wanted, with what more it takes.
pub(super) struct Way {
    pub(super) needs: Needs,
    /// Whether each rule, and at last `otherwise`, is none of them.
    pub(super) stops: Vec<bool>,
}

/// A connector of a split, with the keys of the fact that fall on it.
type Side = (ConnectorId, AxisId, KeySet);

/// A payment of which some facts may become others.
pub(super) struct Trial<'a> {
    pub(super) payment: &'a Payment,
    pub(super) free: &'a [FactId],
}

impl Needs {
    /// The same, and the payment falls on this side of a split.
    fn on(&self, (connector, axis, keys): &Side) -> (ConnectorId, Self) {
        let mut needs = self.clone();
        needs.sides.push((*axis, keys.clone()));
        (*connector, needs)
    }

    fn without(mut self, connector: ConnectorId) -> Self {
        self.struck.push(connector);
        self
    }
}

impl Explainer<'_> {
    /// Whether a payment gets what is wanted.
    pub(super) fn gets(&self, wanted: &Expected, payment: &Payment) -> bool {
        let decision = evaluate(self.snapshot, payment);
        let Some(decided) = decision.stage(wanted.stage) else { return false };
        let tried: Vec<ConnectorId> = decision.connectors().collect();
        let is_decided = match &wanted.outcome {
            Some(Wanted::Tried(first)) => tried.starts_with(first),
            Some(outcome) => outcome.is_met(decided.outcome, &tried),
            None => true,
        };
        let rule = self.snapshot.first(wanted.stage, payment);
        is_decided && wanted.by.is_none_or(|by| by == rule)
    }

    /// The ways to get what is wanted.
    pub(super) fn ways(&self, wanted: &Expected, trial: &Trial<'_>) -> Vec<Way> {
        let Some((stage, _)) = self.proofs.stage(wanted.stage) else { return vec![] };
        let rules = stage.rules.iter().map(|(id, rule)| (Some(id), Some(&rule.outcome)));
        let all: Vec<(Option<RuleId>, Option<&Outcome>)> =
            rules.chain([(None, stage.otherwise.as_ref())]).collect();
        let mut ways: Vec<Way> = vec![];
        for (place, (rule, outcome)) in all.iter().enumerate() {
            let outcome = outcome.filter(|_| wanted.by.is_none_or(|by| by == *rule));
            let needs = outcome.map(|outcome| self.needs(wanted, outcome, trial)).unwrap_or_default();
            for needs in needs {
                let known = ways.iter().position(|way| way.needs == needs).unwrap_or_else(|| {
                    ways.push(Way { needs, stops: vec![true; all.len()] });
                    ways.len() - 1
                });
                if let Some(stops) = ways.get_mut(known).and_then(|way| way.stops.get_mut(place)) {
                    *stops = false;
                }
            }
        }
        ways
    }

    /// What it takes for this outcome to be what is wanted: one of these; none if it cannot be.
    fn needs(&self, wanted: &Expected, outcome: &Outcome, trial: &Trial<'_>) -> Vec<Needs> {
        match (&wanted.outcome, outcome) {
            (None, _) => vec![Needs::default()],
            (Some(Wanted::Tried(tried)), Outcome::Plan(plan)) => {
                tried.first().map(|first| self.begins(plan, *first, trial)).unwrap_or_default()
            }
            (Some(Wanted::Tried(_)), _) => vec![],
            (Some(other), _) if other.is_met(outcome, &[]) => vec![Needs::default()],
            (Some(_), _) => vec![],
        }
    }

    /// What it takes for a plan to begin with a connector, as far as regions can tell.
    fn begins(&self, plan: &Plan, first: ConnectorId, trial: &Trial<'_>) -> Vec<Needs> {
        let mut open = vec![Needs { serves: Some(first), ..Needs::default() }];
        let mut done = vec![];
        for candidate in plan.candidates() {
            let sides =
                self.sides(candidate, trial).filter(|sides| sides.len() * open.len() <= MOST_BRANCHES);
            match (self.order(candidate, trial), sides, candidate) {
                (Some(order), ..) => {
                    let before = order.iter().take_while(|connector| **connector != first).copied();
                    let before: Vec<ConnectorId> = before.collect();
                    for needs in &mut open {
                        needs.struck.extend(&before);
                    }
                    if order.contains(&first) {
                        done.append(&mut open);
                    }
                }
                (None, Some(sides), _) => {
                    let branches = open.iter().flat_map(|needs| sides.iter().map(|side| needs.on(side)));
                    let (own, others) = branches.partition(|(connector, _)| *connector == first);
                    let (own, others): (Vec<_>, Vec<_>) = (own, others);
                    done.extend(own.into_iter().map(|(_, needs)| needs));
                    open = others.into_iter().map(|(connector, needs)| needs.without(connector)).collect();
                }
                (None, None, candidate) if candidate.connectors().contains(&first) => done.append(&mut open),
                (None, None, Candidate::Best(best)) => {
                    for needs in &mut open {
                        needs.struck.extend(&best.connectors);
                    }
                }
                (None, None, _) => {}
            }
        }
        done
    }

    /// The sides of a split that a change may choose from, each with the keys that fall on it, if they can be told apart.
    fn sides(&self, candidate: &Candidate, trial: &Trial<'_>) -> Option<Vec<Side>> {
        let Candidate::Split(split) = candidate else { return None };
        if self.is_settled(&[split.by], trial) {
            return None;
        }
        let axis = self.proofs.space().axis(split.by);
        let sides = self.proofs.sides(split)?.into_iter();
        Some(sides.map(|(connector, keys)| (connector, axis, keys)).collect())
    }

    /// The connectors of a candidate in the order in which they are tried, if no change that may be made alters it.
    fn order(&self, candidate: &Candidate, trial: &Trial<'_>) -> Option<Vec<ConnectorId>> {
        let facts = &self.snapshot.policy.facts;
        match candidate {
            Candidate::Connector(connector) => Some(vec![*connector]),
            Candidate::Split(split) if self.is_settled(&[split.by], trial) => {
                let (connector, _) = split.sides.get(side(facts, split, trial.payment.values()))?;
                Some(vec![*connector])
            }
            Candidate::Best(best) if self.is_settled(&self.asked(best), trial) => {
                Some(reference::ranked(&self.snapshot.policy, trial.payment, best))
            }
            Candidate::Split(_) | Candidate::Best(_) => None,
        }
    }

    /// The facts by which a `best` puts its connectors in order.
    fn asked(&self, best: &Best) -> Vec<FactId> {
        let facts = &self.snapshot.policy.facts;
        let signals =
            |signal| best.connectors.iter().filter_map(move |connector| facts.signal(*connector, signal));
        let measured: Vec<FactId> = match best.by {
            Measure::SuccessRate => signals(Signal::SuccessRate).collect(),
            Measure::Latency => signals(Signal::Latency).collect(),
            Measure::Cost(amount) => vec![amount],
        };
        signals(Signal::Health).chain(measured).collect()
    }

    /// Whether these facts stay as the payment has them.
    fn is_settled(&self, facts: &[FactId], trial: &Trial<'_>) -> bool {
        let all = &self.snapshot.policy.facts;
        let stays = |fact: FactId| !trial.free.contains(&fact) && all[fact].only_when.is_none();
        facts.iter().all(|fact| stays(all.base(*fact)))
    }
}
