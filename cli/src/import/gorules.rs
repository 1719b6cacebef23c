//! Decision tables of GoRules, of which the first row that is met wins.
//!
//! A row that Way cannot say is left as a comment, and reported: it changes what all rows below it take.

mod cell;
mod choice;
mod model;
mod row;
mod test;
mod token;
mod wording;

use choice::Choice;
use model::Table;
use row::Asked;

use crate::import::Imported;
use crate::import::report::Report;
use crate::import::way::condition::Condition;
use crate::import::way::facts::{Facts, Kind};
use crate::import::way::names::{normalise, unique};
use crate::import::way::{Connectors, Line, Policy, Row, not_translated, quoted};

/// Translates the document `json`; the connectors stand in its output `output`, and `name` is the policy's name.
pub(crate) fn import(json: &[u8], name: &str, output: Option<&str>) -> anyhow::Result<Imported> {
    let (graph, unread) = model::read(json)?;
    let choice = choice::choose(&graph, output)?;
    let mut report = Report::default();
    for path in unread.iter().chain(&choice.unread) {
        report.differs(&format!("`{path}`"), "no such member is known", "it is left out");
    }
    for (place, node) in graph.nodes.iter().enumerate() {
        if place != choice.node && !matches!(node.kind.as_str(), "inputNode" | "outputNode") {
            let what = format!("nodes of the type `{}` are not imported", node.kind);
            report.differs(&format!("node `{}`", node.name), what, "give what it computes as facts");
        }
    }
    let title = graph.nodes.get(choice.node).map_or("", |node| node.name.trim());
    let title = if title.is_empty() { "rows" } else { title };
    around(&choice, title, &mut report);
    let mut translation = Translation {
        table: &choice.table,
        output: &choice.output,
        title,
        facts: Facts::default(),
        connectors: Connectors::default(),
        report,
    };
    let (lines, otherwise) = translation.lines();
    let Translation { facts, connectors, mut report, .. } = translation;
    tell_of_facts(&facts, &mut report);
    let origin = format!("Imported from GoRules: {title}.");
    let policy = Policy { origin, name: normalise(name), facts, connectors, lines, otherwise };
    Ok(Imported { policy, report })
}

/// Reports what a table does besides choosing connectors.
fn around(choice: &Choice, title: &str, report: &mut Report) {
    let place = format!("table {}", quoted(title));
    for output in choice.table.outputs.iter().filter(|output| output.id != choice.output) {
        let what = format!("a policy has no output `{}`", output.field);
        report.differs(&place, what, "it is left out");
    }
    if let Some(field) = choice.table.input_field.as_deref().filter(|field| !field.trim().is_empty()) {
        report.differs(
            &place,
            format!("it reads its inputs from `{field}`"),
            "the facts are named without it",
        );
    }
    if choice.table.execution_mode.as_deref() == Some("loop") {
        report.differs(&place, "it decides each element of a list", "the policy decides one payment");
    }
}

fn tell_of_facts(facts: &Facts, report: &mut Report) {
    for (source, fact) in facts.by_source() {
        if source != fact.name {
            report.note("the facts", format!("`{source}` is no name in Way"), format!("`{}`", fact.name));
        }
        if matches!(fact.kind, Kind::Integer(..)) {
            let what = format!("`{source}` is compared with whole numbers only");
            report.note("the facts", what, "a payment in which it has decimals is refused");
        }
    }
}

struct Translation<'t> {
    table: &'t Table,
    /// The id of the output that names the connectors.
    output: &'t str,
    title: &'t str,
    facts: Facts,
    connectors: Connectors,
    report: Report,
}

/// A row in Way.
struct Rule {
    /// Its number, from 1.
    number: usize,
    /// The cells of all columns that are used, if it can stand in a table.
    cells: Option<Vec<String>>,
    when: Condition,
    plan: String,
}

impl Translation<'_> {
    /// What stands in `route`, and the plan behind `otherwise`.
    fn lines(&mut self) -> (Vec<Line>, String) {
        let mut rows = row::all(self.table);
        row::declare(self.table, &mut rows, &mut self.facts, &mut self.report);
        let used = used(&rows);
        let mut entries: Vec<Result<Rule, String>> = vec![];
        let mut otherwise = None;
        for (number, row) in (1..).zip(&rows) {
            let place = format!("row {number}");
            if otherwise.is_some() {
                self.report.note(&place, "a row above takes all payments", "the row is a comment");
                entries.push(Err(format!("never met: {place}: a row above takes all payments")));
                continue;
            }
            match row.clone().and_then(|asked| self.rule(number, &asked, &used)) {
                Err(what) => {
                    let instead = "the row is a comment, and its payments go on to what stands below";
                    self.report.differs(&place, &what, instead);
                    entries.push(Err(format!("not translated: {place}: {what}")));
                }
                Ok(Rule { when: Condition::Never, .. }) => {
                    self.report.note(&place, "no payment meets it", "the row is a comment");
                    entries.push(Err(format!("never met: {place}")));
                }
                Ok(Rule { when: Condition::Always, plan, .. }) => otherwise = Some(plan),
                Ok(rule) => entries.push(Ok(rule)),
            }
        }
        let otherwise = otherwise.unwrap_or_else(|| format!("none {}", quoted("no row is met")));
        (self.laid_out(entries, &used), otherwise)
    }

    fn rule(&mut self, number: usize, asked: &Asked, used: &[usize]) -> Result<Rule, String> {
        let mut conditions = vec![];
        let mut cells: Vec<Option<String>> = used.iter().map(|_| Some("-".to_owned())).collect();
        for (place, test) in asked {
            let field = self.table.inputs.get(*place).map_or(Ok(""), row::path)?;
            let fact = self.facts.get(field).ok_or_else(|| format!("`{field}` is never compared"))?;
            conditions.push(wording::condition(fact, test)?);
            let column = used.iter().position(|column| column == place);
            if let Some(cell) = column.and_then(|column| cells.get_mut(column)) {
                *cell = wording::cell(fact, test)?;
            }
        }
        let when = Condition::all(conditions);
        Ok(Rule { number, cells: cells.into_iter().collect(), when, plan: self.plan(number) })
    }

    /// The plan of a row.
    fn plan(&mut self, number: usize) -> String {
        let place = format!("row {number}");
        let row = self.table.rules.get(number - 1);
        let cell = row.and_then(|row| row.get(self.output)).map_or("", |cell| cell.trim());
        if cell.is_empty() {
            return format!("none {}", quoted("no connector is named"));
        }
        let texts = match cell::texts(cell) {
            Ok(texts) => texts,
            Err(what) => {
                let what = format!("the outcome `{cell}`: {what}");
                self.report.differs(&place, &what, "the row takes its payments and routes them nowhere");
                return not_translated(&what);
            }
        };
        let mut names: Vec<String> = vec![];
        for text in &texts {
            let name = self.connectors.name(text, text, None);
            if name != *text {
                self.report.note(
                    "the connectors",
                    format!("`{text}` is no name in Way"),
                    format!("`{name}`"),
                );
            }
            if names.contains(&name) {
                self.report.differs(&place, format!("`{name}` is to be tried twice"), "it is tried once");
            } else {
                names.push(name);
            }
        }
        if names.is_empty() { format!("none {}", quoted("no connector is named")) } else { names.join(", ") }
    }

    /// One table if all rows fit into it, else a rule a row.
    fn laid_out(&self, entries: Vec<Result<Rule, String>>, used: &[usize]) -> Vec<Line> {
        let fields: Vec<&str> = used
            .iter()
            .filter_map(|place| self.table.inputs.get(*place)?.field.as_deref())
            .map(str::trim)
            .collect();
        let is_set = fields
            .iter()
            .enumerate()
            .all(|(place, field)| !fields.iter().skip(place + 1).any(|other| other == field));
        let fit = entries.iter().flatten().all(|rule| rule.cells.is_some());
        if !(is_set && fit && entries.iter().any(Result::is_ok)) {
            let mut names: Vec<String> = vec![];
            return entries.into_iter().map(|entry| self.rule_line(entry, &mut names)).collect();
        }
        let name = |field: &&str| self.facts.by_source().find(|(source, _)| source == field);
        let columns = fields.iter().filter_map(name).map(|(_, fact)| fact.name.clone()).collect();
        let rows = entries.into_iter().map(|entry| match entry {
            Ok(rule) => Row::Cells { cells: rule.cells.unwrap_or_default(), plan: rule.plan },
            Err(comment) => Row::Comment(comment),
        });
        vec![Line::Table { name: self.title.to_owned(), columns, rows: rows.collect() }]
    }

    /// A row as a rule, named by its description.
    fn rule_line(&self, entry: Result<Rule, String>, names: &mut Vec<String>) -> Line {
        match entry {
            Err(comment) => Line::Comment(comment),
            Ok(rule) => {
                let row = self.table.rules.get(rule.number - 1);
                let described = row.and_then(|row| row.get("_description")).map_or("", |text| text.trim());
                let wanted = match described {
                    "" => format!("{} {}", self.title, rule.number),
                    described => described.to_owned(),
                };
                let name = unique(wanted, |name| names.iter().any(|known| known == name));
                names.push(name.clone());
                Line::Rule { name, when: rule.when, plan: rule.plan }
            }
        }
    }
}

/// The places of the inputs that a row which can be translated says something about.
fn used(rows: &[Result<Asked, String>]) -> Vec<usize> {
    let mut used: Vec<usize> = rows.iter().flatten().flatten().map(|(place, _)| *place).collect();
    used.sort_unstable();
    used.dedup();
    used
}
