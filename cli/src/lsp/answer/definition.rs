//! Where something is declared.

use gen_lsp_types::{Definition, DefinitionParams, DefinitionResponse};
use waypost_dsl::ide::{self, Names};

use crate::lsp::answer::Focus;
use crate::lsp::findings::location;
use crate::lsp::server::Server;

pub(crate) fn answer(server: &Server, params: &DefinitionParams) -> Option<DefinitionResponse> {
    let (focus, offset) = Focus::at(server, &params.text_document_position_params)?;
    let spans = ide::definition(&Names::new(&focus.policy.loaded), focus.file, offset);
    let places = spans.into_iter().filter_map(|span| location(focus.policy, span, server.encoding));
    Some(Definition::LocationList(places.collect()).into())
}
