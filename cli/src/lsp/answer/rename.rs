//! Another name for something, in every policy that shares its declaration.

use std::collections::HashMap;

use gen_lsp_types::{
    PrepareRenameParams, PrepareRenamePlaceholder, PrepareRenameResult, RenameParams, TextEdit, Uri,
    WorkspaceEdit,
};
use waypost_dsl::ide::{self, Names, Symbol};

use crate::lsp::answer::Focus;
use crate::lsp::findings::location;
use crate::lsp::policies::Policy;
use crate::lsp::server::{Refused, Server};

/// Whether something can be renamed, and what of the text that is.
pub(crate) fn prepare(
    server: &Server,
    params: &PrepareRenameParams,
) -> Result<Option<PrepareRenameResult>, Refused> {
    let Some((focus, offset)) = Focus::at(server, &params.text_document_position_params) else {
        return Ok(None);
    };
    let names = Names::new(&focus.policy.loaded);
    let Some(found) = ide::prepare_rename(&names, focus.file, offset) else { return Ok(None) };
    let found = found.map_err(Refused)?;
    let range = focus.lines.range(found.span);
    Ok(Some(PrepareRenamePlaceholder { range, placeholder: found.symbol.name().to_owned() }.into()))
}

/// The edits that rename it.
pub(crate) fn answer(server: &Server, params: &RenameParams) -> Result<Option<WorkspaceEdit>, Refused> {
    let Some((focus, offset)) = Focus::at(server, &params.text_document_position_params) else {
        return Ok(None);
    };
    let names = Names::new(&focus.policy.loaded);
    let Some(found) = ide::prepare_rename(&names, focus.file, offset) else { return Ok(None) };
    let symbol = &found.map_err(Refused)?.symbol;
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for policy in sharing(server, focus.policy, &names, symbol) {
        let names = Names::new(&policy.loaded);
        let edits = ide::rename(&names, &policy.cases, symbol, &params.new_name).map_err(Refused)?;
        for edit in edits {
            let Some(place) = location(policy, edit.span, server.encoding) else { continue };
            let of_file = changes.entry(place.uri).or_default();
            let edit = TextEdit { range: place.range, new_text: edit.text };
            if !of_file.contains(&edit) {
                of_file.push(edit);
            }
        }
    }
    Ok(Some(WorkspaceEdit { changes: Some(changes), ..Default::default() }))
}

/// The policies that have the file in which something is declared, `own` among them.
pub(crate) fn sharing<'s>(
    server: &'s Server,
    own: &'s Policy,
    names: &Names<'_>,
    symbol: &Symbol,
) -> Vec<&'s Policy> {
    let declared = names.of(symbol).find(|one| one.declares).map(|one| one.span.file);
    let Some(uri) = declared.and_then(|file| own.uri(file)) else { return vec![own] };
    server.policies.iter().filter(|policy| policy.file(uri).is_some()).collect()
}
