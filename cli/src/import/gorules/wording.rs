//! Tests in the words of Way, as cells of a table and as conditions.

use crate::import::gorules::test::{Absent, LEAST, MOST, Range, Test, Values};
use crate::import::way::condition::Condition;
use crate::import::way::facts::{Fact, Kind};
use crate::import::way::text;

/// The cell of a table that asks `test` of `fact`; nothing if only a rule can.
pub(super) fn cell(fact: &mut Fact, test: &Test) -> Result<Option<String>, String> {
    if test.absent == Absent::Met {
        return Ok(None);
    }
    if let Some(shown) = &test.shown {
        return Ok(Some(shown.clone()));
    }
    match &test.values {
        Values::Texts { all_but: false, texts } if !texts.is_empty() => {
            Ok(Some(literals(fact, texts)?.join(", ")))
        }
        Values::Numbers(ranges) => match ranges.as_slice() {
            [] | [(LEAST, MOST)] => Ok(None),
            [(low, MOST)] => Ok(Some(format!(">= {low}"))),
            [(LEAST, high)] => Ok(Some(format!("<= {high}"))),
            ranges if ranges.iter().all(|(low, high)| *low > LEAST && *high < MOST) => {
                Ok(Some(ranges.iter().map(range).collect::<Vec<_>>().join(", ")))
            }
            _ => Ok(None),
        },
        _ => Ok(None),
    }
}

/// The condition that asks `test` of `fact`, which may be absent.
pub(super) fn condition(fact: &mut Fact, test: &Test) -> Result<Condition, String> {
    let name = fact.name.clone();
    let present = Condition::test(format!("{name} is present"));
    let asked = match (&test.shown, &test.values) {
        (Some(shown), _) => Condition::test(format!("{name} {shown}")),
        (None, Values::None) => Condition::Never,
        (None, Values::All) => present,
        (None, Values::Flags { yes, no }) => match (yes, no) {
            (true, true) => present,
            (true, false) => Condition::test(&name),
            (false, true) => unless(test.absent, &name, format!("not {name}")),
            (false, false) => Condition::Never,
        },
        (None, Values::Pattern(pattern, part)) => {
            Condition::test(format!("{name} {} {}", pattern.words(), text(part)?))
        }
        (None, Values::Texts { all_but, texts }) => {
            let values = literals(fact, texts)?;
            match (all_but, values.is_empty()) {
                (true, true) => present,
                (false, true) => Condition::Never,
                (true, false) => unless(test.absent, &name, one_of(&name, "is not", "not in", &values)),
                (false, false) => Condition::test(one_of(&name, "is", "in", &values)),
            }
        }
        (None, Values::Numbers(ranges)) => numbers(&name, ranges, test.absent),
    };
    match test.absent {
        Absent::Met => Ok(Condition::any([Condition::test(format!("{name} is absent")), asked])),
        Absent::NotMet | Absent::Fails => Ok(asked),
    }
}

/// A negative test, which wants a guard: what `condition` puts before it if an absent fact meets the test.
fn unless(absent: Absent, name: &str, test: String) -> Condition {
    match absent {
        Absent::Met => Condition::test(test),
        _ => Condition::all([Condition::test(format!("{name} is present")), Condition::test(test)]),
    }
}

fn numbers(name: &str, ranges: &[Range], absent: Absent) -> Condition {
    let (first, last) = (ranges.first().map(|(low, _)| *low), ranges.last().map(|(_, high)| *high));
    if let (Some(LEAST), Some(MOST)) = (first, last) {
        let gaps: Vec<String> = ranges
            .windows(2)
            .filter_map(|pair| match pair {
                [(_, before), (behind, _)] => Some(range(&(before + 1, behind - 1))),
                _ => None,
            })
            .collect();
        return match gaps.as_slice() {
            [] => Condition::test(format!("{name} is present")),
            gaps => unless(absent, name, one_of(name, "is not", "not in", gaps)),
        };
    }
    let open = |(low, high): &Range| *low == LEAST || *high == MOST;
    let (open, closed): (Vec<&Range>, Vec<&Range>) = ranges.iter().partition(|one| open(one));
    let open = open.into_iter().map(|(low, high)| match *low {
        LEAST => Condition::test(format!("{name} <= {high}")),
        low => Condition::test(format!("{name} >= {low}")),
    });
    let closed: Vec<String> = closed.into_iter().map(range).collect();
    let closed =
        if closed.is_empty() { Condition::Never } else { Condition::test(one_of(name, "is", "in", &closed)) };
    Condition::any(open.chain([closed]))
}

/// A test of one value with the first words, of a single range or several values with the others.
fn one_of(name: &str, one: &str, several: &str, values: &[String]) -> String {
    match values {
        [range] if range.contains(" .. ") && !range.starts_with('"') => format!("{name} {several} {range}"),
        [value] => format!("{name} {one} {value}"),
        values => format!("{name} {several} [{}]", values.join(", ")),
    }
}

fn range((low, high): &Range) -> String {
    if low == high { low.to_string() } else { format!("{low} .. {high}") }
}

fn literals(fact: &mut Fact, texts: &[String]) -> Result<Vec<String>, String> {
    texts
        .iter()
        .map(|one| match fact.kind {
            Kind::OneOf => fact.value(one),
            _ => text(one),
        })
        .collect()
}
