//! A folder to run things in, with a copy of `policies/`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// A folder that is there as long as this is.
pub(crate) struct Scratch(TempDir);

impl Scratch {
    pub(crate) fn new() -> Self {
        let scratch = Self(TempDir::with_prefix("waypost-ci-").unwrap());
        let copied = Command::new("cp").arg("-R").arg(root().join("policies")).arg(scratch.path()).status();
        assert!(copied.unwrap().success(), "`policies` cannot be copied");
        scratch
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Runs a script as GitHub runs a step, with `waypost` on the path, and the settings of no user.
    pub(crate) fn run(&self, script: &str) -> Output {
        let binary = Path::new(env!("CARGO_BIN_EXE_waypost"));
        let path = format!("{}:{}", binary.parent().unwrap().display(), std::env::var("PATH").unwrap());
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-e", "-c", script]).current_dir(self.path());
        command.env("PATH", path).env("HOME", self.path()).env("GIT_CONFIG_NOSYSTEM", "1");
        for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "XDG_CONFIG_HOME"] {
            command.env_remove(name);
        }
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "A").env(format!("GIT_{who}_EMAIL"), "a@example.com");
        }
        command.output().unwrap()
    }

    /// As [`Self::run`], and fails the test with what was printed if the status is another one.
    pub(crate) fn expect(&self, status: i32, script: &str) -> Output {
        let output = self.run(script);
        let printed = [output.stdout.as_slice(), &output.stderr].concat();
        assert_eq!(output.status.code(), Some(status), "`{script}`\n{}", String::from_utf8_lossy(&printed));
        output
    }

    /// Replaces `old`, which is there, in a file.
    pub(crate) fn edit(&self, path: &str, old: &str, new: &str) {
        let path = self.path().join(path);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "there is no `{old}` in {}", path.display());
        fs::write(path, text.replace(old, new)).unwrap();
    }
}
