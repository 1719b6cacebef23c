//! What a file holds, as a tree.

use crate::ast::{self, ItemKind, StageItem};
use crate::load::Loaded;
use crate::source::{FileId, Span};

/// Something that a file holds, with what that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// What to call it.
    pub name: String,
    /// A word more about it; may be empty.
    pub detail: String,
    /// What it is.
    pub kind: OutlineKind,
    /// All of it.
    pub span: Span,
    /// Its name, within all of it.
    pub selection: Span,
    /// What it holds.
    pub children: Vec<Outline>,
}

/// What something is that a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutlineKind {
    /// The `policy` line.
    Policy,
    /// A block of facts.
    Facts,
    /// A fact.
    Fact,
    /// A connector.
    Connector,
    /// A `let`.
    Let,
    /// A list.
    List,
    /// The rates.
    Rates,
    /// A stage.
    Stage,
    /// A block with a condition of its own.
    Block,
    /// A rule, or the row of a table.
    Rule,
    /// A table.
    Table,
    /// An invariant.
    Invariant,
}

/// What a file holds, in the order of the text.
pub fn outline(loaded: &Loaded, file: FileId) -> Vec<Outline> {
    let mut trees = loaded.sources.iter().zip(&loaded.files);
    let Some((_, tree)) = trees.find(|((id, _), _)| *id == file) else { return vec![] };
    tree.items.iter().filter_map(|item| top(loaded, item)).collect()
}

fn leaf(name: &ast::Name, kind: OutlineKind, span: Span) -> Outline {
    named(name.text.clone(), kind, span, name.span)
}

fn named(name: String, kind: OutlineKind, span: Span, selection: Span) -> Outline {
    // A name without letters cannot be shown, and clients refuse it.
    let name = if name.trim().is_empty() { "…".to_owned() } else { name };
    Outline { name, detail: String::new(), kind, span: span.to(selection), selection, children: vec![] }
}

fn top(loaded: &Loaded, item: &ast::Item) -> Option<Outline> {
    let span = item.span;
    let head = |word: &str| Span { end: span.start + u32::try_from(word.len()).unwrap_or_default(), ..span };
    Some(match &item.kind {
        ItemKind::Import(_) | ItemKind::Lost => return None,
        ItemKind::Policy(name) => leaf(name, OutlineKind::Policy, span),
        ItemKind::Facts(facts) => {
            let children = facts.iter().map(fact).collect();
            Outline { children, ..named("facts".to_owned(), OutlineKind::Facts, span, head("facts")) }
        }
        ItemKind::Connector(one) => leaf(&one.name, OutlineKind::Connector, span),
        ItemKind::Let(one) => leaf(&one.name, OutlineKind::Let, span),
        ItemKind::List(one) => {
            Outline { detail: one.path.text.clone(), ..leaf(&one.name, OutlineKind::List, span) }
        }
        ItemKind::Rates(rates) => named("rates".to_owned(), OutlineKind::Rates, span, rates.span),
        ItemKind::Stage(stage) => {
            Outline { children: rules(loaded, &stage.items), ..leaf(&stage.name, OutlineKind::Stage, span) }
        }
        ItemKind::Invariant(one) => leaf(&one.name, OutlineKind::Invariant, span),
    })
}

fn fact(fact: &ast::Fact) -> Outline {
    let detail = fact.ty.as_ref().map(|ty| ty.head.text.clone()).unwrap_or_default();
    Outline { detail, ..leaf(&fact.name, OutlineKind::Fact, fact.span) }
}

fn rules(loaded: &Loaded, items: &[StageItem]) -> Vec<Outline> {
    let one = |item: &StageItem| match item {
        StageItem::Rule(rule) => {
            let span = from_word(loaded, "rule", rule.name.span).to(rule.outcome.span);
            Outline { detail: line(loaded, rule.outcome.span), ..leaf(&rule.name, OutlineKind::Rule, span) }
        }
        StageItem::Otherwise(last) => {
            let span = last.span.to(last.outcome.span);
            let rule = named("otherwise".to_owned(), OutlineKind::Rule, span, last.span);
            Outline { detail: line(loaded, last.outcome.span), ..rule }
        }
        StageItem::Block(block) => {
            let span = block.span.to(block.end);
            let head = loaded.sources.text(span).split('{').next().unwrap_or_default();
            let name = head.split_whitespace().collect::<Vec<_>>().join(" ");
            Outline {
                children: rules(loaded, &block.items),
                ..named(name, OutlineKind::Block, span, block.span)
            }
        }
        StageItem::Table(table) => {
            let span = table.span.to(table.end);
            Outline { children: rows(loaded, table), ..leaf(&table.name, OutlineKind::Table, span) }
        }
    };
    items.iter().map(one).collect()
}

fn rows(loaded: &Loaded, table: &ast::Table) -> Vec<Outline> {
    let row = |(number, row): (usize, &ast::Row)| {
        let name = format!("{}#{number}", table.name.text);
        Outline { detail: line(loaded, row.span), ..named(name, OutlineKind::Rule, row.span, row.span) }
    };
    (1..).zip(&table.rows).map(row).collect()
}

/// The text at `span` on one line.
fn line(loaded: &Loaded, span: Span) -> String {
    loaded.sources.text(span).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The span with the word that stands right before it.
fn from_word(loaded: &Loaded, word: &str, span: Span) -> Span {
    let text = loaded.sources.get(span.file).and_then(|file| file.text.get(..span.start as usize));
    let before = text.unwrap_or_default().trim_end();
    match before.strip_suffix(word) {
        Some(rest) => Span { start: u32::try_from(rest.len()).unwrap_or(span.start), ..span },
        None => span,
    }
}
