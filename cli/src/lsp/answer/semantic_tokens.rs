//! What each word of a text is.

use gen_lsp_types::{Position, SemanticToken, SemanticTokens, SemanticTokensParams};
use waypost_dsl::ide::{self, HighlightKind, Names};

use crate::lsp::answer::Focus;
use crate::lsp::server::Server;

/// The kinds of words and what may be said of them besides, by the names that clients know.
pub(crate) fn legend() -> (Vec<String>, Vec<String>) {
    let kinds = HighlightKind::ALL.into_iter().map(|kind| name(kind).to_owned());
    (kinds.collect(), vec!["declaration".to_owned()])
}

fn name(kind: HighlightKind) -> &'static str {
    match kind {
        HighlightKind::Comment => "comment",
        HighlightKind::Keyword => "keyword",
        HighlightKind::Type => "type",
        HighlightKind::Fact => "property",
        HighlightKind::Value => "enumMember",
        HighlightKind::Let => "variable",
        HighlightKind::List => "namespace",
        HighlightKind::Connector => "class",
        HighlightKind::Title => "function",
        HighlightKind::Text => "string",
        HighlightKind::Number => "number",
        HighlightKind::Sign => "operator",
    }
}

pub(crate) fn answer(server: &Server, params: &SemanticTokensParams) -> Option<SemanticTokens> {
    let focus = Focus::on(server, &params.text_document.uri)?;
    let is_case = focus.policy.loaded.sources.get(focus.file).is_none();
    let words = match is_case {
        true => ide::case_highlights(&focus.policy.cases, focus.file, &focus.source.text),
        false => ide::highlights(&Names::new(&focus.policy.loaded), focus.file),
    };
    let mut last = Position { line: 0, character: 0 };
    let mut data = vec![];
    for word in words {
        let start = focus.lines.position(word.span.start);
        let same_line = start.line == last.line;
        data.push(SemanticToken {
            delta_line: start.line - last.line,
            delta_start: if same_line { start.character - last.character } else { start.character },
            length: focus.lines.width(word.span),
            token_type: (0..)
                .zip(HighlightKind::ALL)
                .find(|(_, kind)| *kind == word.kind)
                .map_or(0, |(at, _)| at),
            token_modifiers_bitset: u32::from(word.declares),
        });
        last = start;
    }
    Some(SemanticTokens { result_id: None, data })
}
