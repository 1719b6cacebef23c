//! `waypost decide`: one decision a payment, as JSON, one line each.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use waypost_server::Decider;
use waypost_server::wire::payment::Name;

mod answers;
mod lines;
pub(super) mod notation;

use answers::Answers;

use crate::policy::{self, Policy};
use crate::report::count;
use crate::{Status, input};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The policy's folder or its main file
    #[arg(value_name = "PATH")]
    path: PathBuf,
    #[command(flatten)]
    payments: Payments,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Payments {
    /// One payment in the payment notation: `amount=12.00 EUR method=card`
    #[arg(long, value_name = "PAYMENT")]
    payment: Option<String>,
    /// A file with one payment in JSON; `-` is stdin
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// A file with one payment in JSON a line; `-` is stdin
    #[arg(long, value_name = "FILE")]
    ndjson: Option<PathBuf>,
}

/// How many names of members that belong to no fact are told.
const NAMES_TOLD: usize = 5;

/// How many payments were decided, and what was odd about them.
#[derive(Debug, Default)]
struct Tally {
    decided: usize,
    refused: usize,
    /// The members of payments that belong to no fact, by name, with how often each came first.
    skipped: BTreeMap<String, usize>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let Policy { files, sources, snapshot } = match policy::at(&arguments.path)? {
        Ok(policy) => policy,
        Err(status) => return Ok(status),
    };
    let decider = Decider::new(snapshot);
    let mut out = io::stdout().lock();
    let tally = match &arguments.payments {
        Payments { payment: Some(line), .. } => notation::decide(&decider, &files, sources, line, &mut out)?,
        Payments { json: Some(file), .. } => one(&decider, file, &mut out)?,
        Payments { ndjson: Some(file), .. } => lines::decide(decider, file, &mut out)?,
        _ => Tally::default(),
    };
    out.flush()?;
    tell(&tally)?;
    Ok(if tally.refused > 0 { Status::Findings } else { Status::Success })
}

fn one(decider: &Decider, file: &Path, out: &mut impl Write) -> anyhow::Result<Tally> {
    let json = input::whole(file)?;
    let Answers { text, tally } = Answers::to(decider, std::iter::once((None, json.as_slice())))?;
    out.write_all(&text)?;
    Ok(tally)
}

impl Tally {
    /// One payment more is decided; `skipped` is the first member of it that belongs to no fact.
    fn decided(&mut self, skipped: Option<Name<'_>>) {
        self.decided += 1;
        if let Some(name) = skipped {
            *self.skipped.entry(name.to_string()).or_default() += 1;
        }
    }

    fn add(&mut self, other: Self) {
        self.decided += other.decided;
        self.refused += other.refused;
        for (name, payments) in other.skipped {
            *self.skipped.entry(name).or_default() += payments;
        }
    }
}

fn tell(tally: &Tally) -> io::Result<()> {
    let mut out = anstream::stderr().lock();
    if tally.refused > 0 {
        writeln!(out, "refused {} of {}", tally.refused, count(tally.decided + tally.refused, "payment"))?;
    }
    if !tally.skipped.is_empty() {
        let names: Vec<String> =
            tally.skipped.keys().take(NAMES_TOLD).map(|name| format!("`{name}`")).collect();
        let payments = count(tally.skipped.values().sum(), "payment");
        let more = if tally.skipped.len() > names.len() { " and others" } else { "" };
        writeln!(
            out,
            "passed over what the policy declares no fact for, in {payments}: {}{more}",
            names.join(", ")
        )?;
    }
    Ok(())
}
