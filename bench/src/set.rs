//! A rule set with its payments, and the answers that the reference evaluator gives.

use std::str::FromStr;
use std::thread;

use waypost_dsl::arena::Id as _;
use waypost_dsl::hir::{Policy, Rule, RuleId, StageKind};
use waypost_engine::{Decision, Payment, reference};
use waypost_generate::shape::{self, Shape};
use waypost_generate::{inside, json};

use crate::rule::{When, rules};

/// Where the random choices of the rules begin, and those of the payments.
const SEEDS: (u64, u64) = (1, 7);

/// Which rules and payments a set has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// What the rules are like.
    pub shape: Shape,
    /// Whether only payments are taken that a rule in the middle half of the list decides.
    pub amid: bool,
}

impl Kind {
    /// All that are measured unless others are asked for.
    pub const ALL: [Self; 4] = [
        Self { shape: Shape::Structured, amid: false },
        Self { shape: Shape::Broad, amid: false },
        Self { shape: Shape::Broad, amid: true },
        Self { shape: Shape::Narrow, amid: false },
    ];

    /// Its name, as the command line knows it.
    pub fn name(self) -> String {
        format!("{}{}", self.shape.as_str(), if self.amid { "-amid" } else { "" })
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let amid = name.strip_suffix("-amid");
        Ok(Self { shape: amid.unwrap_or(name).parse()?, amid: amid.is_some() })
    }
}

/// Rules and payments, each in all the forms that contenders take them in.
pub struct Set {
    /// The text of the policy.
    pub text: String,
    /// What it means.
    pub policy: Policy,
    /// The conditions of its rules, for other engines.
    pub rules: Vec<When>,
    /// The payments, complete.
    pub payments: Vec<Payment>,
    /// The same in JSON.
    pub json: Vec<Vec<u8>>,
}

impl Set {
    /// A set of that many rules and up to that many payments: there may be fewer that are decided amid the list.
    pub fn new(kind: Kind, size: usize, payments: usize) -> Self {
        let snapshot = shape::snapshot(kind.shape, SEEDS.0, size);
        let draw = if kind.amid { inside::payments_amid } else { inside::payments };
        let payments = draw(SEEDS.1, &snapshot, payments);
        let policy = snapshot.policy().clone();
        let line = |payment| json::line(&policy.facts, payment).into_bytes();
        let json = payments.iter().map(line).collect();
        Self { text: shape::text(kind.shape, SEEDS.0, size), rules: rules(&policy), policy, payments, json }
    }

    /// What the reference evaluator says: for each payment the number of its rule.
    pub fn answers(&self) -> Vec<Option<usize>> {
        let answer = |payment: &Payment| won(&self.policy, &reference::evaluate(&self.policy, payment));
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let part = self.payments.len().div_ceil(threads).max(1);
        thread::scope(|scope| {
            let parts = self.payments.chunks(part);
            let parts: Vec<_> =
                parts.map(|part| scope.spawn(move || part.iter().map(answer).collect::<Vec<_>>())).collect();
            parts.into_iter().flat_map(|part| part.join().expect("the reference never panics")).collect()
        })
    }
}

/// The number of the rule that decided. It is told by the rule's address: a caller of Waypost takes the rule itself, and
/// a search for its number would not be part of the decision.
pub fn won(policy: &Policy, decision: &Decision<'_>) -> Option<usize> {
    let rules = &policy.stages.first()?.rules;
    let address = |rule: &Rule| std::ptr::from_ref(rule).addr();
    let won = decision.stage(StageKind::Route)?.rule?;
    Some((address(won) - address(&rules[RuleId::new(0)])) / size_of::<Rule>())
}
