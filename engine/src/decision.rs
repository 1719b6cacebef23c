//! What was decided for a payment, by reference into the snapshot that decided it.

use waypost_dsl::hir::{Outcome, Rule, StageKind};

/// The decision of one payment: an outcome for each stage that was decided.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decision<'s> {
    /// Of `screen`, if the policy has it.
    pub screen: Option<StageDecision<'s>>,
    /// Of `authenticate`, if the policy has it and the payment was not denied.
    pub authenticate: Option<StageDecision<'s>>,
    /// Of `route`, if the payment was not denied.
    pub route: Option<StageDecision<'s>>,
    /// The candidates of the plan that do not serve this payment.
    pub struck: Struck,
}

/// What one stage decided.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StageDecision<'s> {
    /// The outcome.
    pub outcome: &'s Outcome,
    /// The rule that won, or nothing for `otherwise`.
    pub rule: Option<&'s Rule>,
}

/// Candidates of a plan, by their places; a plan has at most 64.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Struck(u64);

impl Struck {
    /// The same with the candidate at `place`.
    #[must_use]
    pub fn with(self, place: usize) -> Self {
        Self(self.0 | u32::try_from(place).ok().and_then(|place| 1_u64.checked_shl(place)).unwrap_or(0))
    }

    /// Whether the candidate at `place` is among them.
    pub fn contains(self, place: usize) -> bool {
        self.0 & Self::default().with(place).0 != 0
    }
}

impl<'s> Decision<'s> {
    /// What `kind` decided.
    pub fn stage(&self, kind: StageKind) -> Option<StageDecision<'s>> {
        match kind {
            StageKind::Screen => self.screen,
            StageKind::Authenticate => self.authenticate,
            StageKind::Route => self.route,
        }
    }

    /// Puts the stages together: decides them in order, and none after a denial. `decide` gives the decision of a
    /// stage that the policy has, `serves` whether a candidate takes the payment.
    pub(crate) fn assemble(
        mut decide: impl FnMut(StageKind) -> Option<StageDecision<'s>>,
        serves: impl Fn(&waypost_dsl::hir::Candidate) -> bool,
    ) -> Self {
        let mut decision = Self {
            screen: decide(StageKind::Screen),
            authenticate: None,
            route: None,
            struck: Struck::default(),
        };
        if let Some(StageDecision { outcome: Outcome::Deny(_), .. }) = decision.screen {
            return decision;
        }
        decision.authenticate = decide(StageKind::Authenticate);
        decision.route = decide(StageKind::Route);
        if let Some(StageDecision { outcome: Outcome::Plan(plan), .. }) = decision.route {
            let unserved = plan.iter().enumerate().filter(|(_, candidate)| !serves(candidate));
            decision.struck = unserved.fold(Struck::default(), |struck, (place, _)| struck.with(place));
        }
        decision
    }
}
