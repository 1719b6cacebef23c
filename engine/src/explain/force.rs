//! The fewest facts of a payment that by themselves force what a stage decides.
//!
//! Every payment that is decided otherwise tells of some facts in which it differs, of which one at least must be among
//! them. So the fewest facts are looked for that agree with all such payments known so far; if a payment that has them
//! all is still decided otherwise, it is one more to agree with (an implicit hitting set: Karp 1972, Moreno-Centeno and
//! Karp 2013). What comes out is a prime implicant of the decision of least size (Shih, Choi and Darwiche, IJCAI 2018).

use std::cell::RefCell;

use waypost_dsl::arena::Id as _;
use waypost_dsl::hir::{FactId, Outcome, RuleId, Stage};
use waypost_dsl::space::Region;

use crate::explain::Explainer;
use crate::payment::Payment;
use crate::proof::{Gate, Ladder, Question, Verdict, hitting};

/// How many payments that are decided otherwise are looked at before the fewest facts are given up.
const ROUNDS: usize = 200;

/// Facts that force what a stage decides: every payment that has them as this one has gets the same outcome of the stage,
/// wherever it is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forced {
    /// The facts, in the order in which they are declared.
    pub facts: Vec<FactId>,
    /// Whether it is proved that no fewer facts do.
    pub is_fewest: bool,
}

/// A payment and a stage that decides it.
struct Asked<'a, 's> {
    explainer: &'a Explainer<'s>,
    stage: &'s Stage,
    ladder: &'a Ladder,
    payment: &'a Payment,
    outcome: Option<&'s Outcome>,
    start: Region,
    /// Whether each rule, and at last `otherwise`, decides the same.
    same: Vec<bool>,
    /// The facts that payments give, those first that the rule that wins asks for.
    facts: Vec<FactId>,
}

/// Whether payments that have some facts alike are decided alike.
enum Alike {
    /// They are: proved.
    All,
    /// One is not, which differs in these.
    But(Vec<FactId>),
    Undecided,
}

impl<'s> Explainer<'s> {
    pub(super) fn forced(&self, stage: &'s Stage, payment: &Payment) -> Forced {
        let Some((_, ladder)) = self.proofs.stage(stage.kind) else {
            return Forced { facts: vec![], is_fewest: true };
        };
        let winner = self.winner(stage, payment).map(RuleId::new).and_then(|id| stage.rules.at(id));
        let outcome = winner.map(|rule| &rule.outcome).or(stage.otherwise.as_ref());
        let rules = stage.rules.iter().map(|(_, rule)| Some(&rule.outcome));
        let same = rules.chain([stage.otherwise.as_ref()]).map(|other| other == outcome).collect();
        let policy = &self.snapshot.policy;
        let named: Vec<FactId> = winner.map(|rule| rule.when.facts()).unwrap_or_default();
        let named: Vec<FactId> = named.into_iter().map(|fact| policy.facts.base(fact)).collect();
        let mut facts = self.given.clone();
        facts.sort_by_key(|fact| (!named.contains(fact), *fact));
        let start = self.proofs.start(stage.kind);
        Asked { explainer: self, stage, ladder, payment, outcome, start, same, facts }.fewest()
    }
}

impl Asked<'_, '_> {
    fn fewest(&self) -> Forced {
        let mut known: Vec<Vec<FactId>> = vec![];
        for _ in 0..ROUNDS {
            let Some(facts) = hitting(&known) else { break };
            match self.alike(&facts) {
                Alike::All => return Forced { facts, is_fewest: true },
                Alike::But(differing) if !differing.is_empty() => known.push(differing),
                Alike::But(_) | Alike::Undecided => break,
            }
        }
        Forced { facts: self.irreducible(), is_fewest: false }
    }

    /// Facts of which none can be left out.
    fn irreducible(&self) -> Vec<FactId> {
        let mut chosen = self.facts.clone();
        for place in (0..chosen.len()).rev() {
            let fact = chosen.remove(place);
            if !matches!(self.alike(&chosen), Alike::All) {
                chosen.insert(place, fact);
            }
        }
        chosen.sort_unstable();
        chosen
    }

    /// Whether all payments that have these facts alike are decided alike.
    fn alike(&self, facts: &[FactId]) -> Alike {
        let Asked { explainer, payment, .. } = self;
        let found = RefCell::new(None);
        let shows = |other: &Payment| {
            let other = explainer.mixed(payment, facts, other).filter(|other| !self.is_same(other));
            let is_found = other.is_some();
            found.replace(other);
            is_found
        };
        let question = Question {
            within: explainer.agreeing(payment, facts, &self.start).into_iter().collect(),
            past: vec![Gate::new(self.ladder, 0, self.same.clone())],
            ..Question::default()
        };
        match (explainer.proofs.find(&question, &shows), found.take()) {
            (Verdict::Never, _) => Alike::All,
            (Verdict::Shown(_), Some(other)) => Alike::But(self.nearest(other)),
            _ => Alike::Undecided,
        }
    }

    /// The facts in which a payment differs that is decided otherwise, after as many as possible were made alike: few
    /// facts tell more.
    fn nearest(&self, mut other: Payment) -> Vec<FactId> {
        let Asked { explainer, payment, .. } = self;
        let first = explainer.differing(payment, &other);
        for fact in self.facts.iter().rev().filter(|fact| first.contains(fact)) {
            let nearer = explainer.mixed(payment, &[*fact], &other).filter(|nearer| !self.is_same(nearer));
            other = nearer.unwrap_or(other);
        }
        let differing = explainer.differing(payment, &other);
        self.facts.iter().filter(|fact| differing.contains(fact)).copied().collect()
    }

    fn is_same(&self, other: &Payment) -> bool {
        let rule = self
            .explainer
            .winner(self.stage, other)
            .and_then(|number| self.stage.rules.at(RuleId::new(number)));
        rule.map(|rule| &rule.outcome).or(self.stage.otherwise.as_ref()) == self.outcome
    }
}
