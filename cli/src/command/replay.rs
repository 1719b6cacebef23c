//! `waypost replay`: verifies the records of a server, and decides each of them again.

mod versions;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use waypost_server::records::{self, Key, Report};

use crate::Status;
use crate::report::count;
use versions::Known;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The segments, compressed or not, in any order
    #[arg(value_name = "SEGMENT", required = true)]
    segments: Vec<PathBuf>,
    /// The policies to decide with: a folder of them, one policy's folder, or its main file
    #[arg(long, value_name = "PATH", required_unless_present = "data")]
    policy: Option<PathBuf>,
    /// The data folder of the server, which holds the versions that were published
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The key that private facts were hashed with
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let key = arguments.key_file.as_deref().map(Key::read).transpose()?;
    let mut known = match Known::at(arguments.policy.as_deref(), arguments.data.as_deref())? {
        Ok(known) => known,
        Err(status) => return Ok(status),
    };
    let report = records::replay(&arguments.segments, &mut known, key.as_ref())?;
    complain(&report)?;
    tell(&report)?;
    Ok(if report.is_good() { Status::Success } else { Status::Findings })
}

/// What is wrong, and what is worth to be known.
fn complain(report: &Report) -> io::Result<()> {
    let mut out = anstream::stderr().lock();
    for warning in &report.warnings {
        writeln!(out, "warning: {warning}")?;
    }
    for broken in &report.broken {
        writeln!(out, "error: {broken}")?;
    }
    more(&mut out, report.breaks, report.broken.len(), "broken line")?;
    for different in &report.differences {
        writeln!(out, "error: record {} is decided otherwise", different.id)?;
        writeln!(out, "  recorded: {}", different.recorded)?;
        writeln!(out, "  now:      {}", different.now)?;
    }
    more(&mut out, report.different, report.differences.len(), "different decision")?;
    for (version, records) in &report.unknown {
        let (records, name) = (count(*records, "record"), version);
        writeln!(out, "error: {records} of a version that is not there: {name}")?;
    }
    Ok(())
}

fn more(out: &mut impl Write, all: usize, told: usize, what: &str) -> io::Result<()> {
    if all > told { writeln!(out, "error: and {} more", count(all - told, what)) } else { Ok(()) }
}

/// How many records there are, and what became of them.
fn tell(report: &Report) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let Report { records, equal, different, unknown, private, breaks, .. } = report;
    let unknown: usize = unknown.values().sum();
    writeln!(out, "{} in {}", count(*records, "record"), count(report.segments, "segment"))?;
    for (number, what) in [
        (*equal, "decided alike"),
        (*different, "decided otherwise"),
        (unknown, "of a version that is not there"),
        (*private, "not decided again: that depends on the value of a private fact"),
    ] {
        if number > 0 || what == "decided alike" {
            writeln!(out, "{number:>9} {what}")?;
        }
    }
    let chain =
        if *breaks == 0 { "whole".to_owned() } else { format!("broken in {}", count(*breaks, "place")) };
    writeln!(out, "the chain is {chain}, its last hash {}", report.last_hash)
}
