//! The one place where versions of policies become live: what is sound is kept in the data folder, and what the data
//! folder says is live is what the catalog serves, in the same order.

use std::sync::Arc;

use tokio::sync::{Mutex, MutexGuard};
use tokio::task;
use waypost_dsl::hir::Date;
use waypost_engine::Snapshot;
use waypost_engine::analyze::BUDGET;

use crate::as_of::AsOf;
use crate::background::Background;
use crate::bundle::Bundle;
use crate::catalog::{Catalog, LivePolicy, ServedPolicy, Table};
use crate::judge::{self, Report};
use crate::pipeline;
use crate::rollout::Rollout;
use crate::store::{Fresh, KeptRollout, Proposal, Store, StoreError, Version};
use crate::wire::difference::{Compared, Difference};

pub(crate) use order::{Order, RollOutError};
use proved::Proved;

mod order;
mod proved;

/// How hard each question of a comparison is looked into. Somebody waits for the answer, and `waypost diff` looks harder.
const QUICK: u32 = BUDGET / 10;

/// What the folder of the server's policies is called where authors are.
const FOLDER: &str = "folder";

/// Versions of policies, and which of them are live.
#[derive(Debug)]
pub struct Releases {
    pub(crate) store: Store,
    catalog: Arc<Catalog>,
    as_of: AsOf,
    /// Where policies are proved and compared.
    background: Arc<Background>,
    pub(crate) proved: Proved,
    /// Held from before something is written until it is served, so that both happen in one order.
    order: Mutex<()>,
}

/// A policy that was found sound.
#[derive(Debug)]
pub(crate) struct Sound {
    pub(crate) snapshot: Snapshot,
    /// What it was made of.
    pub(crate) bundle: Bundle,
    /// What was found in it.
    pub(crate) report: Report,
}

/// What is to become a version.
pub(crate) struct Proposed<'a> {
    pub(crate) policy: &'a str,
    pub(crate) bundle: Bundle,
    pub(crate) digest: String,
    pub(crate) report: Report,
    pub(crate) message: &'a str,
}

impl Releases {
    /// Serves what the data folder says is live. It was found sound when it was published, so it is compiled and not
    /// proved again.
    pub async fn open(store: Store, as_of: AsOf) -> Result<Arc<Self>, StoreError> {
        store.verify_journal().await?;
        let (mut table, background) = (Table::default(), Arc::new(Background::beside()));
        for (policy, number) in store.live().await? {
            let damaged = || StoreError::Damaged(format!("there is no version {number} of `{policy}`"));
            let version = store.version(&policy, number).await?.ok_or_else(damaged)?;
            let live = compile(&store, &background, &version).await?;
            table.policies.insert(policy, ServedPolicy::published(live));
        }
        for kept in store.rollouts().await? {
            restore(&store, &background, kept, &mut table).await?;
        }
        let catalog = Arc::new(Catalog::default());
        catalog.change(|_| table);
        let (proved, order) = (Proved::default(), Mutex::new(()));
        Ok(Arc::new(Self { store, catalog, as_of, background, proved, order }))
    }

    /// The policies that are served.
    pub fn catalog(&self) -> Arc<Catalog> {
        Arc::clone(&self.catalog)
    }

    /// Judges a bundle. Takes its time, on threads that step back when requests want their cores.
    pub(crate) fn judge(&self, bundle: &Bundle, day: Date) -> judge::Judged {
        self.background.run(|| judge::bundle(bundle, day))
    }

    /// The day that policies are judged on.
    pub(crate) fn day(&self) -> Date {
        self.as_of.day()
    }

    /// Frees what is live no more.
    pub(crate) fn reclaim(&self) {
        self.background.run(|| self.catalog.reclaim());
    }

    /// A version ready to decide with.
    pub(crate) async fn compile(&self, version: &Version) -> Result<Arc<LivePolicy>, StoreError> {
        compile(&self.store, &self.background, version).await
    }

    /// Compares two policies, in the same way.
    pub(crate) fn compare(&self, old: &LivePolicy, new: &Snapshot) -> Compared {
        self.background.run(|| Difference::between(old.decider.snapshot().policy(), new.policy(), QUICK))
    }

    /// Keeps what was found sound as a version.
    pub(crate) async fn propose(
        &self,
        proposed: Proposed<'_>,
        author: &str,
    ) -> Result<(Version, Fresh), StoreError> {
        let Proposed { policy, bundle, digest, report, message } = proposed;
        let report = serde_json::to_string(&report).unwrap_or_default();
        let (bundle, digest, report) = (&bundle, &*digest, &*report);
        self.store.propose(&Proposal { policy, bundle, digest, author, message, report }).await
    }

    /// Writes down that rollouts have ended by themselves.
    pub(crate) async fn settle(&self) -> Result<(), StoreError> {
        let table = self.catalog.table();
        for (policy, served) in &table.policies {
            if served.rollout.as_ref().is_some_and(|rollout| rollout.is_over()) {
                let reason = "too much was decided otherwise or refused";
                self.order().await.end_rollout(policy, reason, "waypost").await?;
            }
        }
        Ok(())
    }

    /// Waits until nobody else changes what is live.
    pub(crate) async fn order(&self) -> Order<'_> {
        let held: MutexGuard<'_, ()> = self.order.lock().await;
        Order::new(self, held)
    }
}

/// Goes on with a rollout. What was counted before is not.
async fn restore(
    store: &Store,
    background: &Arc<Background>,
    kept: KeptRollout,
    table: &mut Table,
) -> Result<(), StoreError> {
    let KeptRollout { policy, number, plan, .. } = kept;
    let damaged = |what: &str| StoreError::Damaged(format!("the rollout of `{policy}`: {what}"));
    let served = table.policies.get_mut(&policy).ok_or_else(|| damaged("nothing is live"))?;
    let live = served.live.as_ref().ok_or_else(|| damaged("nothing is live"))?;
    let version = store.version(&policy, number).await?.ok_or_else(|| damaged("there is no such version"))?;
    let challenger = compile(store, background, &version).await?;
    let rollout =
        Rollout::new(live, challenger, number, plan).map_err(|error| damaged(&error.to_string()))?;
    served.rollout = Some(Arc::new(rollout));
    Ok(())
}

async fn compile(
    store: &Store,
    background: &Arc<Background>,
    version: &Version,
) -> Result<Arc<LivePolicy>, StoreError> {
    let (bundle, background) = (store.bundle(version).await?, Arc::clone(background));
    let (digest, number) = (version.digest.clone(), version.number);
    let compile = move || {
        let snapshot =
            pipeline::compile(&bundle).filter(|snapshot| snapshot.digest().to_string() == digest)?;
        Some(Arc::new(LivePolicy::new(snapshot, Some(number))))
    };
    let compiled = task::spawn_blocking(move || background.run(compile)).await;
    let damaged = || {
        StoreError::Damaged(format!("version {} of `{}` does not compile", version.number, version.policy))
    };
    compiled.ok().flatten().ok_or_else(damaged)
}
