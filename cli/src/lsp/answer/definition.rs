//! Where something is declared.

use gen_lsp_types::{Definition, DefinitionParams, DefinitionResponse};
use waypost_dsl::ide::{self, Names};

use crate::lsp::answer::Focus;
use crate::lsp::findings::location;
use crate::lsp::server::{Refused, Server};

pub(crate) fn answer(
    server: &Server,
    params: DefinitionParams,
) -> Result<Option<DefinitionResponse>, Refused> {
    let Some((focus, offset)) = Focus::at(server, &params.text_document_position_params) else {
        return Ok(None);
    };
    let spans = ide::definition(&Names::new(&focus.policy.loaded), focus.file, offset);
    let places = spans.into_iter().filter_map(|span| location(focus.policy, span, server.encoding));
    Ok(Some(Definition::LocationList(places.collect()).into()))
}
