//! Rule sets of any size as the text of a policy: one stage with rules over the same eleven facts, in shapes that are
//! easy and hard for an engine. The same shape, seed and number of rules give the same text for ever.

mod broad;
mod fact;
mod narrow;
mod structured;
mod test;

use std::fmt::Write as _;
use std::str::FromStr;

use waypost_dsl::hir::Policy;
use waypost_engine::{Digest, Snapshot, compile};

use crate::draw::Draw;
use crate::written;
pub(crate) use fact::{COUNTRIES, GREATEST_AMOUNT, MERCHANTS};
use fact::{FACTS, Is};
use test::Test;

/// What the rules of a set are like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// As real ones grow: compliance first, BINs and exceptions to them, preferred merchants, a block for each of fifty
    /// countries, a few large and most small, and regional fallbacks at the end.
    Structured,
    /// Two to five random tests a rule: each takes many payments, and the first rules take most of them.
    Broad,
    /// Four to six selective tests a rule: each takes few payments, and all of them have to be tried.
    Narrow,
}

/// A rule as it is written, without its outcome.
struct Rule {
    name: String,
    tests: Vec<Test>,
}

/// The connectors that plans name.
const CONNECTORS: [&str; 4] = ["a", "b", "c", "d"];

impl Shape {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Structured, Self::Broad, Self::Narrow];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Structured => "structured",
            Self::Broad => "broad",
            Self::Narrow => "narrow",
        }
    }

    fn rules(self, draw: &mut Draw, rules: usize) -> Vec<Rule> {
        match self {
            Self::Structured => structured::rules(draw, rules),
            Self::Broad => broad::rules(draw, rules),
            Self::Narrow => narrow::rules(draw, rules),
        }
    }
}

impl FromStr for Shape {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|shape| shape.as_str() == name);
        known.ok_or_else(|| format!("there is no shape `{name}`: it is one of structured, broad, narrow"))
    }
}

/// The text of a policy with one stage of `rules` rules.
pub fn text(shape: Shape, seed: u64, rules: usize) -> String {
    let mut draw = Draw::seeded(seed);
    let name = shape.as_str();
    let mut text = format!("# Made by `cargo run -p waypost-generate -- {name} {rules} --seed {seed}`.\n");
    let _ = write!(text, "policy {name}\n\n{FACTS}\n");
    for connector in CONNECTORS {
        let _ = writeln!(text, "connector {connector} {{}}");
    }
    text.push_str("\nroute {\n");
    for Rule { name, tests } in shape.rules(&mut draw, rules) {
        let tests: Vec<&str> = ordered(&tests).into_iter().map(Test::as_str).collect();
        let _ = writeln!(text, "  rule \"{name}\" when {} -> {}", tests.join(" and "), plan(&mut draw));
    }
    text.push_str("  otherwise -> none \"no rule\"\n}\n");
    text
}

/// The policy of that text.
pub fn policy(shape: Shape, seed: u64, rules: usize) -> Policy {
    let text = text(shape, seed, rules);
    written::checked(&written::loaded(&text, |_| None))
}

/// That policy, compiled.
pub fn snapshot(shape: Shape, seed: u64, rules: usize) -> Snapshot {
    let loaded = written::loaded(&text(shape, seed, rules), |_| None);
    compile(written::checked(&loaded), Digest::of(&loaded.sources))
}

/// The tests, but that of the amount before that of another currency: only while it is settled which one it is, an amount
/// is compared without any rate.
fn ordered(tests: &[Test]) -> Vec<&Test> {
    let mut ordered: Vec<&Test> = tests.iter().collect();
    let place = |fact| tests.iter().position(|test| test.fact == fact);
    if let (Some(currency), Some(amount)) = (place(Is::Currency), place(Is::Amount))
        && currency < amount
    {
        let amount = ordered.remove(amount);
        ordered.insert(currency, amount);
    }
    ordered
}

/// Two connectors in a row.
fn plan(draw: &mut Draw) -> String {
    let first = draw.place(CONNECTORS.len());
    let two: Vec<&str> = CONNECTORS.iter().cycle().skip(first).take(2).copied().collect();
    two.join(", ")
}

/// Rules of one kind, named by it and their number.
fn named(kind: &str, rules: impl IntoIterator<Item = Vec<Test>>) -> Vec<Rule> {
    let named = |(number, tests)| Rule { name: format!("{kind} {number}"), tests };
    (1..).zip(rules).map(named).collect()
}
