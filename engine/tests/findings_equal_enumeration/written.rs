//! Small policies as text: a few facts, stages with a few rules, some of them in blocks, and invariants.

use std::fmt::Write as _;

use waypost_dsl::hir::StageKind;
use waypost_generate::draw::Draw;

use crate::facts::{KINDS, Kind, SHAPES};

/// How many payments a policy may have, one of each class.
const MOST_PAYMENTS: usize = 500;

/// A policy in parts.
pub(crate) struct Written {
    pub(crate) facts: Vec<&'static Kind>,
    /// Whether tests ask for shapes of a text.
    pub(crate) shapes: bool,
    /// Whether tests ask for the health of a connector.
    pub(crate) health: bool,
    head: String,
    /// Each stage with its rules and its last line.
    stages: Vec<(StageKind, String, String)>,
    invariants: String,
}

impl Written {
    pub(crate) fn draw(draw: &mut Draw) -> Self {
        let shapes = draw.once_in(8);
        let retry = draw.once_in(5);
        let health = draw.once_in(5);
        let facts = facts(draw, shapes, if retry { MOST_PAYMENTS / 13 } else { MOST_PAYMENTS });
        let mut written =
            Self { facts, shapes, health, head: String::new(), stages: vec![], invariants: String::new() };
        written.head = written.declarations(draw);
        for kind in StageKind::ALL {
            let is_there = match kind {
                StageKind::Route => true,
                StageKind::Retry => retry,
                _ => draw.once_in(2),
            };
            if is_there {
                let rules = written.rules(draw, kind);
                let otherwise = outcome(draw, &written, kind);
                written.stages.push((kind, rules, otherwise));
            }
        }
        written.invariants = written.claims(draw);
        written
    }

    /// The text, without the last line of one of the stages.
    pub(crate) fn text(&self, open: Option<StageKind>) -> String {
        let mut text = self.head.clone();
        for (kind, rules, otherwise) in &self.stages {
            let last =
                if open == Some(*kind) { String::new() } else { format!("  otherwise -> {otherwise}\n") };
            writeln!(text, "{} {{\n{rules}{last}}}", kind.as_str()).unwrap();
        }
        text + if open.is_some() { "" } else { &self.invariants }
    }

    /// The values of a list.
    pub(crate) fn list(path: &str) -> Option<String> {
        let lines = |lines: Vec<String>| lines.join("\n") + "\n";
        match path {
            "long.csv" => Some(lines((400..700).map(|number| number.to_string()).collect())),
            "words.csv" => Some(lines((0..300).map(|number| format!("w{number}")).collect())),
            _ => None,
        }
    }

    fn declarations(&self, draw: &mut Draw) -> String {
        let mut text = String::from("policy main\nrates 2026-11-20 per EUR { USD 2.0 }\nfacts {\n");
        for fact in &self.facts {
            writeln!(text, "  {} {}", fact.name, fact.declared).unwrap();
        }
        text.push_str(
            "}\nlist long: digits from \"long.csv\"\nlist words: text from \"words.csv\"\nconnector c1 {}\n",
        );
        for name in ["c2", "c3"] {
            let serves = self.condition(draw, 1);
            writeln!(text, "connector {name} {{ serves {serves} }}").unwrap();
        }
        text
    }

    fn rules(&self, draw: &mut Draw, kind: StageKind) -> String {
        let mut text = String::new();
        let mut number = 0;
        for _ in 0..=draw.below(4) {
            let rules = if draw.once_in(5) { draw.below(2) + 1 } else { 0 };
            match rules {
                0 => self.rule(draw, kind, &mut number, &mut text),
                rules => {
                    writeln!(text, "  when {} {{", self.condition(draw, 0)).unwrap();
                    (0..rules).for_each(|_| self.rule(draw, kind, &mut number, &mut text));
                    text.push_str("  }\n");
                }
            }
        }
        text
    }

    fn rule(&self, draw: &mut Draw, kind: StageKind, number: &mut u32, text: &mut String) {
        *number += 1;
        let told = kind == StageKind::Retry && draw.once_in(2);
        let when = match told {
            true => {
                (*draw.pick(&["attempt < 3", "decline is stolen_card", "connector is c1 and attempt >= 3"]))
                    .to_owned()
            }
            false => self.condition(draw, 2),
        };
        let when = if draw.once_in(12) { String::new() } else { format!("when {when} ") };
        writeln!(text, "  rule \"r{number}\" {when}-> {}", outcome(draw, self, kind)).unwrap();
    }

    fn claims(&self, draw: &mut Draw) -> String {
        let mut text = String::new();
        for number in 0..draw.below(3) {
            let (kind, _, otherwise) = draw.pick(&self.stages);
            let claim = match (kind, draw.below(4)) {
                (StageKind::Route, 0) => "always c1",
                (StageKind::Route, 1) => "never c2",
                (StageKind::Route, 2) if !self.has_best() => "first c1",
                (StageKind::Route, 2) => "always c3",
                (StageKind::Route, _) => "never none",
                (StageKind::Screen, 0) => "never deny",
                (StageKind::Screen, _) => "always allow",
                (_, 0) => &format!("never {otherwise}"),
                _ => &format!("always {otherwise}"),
            };
            let when = self.condition(draw, 1);
            writeln!(text, "invariant \"i{number}\" when {when}: {} {claim}", kind.as_str()).unwrap();
        }
        text
    }

    fn has_best(&self) -> bool {
        self.stages
            .iter()
            .any(|(_, rules, otherwise)| rules.contains("best by") || otherwise.contains("best by"))
    }

    fn condition(&self, draw: &mut Draw, depth: u32) -> String {
        if depth == 0 || draw.once_in(3) {
            return self.test(draw);
        }
        let parts: Vec<String> = (0..draw.below(2) + 2).map(|_| self.condition(draw, depth - 1)).collect();
        format!("({})", parts.join(if draw.once_in(3) { " or " } else { " and " }))
    }

    fn test(&self, draw: &mut Draw) -> String {
        if self.health && draw.once_in(8) {
            return (*draw.pick(&["c2.health is down", "c2.health in [up, degraded]"])).to_owned();
        }
        let fact = *draw.pick::<&Kind>(&self.facts);
        if self.shapes && fact.name == "t" && draw.once_in(2) {
            return (*draw.pick(&SHAPES)).to_owned();
        }
        let needs = fact.needs.and_then(Kind::find);
        let is_against = !fact.against.is_empty() && draw.once_in(2);
        let test = *draw.pick(if is_against { fact.against } else { fact.tests });
        let may_be_absent =
            fact.may_be_absent || (is_against && needs.is_some_and(|other| other.may_be_absent));
        match (draw.once_in(3), may_be_absent) {
            (false, _) => test.to_owned(),
            (true, false) => format!("not ({test})"),
            (true, true) if draw.once_in(2) => format!("({} is present and not ({test}))", fact.name),
            (true, true) => format!("{} is absent", fact.name),
        }
    }
}

fn facts(draw: &mut Draw, shapes: bool, most: usize) -> Vec<&'static Kind> {
    let mut facts: Vec<&'static Kind> = vec![];
    let mut payments = 1;
    for _ in 0..12 {
        let kind = draw.pick(&KINDS);
        let needs = kind.needs.and_then(Kind::find);
        let is_new = |one: &&&'static Kind| !facts.iter().any(|known| known.name == one.name);
        let new: Vec<&'static Kind> =
            needs.iter().chain([&kind]).copied().filter(|one| is_new(&one)).collect();
        let more: usize = new.iter().map(|one| one.values(shapes).len()).product();
        if payments * more <= most {
            payments *= more;
            facts.extend(new);
        }
    }
    if facts.is_empty() {
        facts.extend(Kind::find("f"));
    }
    facts
}

fn outcome(draw: &mut Draw, written: &Written, kind: StageKind) -> String {
    let outcomes: &[&str] = match kind {
        StageKind::Screen => &["allow", "allow", "review \"q\"", "deny \"no\""],
        StageKind::Authenticate => &["challenge", "frictionless", "exempt low_value"],
        StageKind::Retry => &["next", "again", "stop"],
        StageKind::Route => &[
            "c1",
            "c2",
            "c2, c1",
            "c3, c2",
            "c1, c2, c3",
            "none \"n\"",
            "best by latency { c2, c1 }",
            "c2, c3, c1",
        ],
    };
    let by = ["m", "n", "o"].into_iter().find(|name| written.facts.iter().any(|fact| fact.name == *name));
    match by {
        Some(by) if kind == StageKind::Route && draw.once_in(6) => {
            format!("split by {by} {{ c2 50%, c3 50% }}{}", draw.pick(&["", ", c1"]))
        }
        _ => (*draw.pick(outcomes)).to_owned(),
    }
}
