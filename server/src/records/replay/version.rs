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

    /// Decides a record; `is_keyed` if its hashes are made with our key.
    pub(super) fn decide(&mut self, record: &Record<'_>, is_keyed: bool) -> Again {
        self.answer.clear();
        match self.fill(record, is_keyed) {
            Ok(()) => {}
            Err(Stop::Unknown) => return Again::Private,
            Err(Stop::Refused(why)) => return Again::Different(why),
        }
        self.decider.answer(&self.payment, &mut self.answer);
        match self.answer == record.decision.get().as_bytes() {
            true => Again::Equal,
            false => Again::Different(String::from_utf8_lossy(&self.answer).into_owned()),
        }
    }

    fn fill(&mut self, record: &Record<'_>, is_keyed: bool) -> Result<(), Stop> {
        self.decider.decode(record.payment.get().as_bytes(), &mut self.payment)?;
        let (snapshot, payment) = (self.decider.snapshot(), &mut self.payment);
        let facts = &snapshot.policy().facts;
        for (path, told) in &record.private {
            let hash = told.as_str().filter(|_| is_keyed);
            let (fact, value) = self.private.value(path, hash)?;
            payment.set(facts, fact, value).map_err(|_| Unknown)?;
        }
        Ok(snapshot.complete(payment)?)
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
