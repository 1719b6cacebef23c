//! One payment, from its JSON to the decision in JSON: given what is known of connectors, decided by the version that it falls
//! to, counted and recorded. All that it depends on hangs from one table.

use std::sync::Arc;
use std::time::Instant;

use waypost_engine::Payment;

use crate::app::App;
use crate::catalog::{LivePolicy, ServedPolicy, Table};
use crate::problem::Problem;
use crate::request_log::Caller;
use crate::rollout::Rollout;
use crate::wire::payment::PaymentError;

/// More than most decisions take.
pub(super) const ANSWER_BYTES: usize = 512;

/// What the payments of one request are decided with.
pub(super) struct Desk<'a> {
    app: &'a App,
    table: &'a Table,
    served: &'a ServedPolicy,
    /// What is live of it.
    pub(super) live: &'a Arc<LivePolicy>,
    caller: &'a Caller,
}

/// A payment that was read, and what it is to be decided with.
pub(super) struct Chosen<'a> {
    pub(super) by: &'a Arc<LivePolicy>,
    pub(super) payment: Payment,
    /// The signals that it was given, as members in JSON.
    pub(super) used: Vec<u8>,
}

/// Where answers go, and records that have to wait.
#[derive(Default)]
pub(super) struct Out {
    pub(super) answer: Vec<u8>,
    /// Records for which there was no room yet.
    pub(super) unrecorded: Vec<u8>,
}

impl<'a> Desk<'a> {
    /// The desk for the policy of that name.
    pub(super) fn of(
        app: &'a App,
        table: &'a Table,
        policy: &str,
        caller: &'a Caller,
    ) -> Result<Self, Problem> {
        let served = table.policies.get(policy).ok_or_else(Problem::unknown_policy)?;
        let live = served.live.as_ref().ok_or_else(|| Problem::not_live(policy))?;
        Ok(Self { app, table, served, live, caller })
    }

    /// Appends the decision of the payment that `json` gives, and its record. Uses `payment`, one of the policy that is live,
    /// as its slots. Gives what has decided. Waits for nothing, and takes no lock unless a challenger decides otherwise.
    pub(super) fn decide(
        &self,
        json: &[u8],
        payment: &mut Payment,
        out: &mut Out,
    ) -> Result<&'a Arc<LivePolicy>, PaymentError> {
        let (begun, mut used) = (Instant::now(), vec![]);
        self.read(self.live, json, payment, &mut used)?;
        let rollout = self.served.rollout.as_deref().filter(|rollout| rollout.asks(self.live, payment));
        if let Some(rollout) = rollout
            && let Some((other, used)) = self.compare(rollout, json, payment)
            && rollout.decides()
        {
            self.answer(&rollout.challenger, &other, &used, begun, out);
            return Ok(&rollout.challenger);
        }
        self.answer(self.live, payment, &used, begun, out);
        Ok(self.live)
    }

    /// Reads the payment that `json` gives, and chooses what decides it; nothing is compared or counted.
    pub(super) fn choose(&self, json: &[u8]) -> Result<Chosen<'a>, PaymentError> {
        let (mut payment, mut used) = (self.live.decider.payment(), vec![]);
        self.read(self.live, json, &mut payment, &mut used)?;
        if let Some(rollout) = self.served.rollout.as_deref().filter(|rollout| rollout.decides())
            && rollout.asks(self.live, &payment)
        {
            let (mut payment, mut used) = (rollout.challenger.decider.payment(), vec![]);
            if self.read(&rollout.challenger, json, &mut payment, &mut used).is_ok() {
                return Ok(Chosen { by: &rollout.challenger, payment, used });
            }
        }
        Ok(Chosen { by: self.live, payment, used })
    }

    /// Puts the payment that `json` gives in the place of `payment`, with the signals that it does not tell itself.
    fn read(
        &self,
        policy: &LivePolicy,
        json: &[u8],
        payment: &mut Payment,
        used: &mut Vec<u8>,
    ) -> Result<(), PaymentError> {
        let decider = &policy.decider;
        let read = decider.decode(json, payment).and_then(|skipped| {
            let hir = decider.snapshot().policy();
            policy.signals.fill(&self.table.signals, &self.app.signals, hir, payment, used);
            decider.complete(payment)?;
            Ok(skipped)
        });
        let skipped = read.inspect_err(|_| policy.counts(&self.app.metrics).refused())?;
        if let Some(first) = skipped.first {
            let (policy, count) = (&decider.snapshot().policy().name, skipped.count);
            tracing::debug!(policy, count, %first, "a payment has members that the policy declares no fact for");
        }
        Ok(())
    }

    /// Asks both versions, and counts what differs; gives the payment as the challenger has read it, unless it refuses it.
    fn compare(&self, rollout: &Rollout, json: &[u8], payment: &Payment) -> Option<(Payment, Vec<u8>)> {
        let (mut before, mut after) = (vec![], vec![]);
        let (mut other, mut used) = (rollout.challenger.decider.payment(), vec![]);
        self.live.decider.answer(payment, &mut before);
        let read = self.read(&rollout.challenger, json, &mut other, &mut used).ok();
        if read.is_some() {
            rollout.challenger.decider.answer(&other, &mut after);
        }
        rollout.compare(self.live, payment, &before, read.map(|()| after.as_slice()));
        read.map(|()| (other, used))
    }

    /// Decides a payment that was read, counts and records it, and appends the answer.
    fn answer(&self, by: &LivePolicy, payment: &Payment, used: &[u8], begun: Instant, out: &mut Out) {
        let counts = by.counts(&self.app.metrics);
        let start = out.answer.len();
        counts.decided(&by.decider.answer(payment, &mut out.answer));
        let took = begun.elapsed();
        counts.took(took);
        if let Some(records) = &self.app.records {
            let decision = out.answer.get(start..).unwrap_or_default();
            records.write(by, payment, (decision, took), self.caller, &mut out.unrecorded);
        }
        tell(used, &mut out.answer);
    }
}

/// Puts the signals that were used into a decision, which is an object, as its last member.
pub(super) fn tell(used: &[u8], answer: &mut Vec<u8>) {
    if !used.is_empty() {
        answer.pop();
        answer.extend_from_slice(br#","signals":{"#);
        answer.extend_from_slice(used);
        answer.extend_from_slice(b"}}");
    }
}
