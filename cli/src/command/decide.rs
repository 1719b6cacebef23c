//! `waypost decide`: one decision a payment, as JSON, one line each.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use waypost_dsl::Sources;
use waypost_dsl::diagnostic::Severity;
use waypost_server::files::PolicyFiles;
use waypost_server::wire::refusal::Refusal;
use waypost_server::{Decider, files, pipeline};

mod notation;

use crate::Status;
use crate::report::{Checked, Format, Report, count};

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
    let Some((files, sources, decider)) = decider(&arguments.path)? else { return Ok(Status::Findings) };
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

/// The policy at `path`, ready to decide with, and its texts; nothing if it has errors, which are told.
fn decider(path: &Path) -> anyhow::Result<Option<(PolicyFiles, Sources, Decider)>> {
    let mut found = files::find(path)?.into_iter();
    let (files, more) = (found.next().context("there is no policy")?, found.len());
    anyhow::ensure!(
        more == 0,
        "`{}` holds {} policies: name the one to decide with",
        path.display(),
        more + 1
    );
    let mut built = pipeline::build(&files);
    match built.snapshot.take() {
        Some(snapshot) => Ok(Some((files, built.sources, Decider::new(snapshot)))),
        None => {
            let checked = vec![Checked { files, built, tests: None }];
            let report = Report { checked, denied: Severity::Error, coverage: false };
            report.print(Format::Human)?;
            Ok(None)
        }
    }
}

fn open(file: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    if file == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let opened = File::open(file).with_context(|| format!("`{}` cannot be read", file.display()))?;
    Ok(Box::new(BufReader::with_capacity(1 << 16, opened)))
}

fn one(decider: &Decider, file: &Path, out: &mut impl Write) -> anyhow::Result<Tally> {
    let mut json = vec![];
    open(file)?.read_to_end(&mut json).with_context(|| format!("`{}` cannot be read", file.display()))?;
    let mut answers = Answers::new(decider);
    answers.answer(&json, None, out)?;
    Ok(answers.tally)
}

/// One payment a line; lines of white space are passed over.
fn lines(decider: &Decider, file: &Path, out: &mut impl Write) -> anyhow::Result<Tally> {
    let mut input = open(file)?;
    let mut answers = Answers::new(decider);
    let mut line = vec![];
    for number in 1.. {
        line.clear();
        let read = input.read_until(b'\n', &mut line);
        if read.with_context(|| format!("`{}` cannot be read", file.display()))? == 0 {
            break;
        }
        if !line.trim_ascii().is_empty() {
            answers.answer(&line, Some(number), out)?;
        }
    }
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
                    *self.tally.skipped.entry(first).or_default() += 1;
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
