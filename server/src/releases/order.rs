//! Changes of what is live, one after the other: first on the disk, then in the catalog.

use std::sync::Arc;

use thiserror::Error;
use tokio::sync::MutexGuard;

use crate::catalog::{LivePolicy, ServedPolicy};
use crate::releases::{FOLDER, Releases, Sound};
use crate::rollout::{Plan, PlanError, Rollout};
use crate::store::{Proposal, StoreError, Version};

/// Why a version cannot be tried beside the one that is live.
#[derive(Debug, Error)]
pub(crate) enum RollOutError {
    /// Nothing is live that it could stand beside.
    #[error("nothing is live")]
    NotLive,
    /// It is live itself.
    #[error("the version is live")]
    Same,
    /// It cannot be tried so.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The data folder cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

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

    fn live_version(&self, policy: &str) -> Option<u32> {
        self.releases.catalog.table().policies.get(policy)?.live.as_ref()?.version
    }

    fn is_live(&self, policy: &str) -> bool {
        self.releases.catalog.table().policies.get(policy).is_some_and(|policy| policy.live.is_some())
    }

    /// Makes a version live.
    pub(crate) async fn activate(&self, version: &Version, actor: &str) -> Result<(), StoreError> {
        if self.live_version(&version.policy) == Some(version.number) {
            return Ok(());
        }
        let live = self.releases.compile(version).await?;
        self.releases.store.activate(version, actor).await?;
        self.serve(&version.policy, live);
        Ok(())
    }

    /// Makes the version live that was live before, and gives it; nothing if there was none.
    pub(crate) async fn roll_back(&self, policy: &str, actor: &str) -> Result<Option<Version>, StoreError> {
        let store = &self.releases.store;
        let Some(number) = store.before(policy).await? else { return Ok(None) };
        let Some(version) = store.version(policy, number).await? else { return Ok(None) };
        let live = self.releases.compile(&version).await?;
        if !store.roll_back(policy, number, actor).await? {
            return Ok(None);
        }
        self.serve(policy, live);
        Ok(Some(version))
    }

    /// Tries a version beside the one that is live.
    pub(crate) async fn roll_out(
        &self,
        version: &Version,
        plan: Plan,
        actor: &str,
    ) -> Result<Arc<Rollout>, RollOutError> {
        let policy = &version.policy;
        let table = self.releases.catalog.table();
        let served = table.policies.get(policy).ok_or(RollOutError::NotLive)?;
        let live = served.live.as_ref().ok_or(RollOutError::NotLive)?;
        if live.version == Some(version.number) {
            return Err(RollOutError::Same);
        }
        let challenger = self.releases.compile(version).await?;
        let rollout = Rollout::new(live, challenger, version.number, plan)?;
        let rollout = Arc::new(rollout.going_on_from(served.rollout.as_deref()));
        self.releases.store.start_rollout(policy, version.number, &rollout.plan, actor).await?;
        self.change(policy, |served| served.rollout = Some(Arc::clone(&rollout)));
        Ok(rollout)
    }

    /// Ends the rollout of a policy; says whether one was running.
    pub(crate) async fn end_rollout(
        &self,
        policy: &str,
        reason: &str,
        actor: &str,
    ) -> Result<bool, StoreError> {
        let was_running = self.releases.store.end_rollout(policy, reason, actor).await?;
        self.change(policy, |served| served.rollout = None);
        Ok(was_running)
    }

    fn serve(&self, policy: &str, live: Arc<LivePolicy>) {
        self.releases.catalog.change(|before| {
            let mut table = before.clone();
            match table.policies.get_mut(policy) {
                Some(known) => {
                    known.live = Some(live);
                    known.rollout = None;
                }
                None => {
                    table.policies.insert(policy.to_owned(), ServedPolicy::published(live));
                }
            }
            table
        });
    }

    fn change(&self, policy: &str, change: impl FnOnce(&mut ServedPolicy)) {
        self.releases.catalog.change(|before| {
            let mut table = before.clone();
            if let Some(served) = table.policies.get_mut(policy) {
                change(served);
            }
            table
        });
    }
}
