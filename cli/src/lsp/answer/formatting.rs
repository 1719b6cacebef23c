//! The one layout of a text.

use gen_lsp_types::{DocumentFormattingParams, Position, Range, TextEdit};
use waypost_dsl::{Sources, Unformatted};

use crate::lsp::documents::Document;
use crate::lsp::position::Lines;
use crate::lsp::server::{Refused, Server};

/// What to replace; nothing if the text is laid out already, or has faults, which are told anyhow.
pub(crate) fn answer(
    server: &Server,
    params: &DocumentFormattingParams,
) -> Result<Option<Vec<TextEdit>>, Refused> {
    let Some(document) = server.documents.get(&params.text_document.uri) else { return Ok(None) };
    let Some(new_text) = formatted(document)? else { return Ok(None) };
    if new_text == document.text {
        return Ok(Some(vec![]));
    }
    let end = Lines::new(&document.text, server.encoding).end();
    Ok(Some(vec![TextEdit { range: Range { start: Position { line: 0, character: 0 }, end }, new_text }]))
}

fn formatted(document: &Document) -> Result<Option<String>, Refused> {
    let ending = document.uri.path().rsplit('.').next().unwrap_or_default();
    if !document.is_way {
        return Ok(Some(&document.text)
            .filter(|_| ending == "cases")
            .and_then(|text| waypost_dsl::cases::format(text)));
    }
    let mut sources = Sources::default();
    let id = sources.add(document.uri.path(), document.text.as_str());
    match sources.get(id).map(|file| waypost_dsl::format(id, file)) {
        Some(Ok(text)) => Ok(Some(text)),
        Some(Err(Unformatted::Changed)) => {
            Err(Refused("this text cannot be formatted without changing what it means".to_owned()))
        }
        Some(Err(Unformatted::Faulty(_))) | None => Ok(None),
    }
}
