//! Asks of each rule whether a payment reaches it, and whether it matters; the answer is one finding at most.

use rayon::prelude::*;
use waypost_dsl::diagnostic::Diagnostic;
use waypost_dsl::hir::{Rule, Stage};

use crate::analyze::{conflict, redundant_rule, tautology, undecided, unreachable_rule};
use crate::payment::Payment;
use crate::proof::{Ladder, Proofs, Question, Verdict};
use crate::reference;

/// A rule that is asked about.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a, 'p> {
    pub(super) proofs: &'a Proofs<'p>,
    pub(super) stage: &'p Stage,
    pub(super) ladder: &'a Ladder,
    pub(super) rule: &'p Rule,
    /// Its number in the stage.
    pub(super) number: usize,
    /// Of the rules above, those that no payment reaches, as far as it is known.
    idle: &'a [bool],
}

/// Whether some payment reaches a rule.
enum Reach {
    /// These do.
    By(Vec<Payment>),
    Never,
    /// Not known, since the budget ended.
    Spent,
    /// Not known.
    Unknown,
}

/// How many payments are drawn for a rule before it is proved whether there is one.
const DRAWN: u64 = 8;
/// How many rules are asked about side by side before those below profit from what was found.
const SIDE_BY_SIDE: usize = 128;

/// The findings about single rules, in their order.
pub(super) fn analyze(proofs: &Proofs<'_>) -> Vec<Diagnostic> {
    proofs.stages().flat_map(|(stage, ladder)| of_stage(proofs, stage, ladder)).collect()
}

fn of_stage<'p>(proofs: &Proofs<'p>, stage: &'p Stage, ladder: &Ladder) -> Vec<Diagnostic> {
    let rules: Vec<&Rule> = stage.rules.iter().map(|(_, rule)| rule).collect();
    let mut idle: Vec<bool> = vec![];
    let mut reaches = vec![];
    for together in rules.chunks(SIDE_BY_SIDE) {
        let asked = together.par_iter().enumerate().map(|(place, rule)| {
            let number = idle.len() + place;
            Asked { proofs, stage, ladder, rule, number, idle: &idle }.reach()
        });
        let found: Vec<Reach> = asked.collect();
        idle.extend(found.iter().map(|reach| matches!(reach, Reach::Never)));
        reaches.extend(found);
    }
    let asked = rules.into_par_iter().zip(reaches).enumerate();
    let findings = asked.filter_map(|(number, (rule, reach))| {
        Asked { proofs, stage, ladder, rule, number, idle: &idle }.finding(reach)
    });
    findings.collect()
}

impl<'a> Asked<'a, '_> {
    /// The payments that reach the rule. What an idle rule above takes, others above it take as well.
    pub(super) fn reaching(self) -> Question<'a> {
        Question { idle: self.idle, ..self.proofs.reaching(self.stage.kind, Some(self.number)) }
    }

    fn finding(self, reach: Reach) -> Option<Diagnostic> {
        match reach {
            Reach::By(payments) => tautology::find(self).or_else(|| redundant_rule::find(self, &payments)),
            Reach::Never => Some(match self.meeting() {
                Verdict::Never => conflict::finding(self),
                Verdict::Shown(taken) => unreachable_rule::finding(self, Some(taken.witness)),
                Verdict::Undecided | Verdict::Spent => unreachable_rule::finding(self, None),
            }),
            Reach::Spent => Some(undecided::of_rule(self, "whether a payment reaches it")),
            Reach::Unknown => None,
        }
    }

    /// Most rules are reached by what is drawn from their own regions; the others are proved.
    fn reach(self) -> Reach {
        let question = self.reaching();
        let regions = question.within.iter().cycle().take(if question.within.is_empty() { 0 } else { 8 });
        let drawn = (0..DRAWN).zip(regions).filter_map(|(seed, region)| {
            let payment = self.proofs.drawn(region, seed);
            (self.proofs.lies_in(region, &payment) && self.is_first(&payment)).then_some(payment)
        });
        let drawn: Vec<Payment> = drawn.collect();
        if !drawn.is_empty() {
            return Reach::By(drawn);
        }
        match self.proofs.find(&question, &|payment| self.wins(payment)) {
            Verdict::Shown(shown) => Reach::By(vec![shown.payment]),
            Verdict::Never => Reach::Never,
            Verdict::Undecided => Reach::Unknown,
            Verdict::Spent => Reach::Spent,
        }
    }

    /// Whether a payment meets the condition, whatever takes it then.
    fn meeting(self) -> Verdict {
        let policy = self.proofs.policy();
        let meets = |payment: &Payment| reference::holds(policy, &self.rule.when, payment);
        self.proofs.find(&Question { below: None, ..self.reaching() }, &meets)
    }

    fn is_first(self, payment: &Payment) -> bool {
        self.proofs.met(self.ladder, payment).first() == Some(&self.number)
    }

    /// Whether the rule wins for a payment, by its conditions as they are written.
    pub(super) fn wins(self, payment: &Payment) -> bool {
        let policy = self.proofs.policy();
        let mut rules = self.stage.rules.iter().take(self.number + 1);
        let first = rules.position(|(_, rule)| reference::holds(policy, &rule.when, payment));
        first == Some(self.number)
    }
}
