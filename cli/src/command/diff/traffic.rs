//! Given payments, decided with both policies: what moves.

use std::path::Path;

use rayon::prelude::*;
use waypost_dsl::arena::Id as _;
use waypost_dsl::hir::{FactId, Money, Outcome, StageKind, Type, Value};
use waypost_engine::{Decision, Payment, Snapshot, compile, evaluate};
use waypost_server::wire::difference::PAYMENT;
use waypost_server::wire::payment::{Schema, read};
use waypost_server::wire::traffic::Traffic;

use crate::command::diff::version::Version;
use crate::input;

/// How many payments are held at a time.
const BATCH: usize = 8_192;
/// How many of them one thread takes at once.
const CHUNK: usize = 256;

/// Both policies, ready to decide.
struct Sides {
    old: Side,
    new: Side,
}

/// A policy, and what it takes to decide payments in JSON.
struct Side {
    snapshot: Snapshot,
    schema: Schema,
    /// The fact that tells what a payment is worth.
    amount: Option<FactId>,
}

/// What one policy makes of a payment; nothing if it refuses it.
type Decided<'s> = Option<Decision<'s>>;

/// Decides all payments of a file with both policies.
pub(super) fn measure(versions: [Version; 2], file: &Path) -> anyhow::Result<Traffic> {
    let [old, new] = versions.map(Side::new);
    let sides = Sides { old, new };
    let mut traffic = Traffic::default();
    let mut batch: Vec<Vec<u8>> = Vec::with_capacity(BATCH);
    input::lines(file, |_, json| {
        batch.push(json.to_vec());
        if batch.len() == BATCH {
            traffic = std::mem::take(&mut traffic).and(sides.decide(&batch));
            batch.clear();
        }
        Ok(())
    })?;
    Ok(traffic.and(sides.decide(&batch)))
}

impl Sides {
    fn decide(&self, payments: &[Vec<u8>]) -> Traffic {
        payments.par_chunks(CHUNK).map(|chunk| self.count(chunk)).reduce(Traffic::default, Traffic::and)
    }

    fn count(&self, payments: &[Vec<u8>]) -> Traffic {
        let (mut before, mut after) = (self.old.payment(), self.new.payment());
        let mut traffic = Traffic::default();
        for json in payments {
            let (old, new) = (self.old.decide(json, &mut before), self.new.decide(json, &mut after));
            traffic.payments += 1;
            traffic.refused.before += u64::from(old.is_none());
            traffic.refused.after += u64::from(new.is_none());
            let stages = self.stages(&old, &new);
            if stages.is_empty() {
                continue;
            }
            traffic.changed += 1;
            for stage in stages {
                *traffic.by_stage.entry(stage).or_default() += 1;
            }
            let money = match new {
                Some(_) => self.new.money(&after),
                None => self.old.money(&before),
            };
            moved([self.old.first(&old), self.new.first(&new)], money, &mut traffic);
        }
        traffic
    }

    /// The stages that decide otherwise. Behind a denial nothing is decided, which is no further difference.
    fn stages(&self, old: &Decided<'_>, new: &Decided<'_>) -> Vec<&'static str> {
        let (old, new) = match (old, new) {
            (Some(old), Some(new)) => (old, new),
            (None, None) => return vec![],
            _ => return vec![PAYMENT],
        };
        let is_denied = is_denied(old) || is_denied(new);
        let kinds = StageKind::ALL.into_iter().filter(|kind| *kind == StageKind::Screen || !is_denied);
        kinds.filter(|kind| !self.is_alike(*kind, old, new)).map(StageKind::as_str).collect()
    }

    fn is_alike(&self, kind: StageKind, old: &Decision<'_>, new: &Decision<'_>) -> bool {
        match (old.stage(kind).map(|stage| stage.outcome), new.stage(kind).map(|stage| stage.outcome)) {
            (Some(Outcome::Plan(_)), Some(Outcome::Plan(_))) => {
                self.old.connectors(old).eq(self.new.connectors(new))
            }
            (old, new) => old == new,
        }
    }
}

/// Counts a payment that changes, by its amount and by the connectors that were and are the first to try it.
fn moved([before, after]: [Option<&str>; 2], money: Option<Money>, traffic: &mut Traffic) {
    let moves = [(before, -1), (after, 1)].into_iter().filter(|_| before != after);
    let moves: Vec<(&str, i64)> = moves.filter_map(|(name, sign)| Some((name?, sign))).collect();
    for (name, sign) in &moves {
        *traffic.by_connector.entry((*name).to_owned()).or_default() += sign;
    }
    let Some(money) = money else { return };
    let (code, minor) = (money.currency.code(), i128::from(money.minor));
    *traffic.by_currency.entry(code).or_default() += 1;
    let volume = traffic.volume.entry(code).or_default();
    volume.changed += minor;
    for (name, sign) in moves {
        *volume.by_connector.entry(name.to_owned()).or_default() += minor * i128::from(sign);
    }
}

impl Side {
    fn new(version: Version) -> Self {
        let facts = &version.policy.facts;
        let of_money = facts.given().filter(|(_, fact)| matches!(fact.ty, Type::Money(_)));
        let amount = of_money.min_by_key(|(id, fact)| (fact.name != "amount", id.index())).map(|(id, _)| id);
        let schema = Schema::new(facts);
        Self { snapshot: compile(version.policy, version.digest), schema, amount }
    }

    fn payment(&self) -> Payment {
        Payment::new(&self.snapshot.policy().facts)
    }

    fn decide(&self, json: &[u8], payment: &mut Payment) -> Decided<'_> {
        read(json, &self.schema, &self.snapshot, payment).ok()?;
        Some(evaluate(&self.snapshot, payment))
    }

    fn money(&self, payment: &Payment) -> Option<Money> {
        match payment.value(&self.snapshot.policy().facts, self.amount?)? {
            Value::Money(money) => Some(money),
            _ => None,
        }
    }

    fn connectors<'s>(&'s self, decision: &Decision<'s>) -> impl Iterator<Item = &'s str> {
        decision.connectors().map(|id| self.snapshot.policy().connectors[id].name.as_str())
    }

    /// The connector that is the first to try a payment.
    fn first<'s>(&'s self, decided: &Decided<'s>) -> Option<&'s str> {
        self.connectors(decided.as_ref()?).next()
    }
}

fn is_denied(decision: &Decision<'_>) -> bool {
    decision.screen.is_some_and(|screen| matches!(screen.outcome, Outcome::Deny(_)))
}
