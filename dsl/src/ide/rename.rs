//! Gives something another name, wherever it is named.

use crate::cases::Case;
use crate::ide::mentions::mentions;
use crate::ide::names::{Names, Occurrence, Symbol};
use crate::source::{FileId, Span};
use crate::syntax;

/// What to put in the place of a stretch of text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What to replace.
    pub span: Span,
    /// What to put there.
    pub text: String,
}

/// What can be renamed at a place, or why what stands there cannot; nothing where there is no name.
pub fn prepare_rename<'n>(
    names: &'n Names<'_>,
    file: FileId,
    offset: u32,
) -> Option<Result<&'n Occurrence, String>> {
    let found = names.at(file, offset)?;
    let declared = names.of(&found.symbol).any(|one| one.declares);
    Some(match &found.symbol {
        Symbol::Value(fact, value) => {
            Err(format!("`{value}` is what payments say for `{fact}`, so it is not renamed here alone"))
        }
        symbol if !declared => Err(format!("`{}` belongs to the language", symbol.name())),
        _ => Ok(found),
    })
}

/// The edits that give `symbol` the name `new`, in the policy and in its cases, or why it cannot have it.
pub fn rename(names: &Names<'_>, cases: &[Case], symbol: &Symbol, new: &str) -> Result<Vec<Edit>, String> {
    let is_quoted = matches!(symbol, Symbol::Rule(..) | Symbol::Table(..) | Symbol::Invariant(_));
    match is_quoted {
        true => title(names, symbol, new)?,
        false => word(names, symbol, new)?,
    }
    let spelled = |rest: &str| match is_quoted {
        true => quoted(&format!("{new}{rest}")),
        false => new.to_owned(),
    };
    let own = names.of(symbol).map(|one| Edit { span: one.span, text: spelled("") });
    let of_cases = mentions(names, cases, symbol);
    let of_cases = of_cases.into_iter().map(|one| Edit { span: one.span, text: spelled(&one.rest) });
    Ok(own.chain(of_cases).collect())
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Whether a name in quotes is one that nothing else of its kind has.
fn title(names: &Names<'_>, symbol: &Symbol, new: &str) -> Result<(), String> {
    if new.trim().is_empty() || new.contains(['\n', '\r']) {
        return Err("a name in quotes is text on one line".to_owned());
    }
    let wanted = match symbol {
        Symbol::Rule(stage, _) => Symbol::Rule(*stage, new.to_owned()),
        Symbol::Table(stage, _) => Symbol::Table(*stage, new.to_owned()),
        _ => Symbol::Invariant(new.to_owned()),
    };
    if wanted != *symbol && names.of(&wanted).next().is_some() {
        return Err(format!("the name `{new}` is taken"));
    }
    Ok(())
}

/// Whether a name is a word that is free.
fn word(names: &Names<'_>, symbol: &Symbol, new: &str) -> Result<(), String> {
    if !syntax::is_name(new) || (new.contains('.') && !matches!(symbol, Symbol::Fact(_))) {
        return Err(format!(
            "`{new}` is no name: names are lower case with `_`, and no words of the language"
        ));
    }
    let declared = &names.declared;
    let is_taken = declared.lets.contains_key(new)
        || declared.lists.contains_key(new)
        || declared.facts.contains_key(new)
        || names.fact(new).is_some()
        || (matches!(symbol, Symbol::Connector(_)) && declared.connectors.contains_key(new))
        || (!matches!(symbol, Symbol::Connector(_))
            && names.all_facts().any(|fact| fact.ty.place(new).is_some()));
    match is_taken && new != symbol.name() {
        true => Err(format!("the name `{new}` is taken")),
        false => Ok(()),
    }
}
