//! The registry of codes. A code never changes its meaning, and a withdrawn one is never used again.
//!
//! Each has a page `docs/diagnostics/<id>.md`.

use std::fmt;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The policy cannot be decided with.
    Error,
    /// The policy can be decided with, but probably does not say what was meant.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

macro_rules! codes {
    ($($variant:ident = $id:literal, $name:literal, $severity:ident, $doc:literal;)*) => {
        /// The kind of a finding, with a stable id and a name that reads after "allow".
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $doc] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the ids.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The stable id, `WP0403`.
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),* }
            }

            /// The name, `absent-fact`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// What it says, in one sentence.
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $doc.trim_ascii()),* }
            }

            /// How bad it is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),* }
            }
        }
    };
}

codes! {
    UnreadableFile = "WP0001", "unreadable-file", Error, " A file cannot be read.";
    ImportOutside = "WP0002", "import-outside", Error, " An import leaves the folder of the policies.";
    FileTooLarge = "WP0003", "file-too-large", Error, " A file is too large.";
    NoPolicy = "WP0004", "no-policy", Error, " The main file has no `policy` line.";

    UnknownCharacter = "WP0101", "unknown-character", Error, " A character has no meaning here.";
    UnterminatedString = "WP0102", "unterminated-string", Error, " A string is not closed on its line.";
    BadEscape = "WP0103", "bad-escape", Error, " A backslash in a string is followed by something else than `\"` or `\\`.";
    BadLiteral = "WP0104", "bad-literal", Error, " A number, amount or date is not written as the language wants it.";
    Syntax = "WP0105", "syntax", Error, " Something is missing or out of place.";
    UnclosedBracket = "WP0106", "unclosed-bracket", Error, " A brace, bracket or parenthesis is never closed.";
    StrayBracket = "WP0107", "stray-bracket", Error, " A brace, bracket or parenthesis closes nothing.";
    TooDeep = "WP0108", "too-deep", Error, " Conditions or blocks are nested too deep.";
    NameCase = "WP0110", "name-case", Error, " A name is not written in lower case, or a code not in upper case.";

    UnknownFact = "WP0201", "unknown-fact", Error, " A fact is not declared.";
    UnknownValue = "WP0202", "unknown-value", Error, " A fact never has this value.";
    UnknownCountry = "WP0203", "unknown-country", Error, " A country code is not in ISO 3166-1.";
    UnknownCurrency = "WP0204", "unknown-currency", Error, " A currency code is not in ISO 4217.";
    UnknownConnector = "WP0205", "unknown-connector", Error, " A connector is not declared.";
    UnknownType = "WP0206", "unknown-type", Error, " A fact is declared with a type that does not exist.";
    UnknownLet = "WP0207", "unknown-let", Error, " A name stands for nothing.";
    DuplicateName = "WP0208", "duplicate-name", Error, " A name is declared twice.";
    ShadowingLet = "WP0209", "shadowing-let", Error, " A `let` bears the name of a fact or of a value.";
    LetCycle = "WP0210", "let-cycle", Error, " A `let` depends on itself.";
    ReservedName = "WP0211", "reserved-name", Error, " A name belongs to the language.";
    FactAndGroup = "WP0212", "fact-and-group", Error, " A name is both a fact and a group of facts.";

    WrongValue = "WP0301", "wrong-value", Error, " A value is of another type than the fact.";
    WrongTest = "WP0302", "wrong-test", Error, " A fact of this type has no such test.";
    OutOfRange = "WP0303", "out-of-range", Error, " A value lies outside of what the fact can be.";
    EmptyRange = "WP0304", "empty-range", Error, " A range or a list holds nothing.";
    BadFact = "WP0305", "bad-fact", Error, " The declaration of a fact does not hold together.";
    NotACondition = "WP0306", "not-a-condition", Error, " A condition stands where a set is meant, or a set where a condition is.";
    BadFee = "WP0307", "bad-fee", Error, " A fee is not a percentage, an amount or both.";

    BadList = "WP0308", "bad-list", Error, " The file of a list does not hold what the list says.";
    BadTable = "WP0309", "bad-table", Error, " A table does not hold together.";
    RetryOnly = "WP0310", "retry-only", Error, " A fact of the last attempt is asked for outside of `retry`.";
    NotComparable = "WP0311", "not-comparable", Error, " Two facts are compared that are not of one type.";

    MissingRate = "WP0401", "missing-rate", Error, " An amount is compared in a currency that has no rate.";
    BadRates = "WP0402", "bad-rates", Error, " The rates do not hold together.";
    AbsentFact = "WP0403", "absent-fact", Error, " A negative test of a fact that may be absent.";
    FactCycle = "WP0404", "fact-cycle", Error, " The presence of a fact depends on itself.";

    MissingStage = "WP0501", "missing-stage", Error, " The policy has no stage `route`.";
    DuplicateStage = "WP0502", "duplicate-stage", Error, " A stage stands twice.";
    WrongOutcome = "WP0503", "wrong-outcome", Error, " An outcome does not belong to its stage.";
    ConnectorTwice = "WP0504", "connector-twice", Error, " A plan names a connector twice.";
    OtherwiseNotLast = "WP0505", "otherwise-not-last", Error, " `otherwise` is not the last line of its stage.";
    TooLarge = "WP0506", "too-large", Error, " A condition or a plan is too large.";
    BadSplit = "WP0507", "bad-split", Error, " The shares of a split do not sum to 100%.";
    BadBest = "WP0508", "bad-best", Error, " Connectors are compared by something that is not known of them.";
    BadInvariant = "WP0509", "bad-invariant", Error, " An invariant claims what its stage cannot decide.";
    NeverEffective = "WP0510", "never-effective", Error, " An invariant holds on no day.";
    MissingForPack = "WP0511", "missing-for-pack", Error, " A policy lacks what a pack of invariants asks for.";

    UnreachableRule = "WP0601", "unreachable-rule", Warning, " No payment can reach a rule: those above it take all that it would.";
    Gap = "WP0602", "gap", Error, " A stage has no answer for some payment.";
    EmptyPlan = "WP0603", "empty-plan", Error, " Some payment is left without a connector that serves it.";

    IneligibleConnector = "WP0604", "ineligible-connector", Warning, " A plan names a connector that does not serve some payment.";
    Contradiction = "WP0605", "contradiction", Warning, " No payment can meet a condition.";
    Tautology = "WP0606", "tautology", Warning, " Every payment meets a condition.";
    RedundantRule = "WP0607", "redundant-rule", Warning, " Without a rule, every payment would be decided just the same.";
    Overlap = "WP0608", "overlap", Note, " Two rules with different outcomes match the same payments, and their order decides.";
    BrokenInvariant = "WP0609", "broken-invariant", Error, " Some payment breaks an invariant.";
    Unused = "WP0610", "unused", Warning, " Something is declared and never used.";
    Undecided = "WP0611", "undecided", Note, " A question could not be decided within the budget.";

    BadCase = "WP0701", "bad-case", Error, " A `.cases` file or a payment is not written as the notation wants it.";
    BadPayment = "WP0702", "bad-payment", Error, " A payment is not one that the policy's facts allow.";
    BadExpectation = "WP0703", "bad-expectation", Error, " A case expects what the policy never decides.";
    FailedCase = "WP0704", "failed-case", Error, " A case is decided otherwise than it expects.";
}

impl Code {
    /// The code of that id or name, in any case.
    pub fn find(text: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|code| code.id().eq_ignore_ascii_case(text) || code.name().eq_ignore_ascii_case(text))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
