//! `waypost check`: is a policy sound?

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use waypost_dsl::diagnostic::Severity;
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
    #[command(flatten)]
    as_of: as_of::Day,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let mut checked: Vec<Checked> = vec![];
    let day = AsOf::from(arguments.as_of).day();
    for path in &arguments.paths {
        for files in files::find(path)? {
            let built = pipeline::build(&files, day);
            checked.push(Checked { files, built, tests: None });
        }
    }
    let denied = if arguments.deny_warnings { Severity::Warning } else { Severity::Error };
    let report = Report { checked, denied, coverage: false };
    report.print(arguments.format).context("the report cannot be written")?;
    Ok(report.status())
}
