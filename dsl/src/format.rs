//! One layout for every file of a policy: its tree and its comments are written anew, and what was written is read again.
//!
//! Each construct becomes a [`document::Document`], which knows where it may be broken; a [`page::Page`] puts the
//! documents and the comments in lines; [`lines`] aligns lines that stand together. Only syntax matters: a file
//! with an unknown fact can be formatted, one that cannot be parsed is left alone.

use crate::ast;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{FileId, SourceFile, Sources};
use crate::syntax;

mod braces;
mod comments;
mod condition;
mod declarations;
mod document;
mod facts;
mod file;
mod layout;
mod lines;
mod outcome;
mod page;
mod stage;
mod table;

/// The most columns that a line has if it can be broken; lines that are aligned may get longer by that.
pub const WIDTH: usize = 132;

/// Columns by which what belongs to something stands further in.
const INDENT: usize = 2;

/// Why a file is not formatted.
#[derive(Debug, Clone, PartialEq)]
pub enum Unformatted {
    /// It cannot be parsed; these are the reasons, in the order of the text.
    Faulty(Vec<Diagnostic>),
    /// What was written does not mean what was read, which is a fault of ours.
    Changed,
}

/// The text of a file in the one layout. Its tree and its comments are those of the file.
pub fn format(id: FileId, file: &SourceFile) -> Result<String, Unformatted> {
    let mut diagnostics = Diagnostics::default();
    let tree = syntax::parse(id, file, &mut diagnostics);
    if diagnostics.has_errors() {
        return Err(Unformatted::Faulty(diagnostics.into_sorted()));
    }
    let mut page = page::Page::new(&file.text, comments::read(id, &file.text));
    file::write(&mut page, &tree);
    let text = page.into_text();
    match is_same(&tree, file, &text) {
        true => Ok(text),
        false => Err(Unformatted::Changed),
    }
}

/// Whether `text` has this tree and the comments of `file`.
fn is_same(tree: &ast::File, file: &SourceFile, text: &str) -> bool {
    let mut sources = Sources::default();
    let id = sources.add(&file.path, text);
    let Some(written) = sources.get(id) else { return false };
    let mut diagnostics = Diagnostics::default();
    let again = syntax::parse(id, written, &mut diagnostics);
    let comments = |text| comments::read(id, text).into_iter().map(|comment| comment.text);
    let same = |(one, other): (&ast::Item, &ast::Item)| without_spans(one) == without_spans(other);
    diagnostics.is_empty()
        && tree.items.len() == again.items.len()
        && tree.items.iter().zip(&again.items).all(same)
        && comments(&file.text).eq(comments(text))
}

/// All that an item says, without the places where it says so.
fn without_spans(item: &ast::Item) -> String {
    let whole = format!("{:?}", item.kind);
    let mut parts = whole.split("Span {");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('}').map_or(part, |(_, rest)| rest))
}

/// A text as a policy spells it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
