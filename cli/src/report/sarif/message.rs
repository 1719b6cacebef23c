//! Texts for people in SARIF.

use serde::Serialize;

/// A text in which a viewer puts arguments for `{0}` and links for `[text](1)`.
#[derive(Debug, Serialize)]
pub(super) struct Message {
    text: String,
}

impl Message {
    /// A text without arguments: its braces are doubled, as section 3.11.5 of the standard wants it.
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.replace('{', "{{").replace('}', "}}") }
    }
}

/// A link to the related location of that id (section 3.11.6), as a part of a message.
pub(super) fn link(text: &str, id: usize) -> String {
    let text = text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
    format!("[{text}]({id})")
}
