//! Changes of what is live, one after the other: first on the disk, then in the catalog.

use std::sync::Arc;

use tokio::sync::MutexGuard;

use crate::catalog::{LivePolicy, ServedPolicy};
use crate::releases::{FOLDER, Releases, Sound, compile};
use crate::store::{Proposal, StoreError, Version};

/// The right to change what is live.
pub(crate) struct Order<'r> {
    releases: &'r Releases,
    _held: MutexGuard<'r, ()>,
}

impl<'r> Order<'r> {
    pub(super) fn new(releases: &'r Releases, held: MutexGuard<'r, ()>) -> Self {
        Self { releases, _held: held }
    }

    /// Takes what the folder of a policy gives for a new version, unless it is what it gave last: then what is live
    /// stays, which somebody may have chosen since. Whoever asks puts it into the catalog.
    pub(crate) async fn follow(
        &self,
        policy: &str,
        Sound { snapshot, bundle, report }: Sound,
    ) -> Result<Option<Arc<LivePolicy>>, StoreError> {
        let store = &self.releases.store;
        let known = store.folder(policy).await?;
        if known == Some(bundle.digest().to_string()) && self.is_live(policy) {
            return Ok(None);
        }
        let digest = snapshot.digest().to_string();
        let report = serde_json::to_string(&report).unwrap_or_default();
        let (bundle, digest, report) = (&bundle, &*digest, &*report);
        let proposal = Proposal { policy, bundle, digest, author: FOLDER, message: "", report };
        let version = store.follow(&proposal).await?;
        Ok(Some(Arc::new(LivePolicy::new(snapshot, Some(version.number)))))
    }

    fn is_live(&self, policy: &str) -> bool {
        self.releases.catalog.table().policies.get(policy).is_some_and(|policy| policy.live.is_some())
    }

    /// Makes a version live.
    pub(crate) async fn activate(&self, version: &Version, actor: &str) -> Result<(), StoreError> {
        let live = compile(&self.releases.store, version).await?;
        self.releases.store.activate(version, actor).await?;
        self.serve(&version.policy, live);
        Ok(())
    }

    /// Makes the version live that was live before, and gives it; nothing if there was none.
    pub(crate) async fn roll_back(&self, policy: &str, actor: &str) -> Result<Option<Version>, StoreError> {
        let store = &self.releases.store;
        let Some(number) = store.before(policy).await? else { return Ok(None) };
        let Some(version) = store.version(policy, number).await? else { return Ok(None) };
        let live = compile(store, &version).await?;
        if !store.roll_back(policy, number, actor).await? {
            return Ok(None);
        }
        self.serve(policy, live);
        Ok(Some(version))
    }

    fn serve(&self, policy: &str, live: Arc<LivePolicy>) {
        self.releases.catalog.change(|before| {
            let mut table = before.clone();
            let known = table.policies.get(policy).cloned();
            let served = match known {
                Some(known) => ServedPolicy { live: Some(live), ..known },
                None => ServedPolicy { file: None, live: Some(live), stale: None, findings: Arc::default() },
            };
            table.policies.insert(policy.to_owned(), served);
            table
        });
    }
}
