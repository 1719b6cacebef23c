//! A diagnostic as a person reads it, with the user's text and carets under it.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::{FileId, SourceFile, Sources};

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
        let stretch = stretch(source, labels.clone().map(|(_, label)| label));
        let snippet = Snippet::source(source.text.get(stretch.bytes.clone()).unwrap_or_default());
        let snippet = snippet.path(path(&source.path)).line_start(stretch.line);
        let annotations = labels.map(|(place, label)| annotation(place, label, &stretch.bytes));
        group = group.element(snippet.annotations(annotations));
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

fn annotation<'l>(place: usize, label: &'l Label, stretch: &Range<usize>) -> Annotation<'l> {
    let kind = if place == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
    let Range { start, end } = label.span.range();
    let within = |byte: usize| byte.clamp(stretch.start, stretch.end) - stretch.start;
    let annotation = kind.span(within(start)..within(end));
    if label.text.is_empty() { annotation } else { annotation.label(label.text.as_str()) }
}

/// Some lines of a file.
struct Stretch {
    bytes: Range<usize>,
    /// The number of the first one, from 1.
    line: usize,
}

/// The lines that labels lie in and those between: of a long file the renderer need not see the rest.
fn stretch<'l>(source: &SourceFile, labels: impl Iterator<Item = &'l Label> + Clone) -> Stretch {
    let first = labels.clone().map(|label| label.span.start).min().unwrap_or(0);
    let last = labels.map(|label| label.span.end).max().unwrap_or(u32::MAX);
    let (line, _) = source.line_column(first);
    let (after, _) = source.line_column(last);
    let length = source.text.len();
    let start = |line| source.line_start(line).map_or(length, |start| start.min(length));
    Stretch { bytes: start(line)..start(after + 1), line }
}

fn labels(diagnostic: &Diagnostic) -> impl Iterator<Item = &Label> + Clone {
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
