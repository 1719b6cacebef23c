//! Given payments, decided with both policies: what moves.

use std::path::Path;

use rayon::prelude::*;
use waypost_dsl::arena::Id as _;
use waypost_dsl::hir::{FactId, Money, Outcome, StageKind, Type, Value};
use waypost_engine::{Batch, Decision, Payment, Snapshot, compile, evaluate_all};
use waypost_server::wire::difference::PAYMENT;
use waypost_server::wire::payment::{Schema, read};
use waypost_server::wire::traffic::Traffic;

use crate::command::diff::version::Version;
use crate::input;

/// How many payments are held at a time.
const HELD: usize = 65_536;
/// How many of them one thread takes at once, as a batch for each policy.
const BATCH: usize = 2_048;

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

/// What one policy makes of a payment that it does not refuse.
struct Decided<'s> {
    decision: Decision<'s>,
    /// What the payment is worth, if it tells.
    money: Option<Money>,
}

/// Decides all payments of a file with both policies.
pub(super) fn measure(versions: [Version; 2], file: &Path) -> anyhow::Result<Traffic> {
    let [old, new] = versions.map(Side::new);
    let sides = Sides { old, new };
    let mut traffic = Traffic::default();
    let mut held: Vec<Vec<u8>> = Vec::with_capacity(HELD);
    input::lines(file, |_, json| {
        held.push(json.to_vec());
        if held.len() == HELD {
            traffic = std::mem::take(&mut traffic).and(sides.decide(&held));
            held.clear();
        }
        Ok(())
    })?;
    Ok(traffic.and(sides.decide(&held)))
}

impl Sides {
    fn decide(&self, payments: &[Vec<u8>]) -> Traffic {
        payments.par_chunks(BATCH).map(|chunk| self.count(chunk)).reduce(Traffic::default, Traffic::and)
    }

    fn count(&self, payments: &[Vec<u8>]) -> Traffic {
        let mut traffic = Traffic::default();
        for (old, new) in self.old.decide(payments).into_iter().zip(self.new.decide(payments)) {
            traffic.payments += 1;
            traffic.refused.before += u64::from(old.is_none());
            traffic.refused.after += u64::from(new.is_none());
            let stages = self.stages(old.as_ref(), new.as_ref());
            if stages.is_empty() {
                continue;
            }
            traffic.changed += 1;
            for stage in stages {
                *traffic.by_stage.entry(stage).or_default() += 1;
            }
            let money = new.as_ref().or(old.as_ref()).and_then(|decided| decided.money);
            moved([self.old.first(old.as_ref()), self.new.first(new.as_ref())], money, &mut traffic);
        }
        traffic
    }

    /// The stages that decide otherwise. Behind a denial nothing is decided, which is no further difference.
    fn stages(&self, old: Option<&Decided<'_>>, new: Option<&Decided<'_>>) -> Vec<&'static str> {
        let (old, new) = match (old, new) {
            (Some(old), Some(new)) => (&old.decision, &new.decision),
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

    /// What it makes of each of these payments; nothing of one that it refuses.
    fn decide(&self, payments: &[Vec<u8>]) -> Vec<Option<Decided<'_>>> {
        let facts = &self.snapshot.policy().facts;
        let (mut payment, mut batch) = (Payment::new(facts), Batch::new(facts));
        let mut read = |json: &Vec<u8>| {
            read(json, &self.schema, &self.snapshot, &mut payment).ok()?;
            batch.push(&payment);
            Some(self.money(&payment))
        };
        let read: Vec<Option<Option<Money>>> = payments.iter().map(&mut read).collect();
        let mut decisions = evaluate_all(&self.snapshot, &batch, |decision| decision).into_iter();
        let mut decided = |money| Some(Decided { decision: decisions.next()?, money });
        read.into_iter().map(|read| read.and_then(&mut decided)).collect()
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
    fn first<'s>(&'s self, decided: Option<&Decided<'s>>) -> Option<&'s str> {
        self.connectors(&decided?.decision).next()
    }
}

fn is_denied(decision: &Decision<'_>) -> bool {
    decision.screen.is_some_and(|screen| matches!(screen.outcome, Outcome::Deny(_)))
}
