//! What could stand at a place: names that are declared, values that fit, and words of the language.

mod candidates;
mod fitting;
mod place;
mod scan;

use crate::ide::names::Names;
use crate::source::{FileId, Span};

/// What could stand at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completions {
    /// What is there so far and is to be replaced; it may be empty.
    pub replace: Span,
    /// What could stand there.
    pub items: Vec<Completion>,
}

/// Something that could stand at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What to write.
    pub text: String,
    /// What it is.
    pub kind: CompletionKind,
    /// A word more about it; may be empty.
    pub detail: String,
    /// The comment that belongs to it; may be empty.
    pub comment: String,
}

/// What something is that could stand at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompletionKind {
    /// A word of the language.
    Keyword,
    /// A type of facts.
    Type,
    /// A fact.
    Fact,
    /// A value.
    Value,
    /// A `let`.
    Let,
    /// A list.
    List,
    /// A connector.
    Connector,
}

/// What could stand at a place of a file.
pub fn complete(names: &Names<'_>, file: FileId, offset: u32) -> Option<Completions> {
    let source = names.loaded.sources.get(file)?;
    let before = source.text.get(..offset as usize)?;
    let replace = word_around(&source.text, file, offset);
    let items = match scan::scan(file, before.get(..replace.start as usize)?) {
        Some(scanned) => candidates::candidates(names, &place::place(&scanned)),
        None => vec![],
    };
    Some(Completions { replace, items })
}

/// The word or the beginning of one around a place.
fn word_around(text: &str, file: FileId, offset: u32) -> Span {
    let is_word = |c: &char| c.is_ascii_alphanumeric() || *c == '_' || *c == '.';
    let (before, after) = text.split_at_checked(offset as usize).unwrap_or((text, ""));
    let back: usize = before.chars().rev().take_while(is_word).map(char::len_utf8).sum();
    let front: usize = after.chars().take_while(|c| is_word(c) && *c != '.').map(char::len_utf8).sum();
    let word = before.get(before.len() - back..).unwrap_or_default();
    // The two dots of a range belong to no word.
    let back = word.rfind("..").map_or(back, |dots| back - dots - 2);
    let len = |bytes: usize| u32::try_from(bytes).unwrap_or_default();
    Span { file, start: offset - len(back), end: offset + len(front) }
}
