//! The one policy that a command works with, ready to decide.

use std::path::Path;

use anyhow::Context as _;
use waypost_dsl::Sources;
use waypost_dsl::diagnostic::Severity;
use waypost_engine::{Digest, Snapshot};
use waypost_server::AsOf;
use waypost_server::files::{self, PolicyFiles};
use waypost_server::pipeline::{self, Built};

use crate::Status;
use crate::report::{Checked, Format, Report};

/// A policy that can be decided with.
#[derive(Debug)]
pub(crate) struct Policy {
    pub(crate) files: PolicyFiles,
    pub(crate) sources: Sources,
    pub(crate) snapshot: Snapshot,
}

/// The policy at `path`; if it has errors, they are told, and it is how the command ends. Nothing is proved of it: a payment
/// that shows a fault must be able to show it.
pub(crate) fn at(path: &Path) -> anyhow::Result<Result<Policy, Status>> {
    let files = one(files::find(path)?, path)?;
    let (policy, built) = pipeline::check(&files, AsOf::Today.day());
    match policy {
        Some(policy) => {
            let snapshot = waypost_engine::compile(policy, Digest::of(&built.sources));
            Ok(Ok(Policy { files, sources: built.sources, snapshot }))
        }
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
