//! The graphs of a policy with everything in words, as all formats print them.

use anyhow::Context as _;
use waypost_dsl::hir::{self, RuleId, StageKind};
use waypost_dsl::space::{Describer, KeySet};
use waypost_engine::Snapshot;
use waypost_engine::picture::{self, Picture};

use crate::report::count;

/// The graphs of a policy.
#[derive(Debug)]
pub(super) struct Outline {
    pub(super) policy: String,
    pub(super) digest: String,
    pub(super) stages: Vec<Stage>,
}

/// The graph of a stage.
#[derive(Debug)]
pub(super) struct Stage {
    pub(super) name: &'static str,
    pub(super) rules: usize,
    pub(super) bytes: usize,
    /// How many nodes the longest walk visits.
    pub(super) longest: u32,
    /// Where walks begin; where there are several, the first rule of the policy that one of them comes to wins.
    pub(super) roots: Vec<Goal>,
    /// The nodes. A folded one is not there.
    pub(super) nodes: Vec<Option<Node>>,
}

/// Where a walk goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Goal {
    /// A rule, by its name.
    Rule(String),
    /// No rule.
    Otherwise,
    /// The node of this place.
    Node(usize),
    /// So many nodes that are not shown.
    Folded(usize),
}

/// A node of a graph.
#[derive(Debug)]
pub(super) enum Node {
    /// Asks one thing; conditions, of which one holds, and where each leads.
    Test {
        asks: String,
        ways: Vec<(String, Goal)>,
        /// How many more there are that are not shown.
        more: usize,
    },
    /// Asks all that is still open of some rules.
    Leaf {
        /// In order, each with its condition; the first one that is met wins.
        rules: Vec<(String, String)>,
        /// How many more there are that are not shown.
        more: usize,
        miss: Goal,
    },
}

impl Outline {
    /// The graph of one stage, or those of all.
    pub(super) fn of(snapshot: &Snapshot, wanted: Option<StageKind>) -> anyhow::Result<Self> {
        let policy = snapshot.policy();
        let chosen: Vec<&hir::Stage> =
            policy.stages.iter().filter(|stage| wanted.is_none_or(|wanted| wanted == stage.kind)).collect();
        if let (Some(wanted), []) = (wanted, chosen.as_slice()) {
            anyhow::bail!("policy `{}` has no stage `{}`", policy.name, wanted.as_str());
        }
        let stage = |stage: &&hir::Stage| {
            let picture = picture::of(snapshot, stage.kind).context("the graph cannot be read back")?;
            Ok(Stage::of(stage, &picture))
        };
        let stages = chosen.iter().map(stage).collect::<anyhow::Result<_>>()?;
        Ok(Self { policy: policy.name.clone(), digest: snapshot.digest().to_string(), stages })
    }
}

impl Stage {
    fn of(stage: &hir::Stage, picture: &Picture<'_>) -> Self {
        let describer = picture.space.describer();
        let node = |node: &picture::Node| Some(Node::of(stage, &describer, node));
        Self {
            name: stage.kind.as_str(),
            rules: stage.rules.len(),
            bytes: picture.figures.bytes,
            longest: picture.figures.longest,
            roots: picture.roots.iter().map(|root| Goal::of(stage, *root)).collect(),
            nodes: picture.nodes.iter().map(node).collect(),
        }
    }

    /// The node of that place, unless it is folded.
    pub(super) fn node(&self, place: usize) -> Option<&Node> {
        self.nodes.get(place)?.as_ref()
    }

    /// The nodes that are shown, with their places.
    pub(super) fn shown(&self) -> impl Iterator<Item = (usize, &Node)> {
        self.nodes.iter().enumerate().filter_map(|(place, node)| Some((place, node.as_ref()?)))
    }
}

impl Goal {
    fn of(stage: &hir::Stage, goal: picture::Goal) -> Self {
        match goal {
            picture::Goal::Rule(rule) => Self::Rule(name(stage, rule)),
            picture::Goal::Nothing => Self::Otherwise,
            picture::Goal::Node(place) => Self::Node(place),
        }
    }
}

impl Node {
    fn of(stage: &hir::Stage, describer: &Describer<'_, '_>, node: &picture::Node) -> Self {
        match node {
            picture::Node::Test { axis, ways } => {
                // What is left when all else is told stands last.
                let stretches = |(keys, _): &&(KeySet, picture::Goal)| keys.ranges().len();
                let rest =
                    ways.iter().enumerate().max_by_key(|(_, way)| stretches(way)).map(|(place, _)| place);
                let rest = rest.filter(|_| ways.iter().any(|way| stretches(&way) > 1));
                let (mut told, last): (Vec<_>, Vec<_>) =
                    ways.iter().enumerate().partition(|(place, _)| Some(*place) != rest);
                told.extend(last);
                let way = |(_, (keys, goal)): (usize, &(KeySet, picture::Goal))| {
                    (describer.keys(*axis, keys).to_string(), Goal::of(stage, *goal))
                };
                let ways = told.into_iter().map(way).collect();
                Self::Test { asks: describer.question(*axis), ways, more: 0 }
            }
            picture::Node::Leaf { rules, miss } => {
                let rule = |(rule, regions): &(RuleId, Vec<_>)| {
                    (describer.regions(regions).to_string(), name(stage, *rule))
                };
                let rules = rules.iter().map(rule).collect();
                Self::Leaf { rules, more: 0, miss: Goal::of(stage, *miss) }
            }
        }
    }

    /// Where walks go on from it.
    pub(super) fn goals(&self) -> impl Iterator<Item = &Goal> {
        let (ways, miss) = match self {
            Self::Test { ways, .. } => (ways.as_slice(), None),
            Self::Leaf { miss, .. } => (&[][..], Some(miss)),
        };
        ways.iter().map(|(_, goal)| goal).chain(miss)
    }

    /// The same, to be changed.
    pub(super) fn goals_mut(&mut self) -> impl Iterator<Item = &mut Goal> {
        let (ways, miss) = match self {
            Self::Test { ways, .. } => (ways.as_mut_slice(), None),
            Self::Leaf { miss, .. } => (&mut [][..], Some(miss)),
        };
        ways.iter_mut().map(|(_, goal)| goal).chain(miss)
    }
}

fn name(stage: &hir::Stage, rule: RuleId) -> String {
    stage.rules.at(rule).map(|rule| rule.name.clone()).unwrap_or_default()
}

/// What a leaf of so many rules does.
pub(super) fn first_of(rules: usize) -> String {
    match rules {
        1 => "one rule, if it is met".to_owned(),
        rules => format!("the first of {rules} rules that is met"),
    }
}

/// So many more that are not shown.
pub(super) fn rest(more: usize, what: &str) -> Option<String> {
    (more > 0).then(|| format!("… {}", count(more, &format!("more {what}"))))
}
