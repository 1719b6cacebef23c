//! The texts that are open in the editor, which count in place of those on the disk.

use std::path::{Path, PathBuf};

use gen_lsp_types::{LanguageKind, TextDocumentContentChangeEvent, TextDocumentItem, Uri};

use crate::lsp::position::{Encoding, Lines};

/// A text that is open.
#[derive(Debug)]
pub(crate) struct Document {
    /// Its name as the client spells it.
    pub(crate) uri: Uri,
    /// Where it lies, without symbolic links, if it has a place on the disk.
    pub(crate) path: Option<PathBuf>,
    /// Whether it is a text in Way: by the ending of its name or, where it has none, by what the client says.
    pub(crate) is_way: bool,
    /// Its version.
    pub(crate) version: i32,
    /// What it holds.
    pub(crate) text: String,
}

/// The texts that are open.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    open: Vec<Document>,
}

impl Documents {
    /// Opens a text.
    pub(crate) fn open(&mut self, item: TextDocumentItem) {
        self.close(&item.uri);
        let path = path_of(&item.uri);
        let ending = Path::new(item.uri.path()).extension();
        let is_way = ending.map_or(item.language_id == LanguageKind::new("way"), |ending| ending == "way");
        self.open.push(Document { uri: item.uri, path, is_way, version: item.version, text: item.text });
    }

    /// Changes a text, change by change.
    pub(crate) fn change(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) {
        let Some(document) = self.open.iter_mut().find(|document| document.uri == *uri) else { return };
        document.version = version;
        for change in changes {
            match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                    document.text = whole.text;
                }
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let lines = Lines::new(&document.text, encoding);
                    let (start, end) = (lines.offset(part.range.start), lines.offset(part.range.end));
                    document.text.replace_range(start.min(end)..end.max(start), &part.text);
                }
            }
        }
    }

    /// Closes a text.
    pub(crate) fn close(&mut self, uri: &Uri) {
        self.open.retain(|document| document.uri != *uri);
    }

    /// The text of that name.
    pub(crate) fn get(&self, uri: &Uri) -> Option<&Document> {
        self.open.iter().find(|document| document.uri == *uri)
    }

    /// The text that lies at a path.
    pub(crate) fn at(&self, path: &Path) -> Option<&Document> {
        self.open.iter().find(|document| document.path.as_deref() == Some(path))
    }

    /// All that are open.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Document> {
        self.open.iter()
    }

    /// The name of the file at a path: as the client spells it, if it is open.
    pub(crate) fn uri_at(&self, path: &Path) -> Option<Uri> {
        self.at(path).map(|document| document.uri.clone()).or_else(|| Uri::from_file_path(path).ok())
    }
}

/// Where a file lies, without symbolic links; it and its folders may be missing.
pub(crate) fn path_of(uri: &Uri) -> Option<PathBuf> {
    whole(&uri.to_file_path().ok()?)
}

fn whole(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok().or_else(|| Some(whole(path.parent()?)?.join(path.file_name()?)))
}
