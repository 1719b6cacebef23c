//! The comment that belongs to a declaration: the lines right above it, or what stands behind it on its line.

use crate::load::Loaded;
use crate::source::Span;

/// The text of the comment that belongs to what stands at `span`, without the signs; empty if there is none.
pub(in crate::ide) fn comment(loaded: &Loaded, span: Span) -> String {
    let Some(source) = loaded.sources.get(span.file) else { return String::new() };
    let before = source.text.get(..span.start as usize).unwrap_or_default();
    let above = before.rsplit_once('\n').map_or("", |(above, _)| above);
    let mut lines: Vec<&str> = above.lines().rev().map_while(|line| line.trim().strip_prefix('#')).collect();
    lines.reverse();
    if lines.is_empty() {
        let rest = source.text.get(span.end as usize..).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default();
        lines.extend(line.trim_start().strip_prefix('#'));
    }
    let lines: Vec<&str> = lines.into_iter().map(|line| line.trim_matches(['#', ' ', '\t', '\r'])).collect();
    lines.join("\n").trim().to_owned()
}
