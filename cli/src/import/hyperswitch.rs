//! Routing programs of Hyperswitch, and of the decision engine that came out of it.
//!
//! The two read nearly the same documents and mean different things by them. What each means is taken from its
//! interpreter: `crates/euclid/src/backend/vir_interpreter.rs` in `juspay/hyperswitch`, and
//! `src/euclid/interpreter.rs` in `juspay/decision-engine`.

mod condition;
mod country;
mod dimension;
mod plan;
mod program;
mod test;
mod value;

use condition::Tests;
use plan::Plans;
use program::{Program, Rule};

use crate::import::Imported;
use crate::import::report::Report;
use crate::import::way::condition::Condition;
use crate::import::way::facts::Fact;
use crate::import::way::names::{normalise, unique};
use crate::import::way::{Line, Policy, not_translated, quoted};

/// Translates the document `json`; `fallback` is the policy's name if the document has none.
pub(crate) fn import(json: &[u8], fallback: &str) -> anyhow::Result<Imported> {
    let (program, unread) = program::read(json)?;
    let mut report = Report::default();
    for path in unread {
        report.differs(&format!("`{path}`"), "no such member is known", "it is left out");
    }
    let mut translation = Translation {
        plans: Plans::new(&program, &mut report),
        tests: Tests::new(&program),
        names: vec![],
        report,
    };
    let lines = program.rules.iter().map(|rule| translation.rule(rule)).collect();
    let otherwise = translation.otherwise(&program);
    if let Some(value) = translation.tests.facts.iter().find_map(Fact::spelled) {
        let what = format!("values such as `{value}` are no names in Way");
        let instead = "each is listed with that spelling, which payments may go on to use in any case";
        translation.report.note("the facts", what, instead);
    }
    let policy = Policy {
        origin: format!("Imported from {}.", program.dialect.product()),
        name: normalise(program.name.as_deref().unwrap_or(fallback)),
        facts: translation.tests.facts,
        connectors: translation.plans.connectors,
        lines,
        otherwise,
    };
    Ok(Imported { policy, report: translation.report })
}

struct Translation<'p> {
    tests: Tests<'p>,
    plans: Plans,
    /// The names of the rules so far.
    names: Vec<String>,
    report: Report,
}

impl Translation<'_> {
    /// The line of a rule: itself, or a comment in its place.
    fn rule(&mut self, rule: &Rule) -> Line {
        let wanted = if rule.name.trim().is_empty() { "unnamed" } else { &rule.name };
        let name = unique(wanted.to_owned(), |name| self.names.iter().any(|known| known == name));
        self.names.push(name.clone());
        let place = format!("rule {}", quoted(&name));
        match self.tests.rule(&name, &rule.statements, &mut self.report) {
            Err(what) => {
                let instead = "the rule is a comment, and its payments go on to what stands below";
                self.report.differs(&place, &what, instead);
                Line::Comment(format!("not translated: {place}: {what}"))
            }
            Ok(Condition::Never) => {
                self.report.note(&place, "no payment meets it", "the rule is a comment");
                Line::Comment(format!("never met: {place}"))
            }
            Ok(when) => {
                let plan = self.plans.plan(&rule.selection, &place, &mut self.tests.facts, &mut self.report);
                let plan = plan.unwrap_or_else(|what| {
                    self.report.differs(&place, &what, "the rule takes its payments and routes them nowhere");
                    not_translated(&what)
                });
                Line::Rule { name, when, plan }
            }
        }
    }

    fn otherwise(&mut self, program: &Program) -> String {
        let place = "the default selection";
        let plan = self.plans.plan(&program.default, place, &mut self.tests.facts, &mut self.report);
        plan.unwrap_or_else(|what| {
            self.report.differs(place, &what, "payments that no rule takes are routed nowhere");
            not_translated(&what)
        })
    }
}
