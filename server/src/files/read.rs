//! Reads the files of a policy from the disk, and nothing that lies outside of its root.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use waypost_dsl::diagnostic::Diagnostics;
use waypost_dsl::{Loaded, Unreadable};

use crate::files::PolicyFiles;
use crate::files::error::reason;

/// The largest file of a policy, in bytes, which is the one of a list; no more than one byte beyond is read.
pub const MAX_BYTES: u64 = waypost_dsl::MAX_LIST_BYTES as u64;

/// Reads and parses the files of a policy. What cannot be read is told in the diagnostics.
pub fn read(files: &PolicyFiles) -> (Loaded, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let mut text = |path: &str| text(files.root(), path).map_err(Unreadable);
    let loaded = waypost_dsl::load(&files.main(), &mut text, &mut diagnostics);
    (loaded, diagnostics)
}

/// The text of the file at `path` below the root, or why there is none.
pub(super) fn text(root: &Path, path: &str) -> Result<String, String> {
    let file = root.join(path).canonicalize().map_err(|error| reason(&error))?;
    if !file.starts_with(root) {
        return Err("a symbolic link leads out of the folder of the policies".to_owned());
    }
    // Asked before it is opened: to open a pipe would wait for whoever writes to it.
    if !fs::metadata(&file).map_err(|error| reason(&error))?.is_file() {
        return Err("it is not a file".to_owned());
    }
    let mut bytes = vec![];
    let open = File::open(&file).map_err(|error| reason(&error))?;
    open.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| reason(&error))?;
    if bytes.len() as u64 > MAX_BYTES {
        // The language refuses it by its length, whatever it is.
        return Ok(String::from_utf8_lossy(&bytes).into_owned());
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(good).filter(|&&byte| byte == b'\n').count() + 1;
        format!("it is not UTF-8 text (line {line})")
    })
}
