//! What could stand at a place.

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionParams, CompletionResponse, Documentation, Range, TextEdit,
};
use waypost_dsl::ide::{self, Completion, CompletionKind, Names};

use crate::lsp::answer::Focus;
use crate::lsp::server::Server;

pub(crate) fn answer(server: &Server, params: &CompletionParams) -> Option<CompletionResponse> {
    let (focus, offset) = Focus::at(server, &params.text_document_position_params)?;
    let found = ide::complete(&Names::new(&focus.policy.loaded), focus.file, offset);
    found.map(|found| {
        let range = focus.lines.range(found.replace);
        let items = (0..).zip(found.items).map(|(place, one)| item(place, one, range));
        CompletionResponse::CompletionItemList(items.collect())
    })
}

fn item(place: usize, one: Completion, range: Range) -> CompletionItem {
    CompletionItem {
        kind: Some(match one.kind {
            CompletionKind::Keyword => CompletionItemKind::Keyword,
            CompletionKind::Type => CompletionItemKind::TypeParameter,
            CompletionKind::Fact => CompletionItemKind::Field,
            CompletionKind::Value => CompletionItemKind::EnumMember,
            CompletionKind::Let => CompletionItemKind::Constant,
            CompletionKind::List => CompletionItemKind::File,
            CompletionKind::Connector => CompletionItemKind::Module,
        }),
        detail: Some(one.detail).filter(|detail| !detail.is_empty()),
        documentation: Some(one.comment).filter(|text| !text.is_empty()).map(Documentation::String),
        // Clients sort by the alphabet if they are not told otherwise.
        sort_text: Some(format!("{place:04}")),
        text_edit: Some(TextEdit { range, new_text: one.text.clone() }.into()),
        label: one.text,
        ..Default::default()
    }
}
