//! The pages of the diagnostics, as `docs/diagnostics` holds them.

use include_dir::{Dir, File, include_dir};
use waypost_dsl::diagnostic::Code;

static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../docs/diagnostics");

/// The page of a code, in Markdown; every code has one.
pub(crate) fn of(code: Code) -> Option<&'static str> {
    PAGES.get_file(format!("{}.md", code.id())).and_then(File::contents_utf8)
}
