//! Packs: imported files that hold nothing but invariants and the names for them, written for any policy that has what
//! they ask for. What a policy lacks is one fault a pack, told where the pack is imported: it is mended there.

use std::collections::BTreeMap;

use crate::ast;
use crate::check::scope::Scope;
use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::hir::FactId;
use crate::load::{self, Loaded};
use crate::source::{FileId, Span};

/// At so many places it is shown that something is asked for.
const MAX_PLACES: usize = 4;

/// The packs of a policy, and what each of them asks for that the policy does not have.
#[derive(Debug, Default)]
pub(super) struct Packs<'a> {
    packs: BTreeMap<FileId, Pack<'a>>,
}

#[derive(Debug)]
struct Pack<'a> {
    /// The path by which it is imported first.
    import: &'a ast::Name,
    missing: Vec<(Need, Span)>,
}

/// What a pack may ask for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Need {
    Fact(String),
    /// A value of a fact.
    Value(String, String),
    Stage(String),
}

impl<'a> Packs<'a> {
    /// The packs among the files of a policy.
    pub(super) fn of(loaded: &'a Loaded) -> Self {
        let files = || loaded.sources.iter().zip(&loaded.files);
        let mut packs = BTreeMap::new();
        for ((_, from), tree) in files() {
            let imports = tree.items.iter().filter_map(|item| match &item.kind {
                ast::ItemKind::Import(path) => Some((load::resolve(&from.path, &path.text)?, path)),
                _ => None,
            });
            for (path, import) in imports {
                if let Some(((id, _), _)) =
                    files().find(|((_, file), tree)| file.path == path && is_pack(tree))
                {
                    packs.entry(id).or_insert(Pack { import, missing: vec![] });
                }
            }
        }
        Self { packs }
    }
}

/// Whether a file claims something, and declares nothing that payments, connectors or stages are made of.
fn is_pack(tree: &ast::File) -> bool {
    let is_invariant = |item: &ast::Item| matches!(item.kind, ast::ItemKind::Invariant(_));
    let is_name = |item: &ast::Item| matches!(item.kind, ast::ItemKind::Let(_) | ast::ItemKind::List(_));
    tree.items.iter().any(is_invariant) && tree.items.iter().all(|item| is_invariant(item) || is_name(item))
}

impl Scope<'_, '_> {
    /// Notes a fact that is asked for at a place and is not there; says whether that place is in a pack, and the name
    /// not just a slip.
    pub(super) fn lacks_fact(&mut self, name: &ast::Name) -> bool {
        let own = self.declared.lets.iter().filter(|(_, known)| known.name.span.file == name.span.file);
        let is_slip = suggest::closest(&name.text, own.map(|(known, _)| *known)).is_some();
        let need = match name.text.as_str() {
            "attempt" | "decline" | "connector" => Need::Stage("retry".to_owned()),
            fact => Need::Fact(fact.to_owned()),
        };
        !is_slip && self.lacks(name.span, need)
    }

    /// Notes what is asked for at a place and is not there, and says whether that place is in a pack.
    pub(super) fn lacks(&mut self, place: Span, need: Need) -> bool {
        let Some(pack) = self.packs.packs.get_mut(&place.file) else { return false };
        if !pack.missing.iter().any(|(known, _)| *known == need) {
            pack.missing.push((need, place));
        }
        true
    }

    /// The same for a value of a fact.
    pub(super) fn lacks_value(&mut self, fact: FactId, place: Span, value: &str) -> bool {
        let need = Need::Value(self.facts[fact].name.clone(), value.to_owned());
        self.lacks(place, need)
    }

    /// Whether a place is in a pack that asks for something in vain, so that what depends on it is not told as well.
    pub(super) fn is_in_want(&self, place: Span) -> bool {
        self.packs.packs.get(&place.file).is_some_and(|pack| !pack.missing.is_empty())
    }

    /// Reports what packs ask for in vain.
    pub(super) fn missing_for_packs(&mut self) {
        for pack in std::mem::take(&mut self.packs.packs).into_values() {
            if !pack.missing.is_empty() {
                self.diagnostics.add(missing(&pack));
            }
        }
    }
}

fn missing(pack: &Pack<'_>) -> Diagnostic {
    let facts = pack.missing.iter().filter_map(|(need, _)| match need {
        Need::Fact(name) => Some(format!("`{name}`")),
        _ => None,
    });
    let facts: Vec<String> = facts.collect();
    let others = pack.missing.iter().filter_map(|(need, _)| match need {
        Need::Fact(_) => None,
        Need::Value(fact, value) => Some(format!("the value `{value}` of `{fact}`")),
        Need::Stage(name) => Some(format!("the stage `{name}`")),
    });
    let named = match facts.as_slice() {
        [] => None,
        [one] => Some(format!("the fact {one}")),
        _ => Some(format!("the facts {}", in_words(facts))),
    };
    let wanted: Vec<String> = named.into_iter().chain(others).collect();
    let message =
        format!("`{}` asks for {}, which this policy does not have", pack.import.text, in_words(wanted));
    let fault = Diagnostic::new(Code::MissingForPack, pack.import.span, message)
        .help("the head of that file says what it needs: declare it, or leave the import out");
    let places = pack.missing.iter().take(MAX_PLACES);
    places.fold(fault, |fault, (_, place)| fault.label(*place, "it is asked for here"))
}

/// `a, b and c`
fn in_words(mut parts: Vec<String>) -> String {
    match parts.pop() {
        Some(last) if parts.is_empty() => last,
        Some(last) => format!("{} and {last}", parts.join(", ")),
        None => String::new(),
    }
}
