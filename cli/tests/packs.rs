//! The packs in `policies/packs`: what their heads say of them is so, and each of their claims notices what it forbids
//! and lets pass what is next to it.

#![allow(clippy::unwrap_used, reason = "a test may take the repository for granted")]

#[path = "packs/claims.rs"]
mod claims;
#[path = "packs/heads.rs"]
mod heads;

use std::fs;
use std::path::{Path, PathBuf};

use waypost_dsl::ast::{File, ItemKind};
use waypost_dsl::{Diagnostics, Sources, ast, syntax};
use waypost_server::files;

fn policies() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("policies")
}

/// A pack: its name, its text and its tree.
struct Pack {
    name: String,
    text: String,
    tree: File,
}

impl Pack {
    fn invariants(&self) -> impl Iterator<Item = &ast::Invariant> {
        self.tree.items.iter().filter_map(|item| match &item.kind {
            ItemKind::Invariant(invariant) => Some(invariant),
            _ => None,
        })
    }
}

fn packs() -> Vec<Pack> {
    let read = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(path).unwrap();
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let id = sources.add(name.as_str(), text.as_str());
        let tree = syntax::parse(id, sources.get(id).unwrap(), &mut diagnostics);
        assert!(diagnostics.is_empty(), "{name} cannot be read");
        Pack { name, text, tree }
    };
    let folder = fs::read_dir(policies().join("packs")).unwrap();
    let mut packs: Vec<Pack> = folder.map(|entry| read(entry.unwrap().path())).collect();
    packs.sort_by(|one, other| one.name.cmp(&other.name));
    packs
}

#[test]
fn the_folder_of_the_packs_is_no_policy_and_holds_none() {
    assert!(files::find(&policies().join("packs")).is_err());
    let found = files::find(&policies()).unwrap();
    assert!(found.iter().all(|files| files.folder() != "packs"));
}
