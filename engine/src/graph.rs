//! Decision graphs: an ordered list of rules, compiled so that the first one that a payment meets is found by a few
//! look-ups. They go back to the decision diagrams of packet classification (Gouda and Liu, *Structured firewall
//! design*, 2007), cut open where a diagram would explode (`HiCuts`, `HyperCuts`: Gupta and `McKeown` 1999, Singh et al.
//! 2003), and end in bit matrices (Lakshman and Stiliadis, *High-speed policy-based packet forwarding*, 1998).

pub(crate) use boxes::{Boxes, Line, lines};
pub(crate) use build::build;
pub(crate) use classes::Classes;
pub(crate) use matrix::Matrix;
pub(crate) use read::{Node, To, read};

mod arena;
mod boxes;
mod breaks;
mod build;
mod census;
mod choose;
mod classes;
mod forest;
mod grow;
mod leaf;
mod matrix;
mod prune;
mod read;
mod scope;
mod score;
mod split;
mod target;
mod verify;
mod words;
mod write;

use arena::{Arena, Watch};
use target::{Kind, Ref};

use crate::keys::Keys;

/// A decision graph: one list of words, in which nodes refer to one another.
///
/// ```text
///             axis  cuts       targets
///            ┌─────┬──────────┬──────────────────────────┐   a test branches on the class of one key
///     test   │amount│ 57 82   │ →leaf 1, →test 4, →leaf 1│
///            └─────┴──────────┴──────────────────────────┘
///
///            columns  rules          miss
///            ┌───────┬──────────────┬────────┐               a leaf looks at up to 64 or 256 boxes at once
///     leaf   │  ● 2  │ 7, 7, 9, …   │ →leaf 3│
///            └──│────┴──────────────┴────────┘
///               ▼
///     columns   amount: cuts 3000, 9000   rows …0111, …0101, …1101     a row a class: the boxes that allow it
///               method                    rows …1001, …0110
///                                         AND of one row a column; the lowest bit is the first match; no bit: `miss`
/// ```
///
/// Lines of few keys are their own table: the key is the class. A node only refers to nodes before it, so every walk
/// ends.
#[derive(Debug)]
pub(crate) struct Graph {
    arena: Arena,
    figures: Figures,
}

/// How large a graph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// How many nodes branch on one axis.
    pub tests: usize,
    /// How many nodes look at many boxes at once.
    pub leaves: usize,
    /// How many bytes all nodes take.
    pub bytes: usize,
    /// How many nodes the longest walk visits.
    pub longest: u32,
}

impl Graph {
    /// The number of the first rule that the payment meets.
    #[inline]
    pub(crate) fn first(&self, keys: &impl Keys) -> Option<u32> {
        self.arena.first(keys, &mut ())
    }

    /// How many nodes are visited to find that.
    pub(crate) fn steps(&self, keys: &impl Keys) -> u32 {
        let mut steps = Steps(0);
        self.arena.first(keys, &mut steps);
        steps.0
    }

    /// How large it is.
    pub(crate) fn figures(&self) -> Figures {
        self.figures
    }
}

/// Counts the nodes of walks.
struct Steps(u32);

impl Watch for Steps {
    fn node(&mut self, at: Ref) {
        self.0 += u32::from(!matches!(at.kind(), Kind::Rule | Kind::Nothing));
    }
}
