//! One version of a policy, which decides records again.

use waypost_engine::{Payment, Refusal, Snapshot};

use crate::Decider;
use crate::records::key::Key;
use crate::records::replay::private::{PrivateFacts, Unknown};
use crate::records::replay::record::Record;
use crate::wire::payment::PaymentError;

/// A version of a policy.
pub(super) struct Version {
    decider: Decider,
    private: PrivateFacts,
    payment: Payment,
    answer: Vec<u8>,
}

/// What became of a record.
pub(super) enum Again {
    /// It is decided as it was.
    Equal,
    /// It is decided so, or refused.
    Different(String),
    /// That depends on a private fact whose value is not known.
    Private,
}

/// Why a record is not decided again.
enum Stop {
    Refused(String),
    Unknown,
}

impl Version {
    /// Decides with this snapshot. Values that it names of private facts are found again by their hashes with `key`.
    pub(super) fn new(snapshot: Snapshot, key: Option<&Key>) -> Self {
        let private = PrivateFacts::of(snapshot.policy(), key);
        let decider = Decider::new(snapshot);
        let payment = decider.payment();
        Self { decider, private, payment, answer: vec![] }
    }

    /// Decides a record; `is_keyed` if its hashes are made with our key. Where a private fact may have one of several values,
    /// all of them must be decided as it was, or none.
    pub(super) fn decide(&mut self, record: &Record<'_>, is_keyed: bool) -> Again {
        let decided = record.decision.get().as_bytes();
        let payments = match self.payments(record, is_keyed) {
            Ok(payments) => payments,
            Err(Stop::Unknown) => return Again::Private,
            Err(Stop::Refused(why)) => return Again::Different(why),
        };
        let mut equal = 0;
        for payment in &payments {
            self.answer.clear();
            self.decider.answer(payment, &mut self.answer);
            equal += usize::from(self.answer == decided);
        }
        match equal {
            0 => Again::Different(String::from_utf8_lossy(&self.answer).into_owned()),
            _ if equal == payments.len() => Again::Equal,
            _ => Again::Private,
        }
    }

    /// The payments that it may have been.
    fn payments(&mut self, record: &Record<'_>, is_keyed: bool) -> Result<Vec<Payment>, Stop> {
        self.decider.decode(record.payment.get().as_bytes(), &mut self.payment)?;
        let snapshot = self.decider.snapshot();
        let facts = &snapshot.policy().facts;
        let mut payments = vec![self.payment.clone()];
        for (path, told) in &record.private {
            let hash = told.as_str().filter(|_| is_keyed);
            let (fact, values) = self.private.values(path, hash)?;
            if payments.len() > 1 && values.len() > 1 {
                return Err(Stop::Unknown);
            }
            let of = |payment: &Payment| {
                let mut payments = vec![payment.clone(); values.len()];
                for (payment, value) in payments.iter_mut().zip(values) {
                    payment.set(facts, fact, value.value()).map_err(|_| Unknown)?;
                }
                Ok::<_, Unknown>(payments)
            };
            let filled = payments.iter().map(of).collect::<Result<Vec<_>, _>>()?;
            payments = filled.into_iter().flatten().collect();
        }
        payments.iter_mut().try_for_each(|payment| snapshot.complete(payment))?;
        Ok(payments)
    }
}

impl From<PaymentError> for Stop {
    fn from(error: PaymentError) -> Self {
        Self::Refused(error.to_string())
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

impl From<Unknown> for Stop {
    fn from(Unknown: Unknown) -> Self {
        Self::Unknown
    }
}
