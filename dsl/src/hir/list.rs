//! Lists whose values stand in a file of their own.

use crate::arena::{Arena, ids};
use crate::hir::Digits;

ids! {
    /// The number of a list.
    ListId;
}

/// The lists of a policy that tests name.
pub type Lists = Arena<ListId, List>;

/// A list of digits or of texts.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// Its name.
    pub name: String,
    /// Its values.
    pub values: ListValues,
}

/// The values of a list.
#[derive(Debug, Clone, PartialEq)]
pub enum ListValues {
    // INVARIANT: in order, each once.
    /// Leading digits.
    Digits(Vec<Digits>),
    // INVARIANT: in order, each once.
    /// Whole texts.
    Texts(Vec<String>),
}

impl List {
    /// Whether a text is in the list.
    pub fn has_text(&self, text: &str) -> bool {
        match &self.values {
            ListValues::Texts(texts) => texts.binary_search_by(|known| known.as_str().cmp(text)).is_ok(),
            ListValues::Digits(_) => false,
        }
    }

    /// Whether a string of digits begins with digits of the list.
    pub fn leads(&self, digits: Digits) -> bool {
        let ListValues::Digits(known) = &self.values else { return false };
        let begins = |len| {
            let leading = Digits::new(len, digits.leading(len)?)?;
            known.binary_search(&leading).ok()
        };
        (1..=digits.len()).any(|len| begins(len).is_some())
    }
}
