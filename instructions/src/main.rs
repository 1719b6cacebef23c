//! Counts the instructions of the hot paths (`instructions/benches/hot_paths.rs`) and compares them with those that were
//! accepted, in `instructions/accepted.csv`. Exits with 1 if one differs by more than 3 %.
//!
//! `cargo run -p waypost-instructions`, and with `BLESS=1` before it
//! the counts become the accepted ones.

#![expect(clippy::print_stdout, reason = "this is a program to look at while it runs")]

use std::collections::BTreeMap;
use std::error::Error;
use std::process::{Command, ExitCode, Stdio};
use std::{env, fs};

use serde_json::Value as Json;

const ACCEPTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/accepted.csv");
const ACCEPT: &str = "BLESS=1 cargo run -p waypost-instructions";
/// The line that says which compiler the accepted counts are of begins like this.
const COUNTED_WITH: &str = "# counted with ";
/// How far a count may be from the accepted one, in thousandths of it.
const TOLERANCE: u64 = 30;

/// Instructions by the name of a benchmark.
type Counts = BTreeMap<String, u64>;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let counts = counts(&cargo)?;
    let compiler = compiler()?;
    if env::var_os("BLESS").is_some() {
        fs::write(ACCEPTED, written(&counts, &compiler))?;
        println!("accepted the counts of {} benchmarks in instructions/accepted.csv", counts.len());
        return Ok(ExitCode::SUCCESS);
    }
    let text = fs::read_to_string(ACCEPTED)?;
    let other = text.lines().find_map(|line| line.strip_prefix(COUNTED_WITH)).filter(|one| *one != compiler);
    if let Some(other) = other {
        println!("note: the accepted counts are of {other}, and these of {compiler}");
    }
    let differences = differences(&accepted(&text)?, &counts);
    for difference in &differences {
        println!("error: {difference}");
    }
    if !differences.is_empty() {
        println!("if that is as it should be, accept it and commit the file: {ACCEPT}");
    }
    Ok(ExitCode::from(u8::from(!differences.is_empty())))
}

/// Runs the benchmarks.
fn counts(cargo: &str) -> Result<Counts, Box<dyn Error>> {
    let mut bench = Command::new(cargo);
    bench.args(["bench", "-q", "--locked", "-p", "waypost-instructions"]);
    bench.args(["--bench", "hot_paths", "--", "--output-format=json", "--parallel=auto"]);
    let output = bench.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("the benchmarks ended with {}", output.status).into());
    }
    let summaries = serde_json::Deserializer::from_slice(&output.stdout).into_iter::<Json>();
    summaries.map(|summary| count(&summary?)).collect()
}

/// The name and the count of a benchmark, from gungraun's summary of it.
fn count(summary: &Json) -> Result<(String, u64), Box<dyn Error>> {
    let text = |member| summary.get(member).and_then(Json::as_str);
    let count = summary.pointer("/profiles/0/data/total/metrics/Ir/values/new").and_then(Json::as_u64);
    let (Some(function), Some(id), Some(count)) = (text("function_name"), text("id"), count) else {
        return Err(format!("a summary does not have the form that is known: {summary}").into());
    };
    Ok((format!("{function}/{id}"), count))
}

/// The compiler, as it calls itself.
fn compiler() -> Result<String, Box<dyn Error>> {
    let rustc = env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let output = Command::new(rustc).arg("--version").output()?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

fn written(counts: &Counts, compiler: &str) -> String {
    let rows: Vec<String> = counts.iter().map(|(name, count)| format!("{name},{count}\n")).collect();
    let rows = rows.concat();
    format!("# accepted with {ACCEPT}\n{COUNTED_WITH}{compiler}\nbenchmark,instructions\n{rows}")
}

fn accepted(text: &str) -> Result<Counts, Box<dyn Error>> {
    let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    let row = |line: &str| {
        let (name, count) = line.split_once(',').ok_or_else(|| format!("`{line}` is no row"))?;
        Ok((name.to_owned(), count.parse()?))
    };
    rows.map(row).collect()
}

/// What is to be said of each benchmark; it prints what may stay as it is.
fn differences(accepted: &Counts, counts: &Counts) -> Vec<String> {
    let gone = accepted.keys().filter(|name| !counts.contains_key(*name));
    let gone = gone.map(|name| format!("{name} is accepted, and was not counted"));
    let changed = counts.iter().filter_map(|(name, &count)| match accepted.get(name) {
        None => Some(format!("{name} takes {count} instructions, and none are accepted")),
        Some(&before) => {
            let thousandths = count.abs_diff(before).saturating_mul(1_000) / before.max(1);
            let sign = if count < before { '-' } else { '+' };
            let change = format!("{sign}{}.{} %", thousandths / 10, thousandths % 10);
            println!("{name:<30} {count:>12} {change:>8}");
            let how = if count < before { "fewer, which is better" } else { "more" };
            (thousandths > TOLERANCE)
                .then(|| format!("{name} takes {count} instructions and took {before}: {change}, {how}"))
        }
    });
    changed.chain(gone).collect()
}
