//! What a stage decided, in the words that decisions and reports of changes share.

use waypost_dsl::hir::Outcome;

/// An outcome: `deny` with the reason `fraud`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeWords {
    /// `allow`, `deny`, `plan` and so on.
    pub outcome: &'static str,
    /// The reason of a denial, an exemption or of no route, and the queue of a review.
    pub reason: Option<String>,
    /// How long to wait before the same connector is tried again.
    pub after_ms: Option<u64>,
}

impl OutcomeWords {
    /// The words for an outcome; which connectors a plan comes to is told beside them.
    pub fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Allow => Self::bare("allow"),
            Outcome::Review(queue) => Self::because("review", queue),
            Outcome::Deny(reason) => Self::because("deny", reason),
            Outcome::Challenge => Self::bare("challenge"),
            Outcome::Frictionless => Self::bare("frictionless"),
            Outcome::Exempt(exemption) => Self::because("exempt", exemption.as_str()),
            Outcome::Plan(_) => Self::bare("plan"),
            Outcome::NoRoute(reason) => Self::because("none", reason),
            Outcome::Next => Self::bare("next"),
            Outcome::Again(after_ms) => Self { after_ms: Some(*after_ms), ..Self::bare("again") },
            Outcome::Stop => Self::bare("stop"),
        }
    }

    fn bare(outcome: &'static str) -> Self {
        Self { outcome, reason: None, after_ms: None }
    }

    fn because(outcome: &'static str, reason: &str) -> Self {
        Self { reason: Some(reason.to_owned()), ..Self::bare(outcome) }
    }
}
