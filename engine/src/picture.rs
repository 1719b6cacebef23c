//! Pictures of graphs: the nodes of a stage's graph as plain data, in terms of the policy's own conditions.

use rustc_hash::FxHashMap;
use waypost_dsl::arena::Id;
use waypost_dsl::hir::{RuleId, StageKind};
use waypost_dsl::space::{AxisId, KeySet, Region, Space};

use crate::graph::{self, Figures};
use crate::keys::{Axes, Lookup};
use crate::snapshot::Snapshot;

/// The graph of a stage.
#[derive(Debug)]
pub struct Picture<'s> {
    /// What the axes and keys of its nodes mean.
    pub space: Space<'s>,
    /// Where walks begin. The first rule, in the order of the policy, that one of them comes to wins.
    pub roots: Vec<Goal>,
    /// The nodes, each behind those from which it was first come to.
    pub nodes: Vec<Node>,
    /// How large the graph is.
    pub figures: Figures,
}

/// Where a walk goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Goal {
    /// It ends at this rule.
    Rule(RuleId),
    /// It ends at no rule.
    Nothing,
    /// At the node of this place.
    Node(usize),
}

/// A node of a graph.
#[derive(Debug)]
pub enum Node {
    /// Asks for the key on one axis.
    Test {
        /// The axis.
        axis: AxisId,
        /// Sets of keys, of which no two have one in common, and where each leads.
        ways: Vec<(KeySet, Goal)>,
    },
    /// Asks all that is still open of some rules at once.
    Leaf {
        /// The rules in order, each with the regions in which it is met; the first one wins.
        rules: Vec<(RuleId, Vec<Region>)>,
        /// Where to go on if none is met.
        miss: Goal,
    },
}

/// The graph of a stage, if the policy has the stage.
pub fn of(snapshot: &Snapshot, stage: StageKind) -> Option<Picture<'_>> {
    let graph = snapshot.stages.graph(stage)?;
    let space = snapshot.space();
    let axes = Axes::of(&space);
    let axes: FxHashMap<Lookup, AxisId> = space.axes().ids().map(|axis| (axes.lookup(axis), axis)).collect();
    let read = graph::read(graph, &axes, |axis| space.whole(axis))?;
    let roots = read.roots.into_iter().map(Goal::from).collect();
    let nodes = read.nodes.into_iter().map(Node::from).collect();
    Some(Picture { space, roots, nodes, figures: graph.figures() })
}

impl From<graph::To> for Goal {
    fn from(to: graph::To) -> Self {
        match to {
            graph::To::Rule(rule) => Self::Rule(RuleId::new(rule as usize)),
            graph::To::Nothing => Self::Nothing,
            graph::To::Node(place) => Self::Node(place),
        }
    }
}

impl From<graph::Node> for Node {
    fn from(node: graph::Node) -> Self {
        match node {
            graph::Node::Test(axis, ways) => {
                Self::Test { axis, ways: ways.into_iter().map(|(keys, to)| (keys, to.into())).collect() }
            }
            graph::Node::Leaf(boxes, miss) => {
                let mut rules: Vec<(RuleId, Vec<Region>)> = vec![];
                for (rule, region) in boxes {
                    let rule = RuleId::new(rule as usize);
                    match rules.last_mut() {
                        Some((known, regions)) if *known == rule => regions.push(region),
                        _ => rules.push((rule, vec![region])),
                    }
                }
                Self::Leaf { rules, miss: miss.into() }
            }
        }
    }
}
