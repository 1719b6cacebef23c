//! The edits that mend faults, alone and all of one kind together.

use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::source::Span;

/// An edit, or several, that mend one fault or all of one kind in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Repair<'d> {
    /// What it does, in words.
    pub title: String,
    /// What to replace by what, none overlapping another.
    pub fixes: Vec<&'d Fix>,
    /// The fault, if it mends only one.
    pub mends: Option<&'d Diagnostic>,
}

/// What can be mended where `span` touches a fault: each fault alone, then all of the same kind in the file.
pub fn repairs(diagnostics: &[Diagnostic], span: Span) -> Vec<Repair<'_>> {
    let touches = |at: Span| at.file == span.file && at.start <= span.end && span.start <= at.end;
    let mut codes: Vec<Code> = vec![];
    let mut found = vec![];
    for diagnostic in diagnostics {
        let Some(fix) = diagnostic.fix.as_ref().filter(|_| touches(diagnostic.primary.span)) else {
            continue;
        };
        found.push(Repair { title: title(fix), fixes: vec![fix], mends: Some(diagnostic) });
        if !codes.contains(&diagnostic.code) {
            codes.push(diagnostic.code);
        }
    }
    found.extend(codes.into_iter().filter_map(|code| all(diagnostics, code, span)));
    found
}

fn title(fix: &Fix) -> String {
    match fix.replacement.as_str() {
        "" => "leave it out".to_owned(),
        text if fix.span.start == fix.span.end => format!("insert `{}`", text.trim()),
        text => format!("replace by `{text}`"),
    }
}

/// All faults of one code in the file mended at once, if there are several.
fn all(diagnostics: &[Diagnostic], code: Code, span: Span) -> Option<Repair<'_>> {
    let same = diagnostics.iter().filter(|one| one.code == code && one.primary.span.file == span.file);
    let mut fixes: Vec<&Fix> = same.filter_map(|one| one.fix.as_ref()).collect();
    fixes.sort_by_key(|fix| fix.span);
    fixes.dedup();
    let mut end = None;
    fixes.retain(|fix| {
        let free = end.is_none_or(|(file, end)| file != fix.span.file || end <= fix.span.start);
        if free {
            end = Some((fix.span.file, fix.span.end));
        }
        free
    });
    let title = format!("mend all {} of `{}` in this file", fixes.len(), code.name());
    (fixes.len() > 1).then_some(Repair { title, fixes, mends: None })
}
