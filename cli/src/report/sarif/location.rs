//! Places in SARIF.

use std::path::{Component, Path};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use waypost_dsl::Span;

use crate::report::Found;
use crate::report::region::Region;
use crate::report::sarif::message::Message;

/// The signs that a URI may always hold as they are (RFC 3986, section 2.3) are kept, all others are encoded.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A place, and why it matters.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Place {
    /// What a link in a message calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<Message>,
    pub(super) physical_location: PhysicalLocation,
}

/// A stretch of a file.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhysicalLocation {
    artifact_location: Artifact,
    region: Region,
}

/// A file.
#[derive(Debug, Serialize)]
pub(super) struct Artifact {
    uri: String,
}

impl PhysicalLocation {
    pub(super) fn of(found: &Found<'_>, span: Span) -> Self {
        Self { artifact_location: Artifact::new(&found.file(span)), region: found.region(span) }
    }
}

impl Artifact {
    /// The file of that path: relative to the folder that the tool runs in, unless the user gave a path from the root.
    pub(super) fn new(path: &str) -> Self {
        let path = Path::new(path);
        let parts = path.components().filter_map(|part| match part {
            Component::Normal(name) => {
                Some(utf8_percent_encode(&name.to_string_lossy(), ENCODED).to_string())
            }
            Component::ParentDir => Some("..".to_owned()),
            Component::Prefix(_) | Component::RootDir | Component::CurDir => None,
        });
        let parts: Vec<String> = parts.collect();
        let root = if path.is_absolute() { "file:///" } else { "" };
        Self { uri: format!("{root}{}", parts.join("/")) }
    }
}
