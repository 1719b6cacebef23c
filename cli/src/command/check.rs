//! `waypost check`: is a policy sound?

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use waypost_dsl::diagnostic::{Code, Severity};
use waypost_server::{files, pipeline};

use crate::Status;
use crate::report::{self, Checked, Format};

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
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let mut all: Vec<Checked> = vec![];
    for path in &arguments.paths {
        for files in files::find(path)? {
            let built = pipeline::build(&files);
            all.push(Checked { files, built });
        }
    }
    report::print(&all, arguments.format).context("the report cannot be written")?;
    main_files_are_readable(&all)?;
    let warned = || {
        all.iter()
            .flat_map(|checked| &checked.built.diagnostics)
            .any(|found| found.severity() == Severity::Warning)
    };
    match report::has_errors(&all) || (arguments.deny_warnings && warned()) {
        true => Ok(Status::Findings),
        false => Ok(Status::Success),
    }
}

/// A main file that cannot be read is no finding in a policy, but wrong use.
fn main_files_are_readable(all: &[Checked]) -> anyhow::Result<()> {
    for checked in all {
        let main = checked.built.sources.iter().next().map(|(id, _)| id);
        let unreadable = checked.built.diagnostics.iter().find(|found| {
            found.code == Code::UnreadableFile
                && found.primary.span.range() == (0..0)
                && Some(found.primary.span.file) == main
        });
        if let Some(found) = unreadable {
            anyhow::bail!("{}", found.message);
        }
    }
    Ok(())
}
