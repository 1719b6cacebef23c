//! What is declared in a line or a few: `let`s, lists, connectors, rates, invariants.

use crate::ast::{self, Clause, LetBody};
use crate::format::braces::{Braces, Inside, last_byte};
use crate::format::condition::{condition, flush_condition, set_list};
use crate::format::document::Document::{self, Cell, Group};
use crate::format::document::{nest, sign, space, text};
use crate::format::lines::{Kind, width};
use crate::format::outcome::outcome;
use crate::format::page::Page;
use crate::format::{INDENT, facts, quoted};
use crate::source::Span;

/// `let NAME = …`
pub(super) fn write_let(page: &mut Page<'_>, one: &ast::Let) {
    let name = text(format!("let {}", one.name.text), one.name.span.end);
    let whole = match &one.body {
        LetBody::Condition(body) => vec![name, Cell, sign(" ="), nest(vec![space(), flush_condition(body)])],
        LetBody::Set(list) => vec![name, Cell, set_list(" = ", list)],
    };
    page.write(Kind::Let, 0, Group(whole));
}

/// `list NAME: TYPE from "PATH" column NAME`
pub(super) fn write_list(page: &mut Page<'_>, list: &ast::List) {
    let path = text(format!(" from {}", quoted(&list.path.text)), list.path.span.end);
    let mut whole =
        vec![text(format!("list {}: ", list.name.text), list.name.span.end), facts::ty(&list.ty), path];
    if let Some(column) = &list.column {
        // Names and texts mean the same here, so the user's choice is kept.
        let spelled = match page.source(column.span.start, column.span.end).starts_with('"') {
            true => quoted(&column.text),
            false => column.text.clone(),
        };
        whole.push(text(format!(" column {spelled}"), column.span.end));
    }
    page.write(Kind::Plain, 0, Group(whole));
}

/// `connector NAME { … }`
pub(super) fn write_connector(page: &mut Page<'_>, connector: &ast::Connector, whole: Span) {
    let head = Group(vec![text(format!("connector {}", connector.name.text), connector.name.span.end), Cell]);
    let mut line = vec![];
    for one in &connector.clauses {
        if !line.is_empty() {
            line.extend([Cell, sign("  ")]);
        }
        line.push(clause(one));
    }
    let inside = if line.is_empty() { Inside::Nothing } else { Inside::Short(Group(line)) };
    let braces = Braces { kind: Kind::Connector, indent: 0, head, inside, closing: last_byte(whole) };
    braces.write(page, |page| {
        for one in &connector.clauses {
            page.write(Kind::Plain, INDENT, clause(one));
        }
    });
}

fn clause<'s>(clause: &Clause) -> Document<'s> {
    match clause {
        Clause::Serves(when, span) => Group(vec![text("serves ", span.end), condition(when)]),
        Clause::Fee(parts, span) => {
            let spelled: Vec<String> = parts.iter().map(ast::Value::spelled).collect();
            let end = parts.last().map_or(span.end, |part| part.span.end);
            text(format!("fee {}", spelled.join(" + ")), end)
        }
    }
}

/// `rates DATE per CODE { … }`
pub(super) fn write_rates(page: &mut Page<'_>, rates: &ast::Rates, whole: Span) {
    let head = text(format!("rates {} per {}", rates.date.spelled(), rates.base.text), rates.base.span.end);
    let inside = Inside::of(&rates.rates, |only| rate(only, 0));
    let braces = Braces { kind: Kind::Plain, indent: 0, head, inside, closing: last_byte(whole) };
    braces.write(page, |page| {
        let column = rates.rates.iter().map(|(code, _)| width(&code.text)).max().unwrap_or(0);
        for one in &rates.rates {
            page.write(Kind::Plain, INDENT, rate(one, column));
        }
    });
}

fn rate<'s>((code, rate): &(ast::Name, ast::Value), column: usize) -> Document<'s> {
    text(format!("{:column$} {}", code.text, rate.spelled()), rate.span.end)
}

/// `invariant "NAME" effective from DATE until DATE when CONDITION: STAGE always OUTCOME`
pub(super) fn write_invariant(page: &mut Page<'_>, invariant: &ast::Invariant) {
    let name = text(format!("invariant {}", quoted(&invariant.name.text)), invariant.name.span.end);
    let mut whole = vec![name];
    whole.extend(invariant.effective.as_ref().map(|days| nest(vec![space(), effective(days)])));
    let words = format!(": {} {} ", invariant.stage.text, invariant.claim.text);
    let claim = Group(vec![text(words, invariant.claim.span.end), outcome("", &invariant.outcome)]);
    whole.push(match &invariant.when {
        Some(when) => nest(vec![space(), Group(vec![sign("when "), condition(when), claim])]),
        None => claim,
    });
    page.write(Kind::Plain, 0, Group(whole));
}

/// `effective from DATE until DATE`
fn effective<'s>(days: &ast::Effective) -> Document<'s> {
    let days = [("from", &days.from), ("until", &days.until)];
    let given = || days.iter().filter_map(|(word, day)| Some((*word, day.as_ref()?)));
    let spelled: Vec<String> = given().map(|(word, day)| format!(" {word} {}", day.spelled())).collect();
    let end = given().next_back().map_or(0, |(_, day)| day.span.end);
    text(format!("effective{}", spelled.concat()), end)
}
