//! All files of a policy as one thing: what is published, stored, and compiled again after a restart, wherever the files
//! came from.

use std::collections::BTreeMap;
use std::path::Path;

use waypost_dsl::diagnostic::Diagnostics;
use waypost_dsl::{Loaded, Sources, Unreadable};
use waypost_engine::Digest;

pub use error::BundleError;

use crate::files::{self, CaseFile, PolicyFiles};

mod error;

/// The most files that a policy may be made of.
const MOST_FILES: usize = 1_000;
/// The most bytes of a path.
const MOST_PATH: usize = 255;

/// The texts of a policy: its main file, what that imports, the lists that these name, and its cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    // INVARIANT: one of the files.
    main: String,
    /// The texts, by their paths below the folder that holds the policy's: `checkout/checkout.way`.
    files: BTreeMap<String, String>,
}

impl Bundle {
    /// These files, of which `main` is the main one.
    pub fn new(main: String, files: BTreeMap<String, String>) -> Result<Self, BundleError> {
        if files.len() > MOST_FILES {
            return Err(BundleError::TooMany(files.len(), MOST_FILES));
        }
        if let Some(path) = files.keys().find(|path| !is_path(path)) {
            return Err(BundleError::Path(path.clone()));
        }
        match files.contains_key(&main) {
            true => Ok(Self { main, files }),
            false => Err(BundleError::NoMain(main)),
        }
    }

    /// The files of a policy that lie on the disk, or why they are not all there.
    pub fn read(files: &PolicyFiles) -> Result<Self, BundleError> {
        let (loaded, diagnostics) = files::read(files);
        match diagnostics.since(0).find(|found| found.code == waypost_dsl::Code::UnreadableFile) {
            Some(missing) => Err(BundleError::Unreadable(missing.message.clone())),
            None => Self::of(files.main(), &loaded.sources, &files::cases(files)),
        }
    }

    /// The files of a policy that were read.
    pub(crate) fn of(main: String, sources: &Sources, cases: &[CaseFile]) -> Result<Self, BundleError> {
        let mut files: BTreeMap<_, _> =
            sources.iter().map(|(_, file)| (file.path.clone(), file.text.clone())).collect();
        for CaseFile { path, text } in cases {
            let text = text.clone().map_err(|why| BundleError::Unreadable(format!("`{path}`: {why}")))?;
            files.insert(path.clone(), text);
        }
        Self::new(main, files)
    }

    /// The path of the main file.
    pub fn main(&self) -> &str {
        &self.main
    }

    /// The texts, by their paths.
    pub fn files(&self) -> &BTreeMap<String, String> {
        &self.files
    }

    /// Parses the policy, as [`files::read`] does what lies on the disk.
    pub(crate) fn load(&self) -> (Loaded, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let mut text = |path: &str| match self.files.get(path) {
            Some(text) => Ok(text.clone()),
            None => Err(Unreadable("it is not among the files of the policy".to_owned())),
        };
        let loaded = waypost_dsl::load(&self.main, &mut text, &mut diagnostics);
        (loaded, diagnostics)
    }

    /// Its cases, in the order of their paths.
    pub(crate) fn cases(&self) -> Vec<CaseFile> {
        let is_cases = |path: &str| Path::new(path).extension().is_some_and(|extension| extension == "cases");
        let cases = self.files.iter().filter(|(path, _)| is_cases(path));
        cases.map(|(path, text)| CaseFile { path: path.clone(), text: Ok(text.clone()) }).collect()
    }

    /// The digest of all files, the cases among them, which the digest of the policy leaves out.
    pub(crate) fn digest(&self) -> Digest {
        let mut sources = Sources::default();
        for (path, text) in &self.files {
            sources.add(path.as_str(), text.as_str());
        }
        Digest::of(&sources)
    }
}

/// Whether it is the path of a file below a folder, with `/` between its parts.
fn is_path(path: &str) -> bool {
    let is_part = |part: &str| !matches!(part, "" | "." | "..");
    path.len() <= MOST_PATH
        && path.split('/').all(is_part)
        && !path.contains(|letter: char| letter == '\\' || letter.is_control())
}
