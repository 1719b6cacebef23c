//! The edits that mend what was found.

use std::collections::HashMap;

use gen_lsp_types::{
    CodeAction, CodeActionKind, CodeActionParams, CodeActionResponse, TextEdit, Uri, WorkspaceEdit,
};
use waypost_dsl::Span;
use waypost_dsl::ide::{self, Repair};

use crate::lsp::answer::Focus;
use crate::lsp::findings::{convert, location};
use crate::lsp::server::Server;

pub(crate) fn answer(server: &Server, params: &CodeActionParams) -> Option<Vec<CodeActionResponse>> {
    let wants = |kinds: &Vec<CodeActionKind>| {
        kinds.contains(&CodeActionKind::QuickFix) || kinds.contains(&CodeActionKind::Empty)
    };
    if params.context.only.as_ref().is_some_and(|kinds| !wants(kinds)) {
        return None;
    }
    let focus = Focus::on(server, &params.text_document.uri)?;
    let start = focus.lines.byte(params.range.start);
    let end = focus.lines.byte(params.range.end);
    let repairs = ide::repairs(&focus.policy.found, Span { file: focus.file, start, end });
    Some(repairs.iter().map(|repair| action(server, &focus, repair).into()).collect())
}

fn action(server: &Server, focus: &Focus<'_>, repair: &Repair<'_>) -> CodeAction {
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for fix in &repair.fixes {
        let Some(place) = location(focus.policy, fix.span, server.encoding) else { continue };
        let edit = TextEdit { range: place.range, new_text: fix.replacement.clone() };
        changes.entry(place.uri).or_default().push(edit);
    }
    let mends = repair.mends.map(|found| vec![convert(focus.policy, found, server.encoding)]);
    CodeAction {
        title: repair.title.clone(),
        kind: Some(CodeActionKind::QuickFix),
        is_preferred: mends.is_some().then_some(true),
        diagnostics: mends,
        edit: Some(WorkspaceEdit { changes: Some(changes), ..Default::default() }),
        ..Default::default()
    }
}
