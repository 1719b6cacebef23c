//! What can be wrong with the path that a user gives for a policy.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::files::moved;

/// What is wrong with a path or with what lies there.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FilesError {
    /// There is nothing at the path, or it may not be looked at.
    #[error("`{}` cannot be read: {reason}", path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// Why, in words.
        reason: String,
    },
    /// A file that cannot be given another text.
    #[error("`{}` cannot be written: {reason}", path.display())]
    Unwritable {
        /// The path.
        path: PathBuf,
        /// Why, in words.
        reason: String,
    },
    /// A file that is no policy's text.
    #[error("`{}` is neither a folder nor a `.way` file", .0.display())]
    NotWay(PathBuf),
    /// A folder, and no main file in it or in the folders that it holds.
    #[error("`{}` holds no policy: no file is named as its folder, and none has a `policy` line", .0.display())]
    NoPolicy(PathBuf),
    /// A folder without any file that could be formatted.
    #[error("`{}` holds no `.way` file", .0.display())]
    NoText(PathBuf),
    /// A folder in which several files could be the main one.
    #[error("`{}` holds several files with a `policy` line ({}): name the main one as the folder", path.display(), files.join(", "))]
    Ambiguous {
        /// The folder.
        path: PathBuf,
        /// The files, in the order of their names.
        files: Vec<String>,
    },
    /// A path whose name is not UTF-8.
    #[error("`{}` has a name that is not UTF-8", .0.display())]
    Name(PathBuf),
}

impl FilesError {
    /// The same, told as if what lies in the folder `from` lay in `to`.
    #[must_use]
    pub fn shown_in(mut self, from: &Path, to: &Path) -> Self {
        let (Self::Unreadable { path, .. }
        | Self::Unwritable { path, .. }
        | Self::NotWay(path)
        | Self::NoPolicy(path)
        | Self::NoText(path)
        | Self::Ambiguous { path, .. }
        | Self::Name(path)) = &mut self;
        *path = moved(path, from, to);
        self
    }

    pub(super) fn unreadable(path: &Path, error: &io::Error) -> Self {
        Self::Unreadable { path: path.to_owned(), reason: reason(error) }
    }
}

/// Why a file or folder cannot be read, in words.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::NotADirectory => "a part of its path is not a folder".to_owned(),
        kind => kind.to_string(),
    }
}
