//! Facts and their types, which stand in a column.

use crate::ast::{self, Modifier, TypeArgs};
use crate::format::INDENT;
use crate::format::braces::{Braces, Inside, last_byte};
use crate::format::condition::condition;
use crate::format::document::Document::{self, Fill, Group, Nest};
use crate::format::document::{nest, separated, sign, space, text};
use crate::format::lines::{Kind, width};
use crate::format::page::Page;
use crate::format::quoted;
use crate::source::Span;

/// How long the word `facts` is.
const KEYWORD: u32 = 5;

/// All facts in their braces.
pub(super) fn write(page: &mut Page<'_>, facts: &[ast::Fact], whole: Span) {
    let head = text("facts", whole.start + KEYWORD);
    let inside = Inside::of(facts, |only| fact(only, 0));
    let braces = Braces { kind: Kind::Plain, indent: 0, head, inside, closing: last_byte(whole) };
    braces.write(page, |page| {
        let column = facts.iter().map(|fact| width(&fact.name.text)).max().unwrap_or(0);
        for one in facts {
            page.write(Kind::Plain, INDENT, fact(one, column));
        }
    });
}

/// A fact, its type so many columns behind the beginning of its name.
fn fact<'s>(fact: &ast::Fact, column: usize) -> Document<'s> {
    let name = &fact.name.text;
    let mut whole = vec![text(format!("{name:column$} "), fact.name.span.end)];
    let Some(ty) = &fact.ty else { return Group(whole) };
    whole.push(self::ty(ty));
    let mut modifiers = fact.modifiers.iter().map(modifier).peekable();
    if modifiers.peek().is_some() {
        whole.extend([sign(","), nest(vec![space(), Group(separated(modifiers))])]);
    }
    Group(vec![Nest(column + 1, whole)])
}

fn modifier<'s>(modifier: &Modifier) -> Document<'s> {
    match modifier {
        Modifier::Optional(span) => text("optional", span.end),
        Modifier::Private(span) => text("private", span.end),
        Modifier::OnlyWhen(when) => Group(vec![sign("only when "), condition(when)]),
    }
}

/// A type; values that are too many for a line go on in the next.
pub(super) fn ty<'s>(ty: &ast::Type) -> Document<'s> {
    let value = |value: &ast::Value| text(value.spelled(), value.span.end);
    let (words, values): (_, Vec<Document<'s>>) = match &ty.args {
        TypeArgs::None => return text(&ty.head.text, ty.head.span.end),
        TypeArgs::Of(choices) => (" of ", choices.iter().map(choice).collect()),
        TypeArgs::In(values) => (" in ", values.iter().map(value).collect()),
        TypeArgs::Single(one) => (" ", vec![value(one)]),
        TypeArgs::Span(low, high) => {
            (" ", vec![text(format!("{} to {}", low.spelled(), high.spelled()), high.span.end)])
        }
    };
    let head = text(format!("{}{words}", ty.head.text), ty.head.span.end);
    Group(vec![head, nest(vec![Fill(separated(values))])])
}

fn choice<'s>(choice: &ast::Choice) -> Document<'s> {
    let name = text(&choice.name.text, choice.name.span.end);
    if choice.spellings.is_empty() {
        return name;
    }
    let spellings = choice.spellings.iter().map(|one| text(quoted(&one.text), one.span.end));
    Group(vec![name, sign(" ("), nest(vec![Fill(separated(spellings))]), sign(")")])
}
