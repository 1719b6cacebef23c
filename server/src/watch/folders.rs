//! The folders that are watched, and which of their events matter.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::watch::Signal;

/// The folders that are watched, each without those that it holds: a policy may lie in a large tree.
pub(super) struct Folders {
    /// The path that was given.
    path: PathBuf,
    /// The folder above it, where it is a symbolic link, which deployments swap; much else may go on there.
    above: Option<PathBuf>,
    watched: BTreeSet<PathBuf>,
    /// Nothing if the system gives no watch; then the poll must do.
    watcher: Option<RecommendedWatcher>,
}

impl Folders {
    /// No folder yet. Events are sent to `signals`.
    pub(super) fn new(path: &Path, signals: Sender<Signal>) -> Self {
        let send = move |event| {
            // Nobody receives when the watch is over.
            let _ = signals.send(Signal::Event(event));
        };
        let watcher = notify::recommended_watcher(send);
        let watcher = watcher
            .inspect_err(
                |error| tracing::warn!(%error, "folders cannot be watched, so files are only polled"),
            )
            .ok();
        Self { path: absolute(path), above: None, watched: BTreeSet::new(), watcher }
    }

    /// Watches these folders and no others, and says whether there are new ones among them.
    pub(super) fn follow(&mut self, folders: &BTreeSet<PathBuf>) -> bool {
        let Some(watcher) = &mut self.watcher else { return false };
        let mut wanted: BTreeSet<PathBuf> = folders.iter().map(|folder| absolute(folder)).collect();
        let above = self.path.is_symlink().then(|| self.path.parent()).flatten();
        self.above = above.map(Path::to_owned).filter(|above| !wanted.contains(above));
        wanted.extend(self.above.clone());
        for gone in self.watched.difference(&wanted) {
            // It may have been removed, and its watch with it.
            let _ = watcher.unwatch(gone);
        }
        let mut now = BTreeSet::new();
        for folder in wanted {
            // Also those that are watched: another folder may have come in the place of one that was removed.
            match watcher.watch(&folder, RecursiveMode::NonRecursive) {
                Ok(()) => {
                    now.insert(folder);
                }
                Err(error) => {
                    tracing::debug!(folder = %folder.display(), %error, "a folder cannot be watched, so it is polled");
                }
            }
        }
        let fresh = !now.is_subset(&self.watched);
        self.watched = now;
        fresh
    }

    /// Whether an event tells of a change. That files were read does not: we read them ourselves.
    pub(super) fn matters(&self, event: &notify::Result<Event>) -> bool {
        let Ok(event) = event else { return true };
        match event.kind {
            EventKind::Access(_) => false,
            _ => event.need_rescan() || event.paths.iter().any(|path| self.is_ours(path)),
        }
    }

    /// Whether the path is what was given or lies in it. Nothing else of the folder above is.
    fn is_ours(&self, path: &Path) -> bool {
        *path == self.path || self.watched.contains(path) || path.parent() != self.above.as_deref()
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
