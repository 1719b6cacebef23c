//! Gathers the files of a policy: the main one and what it imports, each once.
//!
//! Reading is the caller's; paths are checked here, so that no import leaves the root folder.

use std::collections::VecDeque;

use crate::ast;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Sources, Span};
use crate::syntax;

/// The most bytes that the file of a list may have.
pub const MAX_LIST_BYTES: usize = 64 << 20;

/// Why a file cannot be read, in words for the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable(pub String);

/// All files of a policy, with their trees.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The texts, the main file first.
    pub sources: Sources,
    /// The trees, in the same order; of a list, an empty one.
    pub files: Vec<ast::File>,
    /// For each list that is declared, by the place of its path, the file that it names.
    pub lists: Vec<(Span, FileId)>,
}

/// What a file is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Policy,
    List,
}

/// A file that is named, and is to be read.
struct Named {
    path: String,
    kind: Kind,
    /// Where it is named; nowhere, if it is the main file.
    by: Option<ast::Name>,
}

/// Reads and parses the file at `main`, a path below the root folder with `/` between its parts, whatever it imports,
/// and the lists that these files name. `read` gives the text of such a path. A file that cannot be read counts as an
/// empty one.
pub fn load(
    main: &str,
    read: &mut dyn FnMut(&str) -> Result<String, Unreadable>,
    diagnostics: &mut Diagnostics,
) -> Loaded {
    let mut loaded = Loaded::default();
    let mut waiting = VecDeque::from([Named { path: main.to_owned(), kind: Kind::Policy, by: None }]);
    while let Some(named) = waiting.pop_front() {
        let known = loaded.sources.iter().find(|(_, file)| file.path == named.path).map(|(id, _)| id);
        let id = match known {
            Some(id) => id,
            None => loaded.add(&named, read(&named.path), &mut waiting, diagnostics),
        };
        if let (Kind::List, Some(by)) = (named.kind, &named.by) {
            loaded.lists.push((by.span, id));
        }
    }
    loaded
}

impl Loaded {
    /// Adds a file, and what it names to `waiting`.
    fn add(
        &mut self,
        named: &Named,
        text: Result<String, Unreadable>,
        waiting: &mut VecDeque<Named>,
        diagnostics: &mut Diagnostics,
    ) -> FileId {
        let (text, fault) = match text {
            Ok(text) => (text, None),
            Err(Unreadable(why)) => (String::new(), Some(why)),
        };
        let id = self.sources.add(named.path.clone(), text);
        let mut tree = match (self.sources.get(id), named.kind) {
            (Some(file), Kind::Policy) => syntax::parse(id, file, diagnostics),
            _ => ast::File::default(),
        };
        if let Some(why) = fault {
            tree.incomplete = true;
            diagnostics.add(unreadable(id, named, &why));
        }
        for (by, kind) in names(&tree) {
            match resolve(&named.path, &by.text) {
                Some(path) => waiting.push_back(Named { path, kind, by: Some(by) }),
                None => {
                    tree.incomplete = true;
                    diagnostics.add(outside(&by));
                }
            }
        }
        self.files.push(tree);
        id
    }
}

fn names(tree: &ast::File) -> Vec<(ast::Name, Kind)> {
    let name = |item: &ast::Item| match &item.kind {
        ast::ItemKind::Import(path) => Some((path.clone(), Kind::Policy)),
        ast::ItemKind::List(list) => Some((list.path.clone(), Kind::List)),
        _ => None,
    };
    tree.items.iter().filter_map(name).collect()
}

/// The path that `import` means in the file at `from`, or nothing if it leaves the root folder.
pub(crate) fn resolve(from: &str, import: &str) -> Option<String> {
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

fn unreadable(id: FileId, named: &Named, why: &str) -> Diagnostic {
    let (name, span, help) = match &named.by {
        Some(by) => {
            let help = "a file is named by its path from the folder of the file that names it";
            (by.text.as_str(), by.span, help)
        }
        None => {
            let start = Span { file: id, start: 0, end: 0 };
            (named.path.as_str(), start, "see that it is there, and that it is text in UTF-8")
        }
    };
    Diagnostic::new(Code::UnreadableFile, span, format!("`{name}` cannot be read: {why}")).help(help)
}

fn outside(import: &ast::Name) -> Diagnostic {
    let message = format!("`{}` leaves the folder of the policies", import.text);
    Diagnostic::new(Code::ImportOutside, import.span, message)
        .help("move the file into the folder that holds the policies, and name it there")
}
