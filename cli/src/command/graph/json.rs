//! Graphs as one JSON object.

use std::io::{self, Write};

use serde::Serialize;

use crate::command::graph::outline::{self, Outline};
use crate::report::write_json;

#[derive(Serialize)]
struct Graphs<'o> {
    policy: Policy<'o>,
    stages: Vec<Stage<'o>>,
}

#[derive(Serialize)]
struct Policy<'o> {
    name: &'o str,
    digest: &'o str,
}

#[derive(Serialize)]
struct Stage<'o> {
    #[serde(rename = "stage")]
    name: &'static str,
    rules: usize,
    bytes: usize,
    worst_path: u32,
    roots: Vec<Goal<'o>>,
    nodes: Vec<Node<'o>>,
}

/// Where a walk goes on: `{"node": 2}`, `{"rule": "German debit"}`, or `{"rule": null}` for no rule.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Goal<'o> {
    Node(usize),
    Rule(Option<&'o str>),
    /// So many nodes that are not shown.
    Folded(usize),
}

#[derive(Serialize)]
struct Node<'o> {
    id: usize,
    #[serde(flatten)]
    kind: Kind<'o>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Kind<'o> {
    Test {
        asks: &'o str,
        ways: Vec<Way<'o>>,
        #[serde(skip_serializing_if = "is_zero")]
        more_ways: usize,
    },
    Leaf {
        rules: Vec<Rule<'o>>,
        #[serde(skip_serializing_if = "is_zero")]
        more_rules: usize,
        otherwise: Goal<'o>,
    },
}

#[derive(Serialize)]
struct Way<'o> {
    when: &'o str,
    to: Goal<'o>,
}

#[derive(Serialize)]
struct Rule<'o> {
    when: &'o str,
    rule: &'o str,
}

pub(super) fn write(out: &mut impl Write, outline: &Outline) -> io::Result<()> {
    let policy = Policy { name: &outline.policy, digest: &outline.digest };
    write_json(out, &Graphs { policy, stages: outline.stages.iter().map(stage).collect() })
}

fn stage(stage: &outline::Stage) -> Stage<'_> {
    Stage {
        name: stage.name,
        rules: stage.rules,
        bytes: stage.bytes,
        worst_path: stage.longest,
        roots: stage.roots.iter().map(goal).collect(),
        nodes: stage.shown().map(|(place, node)| Node { id: place + 1, kind: kind(node) }).collect(),
    }
}

fn kind(node: &outline::Node) -> Kind<'_> {
    match node {
        outline::Node::Test { asks, ways, more } => Kind::Test {
            asks,
            ways: ways.iter().map(|(when, to)| Way { when, to: goal(to) }).collect(),
            more_ways: *more,
        },
        outline::Node::Leaf { rules, more, miss } => Kind::Leaf {
            rules: rules.iter().map(|(when, rule)| Rule { when, rule }).collect(),
            more_rules: *more,
            otherwise: goal(miss),
        },
    }
}

fn goal(goal: &outline::Goal) -> Goal<'_> {
    match goal {
        outline::Goal::Rule(rule) => Goal::Rule(Some(rule)),
        outline::Goal::Otherwise => Goal::Rule(None),
        outline::Goal::Node(place) => Goal::Node(place + 1),
        outline::Goal::Folded(nodes) => Goal::Folded(*nodes),
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}
