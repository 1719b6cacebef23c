//! What the tools have to say about a policy: faults, warnings and notes, as data.
//!
//! Every pass adds to a [`Diagnostics`]; nothing in the language is reported by an `Err` or a panic.

pub use code::{Code, Severity};
pub use render::{Colour, render};
pub use witness::{Witness, WitnessFact, WitnessValue};

pub mod code;
mod render;
pub(crate) mod suggest;
mod witness;

use crate::hir;
use crate::source::Span;

/// One thing said about a policy: what is wrong, where, and how to mend it.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// The stable code, which has a page of its own.
    pub code: Code,
    /// What is wrong, in one line.
    pub message: String,
    /// Where it is wrong.
    pub primary: Label,
    /// Other places that matter, each with its reason.
    pub labels: Vec<Label>,
    /// How to mend it, in words.
    pub help: Option<String>,
    /// How to mend it, as an edit.
    pub fix: Option<Fix>,
    /// The stage and the rule that it is about, where it is about one.
    pub place: Option<Place>,
    /// A payment that shows the fault.
    pub witness: Option<Witness>,
}

/// A stretch of the user's text and why it matters; the text may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// Why, or nothing where the message says it all.
    pub text: String,
}

/// An edit that mends the fault: replace the text at `span`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What to replace; empty to insert.
    pub span: Span,
    /// What to put there.
    pub replacement: String,
}

/// A rule, or a whole stage where `rule` is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The stage.
    pub stage: hir::StageKind,
    /// The name of the rule.
    pub rule: Option<String>,
}

impl Diagnostic {
    /// A diagnostic with its message and the place that it is about.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        let primary = Label { span, text: String::new() };
        let message = message.into();
        Self { code, message, primary, labels: vec![], help: None, fix: None, place: None, witness: None }
    }

    /// Says under the primary place what is the matter with it.
    #[must_use]
    pub fn saying(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Points to another place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says how to mend it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Gives an edit that mends it.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, replacement: replacement.into() });
        self
    }

    /// Names the rule that it is about.
    #[must_use]
    pub fn at(mut self, stage: hir::StageKind, rule: Option<&str>) -> Self {
        self.place = Some(Place { stage, rule: rule.map(str::to_owned) });
        self
    }

    /// Shows a payment that suffers from it.
    #[must_use]
    pub fn witness(mut self, payment: Witness) -> Self {
        self.witness = Some(payment);
        self
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// The diagnostics of one run, as they are found.
#[derive(Debug, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds one, unless the same code was reported for the same place before, or that what stands there is
    /// not written as it should be: then it is not known what it means.
    pub fn add(&mut self, diagnostic: Diagnostic) {
        let known = |old: &Diagnostic| {
            old.primary.span == diagnostic.primary.span
                && (old.code == diagnostic.code || matches!(old.code, Code::NameCase | Code::BadLiteral))
        };
        if !self.found.iter().any(known) {
            self.found.push(diagnostic);
        }
    }

    /// Whether there is an error among them.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|diagnostic| diagnostic.severity() == Severity::Error)
    }

    /// Says of those that were added when there were `known` already which rule they are about.
    pub(crate) fn place(&mut self, known: usize, stage: hir::StageKind, rule: &str) {
        for diagnostic in self.found.iter_mut().skip(known) {
            diagnostic.place.get_or_insert(Place { stage, rule: Some(rule.to_owned()) });
        }
    }

    /// Those that were added when there were `known` already.
    pub fn since(&self, known: usize) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter().skip(known)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// All of them in the order of the source text.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.found.sort_by_key(|diagnostic| (diagnostic.primary.span, diagnostic.code));
        self.found
    }
}
