//! What a `let` stands for, with all that it names written out.

use crate::ast::{Condition, LetBody};
use crate::diagnostic::Diagnostics;
use crate::ide::names::{Names, Symbol};
use crate::load::Loaded;
use crate::source::Span;
use crate::syntax;

/// What is longer than this is cut.
const MAX_BYTES: usize = 2_000;

/// The text at `span` on one line and without its comments.
pub(super) fn flat(loaded: &Loaded, span: Span) -> String {
    pieces(loaded, span).into_iter().map(|(text, _)| text).collect()
}

/// The words and signs at `span`, each with the space before it.
fn pieces(loaded: &Loaded, span: Span) -> Vec<(String, Span)> {
    let text = loaded.sources.text(span);
    let lexed = syntax::lex(span.file, text, &mut Diagnostics::default());
    let mut end = 0;
    let mut out = vec![];
    for (_, place) in lexed.tokens.into_iter().filter(|(_, place)| place.start < place.end) {
        let gap = if place.start > end && end > 0 { " " } else { "" };
        end = place.end;
        let there = Span { file: span.file, start: span.start + place.start, end: span.start + place.end };
        out.push((format!("{gap}{}", loaded.sources.text(there)), there));
    }
    out
}

/// What a `let` stands for.
pub(super) fn meaning(names: &Names<'_>, name: &str) -> String {
    let mut text = written_out(names, name, &mut vec![]);
    if text.len() > MAX_BYTES {
        text = text.chars().take(MAX_BYTES).collect::<String>() + " …";
    }
    text
}

/// `within` holds the `let`s that are being written out, so that a circle ends.
fn written_out<'n>(names: &'n Names<'_>, name: &'n str, within: &mut Vec<&'n str>) -> String {
    let Some((item, span)) = names.declared.lets.get(name) else { return name.to_owned() };
    if within.contains(&name) {
        return name.to_owned();
    }
    within.push(name);
    let behind_name = Span { start: item.name.span.end, ..*span };
    let mut out = String::new();
    for (piece, place) in pieces(names.loaded, behind_name).into_iter().skip(1) {
        let known = names.at(place.file, place.start).filter(|one| one.whole == place);
        match known.map(|one| &one.symbol) {
            Some(Symbol::Let(other)) if out.len() < MAX_BYTES => {
                let gap = if piece.starts_with(' ') { " " } else { "" };
                let nested = written_out(names, other, within);
                out.push_str(gap);
                out.push_str(&nest(names, item_is_set(&item.body), &out, other, nested));
            }
            _ => out.push_str(&piece),
        }
    }
    within.pop();
    out.trim().to_owned()
}

fn item_is_set(body: &LetBody) -> bool {
    matches!(body, LetBody::Set(_))
}

/// A meaning as it stands within another: a set within brackets without its own, a condition of parts in parentheses.
fn nest(names: &Names<'_>, in_set: bool, before: &str, name: &str, meaning: String) -> String {
    let open = before.matches('[').count() > before.matches(']').count();
    match names.declared.lets.get(name).map(|(item, _)| &item.body) {
        Some(LetBody::Set(_)) if in_set || open => {
            meaning.trim_start_matches('[').trim_end_matches(']').trim().trim_end_matches(',').to_owned()
        }
        Some(LetBody::Condition(Condition::Or(_) | Condition::And(_))) => format!("({meaning})"),
        _ => meaning,
    }
}
