//! From files to a snapshot: the one path that checking, deciding and serving share.

use waypost_dsl::ast::ItemKind;
use waypost_dsl::diagnostic::{Diagnostic, Diagnostics};
use waypost_dsl::hir::{Date, Policy};
use waypost_dsl::{Loaded, Sources};
use waypost_engine::analyze::Options;
use waypost_engine::{Digest, Snapshot};

#[cfg(feature = "http")]
use crate::bundle::Bundle;
use crate::files::{self, PolicyFiles};

/// What became of the files of a policy.
#[derive(Debug)]
pub struct Built {
    /// The name that its `policy` line gives, if it could be read.
    pub name: Option<String>,
    /// The day whose invariants it is held to.
    pub as_of: Date,
    /// All texts, the main one first.
    pub sources: Sources,
    /// All that there is to say about them, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
    /// The policy ready to decide with; nothing if there is an error among the diagnostics.
    pub snapshot: Option<Snapshot>,
}

/// Reads, checks, analyzes and compiles a policy, and holds it to the invariants of a day.
pub fn build(files: &PolicyFiles, as_of: Date) -> Built {
    build_with(files, Options::default(), as_of)
}

/// The same, looking for as much and as hard as is asked.
pub fn build_with(files: &PolicyFiles, options: Options, as_of: Date) -> Built {
    let (loaded, diagnostics) = files::read(files);
    complete_with(loaded, options, diagnostics, as_of)
}

/// Checks, analyzes and compiles a policy whose files were read, and holds it to the invariants of a day.
pub fn complete(loaded: Loaded, diagnostics: Diagnostics, as_of: Date) -> Built {
    complete_with(loaded, Options::default(), diagnostics, as_of)
}

fn complete_with(loaded: Loaded, options: Options, mut diagnostics: Diagnostics, as_of: Date) -> Built {
    let options = Options { as_of: Some(as_of), ..options };
    let policy = waypost_dsl::check(&loaded, &mut diagnostics);
    if let Some(policy) = &policy {
        waypost_dsl::unused(&loaded, &mut diagnostics);
        waypost_engine::analyze(policy, options, &mut diagnostics);
    }
    let snapshot = policy
        .filter(|_| !diagnostics.has_errors())
        .map(|policy| waypost_engine::compile(policy, Digest::of(&loaded.sources)));
    let name = name_of(&loaded);
    Built { name, as_of, sources: loaded.sources, diagnostics: diagnostics.into_sorted(), snapshot }
}

/// Reads and checks a policy to compare it with another one: it is neither analyzed nor compiled. There is no policy if
/// there is an error among the diagnostics.
pub fn check(files: &PolicyFiles, as_of: Date) -> (Option<Policy>, Built) {
    let (loaded, mut diagnostics) = files::read(files);
    let policy = waypost_dsl::check(&loaded, &mut diagnostics).filter(|_| !diagnostics.has_errors());
    let name = name_of(&loaded);
    let diagnostics = diagnostics.into_sorted();
    (policy, Built { name, as_of, sources: loaded.sources, diagnostics, snapshot: None })
}

/// Compiles a policy that was found sound before, without proving it again; nothing if it holds errors all the same.
#[cfg(feature = "http")]
pub fn compile(bundle: &Bundle) -> Option<Snapshot> {
    let (loaded, mut diagnostics) = bundle.load();
    let policy = waypost_dsl::check(&loaded, &mut diagnostics).filter(|_| !diagnostics.has_errors())?;
    Some(waypost_engine::compile(policy, Digest::of(&loaded.sources)))
}

/// The name on the `policy` line of the main file.
pub fn name_of(loaded: &Loaded) -> Option<String> {
    let main = loaded.files.first()?;
    main.items.iter().find_map(|item| match &item.kind {
        ItemKind::Policy(name) => Some(name.text.clone()),
        _ => None,
    })
}
