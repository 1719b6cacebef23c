//! zen

use zen_engine::{Decision, };
use zen_engine::model::GraphContent;
use zen_expression::variable::Variable;
use serde_json::json;
use pollster::FutureExt as _;

use super::Contender;
use crate::rule::When;
use crate::set::Set;

pub struct Zen { decision: Decision }

const FIELDS: [&str; 12] = ["country", "amount.currency", "method", "card.network", "card.funding", "channel", "merchant.tier", "merchant.id", "recurring", "risk", "amount.minor", "card.bin"];

impl<'a> Contender<'a> for Zen {
    type Source = String;
    type Payment = Variable;

    fn write(set: &'a Set) -> String {
        let inputs: Vec<_> = FIELDS.iter().map(|f| json!({"id": f, "name": f, "field": if *f == "card.bin" { "card == null ? -1 : number(card.bin)" } else { f }})).collect();
        let rules: Vec<_> = set.rules.iter().enumerate().map(|(n, w)| {
            let mut row = serde_json::Map::new();
            row.insert("_id".into(), n.to_string().into());
            row.insert("rule".into(), n.to_string().into());
            let parts = std::slice::from_ref(w);
            fn cell(p: &When, row: &mut serde_json::Map<String, serde_json::Value>) {
                let (name, cell) = match p {
                    When::All(parts) => { parts.iter().for_each(|p| cell(p, row)); return }
                    When::Is(name, texts) => (name, texts.iter().map(|t| format!("{t:?}")).collect::<Vec<_>>().join(",")),
                    When::Within(name, ranges) => (name, ranges.iter().map(|(low, high)| format!("[{low}..{high}]")).collect::<Vec<_>>().join(",")),
                    When::Not(p) => { let When::True(name) = &**p else { panic!() }; (name, "false".to_owned()) }
                    When::True(name) => (name, "true".to_owned()),
                    _ => panic!(),
                };
                if let Some(had) = row.insert(name.clone(), cell.clone().into()) {
                    let had = had.as_str().unwrap().to_owned();
                    if had != cell { row.insert(name.clone(), format!("{had} and {cell}").into()); }
                }
            }
            parts.iter().for_each(|p| cell(p, &mut row));
            serde_json::Value::Object(row)
        }).collect();
        json!({"nodes": [
            {"id": "in", "name": "in", "type": "inputNode", "content": {}},
            {"id": "t", "name": "t", "type": "decisionTableNode", "content": {"hitPolicy": "first", "inputs": inputs, "outputs": [{"id": "rule", "name": "rule", "field": "rule"}], "rules": rules}},
            {"id": "out", "name": "out", "type": "outputNode", "content": {}}],
            "edges": [{"id": "1", "sourceId": "in", "targetId": "t"}, {"id": "2", "sourceId": "t", "targetId": "out"}]}).to_string()
    }

    fn load(source: String) -> Result<Self, String> {
        let content: GraphContent = serde_json::from_str(&source).map_err(|e| e.to_string())?;
        let mut decision = Decision::from(content);
        decision.compile();
        Ok(Self { decision })
    }

    fn parse(&mut self, json: &'a [u8]) -> Variable {
        serde_json::from_slice(json).unwrap()
    }

    fn decide(&mut self, payment: &Variable) -> Option<usize> {
        let r = self.decision.evaluate(payment.clone()).block_on().unwrap();
        r.result.dot("rule").and_then(|v| v.as_number()).map(|n| n.try_into().unwrap())
    }
}
