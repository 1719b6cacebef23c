//! Just enough JSON to write a payment: objects of words, numbers, flags and objects.
//!
//! Every value is a word that this example chose itself, so nothing has to be escaped.

use std::fmt;

/// An object under construction, with its members in the order they were added.
#[derive(Debug, Default)]
pub(crate) struct Object {
    members: Vec<String>,
}

impl Object {
    pub(crate) fn text(&mut self, name: &str, value: &str) {
        self.members.push(format!(r#""{name}":"{value}""#));
    }

    pub(crate) fn number(&mut self, name: &str, value: u64) {
        self.members.push(format!(r#""{name}":{value}"#));
    }

    pub(crate) fn flag(&mut self, name: &str, value: bool) {
        self.members.push(format!(r#""{name}":{value}"#));
    }

    /// Adds a group of facts; a group that has none is left out.
    pub(crate) fn group(&mut self, name: &str, group: &Object) {
        if !group.members.is_empty() {
            self.members.push(format!(r#""{name}":{group}"#));
        }
    }
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{}}}", self.members.join(","))
    }
}
