//! Keeps the catalog as good as the files: reads them again, compiles what has changed, and publishes it all in one
//! swap. Whatever is wrong, the last good policy stays.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::runtime::Handle;

use crate::as_of::AsOf;
use crate::catalog::{Catalog, LivePolicy};
use crate::files::{self, FilesError, PolicyFiles};
use crate::releases::Releases;
use attempt::Attempt;

mod attempt;
mod table;

/// Reads the policies at a path, again and again. Belongs to one thread, which compiles them.
#[derive(Debug)]
pub struct Reloader {
    path: PathBuf,
    as_of: AsOf,
    catalog: Arc<Catalog>,
    /// Where what is read becomes a version, if versions are kept.
    releases: Option<(Arc<Releases>, Handle)>,
    /// What became of the files when they were tried last, by the main file's path below the root.
    tried: BTreeMap<String, Attempt>,
}

impl Reloader {
    /// Reads the policies at `path`: a policy's main file, its folder, or a folder that holds policies' folders.
    /// A policy with errors, or that breaks an invariant of the day, is in the catalog, but not live.
    pub fn open(path: &Path, as_of: AsOf) -> Result<Self, FilesError> {
        Self::begin(path, as_of, Arc::default(), None)
    }

    /// As [`open`](Self::open); what is read becomes versions, and what they have made live already is served. Must not be
    /// called by a task of the runtime, since it waits for the database.
    pub fn publishing(
        path: &Path,
        as_of: AsOf,
        releases: Arc<Releases>,
        runtime: Handle,
    ) -> Result<Self, FilesError> {
        let catalog = releases.catalog();
        Self::begin(path, as_of, catalog, Some((releases, runtime)))
    }

    fn begin(
        path: &Path,
        as_of: AsOf,
        catalog: Arc<Catalog>,
        releases: Option<(Arc<Releases>, Handle)>,
    ) -> Result<Self, FilesError> {
        let found = files::search(path)?;
        let mut reloader = Self { path: path.to_owned(), as_of, catalog, releases, tried: BTreeMap::new() };
        reloader.take(found);
        Ok(reloader)
    }

    /// The policies that are served.
    pub fn catalog(&self) -> Arc<Catalog> {
        Arc::clone(&self.catalog)
    }

    /// Reads the files again, and publishes what has changed.
    pub fn scan(&mut self) {
        match files::search(&self.path) {
            Ok(found) => self.take(found),
            Err(error) => self.catalog.change(|before| table::lost(before, &error)),
        }
    }

    /// The path that was given.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The folders in which a change may matter: where policies may appear, and where the files lie that were asked
    /// for, or would lie if they were there.
    pub(crate) fn folders(&self) -> BTreeSet<PathBuf> {
        let mut folders = BTreeSet::new();
        if self.path.is_dir() {
            folders.insert(self.path.clone());
            folders.extend(files::subfolders(&self.path).unwrap_or_default());
        } else {
            let parent = self.path.parent().filter(|parent| !parent.as_os_str().is_empty());
            folders.insert(parent.unwrap_or(Path::new(".")).to_owned());
        }
        folders.extend(self.tried.values().flat_map(Attempt::folders));
        folders
    }

    fn take(&mut self, found: Vec<Result<PolicyFiles, FilesError>>) {
        let (mut tried, mut faults) = (BTreeMap::new(), vec![]);
        let day = self.as_of.day();
        for found in found {
            match found {
                Ok(files) => {
                    let main = files.main();
                    let before = self.tried.remove(&main);
                    tried.insert(main, Attempt::after(before, &files, day));
                }
                Err(error) => faults.push(error.to_string()),
            }
        }
        self.tried = tried;
        let Some((releases, runtime)) = self.releases.clone() else {
            let served = table::of_each_name(&self.catalog.table(), &mut self.tried, &mut faults);
            let served = served.into_iter().map(|attempt| {
                let news = attempt.take_news();
                let live = news.map(|news| Arc::new(LivePolicy::new(news.snapshot, None)));
                (&*attempt, live)
            });
            let served = served.collect();
            return self.catalog.change(|before| table::derive(before, served, faults));
        };
        runtime.block_on(async {
            let order = releases.order().await;
            let mut served = vec![];
            for attempt in table::of_each_name(&self.catalog.table(), &mut self.tried, &mut faults) {
                let live = match attempt.take_news() {
                    Some(news) => match order.follow(&attempt.name, news).await {
                        Ok(live) => live,
                        Err(error) => {
                            attempt.forget(&error);
                            None
                        }
                    },
                    None => None,
                };
                served.push((&*attempt, live));
            }
            self.catalog.change(|before| table::derive(before, served, faults));
        });
    }
}
