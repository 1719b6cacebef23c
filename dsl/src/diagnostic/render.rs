//! A diagnostic as a person reads it, with the user's text and carets under it.

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::{FileId, Sources};

/// Whether the text goes to something that shows colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// With terminal escapes.
    Always,
    /// Plain text.
    Never,
}

/// Renders one diagnostic, without a line end. `path` gives the path to show for a file's path below the root.
pub fn render(
    diagnostic: &Diagnostic,
    sources: &Sources,
    path: &dyn Fn(&str) -> String,
    colour: Colour,
) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.code.id()));
    for file in files(diagnostic) {
        let Some(source) = sources.get(file) else { continue };
        let labels = labels(diagnostic).enumerate().filter(|(_, label)| label.span.file == file);
        let snippet = Snippet::source(source.text.as_str()).path(path(&source.path)).line_start(1);
        group = group.element(
            snippet.annotations(labels.map(|(place, label)| annotation(place, label, source.text.len()))),
        );
    }
    if let Some(witness) = &diagnostic.witness {
        let note = match witness.to_string() {
            nothing if nothing.is_empty() => "such a payment: one of which nothing is said".to_owned(),
            payment => format!("such a payment: {payment}"),
        };
        group = group.element(Level::NOTE.message(note));
    }
    let mut report = vec![group];
    if let Some(help) = &diagnostic.help {
        report.push(Group::with_title(Level::HELP.primary_title(help.as_str())));
    }
    let renderer = match colour {
        Colour::Always => Renderer::styled(),
        Colour::Never => Renderer::plain(),
    };
    renderer.render(&report)
}

fn annotation(place: usize, label: &Label, length: usize) -> Annotation<'_> {
    let kind = if place == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
    let annotation = kind.span(clamp(label, length));
    if label.text.is_empty() { annotation } else { annotation.label(label.text.as_str()) }
}

fn labels(diagnostic: &Diagnostic) -> impl Iterator<Item = &Label> {
    std::iter::once(&diagnostic.primary).chain(&diagnostic.labels)
}

/// The files that the labels lie in, that of the primary one first.
fn files(diagnostic: &Diagnostic) -> Vec<FileId> {
    let mut files = vec![];
    for label in labels(diagnostic) {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    files
}

/// The bytes of a label, within the text.
fn clamp(label: &Label, length: usize) -> std::ops::Range<usize> {
    let range = label.span.range();
    range.start.min(length)..range.end.min(length)
}
