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

/// The findings about single rules, in their order.
pub(super) fn analyze(proofs: &Proofs<'_>) -> Vec<Diagnostic> {
    let asked = proofs.stages().flat_map(|(stage, ladder)| {
        let rules = stage.rules.iter().enumerate();
        rules.map(move |(number, (_, rule))| Asked { proofs, stage, ladder, rule, number })
    });
    let asked: Vec<Asked<'_, '_>> = asked.collect();
    asked.into_par_iter().filter_map(Asked::finding).collect()
}

impl Asked<'_, '_> {
    fn finding(self) -> Option<Diagnostic> {
        match self.reach() {
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
        let question = self.proofs.reaching(self.stage.kind, Some(self.number));
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
        let reaching = self.proofs.reaching(self.stage.kind, Some(self.number));
        let policy = self.proofs.policy();
        let meets = |payment: &Payment| reference::holds(policy, &self.rule.when, payment);
        self.proofs.find(&Question { below: None, ..reaching }, &meets)
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
