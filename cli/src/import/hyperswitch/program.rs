//! A routing program as its document says it, in all the forms in which it is handed around.

use std::collections::BTreeMap;
use std::fmt;

use anyhow::Context as _;
use serde::de::{DeserializeOwned, Error, MapAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Deserializer};

use crate::import::document::{self, Document};

/// Whose program it is, and so what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// `defaultSelection`, `connectorSelection`, `connector`.
    Hyperswitch,
    /// `default_selection`, `output`, `gateway_name`.
    DecisionEngine,
}

impl Dialect {
    /// The name of the product.
    pub(super) fn product(self) -> &'static str {
        match self {
            Self::Hyperswitch => "Hyperswitch",
            Self::DecisionEngine => "Juspay's decision engine",
        }
    }
}

/// Rules of which the first that is met wins.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) dialect: Dialect,
    pub(super) name: Option<String>,
    pub(super) default: Selection,
    pub(super) rules: Vec<Rule>,
    /// Sets of values that conditions refer to.
    pub(super) globals: BTreeMap<String, Vec<Value>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Rule<S = Selection> {
    pub(super) name: String,
    #[serde(alias = "connectorSelection", alias = "routingOutput", alias = "output")]
    pub(super) selection: S,
    /// Of which one must be met.
    pub(super) statements: Vec<Statement>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Statement {
    /// All of which must be met.
    pub(super) condition: Vec<Comparison>,
    /// Of which one must be met as well, if they are there.
    pub(super) nested: Option<Vec<Statement>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Comparison {
    pub(super) lhs: String,
    #[serde(rename = "comparison")]
    pub(super) operator: Operator,
    pub(super) value: Value,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Operator {
    Equal,
    NotEqual,
    LessThan,
    LessThanEqual,
    GreaterThan,
    GreaterThanEqual,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub(super) enum Value {
    Number(i64),
    NumberArray(Vec<i64>),
    NumberComparisonArray(Vec<NumberComparison>),
    EnumVariant(String),
    EnumVariantArray(Vec<String>),
    #[serde(rename = "str_value")]
    Text(String),
    #[serde(rename = "str_value_array")]
    TextArray(Vec<String>),
    MetadataVariant(Metadata),
    GlobalRef(String),
}

#[derive(Debug, Deserialize)]
pub(super) struct NumberComparison {
    #[serde(alias = "comparisonType")]
    pub(super) comparison_type: Operator,
    pub(super) number: i64,
}

#[derive(Debug, Deserialize)]
pub(super) struct Metadata {
    pub(super) key: String,
    pub(super) value: String,
}

/// The connectors to try.
#[derive(Debug)]
pub(super) enum Selection {
    Priority(Vec<Connector>),
    /// One share is drawn, and the others come behind it in their order.
    Split(Vec<Share<Vec<Connector>>>),
}

#[derive(Debug, Deserialize)]
pub(super) struct Share<C> {
    pub(super) split: u8,
    #[serde(alias = "output")]
    pub(super) connector: C,
}

/// A connector and the account there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Connector {
    pub(super) name: String,
    pub(super) account: Option<String>,
}

impl<'de> Deserialize<'de> for Connector {
    /// `"stripe"` or `{"connector": "stripe", "merchant_connector_id": "mca_1"}`.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Full {
            #[serde(alias = "gateway_name")]
            connector: String,
            #[serde(alias = "gateway_id", alias = "sub_label")]
            merchant_connector_id: Option<String>,
        }
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Connector;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a connector")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Connector, E> {
                Ok(Connector { name: name.to_owned(), account: None })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Connector, A::Error> {
                let full = Full::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Connector { name: full.connector, account: full.merchant_connector_id })
            }
        }
        deserializer.deserialize_any(Either)
    }
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
enum Algorithm<S> {
    Single(Connector),
    Priority(Vec<Connector>),
    VolumeSplit(Vec<Share<Connector>>),
    Advanced(Tree<S>),
}

#[derive(Debug, Deserialize)]
struct Wrapped<S> {
    name: Option<String>,
    algorithm: Algorithm<S>,
}

#[derive(Debug, Deserialize)]
struct Tree<S> {
    #[serde(alias = "defaultSelection")]
    default_selection: S,
    rules: Vec<Rule<S>>,
    #[serde(default)]
    globals: BTreeMap<String, Vec<Value>>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
enum HyperswitchSelection {
    Priority(Vec<Connector>),
    VolumeSplit(Vec<Share<Connector>>),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum DecisionEngineSelection {
    Single(Connector),
    Priority(Vec<Connector>),
    VolumeSplit(Vec<Share<Connector>>),
    VolumeSplitPriority(Vec<Share<Vec<Connector>>>),
}

fn split(shares: Vec<Share<Connector>>) -> Selection {
    let alone = |share: Share<Connector>| Share { split: share.split, connector: vec![share.connector] };
    Selection::Split(shares.into_iter().map(alone).collect())
}

impl From<HyperswitchSelection> for Selection {
    fn from(selection: HyperswitchSelection) -> Self {
        match selection {
            HyperswitchSelection::Priority(connectors) => Self::Priority(connectors),
            HyperswitchSelection::VolumeSplit(shares) => split(shares),
        }
    }
}

impl From<DecisionEngineSelection> for Selection {
    fn from(selection: DecisionEngineSelection) -> Self {
        match selection {
            DecisionEngineSelection::Single(connector) => Self::Priority(vec![connector]),
            DecisionEngineSelection::Priority(connectors) => Self::Priority(connectors),
            DecisionEngineSelection::VolumeSplit(shares) => split(shares),
            DecisionEngineSelection::VolumeSplitPriority(shares) => Self::Split(shares),
        }
    }
}

/// Members that say nothing about where a payment goes.
const HARMLESS: [&str; 14] = [
    "metadata",
    "id",
    "rule_id",
    "profile_id",
    "description",
    "kind",
    "created_at",
    "modified_at",
    "created_by",
    "algorithm_for",
    "transaction_type",
    "algorithm_id",
    "decision_engine_routing_id",
    "routing_type",
];

const WHAT: &str = "a routing program of Hyperswitch";

/// The program in `json`, and the paths of members that are not known.
pub(super) fn read(json: &[u8]) -> anyhow::Result<(Program, Vec<String>)> {
    let tree: serde_json::Value = serde_json::from_slice(json).context("this is not JSON")?;
    let algorithm = tree.get("algorithm").unwrap_or(&tree);
    let data = algorithm.get("data").unwrap_or(algorithm);
    match data.get("default_selection") {
        None => read_as::<HyperswitchSelection>(json, &tree, Dialect::Hyperswitch),
        Some(_) => read_as::<DecisionEngineSelection>(json, &tree, Dialect::DecisionEngine),
    }
}

fn read_as<S: DeserializeOwned + Into<Selection>>(
    json: &[u8],
    tree: &serde_json::Value,
    dialect: Dialect,
) -> anyhow::Result<(Program, Vec<String>)> {
    let (name, algorithm, unread) = if tree.get("algorithm").is_some() {
        let Document { content, unread } = document::read::<Wrapped<S>>(json, WHAT, &HARMLESS)?;
        (content.name, content.algorithm, unread)
    } else if tree.get("type").is_some() {
        let Document { content, unread } = document::read::<Algorithm<S>>(json, WHAT, &HARMLESS)?;
        (None, content, unread)
    } else {
        let Document { content, unread } = document::read::<Tree<S>>(json, WHAT, &HARMLESS)?;
        (None, Algorithm::Advanced(content), unread)
    };
    Ok((program(name, algorithm, dialect), unread))
}

fn program<S: Into<Selection>>(name: Option<String>, algorithm: Algorithm<S>, dialect: Dialect) -> Program {
    let alone =
        |default| Program { dialect, name: name.clone(), default, rules: vec![], globals: BTreeMap::new() };
    match algorithm {
        Algorithm::Single(connector) => alone(Selection::Priority(vec![connector])),
        Algorithm::Priority(connectors) => alone(Selection::Priority(connectors)),
        Algorithm::VolumeSplit(shares) => alone(split(shares)),
        Algorithm::Advanced(tree) => {
            let rules = tree.rules.into_iter().map(|rule| Rule {
                name: rule.name,
                selection: rule.selection.into(),
                statements: rule.statements,
            });
            Program {
                dialect,
                name,
                default: tree.default_selection.into(),
                rules: rules.collect(),
                globals: tree.globals,
            }
        }
    }
}
