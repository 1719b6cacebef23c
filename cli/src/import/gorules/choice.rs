//! Which table of a graph is imported, and which of its outputs names the connectors.

use anyhow::{anyhow, bail};

use crate::import::gorules::model::{Graph, Output, Table, table};

/// What outputs that name connectors are mostly called.
const USUAL: [&str; 9] =
    ["connector", "connectors", "gateway", "gateways", "psp", "provider", "processor", "route", "plan"];

/// The table that is imported.
#[derive(Debug)]
pub(super) struct Choice {
    /// Where its node stands in the graph.
    pub(super) node: usize,
    pub(super) table: Table,
    /// The id of the output that names the connectors.
    pub(super) output: String,
    /// The members of the table that are not known.
    pub(super) unread: Vec<String>,
}

/// The one table with an output that names connectors: `wanted`, the only one, or one of a usual name.
pub(super) fn choose(graph: &Graph, wanted: Option<&str>) -> anyhow::Result<Choice> {
    let mut found: Vec<Choice> = vec![];
    let mut fields: Vec<String> = vec![];
    let tables = graph.nodes.iter().enumerate().filter(|(_, node)| node.kind == "decisionTableNode");
    let is_only = tables.clone().count() == 1;
    for (node, content) in tables {
        let (table, unread) = table(node, content)?;
        fields.extend(table.outputs.iter().map(|output| format!("`{}`", output.field)));
        let named: Vec<&Output> = table
            .outputs
            .iter()
            .filter(|output| wanted.map_or_else(|| is_usual(output), |name| is(output, name)))
            .collect();
        let output = match (named.as_slice(), table.outputs.as_slice()) {
            ([output], _) => Some(output.id.clone()),
            ([], [output]) if is_only && wanted.is_none() => Some(output.id.clone()),
            _ => None,
        };
        if let Some(output) = output {
            found.push(Choice { node, table, output, unread });
        }
    }
    let all = fields.join(", ");
    match (found.pop(), found.is_empty(), wanted) {
        (Some(choice), true, _) => Ok(choice),
        (_, _, Some(name)) => bail!("no decision table alone has an output `{name}`: its outputs are {all}"),
        _ if fields.is_empty() => Err(anyhow!("the graph has no decision table")),
        _ => bail!("say by `--output-field` which output names the connectors: {all}"),
    }
}

fn is(output: &Output, name: &str) -> bool {
    [&output.field, &output.name, &output.id].into_iter().any(|known| known == name)
}

fn is_usual(output: &Output) -> bool {
    let last = output.field.rsplit('.').next().unwrap_or_default();
    USUAL.iter().any(|usual| usual.eq_ignore_ascii_case(last))
}
