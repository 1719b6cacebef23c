//! The answers to requests, one file a request.

pub(super) mod code_action;
pub(super) mod completion;
pub(super) mod definition;
pub(super) mod document_symbol;
pub(super) mod folding_range;
pub(super) mod formatting;
pub(super) mod hover;
pub(super) mod references;
pub(super) mod rename;
pub(super) mod semantic_tokens;

use gen_lsp_types::{TextDocumentPositionParams, Uri};
use waypost_dsl::FileId;
use waypost_dsl::source::SourceFile;

use crate::lsp::policies::Policy;
use crate::lsp::position::Lines;
use crate::lsp::server::Server;

/// A file that a request is about, as a part of the policy that it belongs to before all others.
struct Focus<'s> {
    policy: &'s Policy,
    file: FileId,
    source: &'s SourceFile,
    lines: Lines<'s>,
}

impl<'s> Focus<'s> {
    /// The file of that name; nothing if no policy has it.
    fn on(server: &'s Server, uri: &Uri) -> Option<Self> {
        let (policy, file) = server.policies.of(uri).next()?;
        let source = policy.sources.get(file)?;
        Some(Self { policy, file, source, lines: Lines::new(&source.text, server.encoding) })
    }

    /// The file, and the byte at a position of it.
    fn at(server: &'s Server, place: &TextDocumentPositionParams) -> Option<(Self, u32)> {
        let focus = Self::on(server, &place.text_document.uri)?;
        let offset = focus.lines.byte(place.position);
        Some((focus, offset))
    }
}
