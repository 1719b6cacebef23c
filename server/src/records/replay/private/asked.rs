//! What a policy asks of one of its facts, wherever it does.

use std::collections::BTreeSet;

use waypost_dsl::hir::{
    Best, Candidate, Condition, FactId, ListValues, Measure, Outcome, Policy, Predicate, Test, Type,
};

/// What a policy asks of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Asked {
    /// At most whether it is there.
    Nothing,
    /// Which of some texts it is, too.
    Names,
    /// On which side of a split a text falls, too.
    Sides,
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
            if let Some(outcome) = &stage.otherwise {
                asks.outcome(policy, fact, outcome);
            }
        }
        let serves = policy.connectors.iter().map(|(_, connector)| &connector.serves);
        let only_when = policy.facts.all.iter().filter_map(|(_, fact)| fact.only_when.as_ref());
        for condition in serves.chain(only_when) {
            asks.condition(policy, fact, condition);
        }
        asks
    }

    fn condition(&mut self, policy: &Policy, fact: FactId, condition: &Condition) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                for part in parts {
                    self.condition(policy, fact, part);
                }
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
        for candidate in plan.candidates() {
            let (by, asked) = match candidate {
                Candidate::Split(split) if policy.facts[split.by].ty == Type::Text => {
                    (split.by, Asked::Sides)
                }
                Candidate::Split(split) => (split.by, Asked::More),
                Candidate::Best(Best { by: Measure::Cost(amount), .. }) => (*amount, Asked::More),
                Candidate::Connector(_) | Candidate::Best(_) => continue,
            };
            if policy.facts.base(by) == fact {
                self.asked = self.asked.max(asked);
            }
        }
    }
}
