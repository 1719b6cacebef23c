//! Finds and reads the cases of a policy: the files that end in `.cases`, in its folder and in the folder `cases` there.

use std::path::{Path, PathBuf};

use crate::files::PolicyFiles;
use crate::files::find::entries;
use crate::files::read::text;

/// The folder below the policy's that may hold cases, with folders in it.
const FOLDER: &str = "cases";

/// One file of cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFile {
    /// The path below the root, with `/` between its parts.
    pub path: String,
    /// What it holds, or why it cannot be read.
    pub text: Result<String, String>,
}

/// The cases of a policy, in the order of their paths.
pub fn cases(files: &PolicyFiles) -> Vec<CaseFile> {
    let folder = files.root().join(files.folder());
    let mut paths = case_files(&folder);
    for folder in folders(&folder.join(FOLDER)) {
        paths.extend(case_files(&folder));
    }
    let below = |path: &PathBuf| path.strip_prefix(files.root()).ok()?.to_str().map(str::to_owned);
    let read = |path: String| CaseFile { text: text(files.root(), &path), path };
    paths.iter().filter_map(below).map(read).collect()
}

/// The folders whose changes may be changes of cases, whether they are there or not.
#[cfg(feature = "http")]
pub(crate) fn case_folders(files: &PolicyFiles) -> Vec<PathBuf> {
    let folder = files.root().join(files.folder()).join(FOLDER);
    let found = folders(&folder);
    if found.is_empty() { vec![folder] } else { found }
}

/// A folder and all that it holds, if it is there.
fn folders(folder: &Path) -> Vec<PathBuf> {
    // A symbolic link could lead in a circle.
    if !folder.is_dir() || folder.is_symlink() {
        return vec![];
    }
    let inner = entries(folder).unwrap_or_default();
    std::iter::once(folder.to_owned()).chain(inner.iter().flat_map(|inner| folders(inner))).collect()
}

fn case_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = entries(folder).unwrap_or_default();
    found.retain(|path| path.extension().is_some_and(|extension| extension == "cases") && !path.is_dir());
    found
}
