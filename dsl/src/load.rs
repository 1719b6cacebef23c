//! Gathers the files of a policy: the main one and what it imports, each once.
//!
//! Reading is the caller's; paths are checked here, so that no import leaves the root folder.

use std::collections::VecDeque;

use crate::ast;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Sources, Span};
use crate::syntax;

/// Why a file cannot be read, in words for the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable(pub String);

/// All files of a policy, with their trees.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The texts, the main file first.
    pub sources: Sources,
    /// The trees, in the same order.
    pub files: Vec<ast::File>,
}

/// Reads and parses the file at `main`, a path below the root folder with `/` between its parts, and whatever it
/// imports. `read` gives the text of such a path. A file that cannot be read counts as an empty one.
pub fn load(
    main: &str,
    read: &mut dyn FnMut(&str) -> Result<String, Unreadable>,
    diagnostics: &mut Diagnostics,
) -> Loaded {
    let mut loaded = Loaded::default();
    let mut waiting: VecDeque<(String, Option<ast::Name>)> = VecDeque::from([(main.to_owned(), None)]);
    while let Some((path, import)) = waiting.pop_front() {
        if loaded.sources.iter().any(|(_, file)| file.path == path) {
            continue;
        }
        let (text, fault) = match read(&path) {
            Ok(text) => (text, None),
            Err(Unreadable(why)) => (String::new(), Some(why)),
        };
        let id = loaded.sources.add(path.clone(), text);
        let mut tree = match loaded.sources.get(id) {
            Some(file) => syntax::parse(id, file, diagnostics),
            None => ast::File::default(),
        };
        if let Some(why) = fault {
            tree.incomplete = true;
            diagnostics.add(unreadable(id, import.as_ref(), &path, &why));
        }
        for import in imports(&tree) {
            match resolve(&path, &import.text) {
                Some(target) => waiting.push_back((target, Some(import))),
                None => {
                    tree.incomplete = true;
                    diagnostics.add(outside(&import));
                }
            }
        }
        loaded.files.push(tree);
    }
    loaded
}

fn imports(tree: &ast::File) -> Vec<ast::Name> {
    let import = |item: &ast::Item| match item {
        ast::Item::Import(path) => Some(path.clone()),
        _ => None,
    };
    tree.items.iter().filter_map(import).collect()
}

/// The path that `import` means in the file at `from`, or nothing if it leaves the root folder.
fn resolve(from: &str, import: &str) -> Option<String> {
    if import.starts_with('/') || import.contains('\\') || import.contains(':') || import.contains('\0') {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in import.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn unreadable(id: FileId, import: Option<&ast::Name>, main: &str, why: &str) -> Diagnostic {
    let (name, span, help) = match import {
        Some(import) => {
            let help = "an import names a file by its path from the folder of the file that it stands in";
            (import.text.as_str(), import.span, help)
        }
        None => {
            (main, Span { file: id, start: 0, end: 0 }, "see that it is there, and that it is text in UTF-8")
        }
    };
    Diagnostic::new(Code::UnreadableFile, span, format!("`{name}` cannot be read: {why}")).help(help)
}

fn outside(import: &ast::Name) -> Diagnostic {
    let message = format!("`{}` leaves the folder of the policies", import.text);
    Diagnostic::new(Code::ImportOutside, import.span, message)
        .help("move the file into the folder that holds the policies, and import it from there")
}
