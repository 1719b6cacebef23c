//! Goes through all trees and notes what each name means. What a name cannot mean is left out.

use crate::ast::{
    self, CellKind, Clause, Condition, ItemKind, LetBody, Modifier, Name, Op, OutcomePart, Set, SetItem,
    StageItem, TypeArgs, Value, ValueKind,
};
use crate::hir::{Facts, Origin, StageKind, Type};
use crate::ide::names::{Declared, Occurrence, Symbol, symbol_of};
use crate::load::Loaded;
use crate::source::Span;

/// Every place of a policy that names something.
pub(super) fn all(loaded: &Loaded, facts: &Facts, declared: &Declared<'_>) -> Vec<Occurrence> {
    let mut walk = Walk { facts, declared, found: vec![] };
    loaded.files.iter().flat_map(|file| &file.items).for_each(|item| walk.item(item));
    walk.found
}

struct Walk<'w> {
    facts: &'w Facts,
    declared: &'w Declared<'w>,
    found: Vec<Occurrence>,
}

/// The fact that a value is compared with.
type Against<'a> = Option<&'a str>;

impl Walk<'_> {
    fn item(&mut self, item: &ast::Item) {
        match &item.kind {
            ItemKind::Policy(_) | ItemKind::Import(_) | ItemKind::Rates(_) | ItemKind::Lost => {}
            ItemKind::Facts(facts) => facts.iter().for_each(|fact| self.fact(fact)),
            ItemKind::Connector(connector) => {
                self.declares(&connector.name, Symbol::Connector);
                for clause in &connector.clauses {
                    if let Clause::Serves(when, _) = clause {
                        self.condition(when);
                    }
                }
            }
            ItemKind::Let(item) => {
                self.declares(&item.name, Symbol::Let);
                match &item.body {
                    LetBody::Condition(condition) => self.condition(condition),
                    LetBody::Set(set) => self.items(&set.items, None),
                }
            }
            ItemKind::List(list) => self.declares(&list.name, Symbol::List),
            ItemKind::Stage(stage) => {
                if let Some(kind) = stage_kind(&stage.name.text) {
                    self.stage(kind, &stage.items);
                }
            }
            ItemKind::Invariant(invariant) => {
                self.declares(&invariant.name, Symbol::Invariant);
                invariant.when.iter().for_each(|when| self.condition(when));
                if let Some(stage) = stage_kind(&invariant.stage.text) {
                    self.outcome(stage, &invariant.outcome);
                }
            }
        }
    }

    fn fact(&mut self, fact: &ast::Fact) {
        self.declares(&fact.name, Symbol::Fact);
        if let Some(TypeArgs::Of(choices)) = fact.ty.as_ref().map(|ty| &ty.args) {
            let of = &fact.name.text;
            for choice in choices {
                self.declares(&choice.name, |value| Symbol::Value(of.clone(), value));
            }
        }
        for modifier in &fact.modifiers {
            if let Modifier::OnlyWhen(when) = modifier {
                self.condition(when);
            }
        }
    }

    fn stage(&mut self, kind: StageKind, items: &[StageItem]) {
        for item in items {
            match item {
                StageItem::Rule(rule) => {
                    self.declares(&rule.name, |name| Symbol::Rule(kind, name));
                    rule.when.iter().for_each(|when| self.condition(when));
                    self.outcome(kind, &rule.outcome);
                }
                StageItem::Otherwise(otherwise) => self.outcome(kind, &otherwise.outcome),
                StageItem::Block(block) => {
                    self.condition(&block.when);
                    self.stage(kind, &block.items);
                }
                StageItem::Table(table) => self.table(kind, table),
            }
        }
    }

    fn table(&mut self, kind: StageKind, table: &ast::Table) {
        self.declares(&table.name, |name| Symbol::Table(kind, name));
        table.columns.iter().for_each(|column| self.subject(column));
        for row in &table.rows {
            for (column, cell) in table.columns.iter().zip(&row.cells) {
                self.cell(&cell.kind, &column.text);
            }
            self.outcome(kind, &row.outcome);
        }
    }

    fn cell(&mut self, cell: &CellKind, fact: &str) {
        match cell {
            CellKind::Any | CellKind::Absent | CellKind::Present => {}
            CellKind::In(items) => self.items(items, Some(fact)),
            CellKind::Compare(_, value) => self.value(value, Some(fact)),
            CellKind::Not(inner) => self.cell(inner, fact),
        }
    }

    fn outcome(&mut self, stage: StageKind, outcome: &ast::Outcome) {
        for part in &outcome.parts {
            match part {
                OutcomePart::Words(words) => {
                    words
                        .words
                        .first()
                        .filter(|_| stage == StageKind::Route)
                        .into_iter()
                        .for_each(|name| self.connector(name));
                }
                OutcomePart::Split(split) => {
                    self.subject(&split.by);
                    split.sides.iter().for_each(|(name, _)| self.connector(name));
                }
                OutcomePart::Best(best) => best.connectors.iter().for_each(|name| self.connector(name)),
            }
        }
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::Or(parts) | Condition::And(parts) => {
                for part in parts {
                    self.condition(part);
                }
            }
            Condition::Not(inner, _) => self.condition(inner),
            Condition::Test(test) => self.test(test),
            Condition::Broken => {}
        }
    }

    fn test(&mut self, test: &ast::Test) {
        self.subject(&test.fact);
        let against = Some(test.fact.text.as_str());
        match &test.op {
            Op::Alone | Op::Absent | Op::Present => {}
            Op::Is(value)
            | Op::IsNot(value)
            | Op::Compare(_, value)
            | Op::StartsWith(value)
            | Op::EndsWith(value)
            | Op::Contains(value) => self.value(value, against),
            Op::In(set) | Op::NotIn(set) => match set {
                Set::One(value) => self.value(value, against),
                Set::Range(low, high) => [low, high].into_iter().for_each(|end| self.value(end, against)),
                Set::List(list) | Set::Cell(list) => self.items(&list.items, against),
            },
        }
    }

    fn items(&mut self, items: &[SetItem], against: Against<'_>) {
        for item in items {
            self.value(&item.low, against);
            item.high.iter().for_each(|high| self.value(high, against));
        }
    }

    /// A name that begins a test: a fact or a `let`.
    fn subject(&mut self, name: &Name) {
        match self.facts.find(&name.text) {
            Some(id) => self.fact_use(name, symbol_of(self.facts, &self.facts[id])),
            None if self.declared.facts.contains_key(name.text.as_str()) => self.uses(name, Symbol::Fact),
            None if self.declared.lets.contains_key(name.text.as_str()) => self.uses(name, Symbol::Let),
            None => {}
        }
    }

    /// A value: one of the fact's type, a `let`, a list, or another fact, in this order.
    fn value(&mut self, value: &Value, against: Against<'_>) {
        let ValueKind::Name(text) = &value.kind else { return };
        let name = Name { text: text.clone(), span: value.span };
        let fact = against.and_then(|fact| self.facts.find(fact)).map(|id| &self.facts[id]);
        match fact {
            Some(fact) if fact.ty.place(text).is_some() => {
                if matches!((&fact.ty, fact.origin), (Type::OneOf(_), Origin::Attempt))
                    && fact.name == "connector"
                {
                    self.uses(&name, Symbol::Connector);
                } else {
                    self.uses(&name, |value| Symbol::Value(fact.name.clone(), value));
                }
            }
            _ if self.declared.lists.contains_key(text.as_str()) => self.uses(&name, Symbol::List),
            _ if self.declared.lets.contains_key(text.as_str()) => self.uses(&name, Symbol::Let),
            _ if fact.is_some() => self.subject(&name),
            _ => {}
        }
    }

    fn connector(&mut self, name: &Name) {
        if self.declared.connectors.contains_key(name.text.as_str()) {
            self.uses(name, Symbol::Connector);
        }
    }

    fn declares(&mut self, name: &Name, symbol: impl FnOnce(String) -> Symbol) {
        let symbol = symbol(name.text.clone());
        self.found.push(Occurrence { symbol, span: name.span, whole: name.span, declares: true });
    }

    fn uses(&mut self, name: &Name, symbol: impl FnOnce(String) -> Symbol) {
        let symbol = symbol(name.text.clone());
        self.found.push(Occurrence { symbol, span: name.span, whole: name.span, declares: false });
    }

    /// A use of a fact, whose name may go on behind that of what is declared.
    fn fact_use(&mut self, name: &Name, symbol: Symbol) {
        let rest = name.text.len().saturating_sub(symbol.name().len());
        let end = name.span.end.saturating_sub(u32::try_from(rest).unwrap_or_default());
        let span = Span { end, ..name.span };
        self.found.push(Occurrence { symbol, span, whole: name.span, declares: false });
    }
}

/// The stage of that word.
pub(in crate::ide) fn stage_kind(word: &str) -> Option<StageKind> {
    StageKind::ALL.into_iter().find(|kind| kind.as_str() == word)
}
