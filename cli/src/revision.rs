//! Policies in git revisions, `HEAD~1:policies/checkout`: laid out in a folder of their own, with all that they import.
//!
//! Everything is asked of the `git` of the user, who has told it where the repository is and whom it may trust.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context as _, bail, ensure};
use tempfile::TempDir;
use waypost_server::files::{self, PolicyFiles};

/// A path in a git revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Revision<'a> {
    /// The commit, the tag or the branch.
    name: &'a str,
    /// The path, as git has it: from the top of the repository, or from here if it begins with `.`.
    path: &'a str,
}

/// The policies at a path in a revision, which are there as long as this is.
#[derive(Debug)]
pub(crate) struct LaidOut {
    pub(crate) found: Vec<PolicyFiles>,
    _folder: TempDir,
}

/// A repository, and what is asked of it.
#[derive(Debug)]
struct Repository {
    /// Its `.git`.
    folder: PathBuf,
    /// The folder that the user is in, below its top.
    prefix: String,
    /// The name of its top folder, which policies there are named after.
    top: OsString,
}

impl<'a> Revision<'a> {
    /// The revision that `text` names; nothing if it is a path: one that exists, has no colon, or begins with a drive.
    pub(crate) fn parse(text: &'a Path) -> Option<Self> {
        let (name, path) = text.to_str()?.split_once(':')?;
        let is_drive = name.len() == 1 && path.starts_with(['/', '\\']);
        (!name.is_empty() && !is_drive && !text.exists()).then_some(Self { name, path })
    }

    /// Lays out the policies there.
    pub(crate) fn lay_out(self) -> anyhow::Result<LaidOut> {
        let whole = format!("{}:{}", self.name, self.path);
        let repository = Repository::here().with_context(|| format!("`{whole}` cannot be read"))?;
        let tree = repository.tree(self.name)?;
        let path = repository.path(self.path);
        let (folder, file) = self.place(&repository, &tree, &path)?;
        let laid_out = TempDir::with_prefix("waypost-revision-").context("there is no room for a copy")?;
        let root = laid_out.path().canonicalize()?.join("policies");
        // Imports may leave the policy's folder, but not the one around it.
        let (around, name) = folder.rsplit_once('/').unwrap_or(("", folder));
        let target = if folder.is_empty() { root.join(&repository.top) } else { root };
        repository.copy(&format!("{tree}:{around}"), &laid_out.path().join("index"), &target)?;
        let parts = [name, file].into_iter().filter(|part| !part.is_empty());
        let found = files::find(&parts.fold(target.clone(), |path, part| path.join(part)));
        // What lies beside the policy's folder is named by the folder around it.
        let shown = [(target.join(name), self.shown(folder)), (target, self.shown(around))];
        let found =
            found.map_err(|error| shown.iter().fold(error, |error, (from, to)| error.shown_in(from, to)))?;
        let show =
            |files: PolicyFiles| shown.iter().fold(files, |files, (from, to)| files.shown_in(from, to));
        let found = found.into_iter().map(show).collect();
        Ok(LaidOut { found, _folder: laid_out })
    }

    /// The folder of the policy and its main file, the latter empty if the path is that of the folder.
    fn place<'p>(
        self,
        repository: &Repository,
        tree: &str,
        path: &'p str,
    ) -> anyhow::Result<(&'p str, &'p str)> {
        match repository.kind(tree, path)?.as_str() {
            "tree" => Ok((path, "")),
            "blob" => Ok(path.rsplit_once('/').unwrap_or(("", path))),
            _ => bail!(
                "`{}` does not exist in `{}`; paths count from the top of the repository, or from here with `./`",
                self.path,
                self.name
            ),
        }
    }

    /// How a path from the top of the repository is shown.
    fn shown(self, path: &str) -> PathBuf {
        format!("{}:{}", self.name, if path.is_empty() { "." } else { path }).into()
    }
}

impl Repository {
    /// The one that the user is in.
    fn here() -> anyhow::Result<Self> {
        let folder = git(&["rev-parse", "--absolute-git-dir"], &[], None)?;
        ensure!(
            folder.status.success(),
            "it is no file, and no git revision is at hand: {}",
            told(&folder.stderr)
        );
        let prefix = git(&["rev-parse", "--show-prefix"], &[], None)?;
        let top = git(&["rev-parse", "--show-toplevel"], &[], None)?;
        let top = PathBuf::from(line(&top.stdout));
        Ok(Self {
            folder: line(&folder.stdout).into(),
            prefix: line(&prefix.stdout),
            top: top.file_name().map_or("policy".into(), ToOwned::to_owned),
        })
    }

    /// The tree of a revision.
    fn tree(&self, name: &str) -> anyhow::Result<String> {
        let tree = format!("{name}^{{tree}}");
        let found = self.git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &tree], &[], None)?;
        ensure!(found.status.success(), "`{name}` is no revision in this git repository");
        Ok(line(&found.stdout))
    }

    /// A path as it counts from the top of the repository.
    fn path(&self, path: &str) -> String {
        let from = if path.starts_with('.') { self.prefix.as_str() } else { "" };
        let mut parts: Vec<&str> = vec![];
        for part in from.split('/').chain(path.split(['/', '\\'])) {
            match part {
                "" | "." => {}
                ".." if !parts.is_empty() => drop(parts.pop()),
                part => parts.push(part),
            }
        }
        parts.join("/")
    }

    /// What is at a path of a tree: `tree`, `blob`, or something else if there is nothing.
    fn kind(&self, tree: &str, path: &str) -> anyhow::Result<String> {
        let found = self.git(&["cat-file", "-t", &format!("{tree}:{path}")], &[], None)?;
        Ok(line(&found.stdout))
    }

    /// Copies all that a tree holds to a folder, as git would check it out.
    fn copy(&self, tree: &str, index: &Path, folder: &Path) -> anyhow::Result<()> {
        fs::create_dir_all(folder).context("there is no room for a copy")?;
        let variables = [("GIT_INDEX_FILE", index), ("GIT_WORK_TREE", folder)];
        let tree = tree.strip_suffix(':').unwrap_or(tree);
        let steps: [&[&str]; 2] = [&["read-tree", tree], &["checkout-index", "--all", "--force", "--quiet"]];
        for arguments in steps {
            let done = self.git(arguments, &variables, Some(folder))?;
            ensure!(done.status.success(), "git cannot copy `{tree}`: {}", told(&done.stderr));
        }
        Ok(())
    }

    fn git(
        &self,
        arguments: &[&str],
        variables: &[(&str, &Path)],
        within: Option<&Path>,
    ) -> anyhow::Result<Output> {
        let own = [("GIT_DIR", self.folder.as_path())];
        git(arguments, &[own.as_slice(), variables].concat(), within)
    }
}

/// Runs git, in the folder `within` or that of the user.
fn git(arguments: &[&str], variables: &[(&str, &Path)], within: Option<&Path>) -> anyhow::Result<Output> {
    let mut command = Command::new("git");
    command.args(arguments).envs(variables.iter().copied());
    if let Some(folder) = within {
        command.current_dir(folder);
    }
    match command.output() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            bail!("it is no file, and there is no `git` to look for a revision")
        }
        output => output.context("git cannot be run"),
    }
}

/// The one line that git has printed.
fn line(printed: &[u8]) -> String {
    String::from_utf8_lossy(printed).trim_end().to_owned()
}

/// Why git has not done something, in its own words.
fn told(printed: &[u8]) -> String {
    let text = line(printed);
    let first = text.lines().next().unwrap_or("it does not say why");
    first.trim_start_matches("fatal: ").to_owned()
}
