//! Stages: their rules in order, with the blocks around them, and the `otherwise` at the end.

use std::collections::BTreeMap;

use crate::arena::Arena;
use crate::ast::{self, StageItem};
use crate::check::collect::Declarations;
use crate::check::knowledge::Knowledge;
use crate::check::scope::{Reach, Scope};
use crate::check::{outcome, totality};
use crate::diagnostic::{Code, Diagnostic};
use crate::hir::{Condition, Connectors, Outcome, Rule, RuleId, Stage, StageKind};
use crate::source::Span;

/// The stages that the policy has, in the order in which they are decided.
pub(super) fn check<'a>(
    scope: &mut Scope<'a, '_>,
    declared: &Declarations<'a>,
    connectors: &Connectors,
) -> Vec<Stage> {
    let written = |kind: StageKind| declared.stages.iter().find(|stage| stage.name.text == kind.as_str());
    let stages = StageKind::ALL.into_iter().filter_map(|kind| written(kind).map(|stage| (kind, *stage)));
    stages.map(|(kind, stage)| check_stage(scope, kind, stage, connectors)).collect()
}

/// A stage while it is read.
struct Reading<'c> {
    kind: StageKind,
    connectors: &'c Connectors,
    rules: Arena<RuleId, Rule>,
    names: BTreeMap<String, Span>,
    otherwise: Option<(Span, Option<Outcome>)>,
    /// Whether an `otherwise` stands where none can.
    misplaced: bool,
}

/// A rule or a row, as it is written.
struct Line<'a> {
    name: ast::Name,
    when: Option<&'a ast::Condition>,
    outcome: &'a ast::Outcome,
}

/// The conditions of the blocks around a rule.
#[derive(Clone, Default)]
struct Around {
    conditions: Vec<(Span, Condition)>,
    known: Knowledge,
    /// Whether one of the conditions is faulty, so that the rules in it cannot be compiled.
    faulty: bool,
}

fn check_stage<'a>(
    scope: &mut Scope<'a, '_>,
    kind: StageKind,
    stage: &'a ast::Stage,
    connectors: &Connectors,
) -> Stage {
    let mut reading = Reading {
        kind,
        connectors,
        rules: Arena::default(),
        names: BTreeMap::new(),
        otherwise: None,
        misplaced: false,
    };
    scope.reach = if kind == StageKind::Retry { Reach::Attempt } else { Reach::Signals };
    let around = Around { known: scope.start(kind), ..Around::default() };
    for item in &stage.items {
        reading.item(scope, item, &around, true);
    }
    let misplaced = reading.misplaced;
    let has_otherwise = reading.otherwise.is_some();
    let span = reading.otherwise.as_ref().map_or(stage.name.span, |(span, _)| *span);
    let otherwise = reading.otherwise.and_then(|(_, outcome)| outcome);
    let checked = Stage { kind, rules: reading.rules, otherwise, span };
    if !has_otherwise && !misplaced && !stage.lost_otherwise {
        totality::check(scope, &checked, stage.end);
    }
    checked
}

impl Reading<'_> {
    fn item<'a>(&mut self, scope: &mut Scope<'a, '_>, item: &'a StageItem, around: &Around, top: bool) {
        if let Some((span, _)) = self.otherwise {
            let fault = Diagnostic::new(
                Code::OtherwiseNotLast,
                span,
                "`otherwise` takes every payment, so nothing may follow it",
            )
            .label(place_of(item), "no payment gets here")
            .help("move `otherwise` to the end of the stage")
            .at(self.kind, None);
            scope.diagnostics.add(fault);
        }
        match item {
            StageItem::Rule(rule) => self.rule(scope, rule, around),
            StageItem::Block(block) => self.block(scope, block, around),
            StageItem::Table(table) => self.table(scope, table, around),
            StageItem::Otherwise(last) if top => {
                let outcome = outcome::check(scope, self.kind, &last.outcome, self.connectors, &around.known);
                self.otherwise.get_or_insert((last.span, outcome));
            }
            StageItem::Otherwise(last) => {
                self.misplaced = true;
                let fault = Diagnostic::new(
                    Code::OtherwiseNotLast,
                    last.span,
                    "`otherwise` closes a stage, not a block",
                )
                .help("give it a name: `rule \"the rest\" -> …` takes whatever comes this far in the block")
                .at(self.kind, None);
                scope.diagnostics.add(fault);
            }
        }
    }

    fn rule<'a>(&mut self, scope: &mut Scope<'a, '_>, rule: &'a ast::Rule, around: &Around) {
        self.name(scope, &rule.name, "rule");
        let line = Line { name: rule.name.clone(), when: rule.when.as_ref(), outcome: &rule.outcome };
        self.line(scope, line, around);
    }

    /// The rows of a table are rules, named by the table and their number.
    fn table<'a>(&mut self, scope: &mut Scope<'a, '_>, table: &'a ast::Table, around: &Around) {
        let is_new = !self.names.contains_key(&table.name.text);
        self.name(scope, &table.name, "table");
        self.head(scope, table);
        for (number, row) in (1..).zip(&table.rows) {
            let name = ast::Name { text: format!("{}#{number}", table.name.text), span: row.span };
            if is_new {
                self.name(scope, &name, "row");
            }
            self.line(scope, Line { name, when: row.when.as_ref(), outcome: &row.outcome }, around);
        }
    }

    /// The last column bears the name of the stage, and no fact has two columns.
    fn head(&self, scope: &mut Scope<'_, '_>, table: &ast::Table) {
        let kind = self.kind.as_str();
        if table.columns.is_empty() && table.stage.is_none() && table.rows.is_empty() {
            scope.diagnostics.add(
                Diagnostic::new(Code::BadTable, table.name.span, "this table holds nothing")
                    .help(format!("its first line names facts and the stage: `country | amount -> {kind}`")),
            );
        }
        if let Some(stage) = table.stage.as_ref().filter(|stage| stage.text != kind) {
            scope.diagnostics.add(
                Diagnostic::new(
                    Code::BadTable,
                    stage.span,
                    format!("this column decides `{kind}`, not `{}`", stage.text),
                )
                .help(format!("write `-> {kind}`"))
                .fix(stage.span, kind),
            );
        }
        for (place, column) in table.columns.iter().enumerate() {
            scope.subject(column);
            let first = table.columns.iter().take(place).find(|first| first.text == column.text);
            if let Some(first) = first {
                scope.diagnostics.add(
                    Diagnostic::new(
                        Code::BadTable,
                        column.span,
                        format!("`{}` has two columns", column.text),
                    )
                    .label(first.span, "the first one")
                    .help("put both tests into one cell, or the row into a rule"),
                );
            }
        }
    }

    fn line<'a>(&mut self, scope: &mut Scope<'a, '_>, line: Line<'a>, around: &Around) {
        let Line { name, when, outcome } = line;
        let before = scope.diagnostics.len();
        let checked = match when {
            Some(condition) => scope.condition(condition, &around.known),
            None => Some(Condition::ALWAYS),
        };
        let known = scope.assume(&around.known, checked.as_ref());
        let outcome = outcome::check(scope, self.kind, outcome, self.connectors, &known);
        scope.diagnostics.place(before, self.kind, &name.text);
        let (Some(checked), Some(outcome), false) = (checked, outcome, around.faulty) else { return };
        let own = when.map(|when| parts(when, checked, name.span)).unwrap_or_default();
        let (parts, mut conditions): (Vec<Span>, Vec<Condition>) =
            around.conditions.iter().cloned().chain(own).unzip();
        let when = match conditions.len() {
            1 => conditions.swap_remove(0),
            _ => Condition::All(conditions),
        };
        self.rules.add(Rule { name: name.text, span: name.span, when, parts, outcome });
    }

    fn block<'a>(&mut self, scope: &mut Scope<'a, '_>, block: &'a ast::Block, around: &Around) {
        let condition = scope.condition(&block.when, &around.known);
        let mut inner = around.clone();
        inner.known = scope.assume(&around.known, condition.as_ref());
        inner.faulty |= condition.is_none();
        inner
            .conditions
            .extend(condition.into_iter().flat_map(|checked| parts(&block.when, checked, block.span)));
        for item in &block.items {
            self.item(scope, item, &inner, false);
        }
    }

    fn name(&mut self, scope: &mut Scope<'_, '_>, name: &ast::Name, what: &str) {
        if name.text.trim().is_empty() {
            let fault = Diagnostic::new(Code::Syntax, name.span, format!("this {what} has an empty name"))
                .help("name it by what it is for: decisions and reports show the name");
            return scope.diagnostics.add(fault);
        }
        match self.names.get(&name.text) {
            Some(first) => scope.diagnostics.add(
                Diagnostic::new(
                    Code::DuplicateName,
                    name.span,
                    format!("`{}` has two rules named \"{}\"", self.kind.as_str(), name.text),
                )
                .label(*first, "the first one")
                .help("give each rule of a stage a name of its own: decisions and reports show it")
                .at(self.kind, Some(&name.text)),
            ),
            None => {
                self.names.insert(name.text.clone(), name.span);
            }
        }
    }
}

/// The parts of a condition that are joined by `and`, each with where it stands; `whole` is where all of it does.
pub(super) fn parts(written: &ast::Condition, checked: Condition, whole: Span) -> Vec<(Span, Condition)> {
    match (written, checked) {
        (ast::Condition::And(written), Condition::All(checked)) if written.len() == checked.len() => {
            let places = written.iter().map(|part| part.span().unwrap_or(whole));
            places.zip(checked).collect()
        }
        (written, checked) => vec![(written.span().unwrap_or(whole), checked)],
    }
}

fn place_of(item: &StageItem) -> Span {
    match item {
        StageItem::Rule(rule) => rule.name.span,
        StageItem::Otherwise(last) => last.span,
        StageItem::Block(block) => block.span,
        StageItem::Table(table) => table.span,
    }
}
