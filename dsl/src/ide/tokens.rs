//! What each word of a text is, so that an editor can colour it by its meaning.

use std::collections::BTreeMap;

use crate::cases::{By, Case, ValueKind};
use crate::diagnostic::Diagnostics;
use crate::ide::names::{Names, Occurrence, Symbol};
use crate::source::{FileId, Span};
use crate::syntax::{self, TYPES, Token};

/// A word or sign, and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Highlight {
    /// Where, on one line.
    pub span: Span,
    /// What it is.
    pub kind: HighlightKind,
    /// Whether it is declared here.
    pub declares: bool,
}

/// What a word or sign is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HighlightKind {
    /// A comment.
    Comment,
    /// A word of the language.
    Keyword,
    /// A type of facts.
    Type,
    /// A fact.
    Fact,
    /// A value that facts have.
    Value,
    /// A `let`.
    Let,
    /// A list from a file.
    List,
    /// A connector.
    Connector,
    /// The name of a rule, a table or an invariant.
    Title,
    /// Text in quotes.
    Text,
    /// A number, an amount, a percentage, a duration or a date.
    Number,
    /// A sign that compares or leads to an outcome.
    Sign,
}

impl HighlightKind {
    /// All of them, in the order of their declaration.
    pub const ALL: [Self; 12] = [
        Self::Comment,
        Self::Keyword,
        Self::Type,
        Self::Fact,
        Self::Value,
        Self::Let,
        Self::List,
        Self::Connector,
        Self::Title,
        Self::Text,
        Self::Number,
        Self::Sign,
    ];
}

/// Names that mean something in one place: outcomes, claims, measures.
const WORDS: [&str; 21] = [
    "allow",
    "review",
    "deny",
    "challenge",
    "frictionless",
    "exempt",
    "none",
    "next",
    "again",
    "after",
    "stop",
    "always",
    "never",
    "first",
    "success_rate",
    "cost",
    "latency",
    "starts",
    "ends",
    "with",
    "policy",
];

/// What each word and sign of a file is, in the order of the text.
pub fn highlights(names: &Names<'_>, file: FileId) -> Vec<Highlight> {
    let Some(source) = names.loaded.sources.get(file) else { return vec![] };
    let lexed = syntax::lex(file, &source.text, &mut Diagnostics::default());
    let here = names.occurrences().iter().filter(|one| one.whole.file == file);
    let known: BTreeMap<Span, &Occurrence> = here.map(|one| (one.whole, one)).collect();
    let comments = lexed.comments.iter().map(|&span| {
        let text = names.loaded.sources.text(span);
        let end = span.start + u32::try_from(text.trim_end().len()).unwrap_or_default();
        Highlight { span: Span { end, ..span }, kind: HighlightKind::Comment, declares: false }
    });
    let words = lexed.tokens.iter().filter(|(_, span)| span.start < span.end).filter_map(|&(token, span)| {
        let known = known.get(&span);
        let kind = match known {
            Some(one) => of_symbol(&one.symbol),
            None => of_token(token, names.loaded.sources.text(span))?,
        };
        Some(Highlight { span, kind, declares: known.is_some_and(|one| one.declares) })
    });
    let mut found: Vec<Highlight> = comments.chain(words).collect();
    found.sort_by_key(|one| one.span);
    found.dedup_by_key(|one| one.span.start);
    found
}

/// What each word of the cases of a file is, in the order of the text.
pub fn case_highlights(cases: &[Case], file: FileId, text: &str) -> Vec<Highlight> {
    let mut found = vec![];
    let mut add = |span: Span, kind| found.push(Highlight { span, kind, declares: false });
    for case in cases.iter().filter(|case| case.span.file == file) {
        add(case.name.span, HighlightKind::Title);
        for given in &case.payment {
            add(given.fact.span, HighlightKind::Fact);
            given.value.iter().for_each(|value| add(value.span, of_value(&value.kind)));
        }
        for expected in &case.expectations {
            add(expected.stage.span, HighlightKind::Keyword);
            for part in &expected.outcome {
                part.words.iter().for_each(|word| add(word.span, HighlightKind::Value));
                part.text.iter().for_each(|text| add(text.span, HighlightKind::Text));
            }
            match &expected.by {
                Some(By::Rule(name)) => add(name.span, HighlightKind::Title),
                Some(By::Otherwise(span)) => add(*span, HighlightKind::Keyword),
                None => {}
            }
        }
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let blank = line.len() - line.trim_start().len();
        let span = Span { file, start: start + len(blank), end: start + len(line.trim_end().len()) };
        if line.trim_start().starts_with('#') {
            add(span, HighlightKind::Comment);
        }
        start += len(line.len());
    }
    found.sort_by_key(|one| one.span);
    found.dedup_by_key(|one| one.span.start);
    found
}

fn len(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

fn of_value(kind: &ValueKind) -> HighlightKind {
    match kind {
        ValueKind::Amount(..) => HighlightKind::Number,
        ValueKind::Text(_) => HighlightKind::Text,
        ValueKind::Word(word) if word.starts_with(|c: char| c.is_ascii_digit()) => HighlightKind::Number,
        ValueKind::Word(_) => HighlightKind::Value,
    }
}

fn of_symbol(symbol: &Symbol) -> HighlightKind {
    match symbol {
        Symbol::Fact(_) => HighlightKind::Fact,
        Symbol::Value(..) => HighlightKind::Value,
        Symbol::Let(_) => HighlightKind::Let,
        Symbol::List(_) => HighlightKind::List,
        Symbol::Connector(_) => HighlightKind::Connector,
        Symbol::Rule(..) | Symbol::Table(..) | Symbol::Invariant(_) => HighlightKind::Title,
    }
}

/// What a word or sign is that names nothing.
fn of_token(token: Token, text: &str) -> Option<HighlightKind> {
    Some(match token {
        Token::Name | Token::LineName if TYPES.contains(&text) => HighlightKind::Type,
        Token::Name | Token::LineName if WORDS.contains(&text) => HighlightKind::Keyword,
        Token::Name | Token::LineName | Token::Code => HighlightKind::Value,
        Token::Text => HighlightKind::Text,
        Token::Number | Token::Percent | Token::Duration | Token::Date | Token::SignedMoney => {
            HighlightKind::Number
        }
        Token::Arrow | Token::Less | Token::AtMost | Token::Greater | Token::AtLeast | Token::DotDot => {
            HighlightKind::Sign
        }
        _ if text.starts_with(|c: char| c.is_ascii_lowercase()) => HighlightKind::Keyword,
        _ => return None,
    })
}
