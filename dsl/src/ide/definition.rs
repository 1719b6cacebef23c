//! From a name to where it is declared, and to all places that name the same.

use crate::ast::ItemKind;
use crate::ide::names::{Names, Symbol};
use crate::source::{FileId, Span};

/// Where that is declared what stands at a place; of a path, the beginning of the file that it names.
pub fn definition(names: &Names<'_>, file: FileId, offset: u32) -> Vec<Span> {
    if let Some(named) = path_at(names, file, offset) {
        return vec![Span { file: named, start: 0, end: 0 }];
    }
    let Some(found) = names.at(file, offset) else { return vec![] };
    match &found.symbol {
        Symbol::List(name) if found.declares => list_file(names, name).into_iter().collect(),
        symbol => names.of(symbol).filter(|one| one.declares).map(|one| one.span).collect(),
    }
}

/// Every place that names what is named at this one.
pub fn references(names: &Names<'_>, symbol: &Symbol, with_declaration: bool) -> Vec<Span> {
    names.of(symbol).filter(|one| with_declaration || !one.declares).map(|one| one.span).collect()
}

/// The file that the path at a place names: behind `import`, or behind `from`.
fn path_at(names: &Names<'_>, file: FileId, offset: u32) -> Option<FileId> {
    let here = |span: Span| span.file == file && span.start <= offset && offset <= span.end;
    let loaded = names.loaded;
    if let Some((_, list)) = loaded.lists.iter().find(|(span, _)| here(*span)) {
        return Some(*list);
    }
    let mut items = loaded.files.iter().flat_map(|file| &file.items);
    let import = items.find_map(|item| match &item.kind {
        ItemKind::Import(path) if here(path.span) => Some(path),
        _ => None,
    });
    let from = &loaded.sources.get(file)?.path;
    let path = crate::load::resolve(from, &import?.text)?;
    loaded.sources.iter().find(|(_, source)| source.path == path).map(|(id, _)| id)
}

fn list_file(names: &Names<'_>, list: &str) -> Option<Span> {
    let (list, _) = names.declared.lists.get(list)?;
    let (_, file) = names.loaded.lists.iter().find(|(span, _)| *span == list.path.span)?;
    Some(Span { file: *file, start: 0, end: 0 })
}
