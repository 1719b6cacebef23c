//! All mutants of a policy: the same policy with one slip in one stage.

use std::fmt;

use waypost_dsl::arena::Arena;
use waypost_dsl::hir::{Condition, Outcome, Policy, Rule, RuleId, Stage};

use crate::{conditions, outcomes};

/// A policy with one slip in it.
pub(crate) struct Mutant {
    kind: &'static str,
    /// The rule, or nothing for `otherwise`.
    rule: Option<String>,
    /// What of it, where that is not clear.
    detail: String,
    /// The stage as it has become.
    stage: Stage,
}

impl Mutant {
    /// What kind of a slip it is.
    pub(crate) fn kind(&self) -> &'static str {
        self.kind
    }

    /// The rule that it is in; an empty name for `otherwise`.
    pub(crate) fn rule(&self) -> &str {
        self.rule.as_deref().unwrap_or_default()
    }

    /// The stage with the slip.
    pub(crate) fn stage(&self) -> &Stage {
        &self.stage
    }
}

impl fmt::Display for Mutant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rule = self.rule.as_ref().map_or("otherwise".to_owned(), |rule| format!("{rule:?}"));
        write!(f, "{} {rule}{}: {}", self.stage.kind.as_str(), self.detail, self.kind)
    }
}

/// The mutants of all stages.
pub(crate) fn of(policy: &Policy) -> Vec<Mutant> {
    policy.stages.iter().flat_map(|stage| of_stage(policy, stage)).collect()
}

fn of_stage(policy: &Policy, stage: &Stage) -> Vec<Mutant> {
    let rules: Vec<Rule> = stage.rules.iter().map(|(_, rule)| rule.clone()).collect();
    let outcomes = outcomes_of(stage);
    let mut mutants = vec![];
    for (place, rule) in rules.iter().enumerate() {
        let mut add = |kind, detail, rules: Vec<Rule>| {
            let stage = Stage { rules: arena(rules), ..stage.clone() };
            mutants.push(Mutant { kind, rule: Some(rule.name.clone()), detail, stage });
        };
        for (kind, detail, changed) in of_rule(policy, rule, &outcomes) {
            let mut rules = rules.clone();
            rules[place] = changed;
            add(kind, detail, rules);
        }
        if place + 1 < rules.len() {
            let mut rules = rules.clone();
            rules.swap(place, place + 1);
            add("swapped with the next", String::new(), rules);
        }
    }
    let rest = stage.otherwise.iter().flat_map(|rest| outcomes::slips(rest, &outcomes));
    mutants.extend(rest.map(|(kind, outcome)| {
        let stage = Stage { otherwise: Some(outcome), ..stage.clone() };
        Mutant { kind, rule: None, detail: String::new(), stage }
    }));
    mutants
}

/// A rule with each slip that there is, besides those in its place.
fn of_rule(policy: &Policy, rule: &Rule, outcomes: &[&Outcome]) -> Vec<(&'static str, String, Rule)> {
    let with_when = |when| Rule { when, ..rule.clone() };
    // A rule that takes nothing keeps its name, so that what is noticed is the decision and not a name.
    let mut found = vec![("rule deleted", String::new(), with_when(Condition::Any(vec![])))];
    let slips = conditions::slips(policy, &rule.when).into_iter();
    found.extend(slips.map(|(kind, detail, when)| (kind, format!(" ({detail})"), with_when(when))));
    let slips = outcomes::slips(&rule.outcome, outcomes).into_iter();
    found.extend(slips.map(|(kind, outcome)| (kind, String::new(), Rule { outcome, ..rule.clone() })));
    found
}

fn arena(rules: Vec<Rule>) -> Arena<RuleId, Rule> {
    let mut arena = Arena::default();
    for rule in rules {
        arena.add(rule);
    }
    arena
}

/// Each outcome of a stage, once.
fn outcomes_of(stage: &Stage) -> Vec<&Outcome> {
    let mut found: Vec<&Outcome> = vec![];
    for outcome in stage.rules.iter().map(|(_, rule)| &rule.outcome).chain(&stage.otherwise) {
        if !found.contains(&outcome) {
            found.push(outcome);
        }
    }
    found
}
