//! What a file holds, as a tree.

use gen_lsp_types::{DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, SymbolKind};
use waypost_dsl::ide::{self, Outline, OutlineKind};

use crate::lsp::answer::Focus;
use crate::lsp::position::Lines;
use crate::lsp::server::Server;

pub(crate) fn answer(server: &Server, params: &DocumentSymbolParams) -> Option<DocumentSymbolResponse> {
    let focus = Focus::on(server, &params.text_document.uri)?;
    let outline = ide::outline(&focus.policy.loaded, focus.file);
    let symbols = outline.into_iter().map(|one| symbol(one, &focus.lines)).collect();
    Some(DocumentSymbolResponse::DocumentSymbolList(symbols))
}

fn symbol(one: Outline, lines: &Lines<'_>) -> DocumentSymbol {
    let children: Vec<DocumentSymbol> = one.children.into_iter().map(|child| symbol(child, lines)).collect();
    let detail = Some(one.detail).filter(|detail| !detail.is_empty());
    let (range, selection) = (lines.range(one.span), lines.range(one.selection));
    let children = (!children.is_empty()).then_some(children);
    DocumentSymbol::new(one.name, detail, kind(one.kind), None, None, range, selection, children)
}

fn kind(kind: OutlineKind) -> SymbolKind {
    match kind {
        OutlineKind::Policy => SymbolKind::Package,
        OutlineKind::Facts => SymbolKind::Struct,
        OutlineKind::Fact => SymbolKind::Field,
        OutlineKind::Connector => SymbolKind::Module,
        OutlineKind::Let => SymbolKind::Constant,
        OutlineKind::List => SymbolKind::File,
        OutlineKind::Rates => SymbolKind::Object,
        OutlineKind::Stage => SymbolKind::Class,
        OutlineKind::Block => SymbolKind::Namespace,
        OutlineKind::Rule => SymbolKind::Method,
        OutlineKind::Table => SymbolKind::Array,
        OutlineKind::Invariant => SymbolKind::Interface,
    }
}
