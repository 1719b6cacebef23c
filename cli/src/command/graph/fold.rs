//! Folds what is too much to look at: all but the first nodes, and the later ways and rules of each.

use std::collections::{BTreeSet, VecDeque};

use crate::command::graph::outline::{Goal, Node, Stage};

/// The most ways and rules of a node that are shown.
const LINES: usize = 12;

/// Folds all but the first `most` nodes that walks come to.
pub(super) fn fold(stage: &mut Stage, most: usize) {
    let size: Vec<usize> = (0..stage.nodes.len()).map(|place| reached(stage, place)).collect();
    stage.nodes.iter_mut().flatten().for_each(shorten);
    let kept = first(stage, most);
    for (place, node) in stage.nodes.iter_mut().enumerate() {
        if !kept.contains(&place) {
            *node = None;
        }
    }
    let goals = stage.nodes.iter_mut().flatten().flat_map(Node::goals_mut);
    for goal in stage.roots.iter_mut().chain(goals) {
        match *goal {
            Goal::Node(place) if !kept.contains(&place) => {
                *goal = Goal::Folded(size.get(place).copied().unwrap_or(0));
            }
            _ => {}
        }
    }
}

fn shorten(node: &mut Node) {
    match node {
        Node::Test { ways, more, .. } => {
            *more = ways.len().saturating_sub(LINES);
            ways.truncate(LINES);
        }
        Node::Leaf { rules, more, .. } => {
            *more = rules.len().saturating_sub(LINES);
            rules.truncate(LINES);
        }
    }
}

/// The first nodes that walks come to.
fn first(stage: &Stage, most: usize) -> BTreeSet<usize> {
    let mut first = BTreeSet::new();
    let mut open: VecDeque<usize> = places(stage.roots.iter()).collect();
    while first.len() < most {
        let Some(place) = open.pop_front() else { break };
        if first.insert(place) {
            open.extend(stage.node(place).into_iter().flat_map(|node| places(node.goals())));
        }
    }
    first
}

/// How many nodes walks come to from a node, itself among them.
fn reached(stage: &Stage, place: usize) -> usize {
    let mut reached = BTreeSet::from([place]);
    let mut open = VecDeque::from([place]);
    while let Some(node) = open.pop_front().and_then(|place| stage.node(place)) {
        open.extend(places(node.goals()).filter(|place| reached.insert(*place)));
    }
    reached.len()
}

fn places<'g>(goals: impl Iterator<Item = &'g Goal>) -> impl Iterator<Item = usize> {
    goals.filter_map(|goal| match goal {
        Goal::Node(place) => Some(*place),
        _ => None,
    })
}
