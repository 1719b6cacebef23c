//! Bytes of a text to the lines and characters of the protocol, and back.
//!
//! A character is a unit of UTF-16 unless the client takes UTF-8. A place that a text does not have means the nearest
//! one before it.

use gen_lsp_types::{Position, PositionEncodingKind, Range};
use waypost_dsl::Span;

/// What characters are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of two bytes, as every client can.
    Utf16,
}

/// A text with the beginnings of its lines.
#[derive(Debug)]
pub(crate) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl Encoding {
    /// The best of those that the client can.
    pub(crate) fn choose(offered: &[PositionEncodingKind]) -> Self {
        if offered.contains(&PositionEncodingKind::UTF8) { Self::Utf8 } else { Self::Utf16 }
    }

    /// The name of it.
    pub(crate) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    fn len(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.encode_utf16().count(),
        }
    }
}

impl<'t> Lines<'t> {
    /// The lines of a text; they end in `\n`, `\r\n` or `\r`.
    pub(crate) fn new(text: &'t str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
        Self { text, starts, encoding }
    }

    /// The byte at a position.
    pub(crate) fn offset(&self, position: Position) -> usize {
        let line = usize::try_from(position.line).unwrap_or(usize::MAX);
        let Some(&start) = self.starts.get(line) else { return self.text.len() };
        let end = line.checked_add(1).and_then(|next| self.starts.get(next)).copied();
        let whole = self.text.get(start..end.unwrap_or(self.text.len())).unwrap_or_default();
        let content = whole.trim_end_matches(['\n', '\r']);
        let wanted = usize::try_from(position.character).unwrap_or(usize::MAX);
        let mut passed = 0;
        for (at, character) in content.char_indices() {
            passed += self.encoding.len(character.encode_utf8(&mut [0; 4]));
            if passed > wanted {
                return start + at;
            }
        }
        start + content.len()
    }

    /// The byte at a position, as the language counts them.
    pub(crate) fn byte(&self, position: Position) -> u32 {
        count(self.offset(position))
    }

    /// The position of a byte.
    pub(crate) fn position(&self, offset: u32) -> Position {
        let offset = self.text.floor_char_boundary(offset as usize);
        let line = self.starts.partition_point(|&start| start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let before = self.text.get(start..offset).unwrap_or_default();
        Position { line: count(line), character: count(self.encoding.len(before)) }
    }

    /// The range of a span.
    pub(crate) fn range(&self, span: Span) -> Range {
        Range { start: self.position(span.start), end: self.position(span.end) }
    }

    /// The position behind the last character.
    pub(crate) fn end(&self) -> Position {
        self.position(count(self.text.len()))
    }

    /// How many characters stand at a span.
    pub(crate) fn width(&self, span: Span) -> u32 {
        count(self.encoding.len(self.text.get(span.range()).unwrap_or_default()))
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
