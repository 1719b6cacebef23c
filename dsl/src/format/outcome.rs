//! What follows an arrow: words, plans, splits.

use crate::ast;
use crate::format::document::Document::{self, Fill, Group};
use crate::format::document::{before_closing, nest, separated, sign, space, text};

/// `before` and an outcome; a plan that is too long goes on in the next line.
pub(super) fn outcome<'s>(before: &str, outcome: &ast::Outcome) -> Document<'s> {
    let mut parts = outcome.parts.iter().map(part);
    let first = Group(vec![sign(before), parts.next().unwrap_or_else(|| sign(""))]);
    nest(vec![Fill(separated(std::iter::once(first).chain(parts)))])
}

fn part<'s>(part: &ast::OutcomePart) -> Document<'s> {
    match part {
        ast::OutcomePart::Words(words) => {
            let values = words.value.as_ref().map(ast::Value::spelled);
            let all: Vec<String> = words.words.iter().map(|word| word.text.clone()).chain(values).collect();
            text(all.join(" "), words.span.end)
        }
        ast::OutcomePart::Split(split) => {
            let side = |(name, share): &(ast::Name, ast::Value)| {
                text(format!("{} {}", name.text, share.spelled()), share.span.end)
            };
            in_braces("split by", &split.by, split.sides.iter().map(side), split.span.end)
        }
        ast::OutcomePart::Best(best) => {
            let connector = |name: &ast::Name| text(&name.text, name.span.end);
            in_braces("best by", &best.by, best.connectors.iter().map(connector), best.span.end)
        }
    }
}

fn in_braces<'s>(
    words: &str,
    by: &ast::Name,
    inside: impl Iterator<Item = Document<'s>>,
    end: u32,
) -> Document<'s> {
    let mut body = vec![space()];
    body.extend(separated(inside));
    Group(vec![
        text(format!("{words} {} {{", by.text), by.span.end),
        nest(body),
        before_closing(" "),
        text("}", end),
    ])
}
