//! Places as editors and browsers count them. Our own findings count columns in bytes; this is where that is converted.

use serde::Serialize;
use waypost_dsl::{SourceFile, Span};

/// What a column is, in the words of SARIF.
pub(super) const COLUMN_KIND: &str = "utf16CodeUnits";

/// A stretch of a file, written as SARIF has it: lines and columns from 1, columns in UTF-16 code units, `end_column`
/// behind the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    pub(super) start_line: usize,
    pub(super) start_column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

impl Region {
    pub(super) fn of(file: &SourceFile, span: Span) -> Self {
        let ((start_line, start_column), (end_line, end_column)) =
            (place(file, span.start), place(file, span.end));
        Self { start_line, start_column, end_line, end_column }
    }
}

impl Default for Region {
    fn default() -> Self {
        Self { start_line: 1, start_column: 1, end_line: 1, end_column: 1 }
    }
}

fn place(file: &SourceFile, offset: u32) -> (usize, usize) {
    let (line, bytes) = file.line_column(offset);
    let end = offset as usize;
    let before = file.text.get((end + 1).saturating_sub(bytes)..end);
    (line, before.map_or(bytes, |before| before.encode_utf16().count() + 1))
}
