//! Slips in a condition: a part left out or turned round, and a bound that is off by the least there is.

use waypost_dsl::hir::{
    Bound, Condition, DigitRange, Digits, Fact, Money, Policy, Predicate, Relation, Test, WholeRange,
    WorthRange,
};

/// What kind of a slip, where in the condition, and what it has become.
pub(crate) type Slip = (&'static str, String, Condition);

/// The condition with each slip that there is.
pub(crate) fn slips(policy: &Policy, condition: &Condition) -> Vec<Slip> {
    let mut found = parts(policy, condition);
    if *condition != Condition::ALWAYS {
        found.push(("condition negated", "all of it".to_owned(), negated(condition)));
    }
    found
}

fn parts(policy: &Policy, condition: &Condition) -> Vec<Slip> {
    match condition {
        Condition::All(all) => in_each(policy, all, Condition::All, "part left out", "and"),
        Condition::Any(any) => in_each(policy, any, Condition::Any, "part left out", "or"),
        Condition::Not(inner) => parts(policy, inner)
            .into_iter()
            .map(|(kind, place, inner)| (kind, place, Condition::Not(Box::new(inner))))
            .collect(),
        Condition::Test(test) => {
            let fact = &policy.facts[test.fact];
            let slip = |(detail, predicate)| {
                let place = format!("{} {detail}", fact.name);
                ("bound off by one", place, Condition::Test(Test { fact: test.fact, predicate }))
            };
            bounds(fact, &test.predicate).into_iter().map(slip).collect()
        }
    }
}

/// Leaves each part out, negates each, and makes each slip within one.
fn in_each(
    policy: &Policy,
    parts: &[Condition],
    join: fn(Vec<Condition>) -> Condition,
    kind: &'static str,
    word: &str,
) -> Vec<Slip> {
    let mut found = vec![];
    // A rule without a `when` in a block has a part that asks nothing.
    for (place, part) in parts.iter().enumerate().filter(|(_, part)| **part != Condition::ALWAYS) {
        let with = |part: Option<Condition>| {
            let mut parts = parts.to_vec();
            parts.splice(place..=place, part);
            join(parts)
        };
        let name = format!("{word} {}", named(policy, part));
        found.push((kind, name.clone(), with(None)));
        found.push(("condition negated", name, with(Some(negated(part)))));
        for (kind, place, part) in self::parts(policy, part) {
            found.push((kind, place, with(Some(part))));
        }
    }
    found
}

fn negated(condition: &Condition) -> Condition {
    match condition {
        Condition::Not(inner) => (**inner).clone(),
        _ => Condition::Not(Box::new(condition.clone())),
    }
}

/// The facts that a part tests, each once.
fn named(policy: &Policy, part: &Condition) -> String {
    let mut names: Vec<&str> = part.facts().iter().map(|fact| policy.facts[*fact].name.as_str()).collect();
    names.dedup();
    names.join(", ")
}

/// A test with each of its bounds moved to both sides, as far as the fact goes there.
fn bounds(fact: &Fact, predicate: &Predicate) -> Vec<(String, Predicate)> {
    match predicate {
        Predicate::Whole(ranges) => each(ranges, |range| whole(fact, *range), Predicate::Whole),
        Predicate::Worth(ranges) => each(ranges, |range| worth(*range), Predicate::Worth),
        Predicate::Digits(ranges) => each(ranges, |range| digits(*range), Predicate::Digits),
        Predicate::Against(relation, other) => {
            let turned = match relation {
                Relation::Less => Relation::AtMost,
                Relation::AtMost => Relation::Less,
                Relation::Greater => Relation::AtLeast,
                Relation::AtLeast => Relation::Greater,
                Relation::Equal => return vec![],
            };
            vec![("compared".to_owned(), Predicate::Against(turned, *other))]
        }
        _ => vec![],
    }
}

fn each<R: Copy>(
    ranges: &[R],
    slips: impl Fn(&R) -> Vec<(String, R)>,
    predicate: fn(Vec<R>) -> Predicate,
) -> Vec<(String, Predicate)> {
    let mut found = vec![];
    for (place, range) in ranges.iter().enumerate() {
        for (detail, changed) in slips(range) {
            let mut ranges = ranges.to_vec();
            ranges[place] = changed;
            found.push((detail, predicate(ranges)));
        }
    }
    found
}

fn whole(fact: &Fact, range: WholeRange) -> Vec<(String, WholeRange)> {
    let (least, most) = fact.ty.bounds().unwrap();
    let moved = [
        WholeRange { low: range.low - 1, ..range },
        WholeRange { low: range.low + 1, ..range },
        WholeRange { high: range.high - 1, ..range },
        WholeRange { high: range.high + 1, ..range },
    ];
    // An end that lies at the end of what the fact can be is not written.
    let is_written = |moved: &WholeRange| {
        let end = if moved.low == range.low { range.high < most } else { range.low > least };
        end && moved.low <= moved.high
    };
    let tell = |moved: WholeRange| (format!("{} .. {}", moved.low, moved.high), moved);
    moved.into_iter().filter(is_written).map(tell).collect()
}

fn digits(range: DigitRange) -> Vec<(String, DigitRange)> {
    if range.low == range.high {
        return vec![];
    }
    let step = |from: Digits, up: bool| {
        let number = if up { from.number() + 1 } else { from.number() - 1 };
        Digits::new(from.len(), number).unwrap()
    };
    let moved = [
        DigitRange { low: step(range.low, false), ..range },
        DigitRange { low: step(range.low, true), ..range },
        DigitRange { high: step(range.high, false), ..range },
        DigitRange { high: step(range.high, true), ..range },
    ];
    moved.into_iter().map(|moved| (format!("{} .. {}", moved.low, moved.high), moved)).collect()
}

/// Each end with and without what is worth just as much, and with one minor unit more or less.
fn worth(range: WorthRange) -> Vec<(String, WorthRange)> {
    let mut found = vec![];
    for bound in range.low.iter().flat_map(moved) {
        found.push((tell(">", bound), WorthRange { low: Some(bound), ..range }));
    }
    for bound in range.high.iter().flat_map(moved) {
        found.push((tell("<", bound), WorthRange { high: Some(bound), ..range }));
    }
    found
}

fn moved(bound: &Bound) -> [Bound; 3] {
    let by = |minor| Bound { money: Money { minor, ..bound.money }, ..*bound };
    [by(bound.money.minor - 1), by(bound.money.minor + 1), Bound { inclusive: !bound.inclusive, ..*bound }]
}

fn tell(sign: &str, bound: Bound) -> String {
    format!("{sign}{} {}", if bound.inclusive { "=" } else { "" }, bound.money)
}
