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
    if all.iter().any(is_unreadable) {
        return Ok(Status::Unreadable);
    }
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

/// Whether the main file could not be read: that is no finding in a policy, but wrong use.
fn is_unreadable(checked: &Checked) -> bool {
    let main = checked.built.sources.iter().next().map(|(id, _)| id);
    checked.built.diagnostics.iter().any(|found| {
        let at = found.primary.span;
        found.code == Code::UnreadableFile && at.range() == (0..0) && Some(at.file) == main
    })
}
