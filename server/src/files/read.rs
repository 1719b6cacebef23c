//! Reads the files of a policy from the disk, and nothing that lies outside of its root.

use std::path::Path;

use waypost_dsl::diagnostic::Diagnostics;
use waypost_dsl::{Loaded, Unreadable};

use crate::files::PolicyFiles;
use crate::files::error::reason;
use crate::files::text::contents;

/// The largest file of a policy, in bytes, which is the one of a list; no more than one byte beyond is read.
pub const MAX_BYTES: u64 = waypost_dsl::MAX_LIST_BYTES as u64;

/// Reads and parses the files of a policy. What cannot be read is told in the diagnostics.
pub fn read(files: &PolicyFiles) -> (Loaded, Diagnostics) {
    read_over(files, &|_| None)
}

/// As [`read`], but a text that `open` gives for the path of a file counts in place of what lies there.
pub fn read_over(files: &PolicyFiles, open: &dyn Fn(&Path) -> Option<String>) -> (Loaded, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let mut text = |path: &str| match open(&files.root().join(path)) {
        Some(text) => Ok(text),
        None => text(files.root(), path).map_err(Unreadable),
    };
    let loaded = waypost_dsl::load(&files.main(), &mut text, &mut diagnostics);
    (loaded, diagnostics)
}

/// The text of the file at `path` below the root, or why there is none.
pub(super) fn text(root: &Path, path: &str) -> Result<String, String> {
    let file = root.join(path).canonicalize().map_err(|error| reason(&error))?;
    if !file.starts_with(root) {
        return Err("a symbolic link leads out of the folder of the policies".to_owned());
    }
    contents(&file)
}
