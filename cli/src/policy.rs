//! The one policy that a command works with, ready to decide.

use std::path::Path;

use anyhow::Context as _;
use waypost_dsl::Sources;
use waypost_dsl::diagnostic::Severity;
use waypost_engine::Snapshot;
use waypost_server::AsOf;
use waypost_server::files::{self, PolicyFiles};
use waypost_server::pipeline::{self, Built};

use crate::Status;
use crate::report::{Checked, Format, Report};

/// A policy without errors.
#[derive(Debug)]
pub(crate) struct Policy {
    pub(crate) files: PolicyFiles,
    pub(crate) sources: Sources,
    pub(crate) snapshot: Snapshot,
}

/// The policy at `path`; if it has errors, or breaks an invariant of the day, that is told, and it is how the command ends.
pub(crate) fn at(path: &Path, as_of: AsOf) -> anyhow::Result<Result<Policy, Status>> {
    let files = one(files::find(path)?, path)?;
    let mut built = pipeline::build(&files, as_of.day());
    match built.snapshot.take() {
        Some(snapshot) => Ok(Ok(Policy { files, sources: built.sources, snapshot })),
        None => Ok(Err(tell(files, built)?)),
    }
}

/// The only one of the policies that were found at `path`.
pub(crate) fn one(found: Vec<PolicyFiles>, path: &Path) -> anyhow::Result<PolicyFiles> {
    let mut found = found.into_iter();
    let (files, more) = (found.next().context("there is no policy")?, found.len());
    anyhow::ensure!(more == 0, "`{}` holds {} policies: name one of them", path.display(), more + 1);
    Ok(files)
}

/// Tells what is wrong with a policy; gives how a check of it would end.
pub(crate) fn tell(files: PolicyFiles, built: Built) -> anyhow::Result<Status> {
    let checked = vec![Checked { files, built, tests: None }];
    let report = Report { checked, denied: Severity::Error, coverage: false };
    report.print(Format::Human)?;
    Ok(report.status())
}
