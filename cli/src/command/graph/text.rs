//! Graphs as an outline for people: under each condition what is asked next. A node that several others lead to is
//! written out where it is first come to, with its number, and named by it from then on.

use std::collections::BTreeSet;
use std::io::{self, Write};

use waypost_dsl::literal::quote;

use crate::command::graph::outline::{Goal, Node, Outline, Stage, first_of, rest};
use crate::report::count;

/// Conditions of a leaf are filled up to at most this width, so that its rules stand in one column.
const COLUMN: usize = 56;

pub(super) fn write(out: &mut impl Write, outline: &Outline) -> io::Result<()> {
    writeln!(out, "policy {} {}", outline.policy, outline.digest)?;
    for stage in &outline.stages {
        let mut writer = Writer { out: &mut *out, stage, shared: shared(stage), written: BTreeSet::new() };
        writer.stage()?;
    }
    Ok(())
}

/// The nodes that more than one other leads to.
fn shared(stage: &Stage) -> BTreeSet<usize> {
    let mut once = BTreeSet::new();
    let goals = stage.shown().flat_map(|(_, node)| node.goals());
    let places = stage.roots.iter().chain(goals).filter_map(|goal| match goal {
        Goal::Node(place) => Some(*place),
        _ => None,
    });
    places.filter(|place| !once.insert(*place)).collect()
}

struct Writer<'o, O> {
    out: &'o mut O,
    stage: &'o Stage,
    shared: BTreeSet<usize>,
    written: BTreeSet<usize>,
}

impl<O: Write> Writer<'_, O> {
    fn stage(&mut self) -> io::Result<()> {
        let Stage { name, rules, longest, roots, nodes, .. } = self.stage;
        let folded = nodes.iter().filter(|node| node.is_none()).count();
        let (rules, all) = (count(*rules, "rule"), count(nodes.len(), "node"));
        write!(self.out, "\n{name}: {rules} in {all}; a payment visits at most {longest}")?;
        if folded > 0 {
            write!(
                self.out,
                "; {} folded",
                if folded == 1 { "1 is".to_owned() } else { format!("{folded} are") }
            )?;
        }
        writeln!(self.out)?;
        if let [root] = roots.as_slice() {
            return self.part(root, 1);
        }
        for (number, root) in roots.iter().enumerate() {
            writeln!(self.out, "  graph {} of {}:", number + 1, roots.len())?;
            self.part(root, 2)?;
        }
        match roots.len() {
            0 => writeln!(self.out, "  every payment -> otherwise"),
            _ => {
                writeln!(self.out, "  of the rules that the graphs come to, the first one in the policy wins")
            }
        }
    }

    /// What lies behind a root.
    fn part(&mut self, root: &Goal, depth: usize) -> io::Result<()> {
        match root {
            Goal::Node(place) => self.node(*place, depth),
            goal => writeln!(self.out, "{}every payment -> {}", indent(depth), short(goal)),
        }
    }

    /// A node and all that is behind it and not written yet.
    fn node(&mut self, mut place: usize, depth: usize) -> io::Result<()> {
        let space = indent(depth);
        loop {
            let Some(node) = self.stage.node(place) else { return Ok(()) };
            let number = match (self.shared.contains(&place), self.written.insert(place)) {
                (true, false) => return writeln!(self.out, "{space}as under [{}]", place + 1),
                (true, true) => format!(" [{}]", place + 1),
                _ => String::new(),
            };
            match node {
                Node::Test { asks, ways, more } => {
                    writeln!(self.out, "{space}by {asks}{number}")?;
                    for (condition, goal) in ways {
                        self.way(condition, goal, depth + 1)?;
                    }
                    return self.more(*more, "way", depth + 1);
                }
                Node::Leaf { rules, more, miss } => {
                    writeln!(self.out, "{space}{}{number}", first_of(rules.len() + more))?;
                    self.rules(rules, *more, depth + 1)?;
                    let Goal::Node(next) = miss else {
                        let goal = short(miss);
                        return writeln!(self.out, "{}none of them -> {goal}", indent(depth + 1));
                    };
                    writeln!(self.out, "{}none of them -> what comes next", indent(depth + 1))?;
                    place = *next;
                }
            }
        }
    }

    fn way(&mut self, condition: &str, goal: &Goal, depth: usize) -> io::Result<()> {
        match goal {
            Goal::Node(place) if self.written.contains(place) => {
                writeln!(self.out, "{}{condition} -> as under [{}]", indent(depth), place + 1)
            }
            Goal::Node(place) => {
                writeln!(self.out, "{}{condition}", indent(depth))?;
                self.node(*place, depth + 1)
            }
            goal => writeln!(self.out, "{}{condition} -> {}", indent(depth), short(goal)),
        }
    }

    fn rules(&mut self, rules: &[(String, String)], more: usize, depth: usize) -> io::Result<()> {
        let fitting = rules.iter().map(|(condition, _)| condition.chars().count());
        let width = fitting.filter(|width| *width <= COLUMN).max().unwrap_or(0);
        for (condition, rule) in rules {
            writeln!(self.out, "{}{condition:width$} -> {}", indent(depth), quote(rule))?;
        }
        self.more(more, "rule", depth)
    }

    /// So many more that are not shown.
    fn more(&mut self, more: usize, what: &str, depth: usize) -> io::Result<()> {
        match rest(more, what) {
            Some(line) => writeln!(self.out, "{}{line}", indent(depth)),
            None => Ok(()),
        }
    }
}

/// A goal that is no node.
fn short(goal: &Goal) -> String {
    match goal {
        Goal::Rule(rule) => quote(rule),
        Goal::Otherwise => "otherwise".to_owned(),
        Goal::Node(place) => format!("[{}]", place + 1),
        Goal::Folded(nodes) => format!("… {}", count(*nodes, "node")),
    }
}

fn indent(depth: usize) -> String {
    "  ".repeat(depth)
}
