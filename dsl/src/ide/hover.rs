//! What there is to say about the name or the word at a place.

mod comment;
mod expand;
mod keyword;

use crate::ast;
use crate::check;
use crate::hir::{self, Origin, Signal, StageKind, Type};
use crate::ide::names::{Names, Occurrence, Symbol};
use crate::source::{FileId, Span};
pub(super) use comment::comment;

/// What to show, as Markdown, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// What to show.
    pub text: String,
    /// The name or the word.
    pub span: Span,
}

/// What there is to say about what stands at a place.
pub fn hover(names: &Names<'_>, file: FileId, offset: u32) -> Option<Hover> {
    if let Some(found) = names.at(file, offset) {
        return Some(Hover { text: name(names, found), span: found.whole });
    }
    let source = names.loaded.sources.get(file)?;
    let (word, span) = keyword::at(file, &source.text, offset)?;
    Some(Hover { text: keyword::sentence(word)?.to_owned(), span })
}

fn name(names: &Names<'_>, found: &Occurrence) -> String {
    let text = names.loaded.sources.text(found.whole);
    match &found.symbol {
        Symbol::Connector(known) if text == known => connector(names, known),
        Symbol::Fact(_) | Symbol::Connector(_) => fact(names, text),
        Symbol::Value(of, value) => join([code(&format!("{of} is {value}")), format!("a value of `{of}`")]),
        Symbol::Let(name) => meaning(names, name),
        Symbol::List(name) => list(names, name),
        Symbol::Rule(stage, name) => rule(names, *stage, name, found.whole),
        Symbol::Table(stage, name) => table(names, *stage, name),
        Symbol::Invariant(name) => join([format!("invariant `{name}`"), comment(names.loaded, found.whole)]),
    }
}

/// The parts that are not empty, a paragraph each.
fn join(parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}

fn code(text: &str) -> String {
    format!("```way\n{text}\n```")
}

fn fact(names: &Names<'_>, name: &str) -> String {
    let Some(known) = names.fact(name) else {
        let span = names.declared.facts.get(name).map(|fact| fact.span);
        return span.map(|span| code(&expand::flat(names.loaded, span))).unwrap_or_default();
    };
    let declared = match known.origin {
        Origin::Part(of) => names.declared.facts.get(names.facts[of].name.as_str()),
        _ => names.declared.facts.get(name),
    };
    let head = match (known.origin, declared) {
        (Origin::Payment, Some(fact)) => expand::flat(names.loaded, fact.span),
        _ => format!("{name} {}", known.ty.describe()),
    };
    let comment = declared.map(|fact| comment(names.loaded, fact.span)).unwrap_or_default();
    join([code(&head), comment, facts_of(names, known, declared.copied())])
}

/// What is to be known of a fact besides its declaration.
fn facts_of(names: &Names<'_>, known: &hir::Fact, declared: Option<&ast::Fact>) -> String {
    let unit = match known.ty {
        Type::Money(_) => "in minor units of its currency in JSON",
        Type::Percent => "in basis points in JSON",
        Type::Duration => "in milliseconds in JSON",
        _ => "",
    };
    let origin = match known.origin {
        Origin::Payment => String::new(),
        Origin::Part(of) => format!("comes with `{}`", names.facts[of].name),
        Origin::Signal(_, Signal::Health) => {
            "a signal of the connector; `up` where nothing is known".to_owned()
        }
        Origin::Signal(..) => "a signal of the connector".to_owned(),
        Origin::Attempt => "told of the last attempt, and known in `retry` only".to_owned(),
    };
    let when = declared.and_then(|fact| only_when(names, fact));
    let absent = match (when, known.optional) {
        (Some(when), false) => format!("there if and only if `{when}`"),
        (Some(when), true) => format!("there only if `{when}`, and may be absent even then"),
        (None, true) => "may be absent".to_owned(),
        (None, false) => "always there".to_owned(),
    };
    let private = if known.private { "never shown but as a keyed hash" } else { "" };
    let all = [origin, unit.to_owned(), absent, private.to_owned()];
    let lines: Vec<String> =
        all.into_iter().filter(|part| !part.is_empty()).map(|part| format!("- {part}")).collect();
    lines.join("\n")
}

/// The condition without which a fact is never there, as it is written.
fn only_when(names: &Names<'_>, fact: &ast::Fact) -> Option<String> {
    let text = expand::flat(names.loaded, fact.span);
    let (_, condition) = text.split_once("only when ")?;
    let rest = [", optional", ", private"].iter().fold(condition, |text, word| text.trim_end_matches(word));
    Some(rest.to_owned())
}

fn connector(names: &Names<'_>, name: &str) -> String {
    let Some((_, span)) = names.declared.connectors.get(name) else { return String::new() };
    join([code(names.loaded.sources.text(*span)), comment(names.loaded, *span)])
}

fn meaning(names: &Names<'_>, name: &str) -> String {
    let Some((_, span)) = names.declared.lets.get(name) else { return String::new() };
    let written = expand::flat(names.loaded, *span);
    let (_, body) = written.split_once("= ").unwrap_or_default();
    let meant = expand::meaning(names, name);
    let meant = match meant == body {
        true => String::new(),
        false => format!("written out:\n\n{}", code(&meant)),
    };
    join([code(&written), comment(names.loaded, *span), meant])
}

fn list(names: &Names<'_>, name: &str) -> String {
    let Some((list, span)) = names.declared.lists.get(name) else { return String::new() };
    let count = match check::count_values(names.loaded, list) {
        Some(count) => format!("{count} values from `{}`", list.path.text),
        None => format!("from `{}`, which cannot be read", list.path.text),
    };
    join([code(&expand::flat(names.loaded, *span)), comment(names.loaded, *span), count])
}

fn rule(names: &Names<'_>, stage: StageKind, name: &str, span: Span) -> String {
    let rules = names
        .occurrences()
        .iter()
        .filter(|one| matches!(&one.symbol, Symbol::Rule(kind, _) if *kind == stage));
    let place = rules.take_while(|one| one.whole != span).count() + 1;
    join([
        format!("rule `{name}`, number {place} of the stage `{}`", stage.as_str()),
        comment(names.loaded, span),
    ])
}

fn table(names: &Names<'_>, stage: StageKind, name: &str) -> String {
    let text = format!(
        "table `{name}` of the stage `{}`: its rows are the rules `{name}#1` and so on",
        stage.as_str()
    );
    let span = names.of(&Symbol::Table(stage, name.to_owned())).next().map(|one| one.whole);
    join([text, span.map(|span| comment(names.loaded, span)).unwrap_or_default()])
}
