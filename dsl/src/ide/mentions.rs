//! What the cases of a policy name of it.

use crate::ast::Name;
use crate::cases::{By, Case, Expectation, Given, ValueKind};
use crate::ide::names::{Names, Symbol, symbol_of};
use crate::source::Span;

/// A place of a case that names something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where.
    pub span: Span,
    /// What stands behind the name and belongs to it: `#2` of the row of a table.
    pub rest: String,
}

/// The places of `cases` that name `symbol`.
pub fn mentions(names: &Names<'_>, cases: &[Case], symbol: &Symbol) -> Vec<Mention> {
    let mut found = vec![];
    for case in cases {
        let facts = case.payment.iter().map(|given| &given.fact);
        found.extend(facts.filter_map(|name| fact(names, name, symbol)));
        found.extend(case.payment.iter().filter_map(|given| value(given, symbol)));
        for expectation in &case.expectations {
            found.extend(rule(expectation, symbol));
            found.extend(connectors(expectation, symbol));
        }
    }
    found
}

/// The fact that a payment names, or the connector whose signal it gives.
fn fact(names: &Names<'_>, name: &Name, symbol: &Symbol) -> Option<Mention> {
    let known = symbol_of(&names.facts, names.fact(&name.text)?);
    let len = u32::try_from(known.name().len()).unwrap_or_default();
    let span = Span { end: name.span.end.min(name.span.start + len), ..name.span };
    (known == *symbol).then(|| Mention { span, rest: String::new() })
}

/// The value that a payment gives, or the connector that it says was tried last.
fn value(given: &Given, symbol: &Symbol) -> Option<Mention> {
    let value = given.value.as_ref()?;
    let ValueKind::Word(word) = &value.kind else { return None };
    let is_meant = match symbol {
        Symbol::Connector(connector) => given.fact.text == "connector" && word == connector,
        Symbol::Value(fact, name) => given.fact.text == *fact && word == name,
        _ => false,
    };
    is_meant.then(|| Mention { span: value.span, rest: String::new() })
}

/// The rule or the row that is expected to win.
fn rule(expectation: &Expectation, symbol: &Symbol) -> Option<Mention> {
    let Some(By::Rule(name)) = &expectation.by else { return None };
    let rest = match symbol {
        Symbol::Rule(stage, rule) if stage.as_str() == expectation.stage.text && *rule == name.text => "",
        Symbol::Table(stage, table) if stage.as_str() == expectation.stage.text => {
            name.text.strip_prefix(table.as_str()).filter(|rest| rest.starts_with('#'))?
        }
        _ => return None,
    };
    Some(Mention { span: name.span, rest: rest.to_owned() })
}

/// The connectors of the plan that is expected.
fn connectors(expectation: &Expectation, symbol: &Symbol) -> Vec<Mention> {
    let Symbol::Connector(connector) = symbol else { return vec![] };
    let words = expectation.outcome.iter().filter_map(|part| part.words.first());
    let named = words.filter(|word| expectation.stage.text == "route" && word.text == *connector);
    named.map(|word| Mention { span: word.span, rest: String::new() }).collect()
}
