//! What is told about an import: what does not mean the same, and what is good to know.

use std::io::{self, Write};

use crate::report::count;

/// All that there is to tell, in the order of the document.
#[derive(Debug, Default)]
pub(crate) struct Report {
    items: Vec<Item>,
}

#[derive(Debug, PartialEq)]
struct Item {
    exact: bool,
    place: String,
    what: String,
    instead: String,
}

impl Report {
    /// Tells of something that means the same in Way, but is written otherwise.
    pub(crate) fn note(&mut self, place: &str, what: impl Into<String>, instead: impl Into<String>) {
        self.add(true, place, what.into(), instead.into());
    }

    /// Tells of something that has no exact counterpart in Way.
    pub(crate) fn differs(&mut self, place: &str, what: impl Into<String>, instead: impl Into<String>) {
        self.add(false, place, what.into(), instead.into());
    }

    fn add(&mut self, exact: bool, place: &str, what: String, instead: String) {
        let item = Item { exact, place: place.to_owned(), what, instead };
        if !self.items.contains(&item) {
            self.items.push(item);
        }
    }

    /// Whether the policy means exactly what the document means.
    pub(crate) fn is_exact(&self) -> bool {
        self.items.iter().all(|item| item.exact)
    }

    /// Writes it for people, what does not mean the same first, and `imported` in the last line.
    pub(crate) fn write(&self, imported: &str, out: &mut impl Write) -> io::Result<()> {
        for exact in [false, true] {
            for item in self.items.iter().filter(|item| item.exact == exact) {
                let word = if exact { "note" } else { "differs" };
                writeln!(out, "{word}: {}: {}\n  instead: {}", item.place, item.what, item.instead)?;
            }
        }
        let (notes, differences): (Vec<&Item>, Vec<&Item>) = self.items.iter().partition(|item| item.exact);
        let same = match differences.len() {
            0 => "all of it means the same".to_owned(),
            1 => "1 thing does not mean the same".to_owned(),
            many => format!("{many} things do not mean the same"),
        };
        let told = if notes.is_empty() { String::new() } else { format!(", {}", count(notes.len(), "note")) };
        writeln!(out, "imported {imported}: {same}{told}")
    }
}
