//! What a policy asks of one of its facts, wherever it does.

use std::collections::BTreeSet;

use waypost_dsl::hir::{Candidate, Condition, FactId, ListValues, Measure, Outcome, Policy, Predicate, Test};

/// What a policy asks of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Asked {
    /// At most whether it is there.
    Nothing,
    /// Which of some texts it is, too.
    Names,
    /// More than that.
    More,
}

/// What a policy asks of a fact, with the texts that it names.
pub(super) struct Asks {
    pub(super) asked: Asked,
    pub(super) texts: BTreeSet<String>,
}

impl Asks {
    /// What `policy` asks of `fact` to decide a payment.
    pub(super) fn of(policy: &Policy, fact: FactId) -> Self {
        let mut asks = Self { asked: Asked::Nothing, texts: BTreeSet::new() };
        for stage in &policy.stages {
            for (_, rule) in stage.rules.iter() {
                asks.condition(policy, fact, &rule.when);
                asks.outcome(policy, fact, &rule.outcome);
            }
            stage.otherwise.iter().for_each(|outcome| asks.outcome(policy, fact, outcome));
        }
        let serves = policy.connectors.iter().map(|(_, connector)| &connector.serves);
        let only_when = policy.facts.all.iter().filter_map(|(_, fact)| fact.only_when.as_ref());
        serves.chain(only_when).for_each(|condition| asks.condition(policy, fact, condition));
        asks
    }

    fn condition(&mut self, policy: &Policy, fact: FactId, condition: &Condition) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| self.condition(policy, fact, part));
            }
            Condition::Not(inner) => self.condition(policy, fact, inner),
            Condition::Test(test) => self.test(policy, fact, test),
        }
    }

    fn test(&mut self, policy: &Policy, fact: FactId, test: &Test) {
        let is_other = |other: FactId| policy.facts.base(other) == fact;
        match &test.predicate {
            Predicate::Against(_, other) if is_other(*other) => self.asked = Asked::More,
            Predicate::Present => {}
            _ if !is_other(test.fact) => {}
            Predicate::TextIs(texts) => self.names(texts),
            Predicate::Listed(list) => match &policy.lists[*list].values {
                ListValues::Texts(texts) => self.names(texts),
                ListValues::Digits(_) => self.asked = Asked::More,
            },
            _ => self.asked = Asked::More,
        }
    }

    fn names(&mut self, texts: &[String]) {
        self.asked = self.asked.max(Asked::Names);
        self.texts.extend(texts.iter().cloned());
    }

    fn outcome(&mut self, policy: &Policy, fact: FactId, outcome: &Outcome) {
        let Outcome::Plan(plan) = outcome else { return };
        let asks = |candidate: &Candidate| match candidate {
            Candidate::Connector(_) => false,
            Candidate::Split(split) => policy.facts.base(split.by) == fact,
            Candidate::Best(best) => {
                matches!(best.by, Measure::Cost(amount) if policy.facts.base(amount) == fact)
            }
        };
        if plan.candidates().iter().any(asks) {
            self.asked = Asked::More;
        }
    }
}
