//! `waypost decide`: one decision a payment, as JSON, one line each.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use waypost_server::Decider;
use waypost_server::wire::refusal::Refusal;

pub(super) mod notation;

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
    let mut out = BufWriter::new(io::stdout().lock());
    let tally = match &arguments.payments {
        Payments { payment: Some(line), .. } => notation::decide(&decider, &files, sources, line, &mut out)?,
        Payments { json: Some(file), .. } => one(&decider, file, &mut out)?,
        Payments { ndjson: Some(file), .. } => lines(&decider, file, &mut out)?,
        _ => Tally::default(),
    };
    out.flush()?;
    tell(&tally)?;
    Ok(if tally.refused > 0 { Status::Findings } else { Status::Success })
}

fn one(decider: &Decider, file: &Path, out: &mut impl Write) -> anyhow::Result<Tally> {
    let mut answers = Answers::new(decider);
    answers.answer(&input::whole(file)?, None, out)?;
    Ok(answers.tally)
}

fn lines(decider: &Decider, file: &Path, out: &mut impl Write) -> anyhow::Result<Tally> {
    let mut answers = Answers::new(decider);
    input::lines(file, |number, json| answers.answer(json, Some(number), out))?;
    Ok(answers.tally)
}

/// Decides one payment after the other, with the same slots and the same buffer.
struct Answers<'d> {
    decider: &'d Decider,
    payment: waypost_engine::Payment,
    answer: Vec<u8>,
    tally: Tally,
}

impl<'d> Answers<'d> {
    fn new(decider: &'d Decider) -> Self {
        Self { decider, payment: decider.payment(), answer: vec![], tally: Tally::default() }
    }

    fn answer(&mut self, json: &[u8], line: Option<usize>, out: &mut impl Write) -> anyhow::Result<()> {
        self.answer.clear();
        match self.decider.decide(json, &mut self.payment, &mut self.answer) {
            Ok(skipped) => {
                self.tally.decided += 1;
                if let Some(first) = skipped.first {
                    *self.tally.skipped.entry(first.to_string()).or_default() += 1;
                }
            }
            Err(error) => {
                self.tally.refused += 1;
                self.answer.clear();
                serde_json::to_writer(&mut self.answer, &Refusal::new(&error, line))?;
            }
        }
        self.answer.push(b'\n');
        out.write_all(&self.answer)?;
        Ok(())
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
