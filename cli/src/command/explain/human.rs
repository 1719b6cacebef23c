//! An explanation for people: what matters most, and how much more there is.

use std::io::{self, Write};

use waypost_dsl::literal;
use waypost_server::wire::explanation::{
    ChangeJson, ExplanationJson, FactJson, MissJson, StageJson, ToldValue, WantedJson,
};

use crate::report::count;

/// How many rules that nearly took the payment are told of each stage.
const NEAREST: usize = 3;

/// Prints an explanation, of what would have to change for `want` too.
pub(super) fn print(
    explanation: &ExplanationJson,
    want: Option<&str>,
    out: &mut impl Write,
) -> io::Result<()> {
    for (place, stage) in explanation.stages.iter().enumerate() {
        if place > 0 {
            writeln!(out)?;
        }
        self::stage(stage, out)?;
    }
    match (&explanation.wanted, want) {
        (Some(wanted), Some(want)) => self::wanted(wanted, want, out),
        _ => Ok(()),
    }
}

fn stage(stage: &StageJson, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}, {}", stage.decided, by(stage.rule.as_deref()))?;
    let enough = if stage.fewest { "" } else { " (enough, perhaps not the fewest)" };
    match stage.facts.as_slice() {
        [] => writeln!(out, "  whatever the facts are{enough}")?,
        facts => writeln!(out, "  since {}{enough}", spelled(facts))?,
    }
    for struck in &stage.struck {
        writeln!(
            out,
            "  without {}, which serves {}, not {}",
            struck.connector,
            struck.failed,
            spelled(&struck.facts)
        )?;
    }
    misses(&stage.misses, out)
}

/// The rules that nearly took the payment: the order is that of the policy among those that are equally near.
fn misses(misses: &[MissJson], out: &mut impl Write) -> io::Result<()> {
    let mut nearest: Vec<&MissJson> = misses.iter().collect();
    nearest.sort_by_key(|miss| miss.apart);
    nearest.truncate(NEAREST);
    for miss in &nearest {
        let MissJson { rule, failed, facts, .. } = miss;
        writeln!(out, "  not by {}: it wants {failed}, not {}", literal::quote(rule), spelled(facts))?;
    }
    match misses.len() - nearest.len() {
        0 => Ok(()),
        more => {
            let rules = count(more, "other rule");
            writeln!(out, "  nor by {rules} above; `--format json` tells of each")
        }
    }
}

fn wanted(wanted: &WantedJson, want: &str, out: &mut impl Write) -> io::Result<()> {
    write!(out, "\n{want}? ")?;
    match (&wanted.change, wanted.answer) {
        (Some(change), _) => self::change(change, out),
        (None, "already") => writeln!(out, "it is decided so already"),
        (None, "never") => writeln!(out, "no change of the facts gives it: no payment at all gets it"),
        (None, _) => writeln!(out, "nothing was found within the budget, nor proved that there is nothing"),
    }
}

fn change(change: &ChangeJson, out: &mut impl Write) -> io::Result<()> {
    let fewest = if change.fewest { "the fewest" } else { "enough, perhaps not the fewest" };
    writeln!(out, "it takes {} ({fewest}):", count(change.facts.len(), "other fact"))?;
    for fact in &change.facts {
        writeln!(out, "  {}, not {}", value(&fact.fact, &fact.to), value(&fact.fact, &fact.from))?;
    }
    writeln!(out, "  then {}, {}", change.decided, by(change.rule.as_deref()))?;
    match &change.payment {
        Some(payment) => writeln!(out, "  for {}", payment.0),
        None => Ok(()),
    }
}

fn by(rule: Option<&str>) -> String {
    rule.map_or("by otherwise".to_owned(), |rule| format!("by {}", literal::quote(rule)))
}

/// Facts in the notation of payments.
fn spelled(facts: &[FactJson]) -> String {
    let all: Vec<String> = facts.iter().map(|fact| value(&fact.fact, &fact.value)).collect();
    all.join(" ")
}

fn value(fact: &str, value: &ToldValue) -> String {
    match value {
        ToldValue::Value(value) => format!("{fact}={}", value.0),
        ToldValue::Absent => format!("({fact} absent)"),
        ToldValue::Private => format!("({fact} private)"),
    }
}
