//! What stands under the pointer.

use gen_lsp_types::{Hover, HoverParams, MarkupContent, MarkupKind};
use waypost_dsl::ide::{self, Names};

use crate::lsp::answer::Focus;
use crate::lsp::server::Server;

pub(crate) fn answer(server: &Server, params: &HoverParams) -> Option<Hover> {
    let (focus, offset) = Focus::at(server, &params.text_document_position_params)?;
    let found = ide::hover(&Names::new(&focus.policy.loaded), focus.file, offset);
    found.map(|hover| Hover {
        contents: MarkupContent { kind: MarkupKind::Markdown, value: hover.text }.into(),
        range: Some(focus.lines.range(hover.span)),
    })
}
