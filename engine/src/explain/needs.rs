//! Which rules may give what is wanted, and what more it takes: a plan begins with a connector if that one serves the
//! payment and those before it do not.

use waypost_dsl::cases::{Expected, Wanted};
use waypost_dsl::hir::{Best, Candidate, ConnectorId, FactId, Measure, Outcome, Plan, RuleId, Signal};

use crate::evaluate::evaluate;
use crate::explain::Explainer;
use crate::payment::Payment;
use crate::reference;
use crate::split::side;

/// What connectors must be like.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Needs {
    /// This one serves the payment.
    pub(super) serves: Option<ConnectorId>,
    /// These do not.
    pub(super) struck: Vec<ConnectorId>,
}

/// Rules that may give what is wanted, with what more it takes.
pub(super) struct Way {
    pub(super) needs: Needs,
    /// Whether each rule, and at last `otherwise`, is none of them.
    pub(super) stops: Vec<bool>,
}

/// A payment of which some facts may become others.
pub(super) struct Trial<'a> {
    pub(super) payment: &'a Payment,
    pub(super) free: &'a [FactId],
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
            let Some(needs) = outcome.and_then(|outcome| self.needs(wanted, outcome, trial)) else {
                continue;
            };
            let known = ways.iter().position(|way| way.needs == needs).unwrap_or_else(|| {
                ways.push(Way { needs, stops: vec![true; all.len()] });
                ways.len() - 1
            });
            let stops = ways.get_mut(known).and_then(|way| way.stops.get_mut(place));
            stops.into_iter().for_each(|stops| *stops = false);
        }
        ways
    }

    /// What it takes for this outcome to be what is wanted; nothing if it cannot be.
    fn needs(&self, wanted: &Expected, outcome: &Outcome, trial: &Trial<'_>) -> Option<Needs> {
        match (&wanted.outcome, outcome) {
            (None, _) => Some(Needs::default()),
            (Some(Wanted::Tried(tried)), Outcome::Plan(plan)) => self.begins(plan, *tried.first()?, trial),
            (Some(Wanted::Tried(_)), _) => None,
            (Some(outcome_wanted), _) => outcome_wanted.is_met(outcome, &[]).then(Needs::default),
        }
    }

    /// What it takes for a plan to begin with a connector: no more than what is sure before anything is changed.
    fn begins(&self, plan: &Plan, first: ConnectorId, trial: &Trial<'_>) -> Option<Needs> {
        let serves = Some(first);
        let mut struck = vec![];
        for candidate in plan.candidates() {
            match self.order(candidate, trial) {
                Some(order) if order.contains(&first) => {
                    struck.extend(order.into_iter().take_while(|connector| *connector != first));
                    return Some(Needs { serves, struck });
                }
                Some(order) => struck.extend(order),
                None if candidate.connectors().contains(&first) => return Some(Needs { serves, struck }),
                None if matches!(candidate, Candidate::Best(_)) => struck.extend(candidate.connectors()),
                None => {}
            }
        }
        None
    }

    /// The connectors of a candidate in the order in which they are tried, if no change that may be made alters it.
    fn order(&self, candidate: &Candidate, trial: &Trial<'_>) -> Option<Vec<ConnectorId>> {
        let facts = &self.snapshot.policy.facts;
        match candidate {
            Candidate::Connector(connector) => Some(vec![*connector]),
            Candidate::Split(split) if self.is_settled(&[split.by], trial) => {
                let (connector, _) = split.sides.get(side(facts, split, trial.payment))?;
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
