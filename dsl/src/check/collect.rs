//! Gathers what all files declare, and finds what is declared twice.

use indexmap::IndexMap;

use crate::ast;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

/// What to do about what can only be there once.
pub(super) const KEEP_ONE: &str = "keep one of the two";

/// Everything that is declared, by kind, in the order of the files.
#[derive(Debug, Default)]
pub(super) struct Declarations<'a> {
    pub(super) policy: Option<&'a ast::Name>,
    pub(super) facts: IndexMap<&'a str, &'a ast::Fact>,
    pub(super) connectors: IndexMap<&'a str, &'a ast::Connector>,
    pub(super) lets: IndexMap<&'a str, &'a ast::Let>,
    pub(super) lists: IndexMap<&'a str, &'a ast::List>,
    pub(super) rates: Option<&'a ast::Rates>,
    pub(super) stages: Vec<&'a ast::Stage>,
    pub(super) invariants: IndexMap<&'a str, &'a ast::Invariant>,
    /// Whether something could not be read that may have declared a name.
    pub(super) incomplete: bool,
}

/// Gathers the declarations of all files. Of two with one name the first counts.
pub(super) fn collect<'a>(files: &'a [ast::File], diagnostics: &mut Diagnostics) -> Declarations<'a> {
    let mut declared = Declarations::default();
    for file in files {
        declared.incomplete |= file.incomplete;
        for item in &file.items {
            declared.add(item, diagnostics);
        }
    }
    declared
}

impl<'a> Declarations<'a> {
    fn add(&mut self, item: &'a ast::Item, diagnostics: &mut Diagnostics) {
        match &item.kind {
            ast::ItemKind::Import(_) | ast::ItemKind::Lost => {}
            ast::ItemKind::Policy(name) => match self.policy {
                Some(first) => diagnostics.add(twice("the `policy` line", name.span, first.span, KEEP_ONE)),
                None => self.policy = Some(name),
            },
            ast::ItemKind::Facts(facts) => {
                for fact in facts {
                    declare(&mut self.facts, &fact.name, fact, |fact| &fact.name, "fact", diagnostics);
                }
            }
            ast::ItemKind::Connector(connector) => {
                let name = &connector.name;
                declare(&mut self.connectors, name, connector, |known| &known.name, "connector", diagnostics);
            }
            ast::ItemKind::Let(item) => {
                declare(&mut self.lets, &item.name, item, |known| &known.name, "`let`", diagnostics);
            }
            ast::ItemKind::List(list) => {
                declare(&mut self.lists, &list.name, list, |known| &known.name, "list", diagnostics);
            }
            ast::ItemKind::Invariant(item) => {
                let name = &item.name;
                declare(&mut self.invariants, name, item, |known| &known.name, "invariant", diagnostics);
            }
            ast::ItemKind::Rates(rates) => match self.rates {
                Some(first) => diagnostics.add(twice("`rates`", rates.span, first.span, KEEP_ONE)),
                None => self.rates = Some(rates),
            },
            ast::ItemKind::Stage(stage) => {
                match self.stages.iter().find(|known| known.name.text == stage.name.text) {
                    Some(first) => diagnostics.add(stage_twice(stage, first)),
                    None => self.stages.push(stage),
                }
            }
        }
    }
}

fn declare<'a, T>(
    known: &mut IndexMap<&'a str, &'a T>,
    name: &'a ast::Name,
    item: &'a T,
    name_of: fn(&T) -> &ast::Name,
    kind: &str,
    diagnostics: &mut Diagnostics,
) {
    match known.get(name.text.as_str()) {
        Some(first) => {
            diagnostics.add(twice(
                &format!("the {kind} `{}`", name.text),
                name.span,
                name_of(first).span,
                "keep one of the two, or give one another name",
            ));
        }
        None => {
            known.insert(&name.text, item);
        }
    }
}

pub(super) fn twice(what: &str, again: Span, first: Span, help: &str) -> Diagnostic {
    Diagnostic::new(Code::DuplicateName, again, format!("{what} is declared twice"))
        .label(first, "first declared here")
        .help(help)
}

fn stage_twice(stage: &ast::Stage, first: &ast::Stage) -> Diagnostic {
    let name = &stage.name.text;
    Diagnostic::new(Code::DuplicateStage, stage.name.span, format!("the stage `{name}` stands twice"))
        .label(first.name.span, "it begins here for the first time")
        .help("put all its rules into one stage: their order decides")
}
