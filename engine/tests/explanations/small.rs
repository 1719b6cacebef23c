//! Policies so small that all their payments can be looked at.

use waypost_dsl::cases::{Expected, Wanted};
use waypost_dsl::hir::{ConnectorId, FactId, Outcome, StageKind, Value};
use waypost_engine::{Digest, Payment, Snapshot, compile, reference};
use waypost_generate::draw::Draw;
use waypost_generate::written;

const FACTS: &str = "facts {
  method       one of card, wallet, cash
  card.network one of visa, amex, only when method is card
  card.kept    flag, only when method is card
  card.kind    one of gold, plain, only when method is card, optional
  tier         one of low, high
  risk         integer 0 to 3
  region       one of north, south, optional
}
connector a { serves method in [card, wallet] }
connector b { serves tier is high or method is cash }
connector c {}
";

const TESTS: [&str; 14] = [
    "method is card",
    "method is not wallet",
    "method in [wallet, cash]",
    "card.network is visa",
    "method is card and card.network is not visa",
    "card.kept",
    "card.kind is gold",
    "card.kind is present",
    "tier is high",
    "risk >= 2",
    "risk in [0, 3]",
    "region is north",
    "region is absent",
    "not (tier is low and risk < 2)",
];
const PLANS: [&str; 9] = [
    "a, c",
    "b, c",
    "c",
    "b, a, c",
    "c, a",
    "none \"no\"",
    "split by tier { a 50%, b 50% }, c",
    "split by method { b 40%, c 60% }, a",
    "split by risk { a 30%, c 70% }, b",
];

/// A policy with all its payments.
pub(crate) struct Small {
    pub(crate) text: String,
    pub(crate) snapshot: Snapshot,
    pub(crate) payments: Vec<Payment>,
}

/// The small policy of a seed.
pub(crate) fn small(seed: u64) -> Small {
    let draw = &mut Draw::seeded(seed);
    let mut stage = |name: &str, outcomes: &[&str]| {
        let rules: Vec<String> = (0..draw.below(5) + 2)
            .map(|number| {
                let tests: Vec<String> =
                    (0..=draw.below(3)).map(|_| format!("({})", draw.pick(&TESTS))).collect();
                let join = if draw.once_in(3) { " or " } else { " and " };
                format!("rule \"r{number}\" when {} -> {}\n", tests.join(join), draw.pick(outcomes))
            })
            .collect();
        format!("{name} {{\n{}otherwise -> {}\n}}\n", rules.concat(), draw.pick(outcomes))
    };
    let screen = "screen { rule \"s\" when risk >= 3 and tier is low -> deny \"no\"\notherwise -> allow }\n";
    let authenticate = stage("authenticate", &["challenge", "frictionless", "exempt low_value"]);
    let text = format!("policy small\n{FACTS}{screen}{authenticate}{}", stage("route", &PLANS));
    let policy = written::checked(&written::loaded(&text, |_| None));
    let snapshot = compile(policy, Digest::of(&waypost_dsl::Sources::default()));
    let payments = payments(&snapshot);
    Small { text, snapshot, payments }
}

/// All payments that there can be.
fn payments(snapshot: &Snapshot) -> Vec<Payment> {
    let facts = &snapshot.policy().facts;
    let mut all = vec![Payment::new(facts)];
    for (id, fact) in facts.given() {
        let keys = (0..4).filter(|key| fact.ty.keys().contains(*key));
        let values: Vec<Value<'_>> = keys.filter_map(|key| fact.ty.value(key)).collect();
        let with = |payment: &Payment| {
            let mut more = vec![payment.clone()];
            for value in &values {
                let mut other = payment.clone();
                other.set(facts, id, *value).unwrap();
                more.push(other);
            }
            more
        };
        // Of connectors nothing is said.
        if !fact.name.ends_with(".health")
            && !fact.name.ends_with("_rate")
            && !fact.name.ends_with(".latency")
        {
            all = all.iter().flat_map(with).collect();
        }
    }
    let mut complete: Vec<Payment> = vec![];
    for mut payment in all {
        if snapshot.complete(&mut payment).is_ok() && !complete.contains(&payment) {
            complete.push(payment);
        }
    }
    complete
}

impl Small {
    /// What a stage by itself decides for each payment, whatever the screen says.
    pub(crate) fn outcomes(&self, kind: StageKind) -> Vec<&Outcome> {
        let policy = self.snapshot.policy();
        let stage = policy.stages.iter().find(|stage| stage.kind == kind).unwrap();
        let outcome = |payment: &Payment| {
            let won = stage.rules.iter().find(|(_, rule)| reference::holds(policy, &rule.when, payment));
            won.map_or(stage.otherwise.as_ref().unwrap(), |(_, rule)| &rule.outcome)
        };
        self.payments.iter().map(outcome).collect()
    }

    /// Whether all payments that have these facts as the one at `place` get the same outcome.
    pub(crate) fn forces(&self, outcomes: &[&Outcome], place: usize, facts: &[FactId]) -> bool {
        let (known, payment) = (&self.snapshot.policy().facts, &self.payments[place]);
        let alike = |other: &Payment| {
            facts.iter().all(|fact| other.value(known, *fact) == payment.value(known, *fact))
        };
        let all = self.payments.iter().zip(outcomes);
        all.filter(|(_, outcome)| **outcome != outcomes[place]).all(|(other, _)| !alike(other))
    }

    /// How many facts the fewest are that force the outcome of the payment at `place`.
    pub(crate) fn fewest(&self, outcomes: &[&Outcome], place: usize) -> usize {
        let all: Vec<FactId> = self.snapshot.policy().facts.given().map(|(id, _)| id).take(7).collect();
        let sets = (0_u32..1 << all.len()).map(|bits| {
            let chosen = all.iter().enumerate().filter(move |(place, _)| bits >> place & 1 == 1);
            chosen.map(|(_, fact)| *fact).collect::<Vec<FactId>>()
        });
        sets.filter(|set| self.forces(outcomes, place, set)).map(|set| set.len()).min().unwrap()
    }
}

/// In how many facts another payment is changed, but for those that come or go with others.
pub(crate) fn changes(snapshot: &Snapshot, payment: &Payment, other: &Payment) -> usize {
    let policy = snapshot.policy();
    let counts = policy.facts.given().filter(|(id, fact)| {
        let (from, to) = (payment.value(&policy.facts, *id), other.value(&policy.facts, *id));
        let may_have = fact.only_when.as_ref().is_none_or(|when| reference::holds(policy, when, other));
        let comes = from.is_none() && to == Some(Value::Flag(false));
        from != to && !comes && (to.is_some() || may_have)
    });
    counts.count()
}

/// Whether a payment gets what is wanted.
pub(crate) fn gets(snapshot: &Snapshot, wanted: &Expected, payment: &Payment) -> bool {
    let policy = snapshot.policy();
    let decision = reference::evaluate(policy, payment);
    let Some(decided) = decision.stage(wanted.stage) else { return false };
    let tried: Vec<ConnectorId> = decision.connectors().collect();
    let is_by = wanted.by.is_none_or(|by| {
        let stage = policy.stages.iter().find(|stage| stage.kind == wanted.stage).unwrap();
        by.and_then(|id| stage.rules.at(id)).map(|rule| &rule.name) == decided.rule.map(|rule| &rule.name)
    });
    let is_met = match &wanted.outcome {
        None => true,
        Some(Wanted::Tried(first)) => tried.starts_with(first),
        Some(outcome) => outcome.is_met(decided.outcome, &tried),
    };
    is_by && is_met
}
