//! Where something is used, in every policy that shares its declaration.

use gen_lsp_types::{Location, ReferenceParams};
use waypost_dsl::ide::{self, Names};

use crate::lsp::answer::{Focus, rename};
use crate::lsp::findings::location;
use crate::lsp::server::Server;

pub(crate) fn answer(server: &Server, params: &ReferenceParams) -> Option<Vec<Location>> {
    let (focus, offset) = Focus::at(server, &params.text_document_position_params)?;
    let names = Names::new(&focus.policy.loaded);
    let symbol = &names.at(focus.file, offset)?.symbol;
    let mut places: Vec<Location> = vec![];
    for policy in rename::sharing(server, focus.policy, &names, symbol) {
        let names = Names::new(&policy.loaded);
        let mut spans = ide::references(&names, symbol, params.context.include_declaration);
        spans.extend(ide::mentions(&names, &policy.cases, symbol).into_iter().map(|one| one.span));
        for place in spans.into_iter().filter_map(|span| location(policy, span, server.encoding)) {
            if !places.contains(&place) {
                places.push(place);
            }
        }
    }
    Some(places)
}
