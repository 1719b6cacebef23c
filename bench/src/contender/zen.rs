//! zen-engine (<https://docs.rs/zen-engine/2.1.6>): one graph with one decision table of the hit policy `first`, a column
//! a field and a row a rule, as its guide to decision tables has it. `Decision::compile`, which its own benchmark of 8,000
//! rows calls "precompiled", makes the bytecode of all cells and the index of the table (`src/nodes/decision_table/
//! index.rs`), which holds the rows of each text, flag and single number. Leading digits are a range of numbers.

use std::collections::BTreeMap;

use pollster::FutureExt as _;
use serde_json::{Map, Value, json};
use zen_engine::Decision;
use zen_engine::model::GraphContent;
use zen_expression::variable::Variable;

use super::Contender;
use crate::payment::Payment;
use crate::rule::When;
use crate::set::Set;

pub(super) struct Zen {
    decision: Decision,
}

impl<'a> Contender<'a> for Zen {
    /// A graph as JSON.
    type Source = String;
    type Payment = Variable;

    fn write(set: &'a Set) -> String {
        let column = |name: &str| {
            let field = if name == "card.bin" { "card == null ? -1 : number(card.bin)" } else { name };
            json!({ "id": name, "name": name, "field": field })
        };
        let inputs: Vec<Value> = Payment::FIELDS.iter().map(|(name, _)| column(name)).collect();
        let rules: Vec<Value> =
            set.rules.iter().enumerate().map(|(number, rule)| row(number, rule)).collect();
        let table = json!({
            "hitPolicy": "first",
            "inputs": inputs,
            "outputs": [{ "id": "rule", "name": "rule", "field": "rule" }],
            "rules": rules,
        });
        let graph = json!({
            "nodes": [
                { "id": "in", "name": "payment", "type": "inputNode", "content": {} },
                { "id": "table", "name": "rules", "type": "decisionTableNode", "content": table },
                { "id": "out", "name": "decision", "type": "outputNode", "content": {} },
            ],
            "edges": [
                { "id": "first", "sourceId": "in", "targetId": "table" },
                { "id": "second", "sourceId": "table", "targetId": "out" },
            ],
        });
        graph.to_string()
    }

    fn load(source: String) -> Result<Self, String> {
        let graph: GraphContent = serde_json::from_str(&source).map_err(|error| error.to_string())?;
        let mut decision = Decision::from(graph);
        decision.compile();
        Ok(Self { decision })
    }

    fn parse(&mut self, json: &'a [u8]) -> Variable {
        serde_json::from_slice(json).expect("a payment of the set is read")
    }

    fn decide(&mut self, payment: &Variable) -> Option<usize> {
        let decided = self.decision.evaluate(payment.clone()).block_on().expect("a table has an answer");
        let number = decided.result.dot("rule")?.as_number()?;
        number.try_into().ok()
    }
}

/// A row: a cell for each field that the rule tests, and the rule's number as what it gives.
fn row(number: usize, rule: &When) -> Value {
    let mut cells = BTreeMap::new();
    fill(rule, &mut cells);
    let mut row: Map<String, Value> =
        cells.into_iter().map(|(name, values)| (name, Value::from(values.join(", ")))).collect();
    let number = Value::from(number.to_string());
    row.insert("_id".to_owned(), number.clone());
    row.insert("rule".to_owned(), number);
    Value::Object(row)
}

/// Notes for each field the values that a rule takes.
fn fill(rule: &When, cells: &mut BTreeMap<String, Vec<String>>) {
    let (name, values): (_, Vec<String>) = match rule {
        When::All(parts) => return parts.iter().for_each(|part| fill(part, cells)),
        When::Is(name, texts) => (name, texts.iter().map(|text| format!("{text:?}")).collect()),
        When::Within(name, ranges) => {
            (name, ranges.iter().map(|(low, high)| format!("[{low}..{high}]")).collect())
        }
        When::True(name) => (name, vec!["true".to_owned()]),
        When::Not(inner) => match &**inner {
            When::True(name) => (name, vec!["false".to_owned()]),
            other => panic!("no cell says `not {other:?}`"),
        },
        When::Any(_) => panic!("no row says `or`"),
    };
    match cells.get_mut(name) {
        None => _ = cells.insert(name.clone(), values),
        Some(known) => {
            // The currency is tested twice: for itself, and with the amount.
            assert_eq!(name, "amount.currency", "ranges cannot be put together like names");
            known.retain(|value| values.contains(value));
            // An empty cell would take everything, so one that takes nothing holds a name that no payment has.
            known.is_empty().then(|| known.push("\"none\"".to_owned()));
        }
    }
}
