//! The policies that the open files belong to, read anew when one of their files changes and checked when there is
//! time.

mod policy;

use std::collections::BTreeSet;
use std::path::Path;

use gen_lsp_types::Uri;
use waypost_dsl::FileId;
use waypost_server::files;

use crate::lsp::documents::{Documents, path_of};
pub(crate) use policy::Policy;

/// How many folders above a file are searched for policies that could import it.
const MAX_LEVELS: usize = 4;

/// The policies that are known.
#[derive(Debug, Default)]
pub(crate) struct Policies {
    known: Vec<Policy>,
}

impl Policies {
    /// Looks for the policies that a file that was opened belongs to.
    pub(crate) fn discover(&mut self, documents: &Documents, uri: &Uri) {
        self.touch(uri);
        let Some(path) = documents.get(uri).and_then(|document| document.path.clone()) else { return };
        for folder in path.ancestors().skip(1).take(MAX_LEVELS) {
            self.search(folder);
            self.refresh(documents);
            // A file below the root of its policy can belong to every policy of that root, and to no other.
            if self.known.iter().any(|policy| policy.root() == Some(folder) && policy.has_path(&path)) {
                break;
            }
        }
    }

    /// Adds the policies of a folder, or of the folders that it holds.
    fn search(&mut self, folder: &Path) {
        for files in files::search(folder).unwrap_or_default().into_iter().flatten() {
            if !self.known.iter().any(|policy| policy.is(&files)) {
                self.known.push(Policy::of_files(files));
            }
        }
    }

    /// Notes that a file changed.
    pub(crate) fn touch(&mut self, uri: &Uri) {
        let path = path_of(uri);
        let has = |policy: &Policy| {
            policy.file(uri).is_some() || path.as_ref().is_some_and(|path| policy.has_path(path))
        };
        self.known.iter_mut().filter(|policy| has(policy)).for_each(Policy::touch);
    }

    /// Forgets what was read, and looks anew for policies: files were changed on the disk.
    pub(crate) fn forget(&mut self, documents: &Documents) {
        self.known.clear();
        let open: Vec<&Uri> = documents.iter().map(|document| &document.uri).collect();
        for uri in open {
            self.discover(documents, uri);
        }
    }

    /// Reads the policies whose files changed. A text in Way that belongs to none is looked at alone.
    pub(crate) fn refresh(&mut self, documents: &Documents) {
        self.known.iter_mut().for_each(|policy| policy.refresh(documents));
        let others = self.known.iter().filter(|policy| policy.alone().is_none());
        let named: BTreeSet<Uri> = others.flat_map(Policy::uris).cloned().collect();
        self.known.retain(|policy| {
            policy.alone().is_none_or(|uri| documents.get(uri).is_some() && !named.contains(uri))
        });
        for document in documents.iter().filter(|document| document.is_way) {
            if !self.known.iter().any(|policy| policy.file(&document.uri).is_some()) {
                let mut policy = Policy::of_text(document);
                policy.refresh(documents);
                self.known.push(policy);
            }
        }
    }

    /// Whether there is a policy that was not checked since it changed.
    pub(crate) fn has_unchecked(&self) -> bool {
        self.known.iter().any(|policy| !policy.is_checked())
    }

    /// Checks a policy that was not checked since it changed; tells whether there was one.
    pub(crate) fn check_next(&mut self) -> bool {
        let next = self.known.iter_mut().find(|policy| !policy.is_checked());
        next.map(Policy::check).is_some()
    }

    /// Checks all policies that were not checked since they changed.
    pub(crate) fn check_all(&mut self) {
        while self.check_next() {}
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Policy> {
        self.known.iter()
    }

    /// The policies that a file belongs to, each with the file's number in it; its own policy comes first.
    pub(crate) fn of(&self, uri: &Uri) -> impl Iterator<Item = (&Policy, FileId)> {
        let mut found: Vec<_> =
            self.known.iter().filter_map(|policy| Some((policy, policy.file(uri)?))).collect();
        found.sort_by_key(|(_, file)| *file);
        found.into_iter()
    }
}
