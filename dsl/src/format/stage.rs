//! Stages, their rules and their blocks.

use crate::ast;
use crate::format::braces::{Braces, Inside};
use crate::format::condition::condition;
use crate::format::document::Document::{self, Cell, Group};
use crate::format::document::{nest, sign, space, text};
use crate::format::lines::Kind;
use crate::format::outcome::outcome;
use crate::format::page::Page;
use crate::format::{INDENT, quoted, table};

/// A stage; one that was written on one line stays there if it holds a single rule.
pub(super) fn write(page: &mut Page<'_>, stage: &ast::Stage) {
    let head = text(&stage.name.text, stage.name.span.end);
    let inside = match stage.items.as_slice() {
        [] => Inside::Nothing,
        [ast::StageItem::Rule(only)] => Inside::Short(rule(only)),
        [ast::StageItem::Otherwise(only)] => Inside::Short(otherwise(only)),
        _ => Inside::Long,
    };
    let braces = Braces { kind: Kind::Plain, indent: 0, head, inside, closing: stage.end };
    braces.write(page, |page| items(page, &stage.items, INDENT));
}

fn items(page: &mut Page<'_>, items: &[ast::StageItem], indent: usize) {
    for item in items {
        match item {
            ast::StageItem::Rule(one) => {
                page.write(Kind::Rule, indent, rule(one));
            }
            ast::StageItem::Otherwise(one) => {
                page.write(Kind::Rule, indent, otherwise(one));
            }
            ast::StageItem::Block(one) => block(page, one, indent),
            ast::StageItem::Table(one) => table::write(page, one, indent),
        }
    }
}

fn block(page: &mut Page<'_>, block: &ast::Block, indent: usize) {
    let head = Group(vec![text("when ", block.span.end), condition(&block.when)]);
    let inside = if block.items.is_empty() { Inside::Nothing } else { Inside::Long };
    let braces = Braces { kind: Kind::Plain, indent, head, inside, closing: block.end };
    braces.write(page, |page| items(page, &block.items, indent + INDENT));
}

fn rule<'s>(rule: &ast::Rule) -> Document<'s> {
    let head = text(format!("rule {}", quoted(&rule.name.text)), rule.name.span.end);
    let arrow = outcome("-> ", &rule.outcome);
    let Some(when) = &rule.when else {
        return Group(vec![head, nest(vec![Cell, Cell, space(), arrow])]);
    };
    let when = Group(vec![sign("when "), condition(when), Cell, space(), arrow]);
    Group(vec![head, nest(vec![Cell, space(), when])])
}

fn otherwise<'s>(otherwise: &ast::Otherwise) -> Document<'s> {
    let arrow = outcome("-> ", &otherwise.outcome);
    Group(vec![text("otherwise", otherwise.span.end), nest(vec![Cell, Cell, space(), arrow])])
}
