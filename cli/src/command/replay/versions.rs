//! Where the versions are found that records name: among the policies of a path, and in a data folder.

use std::collections::BTreeMap;
use std::path::Path;

use waypost_engine::{Digest, Snapshot};
use waypost_server::records::Versions;
use waypost_server::{AsOf, files, pipeline};

use crate::{Status, policy};

/// All versions that there are.
pub(super) struct Known {
    /// The policies of a path, by their digests.
    policies: BTreeMap<String, Snapshot>,
    #[cfg(feature = "serve")]
    stored: Option<stored::Stored>,
}

impl Known {
    /// Those at `path`, and those of the data folder `data`; if a policy has errors, they are told, and it is how the
    /// command ends.
    pub(super) fn at(path: Option<&Path>, data: Option<&Path>) -> anyhow::Result<Result<Self, Status>> {
        let mut policies = BTreeMap::new();
        let found = path.map(files::find).transpose()?;
        for files in found.into_iter().flatten() {
            let (policy, built) = pipeline::check(&files, AsOf::Today.day());
            let Some(policy) = policy else { return Ok(Err(policy::tell(files, built)?)) };
            let digest = Digest::of(&built.sources);
            policies.insert(digest.to_string(), waypost_engine::compile(policy, digest));
        }
        #[cfg(feature = "serve")]
        let stored = data.map(stored::Stored::open).transpose()?;
        #[cfg(not(feature = "serve"))]
        anyhow::ensure!(data.is_none(), "this program was built without what reads data folders");
        Ok(Ok(Self {
            policies,
            #[cfg(feature = "serve")]
            stored,
        }))
    }
}

impl Versions for Known {
    fn find(&mut self, _policy: &str, digest: &str) -> Option<Snapshot> {
        let known = self.policies.remove(digest);
        #[cfg(feature = "serve")]
        let known = known.or_else(|| self.stored.as_ref()?.find(digest));
        known
    }
}

#[cfg(feature = "serve")]
mod stored {
    //! The versions of a data folder.

    use std::path::Path;

    use anyhow::ensure;
    use tokio::runtime::{Builder, Runtime};
    use waypost_engine::Snapshot;
    use waypost_server::{Store, pipeline};

    /// The data folder of a server, which may be running.
    pub(super) struct Stored {
        store: Store,
        runtime: Runtime,
    }

    impl Stored {
        pub(super) fn open(folder: &Path) -> anyhow::Result<Self> {
            ensure!(folder.is_dir(), "`{}` is no data folder", folder.display());
            let runtime = Builder::new_current_thread().enable_all().build()?;
            let store = runtime.block_on(Store::open(folder))?;
            Ok(Self { store, runtime })
        }

        /// The version with that digest. One that cannot be read is told, and counts as one that is not there.
        pub(super) fn find(&self, digest: &str) -> Option<Snapshot> {
            let found = self.runtime.block_on(async {
                match self.store.version_with(digest).await? {
                    Some(version) => Ok(Some(self.store.bundle(&version).await?)),
                    None => Ok::<_, waypost_server::StoreError>(None),
                }
            });
            match found {
                Ok(bundle) => pipeline::compile(&bundle?),
                Err(error) => {
                    crate::output::complain(&error.into());
                    None
                }
            }
        }
    }
}
