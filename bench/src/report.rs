//! The tables, and where they go.

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use crate::contender::{Entry, Kind as Who};
use crate::machine;
use crate::race::{Heat, LOAD_LIMIT, Race, Result, Trouble};
use crate::set::Kind;
use waypost_generate::shape::Shape;

/// What stands around the tables in a document.
const MARKS: (&str, &str) = ("<!-- rivals: begin -->\n", "<!-- rivals: end -->\n");

/// Of a decision, of a payment that was read before or from JSON, what the tables call it and how long it takes.
const HALVES: [(&str, fn(&Result) -> Option<f64>); 2] =
    [("parsed", |result| Some(result.decided?.0)), ("from JSON", |result| Some(result.decided?.1))];

/// How many times what Waypost takes the fastest rival should take at least, by the numbers of rules of [`AIMED`]: of
/// payments that were read before, the same of structured rules, and from JSON.
const PARSED: [f64; 3] = [10.0, 100.0, 1_000.0];
const STRUCTURED: [f64; 3] = [10.0, 40.0, 300.0];
const FROM_JSON: [f64; 3] = [3.0, 10.0, 50.0];
/// The numbers of rules that something is aimed at for.
const AIMED: [usize; 3] = [100, 1_000, 10_000];

/// All tables of a race.
pub fn write(race: &Race, heats: &[Heat]) -> String {
    let mut text = format!("Taken with: {}.\n\n| | version | way |\n|---|---|---|\n", machine::describe());
    for entry in &race.entries {
        let version = machine::version(entry.name).filter(|_| entry.kind == Who::Rival).unwrap_or_default();
        let _ = writeln!(text, "| {} | {version} | {} |", entry.name, entry.way);
    }
    let _ = writeln!(text, "\nRight answers, of all of them: {}.", count(answers(heats)));
    text.push_str(&aims(race, heats));
    for &kind in &race.kinds {
        let heats: Vec<&Heat> = heats.iter().filter(|heat| heat.kind == kind).collect();
        let _ = write!(text, "\n### {}\n\n{}", title(kind), decisions(race, &heats));
        let _ = write!(text, "\n{}", loads(race, &heats));
        text.push_str(&notes(race, &heats));
    }
    text
}

/// How many answers were compared with those of the reference. A wrong one ends the race.
fn answers(heats: &[Heat]) -> usize {
    let finished = |heat: &Heat| heat.results.iter().filter(|result| result.decided.is_some()).count();
    heats.iter().map(|heat| heat.payments * finished(heat)).sum()
}

/// By how much the fastest rival is slower than Waypost, beside what was aimed at.
fn aims(race: &Race, heats: &[Heat]) -> String {
    let mut text = "\n| the fastest rival over Waypost, aim in brackets |".to_owned();
    for size in AIMED {
        let _ = write!(text, " {} rules |", count(size));
    }
    let _ = writeln!(text, "\n|---|{}", "--:|".repeat(AIMED.len()));
    let rows = race.kinds.iter().flat_map(|&kind| {
        let parsed = if kind.shape == Shape::Structured { STRUCTURED } else { PARSED };
        HALVES.into_iter().zip([parsed, FROM_JSON]).map(move |(half, aims)| (kind, half, aims))
    });
    for (kind, (name, half), aims) in rows {
        let _ = write!(text, "| {}, {name} |", title(kind));
        for (size, aim) in AIMED.into_iter().zip(aims) {
            let heat = heats.iter().find(|heat| heat.kind == kind && heat.size == size);
            let cell = heat.and_then(|heat| lead(race, heat, half)).map_or("–".to_owned(), |lead| {
                let missed = if lead < aim { ", missed" } else { "" };
                format!("{lead:.1} ({}){missed}", count(aim as usize))
            });
            let _ = write!(text, " {cell} |");
        }
        text.push('\n');
    }
    text
}

/// What a set is called where people read it.
pub fn title(kind: Kind) -> String {
    let rules = match kind.shape {
        Shape::Structured => "Structured rules",
        Shape::Broad => "Broad rules",
        Shape::Narrow => "Narrow rules",
    };
    format!("{rules}{}", if kind.amid { ", payments decided amid the list" } else { "" })
}

/// A number with commas.
pub fn count(number: usize) -> String {
    match number {
        0..1_000 => number.to_string(),
        _ => format!("{},{:03}", count(number / 1_000), number % 1_000),
    }
}

/// A row for each contender, with both kinds of decision at all sizes, and at last how many times longer the fastest rival
/// takes than Waypost.
fn decisions(race: &Race, heats: &[&Heat]) -> String {
    let mut text = header(heats, HALVES.map(|(name, _)| name));
    let mut row = |name: &str, cell: &dyn Fn(&Heat, fn(&Result) -> Option<f64>) -> Option<String>| {
        let _ = write!(text, "| {name} |");
        for (_, half) in HALVES {
            for heat in heats {
                let _ = write!(text, " {} |", cell(heat, half).unwrap_or_else(|| "–".to_owned()));
            }
        }
        text.push('\n');
    };
    for (place, entry) in race.entries.iter().enumerate() {
        row(&named(entry), &|heat, half| half(&heat.results[place]).map(duration));
    }
    row("*fastest rival over Waypost*", &|heat, half| Some(format!("*{:.1}*", lead(race, heat, half)?)));
    text
}

/// How many times longer the fastest rival takes than Waypost.
fn lead(race: &Race, heat: &Heat, half: fn(&Result) -> Option<f64>) -> Option<f64> {
    let of = |kind| {
        let all = race.entries.iter().zip(&heat.results).filter(move |(entry, _)| entry.kind == kind);
        all.filter_map(move |(_, result)| half(result)).reduce(f64::min)
    };
    Some(of(Who::Rival)? / of(Who::Waypost)?)
}

fn loads(race: &Race, heats: &[&Heat]) -> String {
    let mut text = header(heats, ["loading", "memory"]);
    for (place, entry) in race.entries.iter().enumerate() {
        let _ = write!(text, "| {} |", named(entry));
        for heat in heats {
            let cell = match &heat.results[place] {
                Result { loaded: Some((seconds, _)), .. } => duration(*seconds),
                Result { trouble: Some(Trouble::Late), .. } => format!("over {} s", LOAD_LIMIT.as_secs()),
                Result { trouble: Some(Trouble::Refused(_)), .. } => "refused".to_owned(),
                _ => "–".to_owned(),
            };
            let _ = write!(text, " {cell} |");
        }
        for heat in heats {
            let cell = heat.results[place].loaded.map_or("–".to_owned(), |(_, bytes)| size(bytes));
            let _ = write!(text, " {cell} |");
        }
        text.push('\n');
    }
    text
}

fn header(heats: &[&Heat], halves: [&str; 2]) -> String {
    let mut text = "| rules |".to_owned();
    for half in halves {
        for heat in heats {
            let _ = write!(text, " {half}, {} |", count(heat.size));
        }
    }
    let _ = writeln!(text, "\n|---|{}", "--:|".repeat(2 * heats.len()));
    text
}

fn named(entry: &Entry) -> String {
    if entry.kind == Who::Waypost { format!("**{}**", entry.name) } else { entry.name.to_owned() }
}

/// What the tables cannot say: sets with fewer payments than were asked for, and why rules were refused.
fn notes(race: &Race, heats: &[&Heat]) -> String {
    let mut text = String::new();
    for heat in heats {
        let rules = count(heat.size);
        if heat.payments < race.payments {
            let _ = writeln!(text, "\nOf {rules} rules there are {} such payments.", count(heat.payments));
        }
        for (entry, result) in race.entries.iter().zip(&heat.results) {
            if let Some(Trouble::Refused(why)) = &result.trouble {
                let _ = writeln!(text, "\n{} refuses {rules} rules: `{}`", entry.name, why.trim());
            }
        }
    }
    text
}

/// Three digits and a unit.
pub fn duration(seconds: f64) -> String {
    let units = [(1.0, "s"), (1e-3, "ms"), (1e-6, "µs")];
    let (unit, name) = units.into_iter().find(|(unit, _)| seconds >= *unit).unwrap_or((1e-9, "ns"));
    format!("{} {name}", digits(seconds / unit))
}

fn size(bytes: i64) -> String {
    let bytes = bytes as f64;
    if bytes < 1e6 { format!("{} KB", digits(bytes / 1e3)) } else { format!("{} MB", digits(bytes / 1e6)) }
}

fn digits(number: f64) -> String {
    let places = if number < 10.0 { 2 } else { usize::from(number < 100.0) };
    format!("{number:.places$}")
}

/// Puts the tables between the marks of a document.
pub fn insert(path: &Path, report: &str) -> io::Result<()> {
    let document = fs::read_to_string(path)?;
    let parts = document.split_once(MARKS.0).zip(document.split_once(MARKS.1));
    let Some(((before, _), (_, after))) = parts else {
        return Err(io::Error::other(format!("{} lacks the marks of the tables", path.display())));
    };
    fs::write(path, format!("{before}{}\n{report}\n{}{after}", MARKS.0, MARKS.1))
}
