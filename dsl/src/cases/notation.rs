//! The grammar of the notation, and places in its pairs.

use std::num::NonZeroUsize;
use std::sync::Once;

use pest::Parser as _;
use pest::iterators::Pair;

pub(super) use grammar::Rule;

use crate::source::{FileId, Span};

/// The code that is generated from the grammar.
mod grammar {
    #![allow(
        missing_docs,
        missing_debug_implementations,
        unreachable_pub,
        reason = "generated from the grammar"
    )]

    #[derive(pest_derive::Parser)]
    #[grammar = "cases/grammar.pest"]
    pub(in crate::cases) struct Notation;
}

/// The most bytes that a text may have.
pub(super) const MAX_BYTES: usize = 4 << 20;
/// The most steps that reading a text may take, about a hundred a byte.
const STEPS: usize = MAX_BYTES * 128;

static LIMIT: Once = Once::new();

/// The pair of `rule` that the whole text is; nothing if the text takes too many steps.
pub(super) fn read(rule: Rule, text: &str) -> Option<Pair<'_, Rule>> {
    LIMIT.call_once(|| pest::set_call_limit(NonZeroUsize::new(STEPS)));
    if text.len() > MAX_BYTES {
        return None;
    }
    grammar::Notation::parse(rule, text).ok()?.next()
}

/// Where a pair stands.
pub(super) fn span(file: FileId, pair: &Pair<'_, Rule>) -> Span {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { file, start: offset(pair.as_span().start()), end: offset(pair.as_span().end()) }
}
