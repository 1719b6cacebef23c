//! A graph as boxes and arrows, for whatever draws them.

use std::collections::BTreeMap;

use crate::command::graph::outline::{Goal, Node, Stage, first_of, rest};
use crate::report::count;
use waypost_dsl::literal::quote;

/// Where the lines of a label are broken.
const WIDTH: usize = 48;
/// The most characters of a condition in a label; the rest is cut.
const LONGEST: usize = 192;

/// The graph of a stage.
#[derive(Debug, Default)]
pub(super) struct Figure {
    pub(super) boxes: Vec<Box>,
    pub(super) arrows: Vec<Arrow>,
    /// The boxes of rules, of `otherwise`, and of all payments.
    ends: BTreeMap<String, String>,
}

/// A box.
#[derive(Debug)]
pub(super) struct Box {
    pub(super) id: String,
    pub(super) kind: Kind,
    pub(super) lines: Vec<String>,
}

/// What a box stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Start,
    Test,
    Leaf,
    Rule,
    Otherwise,
    Folded,
}

/// An arrow from box to box.
#[derive(Debug)]
pub(super) struct Arrow {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) lines: Vec<String>,
    /// Whether it is taken where nothing else is met.
    pub(super) is_miss: bool,
}

impl Figure {
    pub(super) fn of(stage: &Stage) -> Self {
        let mut figure = Self::default();
        if !matches!(stage.roots.as_slice(), [Goal::Node(_)]) {
            figure.start(stage);
        }
        for (place, node) in stage.shown() {
            figure.node(stage, place, node);
        }
        figure
    }

    /// Where walks begin, if that is not a single node.
    fn start(&mut self, stage: &Stage) {
        let id = format!("{}_start", stage.name);
        let line = match stage.roots.len() {
            0 | 1 => "every payment".to_owned(),
            many => {
                format!("{many} graphs: of the rules that they come to, the first one in the policy wins")
            }
        };
        self.boxes.push(Box { id: id.clone(), kind: Kind::Start, lines: wrapped(&line, 0) });
        let roots = if stage.roots.is_empty() { &[Goal::Otherwise][..] } else { &stage.roots };
        for root in roots {
            self.arrow(stage, &id, root, vec![], false);
        }
    }

    fn node(&mut self, stage: &Stage, place: usize, node: &Node) {
        let id = node_id(stage, place);
        match node {
            Node::Test { asks, ways, more } => {
                let lines = wrapped(asks, 0).into_iter().chain(rest(*more, "way")).collect();
                self.boxes.push(Box { id: id.clone(), kind: Kind::Test, lines });
                for (condition, goal) in ways {
                    self.arrow(stage, &id, goal, wrapped(&cut(condition), 0), false);
                }
            }
            Node::Leaf { rules, more, miss } => {
                let line = |(condition, rule): &(String, String)| {
                    wrapped(&format!("{} -> {}", cut(condition), quote(rule)), 4)
                };
                let mut lines = vec![format!("{}:", first_of(rules.len() + more))];
                lines.extend(rules.iter().flat_map(line));
                lines.extend(rest(*more, "rule"));
                self.boxes.push(Box { id: id.clone(), kind: Kind::Leaf, lines });
                self.arrow(stage, &id, miss, vec!["none of them".to_owned()], true);
            }
        }
    }

    fn arrow(&mut self, stage: &Stage, from: &str, goal: &Goal, lines: Vec<String>, is_miss: bool) {
        let to = match goal {
            Goal::Node(place) => node_id(stage, *place),
            Goal::Rule(rule) => self.end(stage, Kind::Rule, quote(rule)),
            Goal::Otherwise => self.end(stage, Kind::Otherwise, "otherwise".to_owned()),
            Goal::Folded(nodes) => {
                let id = format!("{}_folded{}", stage.name, self.arrows.len());
                let lines = vec![format!("… {}", count(*nodes, "node"))];
                self.boxes.push(Box { id: id.clone(), kind: Kind::Folded, lines });
                id
            }
        };
        self.arrows.push(Arrow { from: from.to_owned(), to, lines, is_miss });
    }

    /// The box of that label at which walks end, made if there is none.
    fn end(&mut self, stage: &Stage, kind: Kind, label: String) -> String {
        if let Some(id) = self.ends.get(&label) {
            return id.clone();
        }
        let id = format!("{}_end{}", stage.name, self.ends.len());
        self.boxes.push(Box { id: id.clone(), kind, lines: wrapped(&label, 0) });
        self.ends.insert(label, id.clone());
        id
    }
}

fn node_id(stage: &Stage, place: usize) -> String {
    format!("{}_{}", stage.name, place + 1)
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} …", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

/// The text in lines of about one width, those behind the first further in.
fn wrapped(text: &str, indent: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) => lines.push(format!("{}{word}", " ".repeat(indent))),
            None => lines.push(word.to_owned()),
        }
    }
    lines
}
