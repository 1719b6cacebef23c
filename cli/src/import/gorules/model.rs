//! Documents of GoRules' JSON decision model, as far as decision tables go.

use std::collections::BTreeMap;

use anyhow::{Context as _, ensure};
use serde::Deserialize;
use serde_json::Value;

use crate::import::document;

/// A graph of nodes that hand their outputs on.
#[derive(Debug, Deserialize)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Node {
    #[serde(default)]
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(default)]
    content: Value,
}

/// Rows of which the first that is met wins, or all.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Table {
    #[serde(default = "first")]
    pub(super) hit_policy: String,
    pub(super) inputs: Vec<Input>,
    pub(super) outputs: Vec<Output>,
    /// By the ids of the columns.
    pub(super) rules: Vec<BTreeMap<String, String>>,
    pub(super) input_field: Option<String>,
    pub(super) execution_mode: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Input {
    pub(super) id: String,
    /// What the cells are tests of; without it they are conditions by themselves.
    pub(super) field: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Output {
    pub(super) id: String,
    #[serde(default)]
    pub(super) name: String,
    pub(super) field: String,
}

fn first() -> String {
    "first".to_owned()
}

/// Members that say nothing about where a payment goes.
const HARMLESS: [&str; 16] = [
    "edges",
    "tests",
    "position",
    "id",
    "name",
    "type",
    "content",
    "metadata",
    "settings",
    "description",
    "defaultValue",
    "passThrough",
    "passThorough",
    "outputPath",
    "schema",
    "$schema",
];

const WHAT: &str = "a graph of GoRules";

/// The graph in `json`, and the paths of members that are not known.
pub(super) fn read(json: &[u8]) -> anyhow::Result<(Graph, Vec<String>)> {
    let tree: Value = serde_json::from_slice(json).context("this is not JSON")?;
    ensure!(
        tree.get("blocks").is_none(),
        "this is a policy of GoRules: only graphs, which have `nodes`, are imported"
    );
    let read = document::read::<Graph>(json, WHAT, &HARMLESS)?;
    Ok((read.content, read.unread))
}

/// The table in a node, and the paths of members that are not known.
pub(super) fn table(place: usize, node: &Node) -> anyhow::Result<(Table, Vec<String>)> {
    let content = serde_json::to_vec(&node.content)?;
    let read = document::read::<Table>(&content, "a decision table", &HARMLESS);
    let read = read.with_context(|| format!("`nodes[{place}].content`"))?;
    Ok((read.content, read.unread))
}
