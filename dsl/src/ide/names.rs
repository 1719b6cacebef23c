//! Which name means what: every place of a policy that declares or uses something, in one list.

mod walk;

use std::collections::BTreeMap;

use crate::ast::{self, ItemKind};
use crate::check;
use crate::hir::{Fact, Facts, Origin, StageKind};
use crate::load::Loaded;
use crate::source::{FileId, Span};
pub(super) use walk::stage_kind;

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Symbol {
    /// A fact that is declared, or one of those that are told of an attempt.
    Fact(String),
    /// A value of a `one of`: the fact and the value.
    Value(String, String),
    /// A `let`.
    Let(String),
    /// A list whose values stand in a file.
    List(String),
    /// A connector.
    Connector(String),
    /// A rule of a stage.
    Rule(StageKind, String),
    /// A table of a stage.
    Table(StageKind, String),
    /// An invariant.
    Invariant(String),
}

/// A place that names something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// What it names.
    pub symbol: Symbol,
    /// Where the name of that stands: of `amount.currency`, which names `amount`, the first word.
    pub span: Span,
    /// Where all of the name stands.
    pub whole: Span,
    /// Whether it is declared here.
    pub declares: bool,
}

/// What is declared in a policy, and every place that names it.
#[derive(Debug)]
pub struct Names<'l> {
    pub(super) loaded: &'l Loaded,
    /// The facts that could be made sense of, those that nobody declares among them.
    pub(super) facts: Facts,
    pub(super) declared: Declared<'l>,
    occurrences: Vec<Occurrence>,
}

/// What is declared by the same name twice counts where it is declared first.
#[derive(Debug, Default)]
pub(super) struct Declared<'l> {
    pub(super) facts: BTreeMap<&'l str, &'l ast::Fact>,
    pub(super) lets: BTreeMap<&'l str, (&'l ast::Let, Span)>,
    pub(super) lists: BTreeMap<&'l str, (&'l ast::List, Span)>,
    pub(super) connectors: BTreeMap<&'l str, (&'l ast::Connector, Span)>,
}

impl Symbol {
    /// The name itself.
    pub fn name(&self) -> &str {
        match self {
            Self::Fact(name)
            | Self::Value(_, name)
            | Self::Let(name)
            | Self::List(name)
            | Self::Connector(name)
            | Self::Rule(_, name)
            | Self::Table(_, name)
            | Self::Invariant(name) => name,
        }
    }
}

impl<'l> Names<'l> {
    /// The names of a policy.
    pub fn new(loaded: &'l Loaded) -> Self {
        let mut declared = Declared::default();
        loaded.files.iter().flat_map(|file| &file.items).for_each(|item| declared.add(item));
        let facts = check::facts_of(loaded);
        let occurrences = walk::all(loaded, &facts, &declared);
        Self { loaded, facts, declared, occurrences }
    }

    /// Every place that names something.
    pub fn occurrences(&self) -> &[Occurrence] {
        &self.occurrences
    }

    /// The places that name this.
    pub fn of<'n>(&'n self, symbol: &'n Symbol) -> impl Iterator<Item = &'n Occurrence> {
        self.occurrences.iter().filter(move |one| one.symbol == *symbol)
    }

    /// What is named at a place; a place right behind a name belongs to it.
    pub fn at(&self, file: FileId, offset: u32) -> Option<&Occurrence> {
        let here = |span: Span| span.file == file && span.start <= offset && offset <= span.end;
        let found = self.occurrences.iter().filter(|one| here(one.whole));
        found.min_by_key(|one| one.whole.end - one.whole.start)
    }

    /// The fact of that name, with its parts and those that nobody declares.
    pub(crate) fn fact(&self, name: &str) -> Option<&Fact> {
        self.facts.find(name).map(|id| &self.facts[id])
    }

    /// All facts, with what is to be put before them.
    pub(super) fn all_facts(&self) -> impl Iterator<Item = &Fact> {
        self.facts.all.iter().map(|(_, fact)| fact)
    }
}

impl<'l> Declared<'l> {
    fn add(&mut self, item: &'l ast::Item) {
        let span = item.span;
        match &item.kind {
            ItemKind::Facts(facts) => {
                for fact in facts {
                    self.facts.entry(&fact.name.text).or_insert(fact);
                }
            }
            ItemKind::Let(one) => drop(self.lets.entry(&one.name.text).or_insert((one, span))),
            ItemKind::List(one) => drop(self.lists.entry(&one.name.text).or_insert((one, span))),
            ItemKind::Connector(one) => drop(self.connectors.entry(&one.name.text).or_insert((one, span))),
            ItemKind::Policy(_)
            | ItemKind::Import(_)
            | ItemKind::Rates(_)
            | ItemKind::Stage(_)
            | ItemKind::Invariant(_)
            | ItemKind::Lost => {}
        }
    }
}

/// What the name of a fact refers to: the fact that is declared, or the connector whose signal it is.
pub(super) fn symbol_of(facts: &Facts, fact: &Fact) -> Symbol {
    match fact.origin {
        Origin::Payment | Origin::Attempt => Symbol::Fact(fact.name.clone()),
        Origin::Part(of) => Symbol::Fact(facts[of].name.clone()),
        Origin::Signal(_, signal) => {
            let connector = fact.name.strip_suffix(signal.as_str()).unwrap_or(&fact.name);
            Symbol::Connector(connector.trim_end_matches('.').to_owned())
        }
    }
}
