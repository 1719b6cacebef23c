//! One of the two policies, from the files or from a git revision.

use std::path::Path;

use waypost_dsl::hir::Policy;
use waypost_engine::Digest;
use waypost_server::{AsOf, files, pipeline};

use crate::policy;
use crate::revision::Revision;

/// A policy that can be compared.
#[derive(Debug)]
pub(super) struct Version {
    /// As the user names it.
    pub(super) name: String,
    /// Whether its files lie where the name says, so that other commands find it there.
    pub(super) is_at_hand: bool,
    pub(super) policy: Policy,
    pub(super) digest: Digest,
}

impl Version {
    /// The policy at `path`; nothing if it has errors, which are told.
    pub(super) fn read(path: &Path) -> anyhow::Result<Option<Self>> {
        // What is laid out has to stay until it is read.
        let laid_out = Revision::parse(path).map(Revision::lay_out).transpose()?;
        let found = match &laid_out {
            Some(laid_out) => laid_out.found.clone(),
            None => files::find(path)?,
        };
        let files = policy::one(found, path)?;
        match pipeline::check(&files, AsOf::Today.day()) {
            (Some(policy), built) => Ok(Some(Self {
                name: path.display().to_string(),
                is_at_hand: laid_out.is_none(),
                policy,
                digest: Digest::of(&built.sources),
            })),
            (None, built) => {
                policy::tell(files, built)?;
                Ok(None)
            }
        }
    }
}
