//! The files of a policy: which they are, where they lie, and how their paths are shown.
//!
//! A policy's folder holds its main file: the one named as the folder, or the only one with a `policy` line. The
//! *root*, which no import may leave, is the parent of that folder.

use std::path::{Path, PathBuf};

#[cfg(feature = "http")]
pub(crate) use cases::case_folders;
pub use cases::{CaseFile, cases};
pub use error::FilesError;
#[cfg(feature = "http")]
pub(crate) use find::subfolders;
pub use find::{find, search};
pub use read::{MAX_BYTES, read, read_over};
pub use text::{below, replace, text};

mod cases;
mod error;
mod find;
mod read;
mod text;

/// Where the files of one policy lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFiles {
    /// The folder that imports may not leave, without symbolic links.
    root: PathBuf,
    /// The policy's folder below the root; empty if it is the root itself.
    folder: String,
    /// The main file's name.
    file: String,
    /// The policy's folder as the user names it.
    shown_folder: PathBuf,
    /// The root as the user would name it.
    shown_root: PathBuf,
}

impl PolicyFiles {
    /// The folder that imports may not leave, without symbolic links.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The name of the policy's folder.
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// The main file's path below the root, with `/` between its parts: `checkout/checkout.way`.
    pub fn main(&self) -> String {
        match self.folder.as_str() {
            "" => self.file.clone(),
            folder => format!("{folder}/{}", self.file),
        }
    }

    /// The path to show for a file's path below the root, in the way in which the user named the policy: for
    /// `policies/checkout` it is `policies/shared/facts.way`, for `checkout.way` it is `../shared/facts.way`.
    pub fn show(&self, path: &str) -> String {
        let inside = path.strip_prefix(self.folder.as_str()).map(|rest| rest.strip_prefix('/'));
        let shown = match inside {
            Some(Some(rest)) => self.shown_folder.join(rest),
            _ if self.folder.is_empty() => self.shown_folder.join(path),
            _ => self.shown_root.join(path),
        };
        shown.display().to_string()
    }

    /// The same files, shown as if what lies in the folder `from` lay in `to`: for what was copied from elsewhere.
    #[must_use]
    pub fn shown_in(self, from: &Path, to: &Path) -> Self {
        let moved = |path: PathBuf| moved(&path, from, to);
        Self { shown_folder: moved(self.shown_folder), shown_root: moved(self.shown_root), ..self }
    }
}

/// The path in `to` of what lies in `from`; any other path as it is.
fn moved(path: &Path, from: &Path, to: &Path) -> PathBuf {
    match path.strip_prefix(from) {
        Ok(rest) if rest.as_os_str().is_empty() => to.to_owned(),
        Ok(rest) => to.join(rest),
        Err(_) => path.to_owned(),
    }
}
