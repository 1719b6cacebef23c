//! Stages: the questions that a policy answers, as ordered lists of rules with their outcomes.

use crate::arena::{Arena, ids};
use crate::hir::{Condition, Plan};
use crate::source::Span;

ids! {
    /// The number of a rule within its stage, in the order written.
    RuleId;
}

/// Which question a stage answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StageKind {
    /// Whether the payment may go on.
    Screen,
    /// How its payer is authenticated.
    Authenticate,
    /// Which connectors try it, in which order.
    Route,
    /// What to do after an attempt that failed.
    Retry,
}

impl StageKind {
    /// All of them, in the order in which they are decided.
    pub const ALL: [Self; 4] = [Self::Screen, Self::Authenticate, Self::Route, Self::Retry];

    /// The word of the language.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Screen => "screen",
            Self::Authenticate => "authenticate",
            Self::Route => "route",
            Self::Retry => "retry",
        }
    }
}

/// An ordered list of rules; the first whose condition is met gives the outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// The question.
    pub kind: StageKind,
    /// The rules in order, the blocks around them taken into their conditions.
    pub rules: Arena<RuleId, Rule>,
    /// The outcome where no rule is met; a stage without one has a rule for every payment.
    pub otherwise: Option<Outcome>,
    /// The outcome's place in the text, or that of the stage's name where there is none.
    pub span: Span,
}

/// One rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Its name, unique in the stage.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// Which payments it takes.
    pub when: Condition,
    /// Where the parts of the condition stand that are joined by `and`, those of the blocks around it first; as many as
    /// `when` has, if it is an [`All`](Condition::All).
    pub parts: Vec<Span>,
    /// What is decided for them.
    pub outcome: Outcome,
}

/// What a stage decides.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The payment may go on.
    Allow,
    /// Somebody should look at it, in the queue of that name.
    Review(String),
    /// It ends here, for that reason.
    Deny(String),
    /// The payer must prove who they are.
    Challenge,
    /// The issuer is asked whether it wants a challenge.
    Frictionless,
    /// An exemption from authentication is claimed.
    Exempt(Exemption),
    /// These candidates are tried in order.
    Plan(Plan),
    /// No connector takes it, for that reason.
    NoRoute(String),
    /// The next connector of the plan tries it.
    Next,
    /// The same connector tries it again, after so many milliseconds.
    Again(u64),
    /// Nothing tries it any more.
    Stop,
}

/// Why a payment needs no authentication of its payer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Exemption {
    /// The amount is small.
    LowValue,
    /// The risk of fraud is shown to be small.
    TransactionRisk,
    /// One of a series with the same amount and payee.
    Recurring,
    /// The merchant started it, on a mandate.
    MerchantInitiated,
    /// The payer trusts the payee.
    TrustedBeneficiary,
    /// A company pays by a secure process of its own.
    Corporate,
    /// The law does not ask for it.
    OutOfScope,
}

impl Exemption {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::LowValue,
        Self::TransactionRisk,
        Self::Recurring,
        Self::MerchantInitiated,
        Self::TrustedBeneficiary,
        Self::Corporate,
        Self::OutOfScope,
    ];

    /// The word of the language.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LowValue => "low_value",
            Self::TransactionRisk => "transaction_risk",
            Self::Recurring => "recurring",
            Self::MerchantInitiated => "merchant_initiated",
            Self::TrustedBeneficiary => "trusted_beneficiary",
            Self::Corporate => "corporate",
            Self::OutOfScope => "out_of_scope",
        }
    }
}
