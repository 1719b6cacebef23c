//! The one policy that a command works with, ready to decide.

use std::path::Path;

use anyhow::Context as _;
use waypost_dsl::Sources;
use waypost_dsl::diagnostic::Severity;
use waypost_engine::Snapshot;
use waypost_server::files::{self, PolicyFiles};
use waypost_server::{AsOf, pipeline};

use crate::Status;
use crate::report::{Checked, Format, Report};

/// A policy without errors.
#[derive(Debug)]
pub(crate) struct Policy {
    pub(crate) files: PolicyFiles,
    pub(crate) sources: Sources,
    pub(crate) snapshot: Snapshot,
}

/// The policy at `path`; if it has errors, they are told, and it is how the command ends.
pub(crate) fn at(path: &Path) -> anyhow::Result<Result<Policy, Status>> {
    let mut found = files::find(path)?.into_iter();
    let (files, more) = (found.next().context("there is no policy")?, found.len());
    anyhow::ensure!(more == 0, "`{}` holds {} policies: name one of them", path.display(), more + 1);
    let mut built = pipeline::build(&files, AsOf::Today.day());
    if let Some(snapshot) = built.snapshot.take() {
        return Ok(Ok(Policy { files, sources: built.sources, snapshot }));
    }
    let checked = vec![Checked { files, built, tests: None }];
    let report = Report { checked, denied: Severity::Error, coverage: false };
    report.print(Format::Human)?;
    Ok(Err(report.status()))
}
