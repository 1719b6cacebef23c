//! A folder of policies to check, and what `waypost check` says of it.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// A folder that is there as long as this is.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(TempDir::with_prefix("waypost-reports-").unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes the file, and gives the folder on.
    pub(crate) fn with(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        let target = self.path().join(path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, text).unwrap();
        self
    }

    /// What is printed for programs, and the exit status.
    pub(crate) fn check(&self, format: &str, paths: &[&str]) -> (String, i32) {
        check(self.path(), format, paths)
    }
}

/// Runs `waypost check` in `folder`.
pub(crate) fn check(folder: &Path, format: &str, paths: &[&str]) -> (String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_waypost"));
    let output = command.arg("check").args(paths).args(["--format", format]).current_dir(folder).output();
    let output = output.unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
}
