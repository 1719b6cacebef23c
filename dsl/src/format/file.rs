//! What stands at the top of a file, and the blank lines between.

use std::mem::discriminant;

use crate::ast::{self, ItemKind};
use crate::format::document::text;
use crate::format::lines::Kind;
use crate::format::page::Page;
use crate::format::{declarations, facts, quoted, stage};

/// The whole file.
pub(super) fn write(page: &mut Page<'_>, file: &ast::File) {
    let mut before: Option<(&ItemKind, bool)> = None;
    for item in &file.items {
        let first = page.len();
        write_item(page, item);
        let is_long = page.ends_with_brace();
        if before.is_some_and(|(kind, was_long)| !stand_together(kind, &item.kind) || (was_long && is_long)) {
            page.part_at(first);
        }
        before = Some((&item.kind, is_long));
    }
}

fn write_item(page: &mut Page<'_>, item: &ast::Item) {
    match &item.kind {
        ItemKind::Policy(name) => {
            page.write(Kind::Plain, 0, text(format!("policy {}", name.text), name.span.end));
        }
        ItemKind::Import(path) => {
            page.write(Kind::Plain, 0, text(format!("import {}", quoted(&path.text)), path.span.end));
        }
        ItemKind::Facts(facts) => facts::write(page, facts, item.span),
        ItemKind::Connector(connector) => declarations::write_connector(page, connector, item.span),
        ItemKind::Let(one) => declarations::write_let(page, one),
        ItemKind::List(list) => declarations::write_list(page, list),
        ItemKind::Rates(rates) => declarations::write_rates(page, rates, item.span),
        ItemKind::Stage(stage) => stage::write(page, stage),
        ItemKind::Invariant(invariant) => declarations::write_invariant(page, invariant),
        // What could not be read is a fault, and a file with faults is not formatted.
        ItemKind::Lost => {}
    }
}

/// Whether the user may leave out the blank line between two of these.
fn stand_together(one: &ItemKind, other: &ItemKind) -> bool {
    let may_stand_together = matches!(
        one,
        ItemKind::Import(_)
            | ItemKind::Let(_)
            | ItemKind::List(_)
            | ItemKind::Connector(_)
            | ItemKind::Invariant(_)
    );
    may_stand_together && discriminant(one) == discriminant(other)
}
