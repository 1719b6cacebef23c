//! What ought to be found, by looking at all payments.

use std::collections::BTreeSet;

use waypost_dsl::arena::Id;
use waypost_dsl::diagnostic::Code;
use waypost_dsl::hir::{Claim, Condition, Expected, Invariant, Outcome, Policy, RuleId, Stage, StageKind};
use waypost_engine::{Decision, Payment, reference};

/// What is known of all payments and the rules of one stage.
pub(crate) struct Looked<'p> {
    pub(crate) stage: &'p Stage,
    /// For each payment that the stage is asked about, the numbers of the rules that it meets.
    pub(crate) met: Vec<(&'p Payment, Vec<usize>)>,
}

impl<'p> Looked<'p> {
    pub(crate) fn at(policy: &'p Policy, stage: &'p Stage, payments: &'p [Payment]) -> Self {
        let attempt = policy.facts.find("attempt");
        let is_asked = |payment: &&Payment| {
            stage.kind != StageKind::Retry || attempt.is_some_and(|id| payment.has(&policy.facts, id))
        };
        let met = |payment: &'p Payment| {
            let rules = stage.rules.iter().filter(|(_, rule)| reference::holds(policy, &rule.when, payment));
            (payment, rules.map(|(id, _)| id.index()).collect())
        };
        Self { stage, met: payments.iter().filter(is_asked).map(met).collect() }
    }

    fn outcome(&self, rule: Option<&usize>) -> Option<&'p Outcome> {
        match rule {
            Some(&rule) => self.stage.rules.at(RuleId::new(rule)).map(|rule| &rule.outcome),
            None => self.stage.otherwise.as_ref(),
        }
    }

    /// The one finding about a rule, if there is one.
    pub(crate) fn of_rule(&self, number: usize) -> Option<Code> {
        let meeting = || self.met.iter().filter(|(_, met)| met.contains(&number));
        let mut reaching = meeting().filter(|(_, met)| met.first() == Some(&number)).peekable();
        let is_written = self.stage.rules.at(RuleId::new(number)).is_some_and(|rule| !rule.parts.is_empty());
        let own = self.outcome(Some(&number));
        match () {
            () if meeting().next().is_none() => Some(Code::Contradiction),
            () if reaching.peek().is_none() => Some(Code::UnreachableRule),
            () if is_written && meeting().count() == self.met.len() => Some(Code::Tautology),
            () if reaching.all(|(_, met)| self.outcome(met.get(1)) == own) => Some(Code::RedundantRule),
            () => None,
        }
    }

    /// The fewest rules above a rule that take all that it would.
    pub(crate) fn fewest(&self, number: usize) -> u32 {
        let taken = self.met.iter().filter(|(_, met)| met.contains(&number));
        let above = taken.map(|(_, met)| {
            met.iter().filter(|rule| **rule < number).fold(0_u32, |all, rule| all | 1 << rule)
        });
        let above: BTreeSet<u32> = above.collect();
        let sets = (0..1_u32 << number).filter(|set| above.iter().all(|rules| rules & set != 0));
        sets.map(u32::count_ones).min().unwrap_or(u32::MAX)
    }

    /// Whether a rule above decides otherwise for payments that a rule would take.
    pub(crate) fn overlaps(&self, number: usize) -> bool {
        let differs = |rule: &usize| self.outcome(Some(rule)) != self.outcome(Some(&number));
        let mut meeting = self.met.iter().filter(|(_, met)| met.contains(&number));
        meeting.any(|(_, met)| met.first().is_some_and(|first| *first < number && differs(first)))
    }
}

/// Whether a stage decides for a payment otherwise than an invariant claims.
pub(crate) fn breaks(
    policy: &Policy,
    invariant: &Invariant,
    payment: &Payment,
    decision: &Decision<'_>,
) -> bool {
    let Some(decided) = decision.stage(invariant.stage) else { return false };
    if !reference::holds(policy, &invariant.when, payment) {
        return false;
    }
    let tried: Vec<_> = decision.connectors().collect();
    let is = |expected: &Expected| match expected {
        Expected::InPlan(connector) => tried.contains(connector),
        Expected::Outcome(Outcome::Deny(_)) => matches!(decided.outcome, Outcome::Deny(_)),
        Expected::Outcome(Outcome::NoRoute(_)) => matches!(decided.outcome, Outcome::NoRoute(_)),
        Expected::Outcome(outcome) => outcome == decided.outcome,
    };
    match &invariant.claim {
        Claim::Always(expected) => !is(expected),
        Claim::Never(expected) => is(expected),
        Claim::First(connector) => tried.first() != Some(connector),
    }
}

/// What payments say of the plans of one policy: those that end up empty, and the connectors that are struck, each with
/// the rule whose plan it is; an empty name stands for `otherwise`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Plans {
    pub(crate) empty: BTreeSet<String>,
    pub(crate) struck: BTreeSet<(String, String)>,
}

impl Plans {
    pub(crate) fn of(policy: &Policy, payments: &[Payment]) -> Self {
        let mut plans = Self::default();
        for payment in payments {
            let decision = reference::evaluate(policy, payment);
            let Some(route) = decision.route else { continue };
            let Outcome::Plan(plan) = route.outcome else { continue };
            let rule = route.rule.map(|rule| rule.name.clone()).unwrap_or_default();
            if decision.connectors().next().is_none() {
                plans.empty.insert(rule.clone());
            }
            for id in plan.connectors() {
                let connector = &policy.connectors[*id];
                let is_always = connector.serves == Condition::ALWAYS;
                if !is_always && !reference::holds(policy, &connector.serves, payment) {
                    plans.struck.insert((rule.clone(), connector.name.clone()));
                }
            }
        }
        let empty = plans.empty.clone();
        plans.struck.retain(|(rule, _)| !empty.contains(rule));
        plans
    }
}
