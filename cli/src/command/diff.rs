//! `waypost diff`: which payments does a change of a policy decide otherwise?

mod human;
mod limits;
mod markdown;
mod report;
mod table;
mod traffic;
mod version;

use std::io::{self, Write as _};
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use waypost_dsl::literal;
use waypost_engine::analyze::BUDGET;
use waypost_engine::diff::{diff, merge};
use waypost_server::wire::difference::Difference;

use crate::Status;
use crate::report::write_json;
use limits::Limits;
use report::Report;
use version::Version;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The policy before: a folder, a file, or one in git, as `HEAD~1:policies/checkout`
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The policy after
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Payments to be decided with both, one in JSON a line; `-` is stdin
    #[arg(long, value_name = "FILE")]
    payments: Option<PathBuf>,
    /// How to print what changes
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    #[command(flatten)]
    limits: Limits,
    /// How hard each question is looked into: as far as one core comes in about this time
    #[arg(long, value_name = "TIME", default_value = "1s", value_parser = budget)]
    budget: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Human,
    /// One JSON object with all changes.
    Json,
    /// A comment for a pull request.
    Markdown,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let (old, new) = (Version::read(&arguments.old)?, Version::read(&arguments.new)?);
    let (Some(old), Some(new)) = (old, new) else { return Ok(Status::Unreadable) };
    let merged = merge(&old.policy, &new.policy)
        .with_context(|| format!("`{}` and `{}` cannot be compared", old.name, new.name))?;
    let mut difference = Difference::new(&merged, diff(&merged, arguments.budget));
    let mut report = Report::new(&old, &new);
    if let Some(file) = &arguments.payments {
        difference.traffic = Some(traffic::measure([old, new], file)?);
    }
    report.difference = difference;
    print(&report, arguments.format).context("the report cannot be written")?;
    let passed = arguments.limits.passed(&report.difference);
    for limit in &passed {
        writeln!(anstream::stderr(), "error: {limit}")?;
    }
    let fails = if arguments.limits.are_given() { !passed.is_empty() } else { !report.difference.same };
    Ok(if fails { Status::Findings } else { Status::Success })
}

fn print(report: &Report, format: Format) -> io::Result<()> {
    let out = &mut io::stdout().lock();
    match format {
        Format::Human => out.write_all(human::of(report).as_bytes()),
        Format::Json => write_json(out, &report.difference),
        Format::Markdown => out.write_all(markdown::of(report).as_bytes()),
    }
}

/// How many regions a question may compare: the engine has no clock, so that it has the same answer everywhere.
fn budget(text: &str) -> Result<u32, String> {
    let millis = literal::duration(text).ok().filter(|millis| *millis > 0);
    let millis = millis.ok_or("a time is wanted, such as 500ms, 30s or 2m")?;
    let regions = u64::from(BUDGET).saturating_mul(millis.unsigned_abs()) / 1_000;
    Ok(u32::try_from(regions).unwrap_or(u32::MAX))
}
