//! One policy as it stands in the editor: its files, read and checked.

use std::path::{Path, PathBuf};

use gen_lsp_types::Uri;
use waypost_dsl::ast::ItemKind;
use waypost_dsl::cases::{self, Case};
use waypost_dsl::diagnostic::{Diagnostic, Diagnostics};
use waypost_dsl::{FileId, Loaded, Sources, Unreadable};
use waypost_engine::Digest;
use waypost_engine::analyze::Options;
use waypost_server::AsOf;
use waypost_server::files::{self, CaseFile, PolicyFiles};
use waypost_server::pipeline::Built;

use crate::lsp::documents::{Document, Documents};

/// A policy, or a text that belongs to none.
#[derive(Debug)]
pub(crate) struct Policy {
    source: Source,
    /// What was read last.
    pub(crate) loaded: Loaded,
    /// The texts of that, and behind them those of the cases.
    pub(crate) sources: Sources,
    /// The cases that can be read.
    pub(crate) cases: Vec<Case>,
    case_files: Vec<CaseFile>,
    /// What was said while reading, until the policy is checked.
    unchecked: Option<Diagnostics>,
    /// What was found when it was checked last.
    pub(crate) found: Vec<Diagnostic>,
    /// Its files in order.
    files: Vec<File>,
    is_stale: bool,
}

#[derive(Debug)]
struct File {
    id: FileId,
    path: Option<PathBuf>,
    uri: Uri,
}

/// Where its texts come from.
#[derive(Debug)]
enum Source {
    /// From its folder, those that are open from the editor.
    Files(PolicyFiles),
    /// From the editor; what it imports, from the disk if it lies there.
    Alone(Uri, Option<PolicyFiles>),
}

impl Policy {
    /// The policy of a folder, not read yet.
    pub(crate) fn of_files(files: PolicyFiles) -> Self {
        Self::unread(Source::Files(files))
    }

    /// A text that belongs to no policy, not read yet.
    pub(crate) fn of_text(document: &Document) -> Self {
        let found = document.path.as_deref().and_then(|path| files::find(path).ok());
        let files = found.and_then(|found| found.into_iter().next());
        Self::unread(Source::Alone(document.uri.clone(), files))
    }

    fn unread(source: Source) -> Self {
        Self {
            source,
            loaded: Loaded::default(),
            sources: Sources::default(),
            cases: vec![],
            case_files: vec![],
            unchecked: None,
            found: vec![],
            files: vec![],
            is_stale: true,
        }
    }

    /// Whether it is the policy of these files.
    pub(crate) fn is(&self, files: &PolicyFiles) -> bool {
        matches!(&self.source, Source::Files(own) if own.root() == files.root() && own.main() == files.main())
    }

    /// The folder that its imports may not leave.
    pub(crate) fn root(&self) -> Option<&Path> {
        match &self.source {
            Source::Files(files) => Some(files.root()),
            Source::Alone(..) => None,
        }
    }

    /// The text, if it is one that belongs to no policy.
    pub(crate) fn alone(&self) -> Option<&Uri> {
        match &self.source {
            Source::Files(_) => None,
            Source::Alone(uri, _) => Some(uri),
        }
    }

    /// The names of its files.
    pub(crate) fn uris(&self) -> impl Iterator<Item = &Uri> {
        self.files.iter().map(|file| &file.uri)
    }

    /// The number of a file in it.
    pub(crate) fn file(&self, uri: &Uri) -> Option<FileId> {
        self.files.iter().find(|file| file.uri == *uri).map(|file| file.id)
    }

    /// The name of a file.
    pub(crate) fn uri(&self, id: FileId) -> Option<&Uri> {
        self.files.iter().find(|file| file.id == id).map(|file| &file.uri)
    }

    /// Whether a file that lies there is one of its own.
    pub(crate) fn has_path(&self, path: &Path) -> bool {
        self.files.iter().any(|file| file.path.as_deref() == Some(path))
    }

    /// Notes that one of its files changed.
    pub(crate) fn touch(&mut self) {
        self.is_stale = true;
    }

    /// Whether it was checked since it changed.
    pub(crate) fn is_checked(&self) -> bool {
        !self.is_stale && self.unchecked.is_none()
    }

    /// Reads it anew if one of its files changed.
    pub(crate) fn refresh(&mut self, documents: &Documents) {
        if !std::mem::take(&mut self.is_stale) {
            return;
        }
        let open = |path: &Path| documents.at(path).map(|document| document.text.clone());
        let (loaded, diagnostics) = match &self.source {
            Source::Files(files) | Source::Alone(_, Some(files)) => files::read_over(files, &open),
            Source::Alone(uri, None) => read_text(uri, documents),
        };
        self.loaded = loaded;
        self.unchecked = Some(diagnostics);
        self.read_cases(documents);
        let files = self.sources.iter().filter_map(|(id, file)| self.locate(id, &file.path, documents));
        self.files = files.collect();
    }

    /// Reads the cases that lie beside the policy, those that are open from the editor.
    fn read_cases(&mut self, documents: &Documents) {
        self.sources = self.loaded.sources.clone();
        self.cases.clear();
        let Source::Files(files) = &self.source else { return };
        self.case_files = files::cases(files);
        for file in &mut self.case_files {
            if let Some(open) = documents.at(&files.root().join(&file.path)) {
                file.text = Ok(open.text.clone());
            }
            let text = file.text.as_deref().unwrap_or_default();
            self.cases.extend(cases::read(&file.path, text, &mut self.sources, &mut Diagnostics::default()));
        }
    }

    /// Where the file at a path below the root is, and how the client calls it.
    fn locate(&self, id: FileId, path: &str, documents: &Documents) -> Option<File> {
        match &self.source {
            Source::Files(files) | Source::Alone(_, Some(files)) => {
                let below = files.root().join(path);
                let path = below.canonicalize().unwrap_or(below);
                Some(File { id, uri: documents.uri_at(&path)?, path: Some(path) })
            }
            Source::Alone(uri, None) => {
                let is_main = self.sources.iter().next().is_some_and(|(main, _)| main == id);
                is_main.then(|| File { id, uri: uri.clone(), path: None })
            }
        }
    }

    /// Checks what was read.
    pub(crate) fn check(&mut self) {
        let Some(mut diagnostics) = self.unchecked.take() else { return };
        let is_policy = |kind: &ItemKind| matches!(kind, ItemKind::Policy(_));
        let main = self.loaded.files.first();
        let has_name = main.is_some_and(|main| main.items.iter().any(|item| is_policy(&item.kind)));
        if self.alone().is_some() && !has_name {
            let main = self.loaded.sources.iter().next().map(|(id, _)| id);
            let of_it = |one: &Diagnostic| Some(one.primary.span.file) == main && one.code.id() >= "WP01";
            self.found = diagnostics.into_sorted().into_iter().filter(of_it).collect();
            return;
        }
        let as_of = AsOf::Today.day();
        let policy = waypost_dsl::check(&self.loaded, &mut diagnostics);
        if let Some(policy) = &policy {
            waypost_dsl::unused(&self.loaded, &mut diagnostics);
            let options = Options { as_of: Some(as_of), ..Options::default() };
            waypost_engine::analyze(policy, options, &mut diagnostics);
        }
        let sound = policy.filter(|_| !diagnostics.has_errors() && !self.case_files.is_empty());
        let sources = self.loaded.sources.clone();
        let snapshot = sound.map(|policy| waypost_engine::compile(policy, Digest::of(&sources)));
        let mut built =
            Built { name: None, as_of, sources, diagnostics: diagnostics.into_sorted(), snapshot };
        waypost_server::cases::test(&self.case_files, &mut built);
        self.found = built.diagnostics;
    }
}

/// Reads a text that lies nowhere, and so can import nothing.
fn read_text(uri: &Uri, documents: &Documents) -> (Loaded, Diagnostics) {
    const NAME: &str = "policy/policy.way";
    let mut diagnostics = Diagnostics::default();
    let mut text = |path: &str| match (path, documents.get(uri)) {
        (NAME, Some(document)) => Ok(document.text.clone()),
        _ => Err(Unreadable("this text lies in no folder".to_owned())),
    };
    let loaded = waypost_dsl::load(NAME, &mut text, &mut diagnostics);
    (loaded, diagnostics)
}
