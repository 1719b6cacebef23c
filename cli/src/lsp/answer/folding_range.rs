//! What of a text can be folded away.

use gen_lsp_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams};
use waypost_dsl::ide::{self, FoldKind};

use crate::lsp::answer::Focus;
use crate::lsp::server::Server;

pub(crate) fn answer(server: &Server, params: &FoldingRangeParams) -> Option<Vec<FoldingRange>> {
    let focus = Focus::on(server, &params.text_document.uri)?;
    let folds = ide::folds(focus.file, focus.source);
    let ranges = folds.into_iter().map(|fold| {
        let range = focus.lines.range(fold.span);
        let (kind, end_line) = match fold.kind {
            // The line of the closing bracket stays in sight.
            FoldKind::Region => (FoldingRangeKind::Region, range.end.line.saturating_sub(1)),
            FoldKind::Comment => (FoldingRangeKind::Comment, range.end.line),
            FoldKind::Imports => (FoldingRangeKind::Imports, range.end.line),
        };
        FoldingRange { start_line: range.start.line, end_line, kind: Some(kind), ..Default::default() }
    });
    Some(ranges.filter(|fold| fold.start_line < fold.end_line).collect())
}
