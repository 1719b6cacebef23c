//! One attempt to make a policy of its files, good or bad, and what it was made of.

#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::Arc;

use waypost_dsl::Loaded;
use waypost_dsl::diagnostic::Diagnostics;
use waypost_dsl::hir::Date;
use waypost_engine::Digest;

use crate::bundle::Bundle;
use crate::files::{self, CaseFile, PolicyFiles};
use crate::judge::judge;
use crate::releases::Sound;
use crate::store::StoreError;
use crate::wire::finding::Finding;

/// What became of the files of a policy.
#[derive(Debug)]
pub(super) struct Attempt {
    contents: Contents,
    /// Where the files lie, or would lie.
    paths: Vec<PathBuf>,
    /// The policy's name.
    pub(super) name: String,
    /// Its main file, as the path is shown.
    pub(super) file: String,
    /// What can be decided with, until that is taken; or why nothing can.
    pub(super) outcome: Result<Option<Sound>, String>,
    /// What there is to say.
    pub(super) findings: Arc<[Finding]>,
    /// Whether the files are tried again even if they are as they were.
    is_forgotten: bool,
}
/// What tells one attempt from the next: the texts, the cases, what could not be read, and the day, which may bring
/// other invariants.
#[derive(Debug, PartialEq, Eq)]
struct Contents {
    day: Date,
    digest: Digest,
    faults: Vec<String>,
    cases: Vec<CaseFile>,
}

impl Contents {
    fn of(loaded: &Loaded, diagnostics: &Diagnostics, cases: Vec<CaseFile>, day: Date) -> Self {
        let faults = diagnostics.since(0).map(|fault| fault.message.clone()).collect();
        Self { day, digest: Digest::of(&loaded.sources), faults, cases }
    }
}

impl Attempt {
    /// Tries the files, unless they hold what they held before and it is the same day.
    pub(super) fn after(before: Option<Self>, files: &PolicyFiles, day: Date) -> Self {
        let (loaded, diagnostics) = files::read(files);
        let contents = Contents::of(&loaded, &diagnostics, files::cases(files), day);
        match before {
            Some(before) if before.contents == contents && !before.is_forgotten => before,
            before => {
                let known = before.map_or_else(|| files.folder().to_owned(), |before| before.name);
                Self::of(files, loaded, diagnostics, contents, known)
            }
        }
    }

    /// The folders that hold the files; for a file whose folder is not there, the closest one that is.
    pub(super) fn folders(&self) -> impl Iterator<Item = PathBuf> {
        self.paths
            .iter()
            .filter_map(|path| path.ancestors().skip(1).find(|folder| folder.is_dir()).map(PathBuf::from))
    }

    /// What can be decided with, if nobody has taken it.
    pub(super) fn take_news(&mut self) -> Option<Sound> {
        self.outcome.as_mut().ok()?.take()
    }

    /// Notes that a sound policy could not be made live, for a reason that may be gone the next time.
    pub(super) fn forget(&mut self, error: &StoreError) {
        tracing::error!(policy = self.name, %error, "the policy cannot be made live");
        self.outcome = Err("it cannot be written to the data folder".to_owned());
        self.is_forgotten = true;
    }

    /// Tries the files. `known` is the name of the policy if its files do not tell it.
    fn of(
        files: &PolicyFiles,
        loaded: Loaded,
        diagnostics: Diagnostics,
        contents: Contents,
        known: String,
    ) -> Self {
        let texts = loaded.sources.iter().map(|(_, file)| files.root().join(&file.path));
        let cases = files::case_folders(files).into_iter().map(|folder| folder.join("*.cases"));
        let paths = texts.chain(cases).collect();
        let file = files.show(&files.main());
        let bundle = Bundle::of(files.main(), &loaded.sources, &contents.cases);
        let show = |path: &str| files.show(path);
        let judged = judge(loaded, diagnostics, &contents.cases, contents.day, &show);
        let name = judged.name.unwrap_or(known);
        let sound = judged.outcome.map_err(str::to_owned).and_then(|snapshot| {
            let bundle = bundle.map_err(|error| error.to_string())?;
            Ok((snapshot, bundle))
        });
        let (outcome, findings) = match sound {
            Ok((snapshot, bundle)) => {
                (Ok(Some(Sound { snapshot, bundle, report: judged.report })), Arc::default())
            }
            Err(reason) => {
                let rendered = judged.rendered;
                tracing::error!(policy = name, file, "these files are not made live: {reason}\n{rendered}");
                // What is served is told of by `check`; here it is what keeps the files from being served.
                (Err(reason), judged.report.errors().collect())
            }
        };
        Self { contents, paths, name, file, outcome, findings, is_forgotten: false }
    }
}
