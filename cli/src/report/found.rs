//! One finding of one policy, with all that a format may tell of it.

use std::collections::HashSet;

use waypost_dsl::diagnostic::{Colour, Diagnostic, render};
use waypost_dsl::{SourceFile, Span};
use waypost_server::wire::finding::Finding;

use crate::report::Checked;
use crate::report::region::Region;

/// A finding, and where it comes from.
pub(super) struct Found<'c> {
    checked: &'c Checked,
    pub(super) diagnostic: &'c Diagnostic,
    pub(super) finding: Finding,
}

impl<'c> Found<'c> {
    pub(super) fn new(checked: &'c Checked, diagnostic: &'c Diagnostic) -> Self {
        let show = |path: &str| checked.files.show(path);
        let finding = Finding::new(diagnostic, &checked.built.sources, &show);
        Self { checked, diagnostic, finding }
    }

    /// As people read it, with the text that it is about; without a line end.
    pub(super) fn rendered(&self, colour: Colour) -> String {
        let show = |path: &str| self.checked.files.show(path);
        render(self.diagnostic, &self.checked.built.sources, &show, colour)
    }

    /// What is wrong and how to mend it, in two lines.
    pub(super) fn with_help(&self, message: &str) -> String {
        match &self.finding.help {
            Some(help) => format!("{message}\nhelp: {help}"),
            None => message.to_owned(),
        }
    }

    /// The user's text at `span`.
    pub(super) fn text(&self, span: Span) -> &'c str {
        self.checked.built.sources.text(span)
    }

    /// The file that `span` lies in, as its path is shown.
    pub(super) fn file(&self, span: Span) -> String {
        self.source(span).map(|file| self.checked.files.show(&file.path)).unwrap_or_default()
    }

    /// Where `span` lies in its file.
    pub(super) fn region(&self, span: Span) -> Region {
        self.source(span).map(|file| Region::of(file, span)).unwrap_or_default()
    }

    fn source(&self, span: Span) -> Option<&'c SourceFile> {
        self.checked.built.sources.get(span.file)
    }
}

/// The findings without those of a code that is told of the same place before.
pub(super) fn once<'c>(found: impl Iterator<Item = Found<'c>>) -> Vec<Found<'c>> {
    let mut told = HashSet::new();
    let mut is_new = |Found { finding, .. }: &Found<'_>| {
        told.insert((finding.code, finding.file.clone(), finding.line, finding.column))
    };
    found.filter(|found| is_new(found)).collect()
}
