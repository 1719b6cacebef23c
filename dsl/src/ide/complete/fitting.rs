//! Whether a set or a list can be tested for by facts of a type, by what its values look like.

use crate::ast::{self, LetBody, SetList, ValueKind};
use crate::hir::Type;
use crate::ide::names::Names;
use crate::iso::Country;

/// How deep sets may name one another.
const MAX_DEPTH: u32 = 16;

/// The set that a `let` stands for, if it does for one.
pub(super) fn set_of(item: &ast::Let) -> Option<&SetList> {
    match &item.body {
        LetBody::Set(set) => Some(set),
        LetBody::Condition(_) => None,
    }
}

/// Whether every value of a set could be one of the type.
pub(super) fn set_fits(names: &Names<'_>, ty: &Type, set: &SetList, depth: u32) -> bool {
    let fits = |value: &ast::Value| match (&value.kind, ty) {
        (ValueKind::Name(name), ty) => named_fits(names, ty, name, depth),
        (ValueKind::Code(code), Type::Country) => Country::from_code(code).is_some(),
        (ValueKind::Code(code), Type::Currency(known)) => {
            known.iter().any(|currency| currency.code() == code)
        }
        (kind, ty) => matches!(
            (kind, ty),
            (ValueKind::Number(_), Type::Integer { .. } | Type::Digits { .. } | Type::Hour)
                | (ValueKind::Money(..), Type::Money(_))
                | (ValueKind::Percent(_), Type::Percent)
                | (ValueKind::Duration(_), Type::Duration)
                | (ValueKind::Date(_), Type::Date)
                | (ValueKind::Text(_), Type::Text)
        ),
    };
    set.items.iter().all(|item| fits(&item.low))
}

fn named_fits(names: &Names<'_>, ty: &Type, name: &str, depth: u32) -> bool {
    if ty.place(name).is_some() {
        return true;
    }
    let known = &names.declared;
    match (known.lets.get(name).and_then(|(item, _)| set_of(item)), known.lists.get(name)) {
        (Some(set), _) => depth < MAX_DEPTH && set_fits(names, ty, set, depth + 1),
        (None, Some((list, _))) => list_fits(ty, list),
        (None, None) => false,
    }
}

/// Whether the values of a list are of the type.
pub(super) fn list_fits(ty: &Type, list: &ast::List) -> bool {
    matches!(
        (list.ty.head.text.as_str(), ty),
        ("digits", Type::Digits { .. })
            | ("text", Type::Text)
            | ("country", Type::Country)
            | ("integer", Type::Integer { .. } | Type::Hour)
    )
}
