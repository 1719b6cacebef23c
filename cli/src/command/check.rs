//! `waypost check`: is a policy sound?

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use waypost_dsl::diagnostic::{Code, Severity};
use waypost_dsl::literal;
use waypost_engine::analyze::{BUDGET, Options};
use waypost_server::{AsOf, files, pipeline};

use crate::Status;
use crate::command::as_of;
use crate::report::{Checked, Format, Report};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Policies' folders, their main files, or folders of policies
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Fail on warnings too
    #[arg(long)]
    deny_warnings: bool,
    /// Let a warning or a note of this name or code be, such as `ineligible-connector`; may be given several times
    #[arg(long, value_name = "NAME", value_parser = allowed)]
    allow: Vec<Code>,
    /// Tell of rules that take payments from one another, too
    #[arg(long)]
    notes: bool,
    /// About how long each proof may take, as `500ms`, `30s` or `2m`; the same budget gives the same findings everywhere
    #[arg(long, default_value = "1s", value_parser = budget)]
    budget: u32,
    #[command(flatten)]
    as_of: as_of::Day,
}

/// What may be allowed: no errors.
fn allowed(name: &str) -> Result<Code, String> {
    match Code::find(name) {
        None => Err("there is no such finding; `waypost explain-code` lists them all".to_owned()),
        Some(code) if code.severity() == Severity::Error => {
            Err(format!("`{}` is an error, and errors cannot be allowed", code.name()))
        }
        Some(code) => Ok(code),
    }
}

/// How many regions are compared in a time, on a machine of today.
fn budget(time: &str) -> Result<u32, String> {
    let unit = time.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_time = unit.len() < time.len() && ["ms", "s", "m", "h"].contains(&unit);
    let millis =
        literal::duration(time).ok().filter(|_| is_time).and_then(|millis| u64::try_from(millis).ok());
    let millis = millis.ok_or("write it like `500ms`, `30s` or `2m`")?;
    let compared = millis.saturating_mul(u64::from(BUDGET)) / 1_000;
    Ok(u32::try_from(compared.max(1)).unwrap_or(u32::MAX))
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let day = AsOf::from(arguments.as_of).day();
    let options = Options { budget: arguments.budget, notes: arguments.notes, ..Options::default() };
    let mut checked: Vec<Checked> = vec![];
    for path in &arguments.paths {
        for files in files::find(path)? {
            let mut built = pipeline::build_with(&files, options, day);
            built.diagnostics.retain(|found| !arguments.allow.contains(&found.code));
            checked.push(Checked { files, built, tests: None });
        }
    }
    let denied = if arguments.deny_warnings { Severity::Warning } else { Severity::Error };
    let report = Report { checked, denied, coverage: false };
    report.print(arguments.format).context("the report cannot be written")?;
    Ok(report.status())
}
