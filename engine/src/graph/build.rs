//! Builds the graph of a list of boxes: several are grown, and the one that is the fastest for sampled payments is kept.

use rayon::prelude::*;

use crate::graph::Graph;
use crate::graph::arena::Arena;
use crate::graph::boxes::Boxes;
use crate::graph::grow::{Settings, grow};
use crate::graph::score::{samples, score};

/// What is tried, each of which was the best for some list of rules: one graph, or a smaller one; and several, for rules
/// that have little in common.
const TRIED: [(usize, u64, usize); 4] =
    [(Arena::NARROW, 12, 1), (Arena::NARROW, 3, 1), (Arena::NARROW, 12, 4), (Arena::BROAD, 12, 4)];

/// How many bytes a graph may take: so many, and for each box.
const BYTES: usize = 2 << 20;
const BYTES_A_BOX: usize = 200;

/// Builds the graph that finds the first of `boxes` that a payment lies in.
#[expect(clippy::expect_used, reason = "a fault in an arena is the writer's, and no decision may rest on it")]
pub(crate) fn build(boxes: &Boxes<'_>) -> Graph {
    let count = boxes.ids().count();
    let best = if count > Arena::NARROW { best(boxes, BYTES + BYTES_A_BOX * count) } else { None };
    let chain =
        || grow(boxes, Settings { width: Arena::NARROW, growth: 0, groups: 1, most_bytes: usize::MAX });
    best.or_else(chain).expect("a chain of leaves is always a graph")
}

fn best(boxes: &Boxes<'_>, most_bytes: usize) -> Option<Graph> {
    let samples = samples(boxes);
    let grown = TRIED.par_iter().filter_map(|&(width, growth, groups)| {
        let graph = grow(boxes, Settings { width, growth, groups, most_bytes })?;
        Some((score(&graph.arena, &samples), graph))
    });
    let best = grown.collect::<Vec<_>>().into_iter().min_by_key(|(score, _)| *score);
    best.map(|(_, graph)| graph)
}
