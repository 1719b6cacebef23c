//! What is declared in the main file of a policy and used nowhere. What stands in a file that is imported is shared, and
//! another policy may use it.

use crate::ast::{ItemKind, Name, OutcomePart, StageItem};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::hir::Type;
use crate::ide::{Names, Symbol};
use crate::load::Loaded;
use crate::source::{Sources, Span};

/// Something that is declared.
struct Declared<'l> {
    name: &'l Name,
    /// All of the declaration.
    span: Span,
    symbol: Symbol,
    help: &'static str,
    /// Whether the declaration can be taken out by itself.
    is_alone: bool,
}

impl<'l> Declared<'l> {
    fn of(name: &'l Name, span: Span, symbol: fn(String) -> Symbol, help: &'static str) -> Self {
        Self { name, span, symbol: symbol(name.text.clone()), help, is_alone: true }
    }
}

/// Reports what is declared in the main file of a policy without errors, and never used.
pub fn unused(loaded: &Loaded, diagnostics: &mut Diagnostics) {
    let names = Names::new(loaded);
    let used = |symbol: &Symbol| names.of(symbol).any(|one| !one.declares);
    let by_cost = is_by_cost(loaded);
    let is_priced = |symbol: &Symbol| {
        by_cost && names.fact(symbol.name()).is_some_and(|fact| matches!(fact.ty, Type::Money(_)))
    };
    for Declared { name, span, symbol, help, is_alone } in declared(loaded) {
        if used(&symbol) || is_priced(&symbol) {
            continue;
        }
        let message = format!("`{}` is declared and never used", name.text);
        let fault = Diagnostic::new(Code::Unused, name.span, message).help(help);
        diagnostics.add(if is_alone { fault.fix(whole_lines(&loaded.sources, span), "") } else { fault });
    }
}

/// The facts, lists, lets and connectors of the main file.
fn declared(loaded: &Loaded) -> impl Iterator<Item = Declared<'_>> {
    let items = loaded.files.first().into_iter().flat_map(|file| &file.items);
    items.flat_map(|item| {
        let span = item.span;
        match &item.kind {
            ItemKind::Let(item) => {
                vec![Declared::of(&item.name, span, Symbol::Let, "take it out, or use it")]
            }
            ItemKind::List(item) => {
                vec![Declared::of(&item.name, span, Symbol::List, "take it out, or use it")]
            }
            ItemKind::Connector(item) => {
                let help = "take it out, or name it in a plan of `route`";
                vec![Declared::of(&item.name, span, Symbol::Connector, help)]
            }
            ItemKind::Facts(facts) => {
                let help = "take it out, so that payments need not tell it, or ask for it in a rule";
                let is_alone = facts.len() > 1;
                let facts = facts.iter();
                let facts = facts.map(|fact| Declared::of(&fact.name, fact.span, Symbol::Fact, help));
                facts.map(|fact| Declared { is_alone, ..fact }).collect()
            }
            _ => vec![],
        }
    })
}

/// Whether a plan puts connectors in order by their cost, which asks for the amount without naming it.
fn is_by_cost(loaded: &Loaded) -> bool {
    fn any(items: &[StageItem]) -> bool {
        let is_best = |part: &OutcomePart| matches!(part, OutcomePart::Best(best) if best.by.text == "cost");
        items.iter().any(|item| match item {
            StageItem::Rule(rule) => rule.outcome.parts.iter().any(is_best),
            StageItem::Otherwise(last) => last.outcome.parts.iter().any(is_best),
            StageItem::Block(block) => any(&block.items),
            StageItem::Table(table) => table.rows.iter().any(|row| row.outcome.parts.iter().any(is_best)),
        })
    }
    let items = loaded.files.iter().flat_map(|file| &file.items);
    items.into_iter().any(|item| matches!(&item.kind, ItemKind::Stage(stage) if any(&stage.items)))
}

/// The lines of a declaration, with their ends, if nothing else stands on them; else the declaration alone.
fn whole_lines(sources: &Sources, span: Span) -> Span {
    let Some(text) = sources.get(span.file).map(|file| file.text.as_str()) else { return span };
    let (Some(before), Some(behind)) = (text.get(..span.range().start), text.get(span.range().end..)) else {
        return span;
    };
    let indent = before.len() - before.trim_end_matches([' ', '\t']).len();
    let rest = behind.len() - behind.trim_start_matches([' ', '\t']).len();
    let lines = before.trim_end_matches([' ', '\t']);
    let begins = lines.is_empty() || lines.ends_with('\n');
    let ends = behind.get(rest..).is_some_and(|behind| behind.starts_with('\n'));
    match (u32::try_from(indent), u32::try_from(rest)) {
        (Ok(indent), Ok(rest)) if begins && ends => {
            Span { start: span.start - indent, end: span.end + rest + 1, ..span }
        }
        _ => span,
    }
}
