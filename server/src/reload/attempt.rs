//! One attempt to make a policy of its files, good or bad, and what it was made of.

#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use waypost_dsl::Loaded;
use waypost_dsl::diagnostic::{Colour, Diagnostics, Severity, render};
use waypost_dsl::hir::Date;
use waypost_engine::Digest;

use crate::cases::{self, Tested};
use crate::catalog::LivePolicy;
use crate::files::{self, CaseFile, PolicyFiles};
use crate::pipeline::{self, Built};
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
    /// What can be decided with, or why nothing can.
    pub(super) outcome: Result<Arc<LivePolicy>, &'static str>,
    /// What there is to say.
    pub(super) findings: Arc<[Finding]>,
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
            Some(before) if before.contents == contents => before,
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
        // A fault of ours in one policy must not end the thread that watches them all.
        let built = catch_unwind(AssertUnwindSafe(|| {
            let mut built = pipeline::complete(loaded, diagnostics, contents.day);
            let tested = cases::test(&contents.cases, &mut built);
            (built, tested)
        }));
        let (name, outcome, findings) = match built {
            Ok((built, tested)) => judged(files, built, &tested, known),
            Err(_) => {
                tracing::error!(
                    policy = known,
                    file,
                    "the policy cannot be compiled, which is a fault of waypost"
                );
                (known, Err("it cannot be compiled, which is a fault of waypost"), Arc::default())
            }
        };
        Self { contents, paths, name, file, outcome, findings }
    }
}

/// The name, what can be decided with, and the findings; logs the findings if nothing can.
fn judged(
    files: &PolicyFiles,
    built: Built,
    tested: &[Tested],
    known: String,
) -> (String, Result<Arc<LivePolicy>, &'static str>, Arc<[Finding]>) {
    let name = built.name.clone().unwrap_or(known);
    let show = |path: &str| files.show(path);
    // What is served is told of by `check`; here it is what keeps the files from being served.
    let faults = built.diagnostics.iter().filter(|found| found.severity() == Severity::Error);
    let findings = faults.map(|found| Finding::new(found, &built.sources, &show)).collect();
    let outcome = match (refused(&built, tested), built.snapshot) {
        (None, Some(snapshot)) => Ok(Arc::new(LivePolicy::new(snapshot))),
        (reason, _) => {
            let rendered: Vec<String> = built
                .diagnostics
                .iter()
                .map(|found| render(found, &built.sources, &show, Colour::Never))
                .collect();
            let reason = reason.unwrap_or("its files hold errors");
            tracing::error!(
                policy = name,
                "these files are not made live: {reason}\n{}",
                rendered.join("\n")
            );
            Err(reason)
        }
    };
    (name, outcome, findings)
}

/// Why a policy must not be decided with, if it must not.
fn refused(built: &Built, tested: &[Tested]) -> Option<&'static str> {
    if built.snapshot.is_none() {
        return Some("its files hold errors");
    }
    if tested.iter().filter_map(|tested| tested.ran.as_ref()).any(|ran| ran.disputed) {
        return Some("its compiled form decides a case otherwise than its text, which is a fault of waypost");
    }
    let failed = built.diagnostics.iter().any(|found| found.severity() == Severity::Error);
    failed.then_some("its cases fail")
}
