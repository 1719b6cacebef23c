//! A policy to be written as Way: as much of the language as imports need, laid out plainly for the formatter.

pub(super) mod condition;
pub(super) mod facts;
pub(super) mod names;

use std::fmt;

use condition::Condition;
use facts::Facts;
use names::{normalise, unique};

use crate::report::count;

/// A policy with one stage, `route`.
#[derive(Debug, Default)]
pub(crate) struct Policy {
    /// Where it comes from, for the first line.
    pub(crate) origin: String,
    pub(crate) name: String,
    pub(crate) facts: Facts,
    pub(crate) connectors: Connectors,
    pub(crate) lines: Vec<Line>,
    /// The plan of whatever no rule takes.
    pub(crate) otherwise: String,
}

/// Something in `route`.
#[derive(Debug)]
pub(crate) enum Line {
    Comment(String),
    Rule { name: String, when: Condition, plan: String },
    Table { name: String, columns: Vec<String>, rows: Vec<Row> },
}

/// A line of a table.
#[derive(Debug)]
pub(crate) enum Row {
    Comment(String),
    Cells { cells: Vec<String>, plan: String },
}

/// Connectors by what they are called in the document.
#[derive(Debug, Default)]
pub(crate) struct Connectors(Vec<Connector>);

#[derive(Debug)]
struct Connector {
    source: String,
    name: String,
    remark: Option<String>,
}

impl Connectors {
    /// The name of what the document calls `source`, `wanted` if it is free.
    pub(crate) fn name(&mut self, source: &str, wanted: &str, remark: Option<&str>) -> String {
        if let Some(known) = self.0.iter().find(|known| known.source == source) {
            return known.name.clone();
        }
        let wanted = match normalise(wanted).as_str() {
            "none" => "none_".to_owned(),
            free => free.to_owned(),
        };
        let name = unique(wanted, |name| self.0.iter().any(|known| known.name == name));
        let remark = remark.map(one_line);
        self.0.push(Connector { source: source.to_owned(), name: name.clone(), remark });
        name
    }
}

impl Policy {
    /// How much of everything there is, in words.
    pub(crate) fn size(&self) -> String {
        let rules = self.lines.iter().map(|line| match line {
            Line::Comment(_) => 0,
            Line::Rule { .. } => 1,
            Line::Table { rows, .. } => rows.iter().filter(|row| matches!(row, Row::Cells { .. })).count(),
        });
        let (facts, connectors) = (self.facts.iter().count(), self.connectors.0.len());
        let [rules, facts, connectors] = [(rules.sum(), "rule"), (facts, "fact"), (connectors, "connector")]
            .map(|(n, what)| count(n, what));
        format!("{rules}, {facts} and {connectors}")
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# {}\npolicy {}", one_line(&self.origin), self.name)?;
        write!(f, "{}", self.facts)?;
        if !self.connectors.0.is_empty() {
            writeln!(f)?;
        }
        for connector in &self.connectors.0 {
            write!(f, "connector {} {{}}", connector.name)?;
            match &connector.remark {
                Some(remark) => writeln!(f, "  # {remark}")?,
                None => writeln!(f)?,
            }
        }
        writeln!(f, "\nroute {{")?;
        for line in &self.lines {
            write!(f, "{line}")?;
        }
        writeln!(f, "  otherwise -> {}\n}}", self.otherwise)
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Comment(text) => writeln!(f, "  # {}", one_line(text)),
            Self::Rule { name, when: Condition::Always, plan } => {
                writeln!(f, "  rule {} -> {plan}", quoted(name))
            }
            Self::Rule { name, when, plan } => writeln!(f, "  rule {} when {when} -> {plan}", quoted(name)),
            Self::Table { name, columns, rows } => {
                writeln!(f, "  table {} {{\n    {} -> route", quoted(name), columns.join(" | "))?;
                for row in rows {
                    match row {
                        Row::Comment(text) => writeln!(f, "    # {}", one_line(text))?,
                        Row::Cells { cells, plan } => writeln!(f, "    {} -> {plan}", cells.join(" | "))?,
                    }
                }
                writeln!(f, "  }}")
            }
        }
    }
}

/// `text` in quotation marks; what cannot stand on one line becomes a space.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", one_line(text).replace('\\', "\\\\").replace('"', "\\\""))
}

/// A text of the policy, unless no text of Way can say it.
pub(crate) fn text(text: &str) -> Result<String, String> {
    if text.len() > MAX_TEXT {
        return Err(format!("a text of {} bytes, where Way takes {MAX_TEXT}", text.len()));
    }
    if text.chars().any(char::is_control) {
        return Err(format!("the text {text:?}, which does not fit on one line"));
    }
    Ok(quoted(text))
}

/// The most bytes of a text that a fact is compared with.
const MAX_TEXT: usize = 256;

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The plan of what has none in Way: it routes nowhere, and says why.
pub(crate) fn not_translated(what: &str) -> String {
    format!("none {}", quoted(&format!("not translated: {what}")))
}
