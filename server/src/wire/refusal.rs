//! A refused payment as JSON, in the place of its decision.

use serde::Serialize;

use crate::wire::payment::PaymentError;

/// What stands in the line of a payment that was refused.
#[derive(Debug, Serialize)]
pub struct Refusal<'e> {
    error: Error<'e>,
}

#[derive(Debug, Serialize)]
struct Error<'e> {
    /// What is wrong, in a sentence.
    message: String,
    /// The fact that is at fault; null where it is the payment as a whole.
    fact: Option<&'e str>,
    /// What was given.
    got: &'e str,
    /// What would have been right.
    expected: &'e str,
    /// The line of the payment in its file, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
}

impl<'e> Refusal<'e> {
    /// Why a payment was refused; `line` is its line in a file of many.
    pub fn new(error: &'e PaymentError, line: Option<usize>) -> Self {
        let PaymentError { fact, got, expected, .. } = error;
        Self { error: Error { message: error.to_string(), fact: fact.as_deref(), got, expected, line } }
    }
}
