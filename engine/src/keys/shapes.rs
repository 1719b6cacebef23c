//! Which of several shapes a text has, found in one pass by an automaton for all of them: Aho and Corasick, *Efficient
//! string matching*, 1975.

use aho_corasick::AhoCorasick;
use waypost_dsl::hir::TextPattern;

/// Up to 64 shapes, each with a bit.
#[derive(Debug)]
pub(super) struct Shapes {
    /// Finds the parts of all shapes, in their order; nothing if it could not be made.
    parts: Option<AhoCorasick>,
    shapes: Vec<TextPattern>,
}

impl Shapes {
    /// The most shapes.
    pub(super) const MAX: usize = 64;

    /// These shapes, at most [`Shapes::MAX`].
    pub(super) fn of<'t>(shapes: impl Iterator<Item = &'t TextPattern>) -> Self {
        let shapes: Vec<TextPattern> = shapes.cloned().collect();
        let parts = shapes.iter().map(|shape| match shape {
            TextPattern::StartsWith(part) | TextPattern::EndsWith(part) | TextPattern::Contains(part) => part,
        });
        Self { parts: AhoCorasick::new(parts).ok(), shapes }
    }

    /// A bit for each shape that the text has.
    pub(super) fn of_text(&self, text: &str) -> u64 {
        match &self.parts {
            // One shape is found faster by itself.
            Some(parts) if self.shapes.len() > 1 => self.by_automaton(parts, text),
            _ => self.one_by_one(text),
        }
    }

    fn by_automaton(&self, parts: &AhoCorasick, text: &str) -> u64 {
        parts.find_overlapping_iter(text).fold(0, |found, part| {
            let shape = self.shapes.get(part.pattern().as_usize());
            let is_met = shape.is_some_and(|shape| match shape {
                TextPattern::StartsWith(_) => part.start() == 0,
                TextPattern::EndsWith(_) => part.end() == text.len(),
                TextPattern::Contains(_) => true,
            });
            found | (u64::from(is_met) << (part.pattern().as_u32() & 63))
        })
    }

    fn one_by_one(&self, text: &str) -> u64 {
        let bits = self.shapes.iter().enumerate();
        bits.fold(0, |found, (bit, shape)| found | (u64::from(shape.matches(text)) << bit))
    }
}
