//! Keeps the catalog as good as the files: reads them again, compiles what has changed, and publishes it all in one
//! swap. Whatever is wrong, the last good policy stays.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::as_of::AsOf;
use crate::catalog::{Catalog, LivePolicy, Table};
use crate::files::{self, FilesError, PolicyFiles};
use attempt::Attempt;

mod attempt;
mod report;
mod table;

/// Reads the policies at a path, again and again. Belongs to one thread, which compiles them and frees them.
#[derive(Debug)]
pub struct Reloader {
    path: PathBuf,
    as_of: AsOf,
    catalog: Arc<Catalog>,
    /// What became of the files when they were tried last, by the main file's path below the root.
    tried: BTreeMap<String, Attempt>,
    /// What is live no more, but may still be in use.
    retired: Vec<Arc<LivePolicy>>,
}

impl Reloader {
    /// Reads the policies at `path`: a policy's main file, its folder, or a folder that holds policies' folders.
    /// A policy with errors, or that breaks an invariant of the day, is in the catalog, but not live.
    pub fn open(path: &Path, as_of: AsOf) -> Result<Self, FilesError> {
        let found = files::search(path)?;
        let (path, catalog) = (path.to_owned(), Arc::default());
        let mut reloader = Self { path, as_of, catalog, tried: BTreeMap::new(), retired: vec![] };
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
            Err(error) => {
                let table = table::lost(&self.catalog.table(), &error);
                self.publish(table);
            }
        }
    }

    /// Frees what was live before and is used by no payment any more.
    pub fn reclaim(&mut self) {
        self.retired.retain(|live| Arc::strong_count(live) > 1);
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
        let table = table::derive(&self.catalog.table(), &self.tried, faults);
        self.publish(table);
    }

    fn publish(&mut self, table: Table) {
        report::changes(&self.catalog.table(), &table);
        let before = self.catalog.publish(table);
        let now = self.catalog.table();
        for (name, policy) in &before.policies {
            let kept = now.policies.get(name).and_then(|policy| policy.live.as_ref());
            self.retired.extend(
                policy.live.iter().filter(|live| !kept.is_some_and(|kept| Arc::ptr_eq(kept, live))).cloned(),
            );
        }
    }
}
