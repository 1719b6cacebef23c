//! What could stand where something is expected.

use crate::hir::{Exemption, Fact, Origin, StageKind, Type};
use crate::ide::complete::place::Place;
use crate::ide::complete::{Completion, CompletionKind, fitting};
use crate::ide::hover::comment;
use crate::ide::names::Names;
use crate::iso::{Country, Currency};
use crate::source::Span;
use crate::syntax::TYPES;

/// Everything that could stand there, what is meant most likely first.
pub(super) fn candidates(names: &Names<'_>, place: &Place<'_>) -> Vec<Completion> {
    match place {
        Place::Words(words) => keywords(words),
        Place::Test(stage) => [tests(names, *stage), keywords(&["not"])].concat(),
        Place::Behind(name, stage) => behind(names, name, stage.is_some()),
        Place::Value(fact, words) => match names.fact(fact) {
            Some(fact) => [values(names, fact), keywords(words)].concat(),
            None => [set_items(names), keywords(words)].concat(),
        },
        Place::SetItem => set_items(names),
        Place::Cell(fact) => {
            let values = names.fact(fact).map(|fact| values(names, fact)).unwrap_or_default();
            [values, keywords(&["-", "not", "absent", "present"])].concat()
        }
        Place::Fact => facts(names, |fact| matches!(fact.origin, Origin::Payment | Origin::Part(_))),
        Place::Outcome(stage) => outcomes(names, *stage),
        Place::Candidate => [connectors(names), keywords(&["split", "best"])].concat(),
        Place::Connector => connectors(names),
        Place::Exemption => each(Exemption::ALL.map(Exemption::as_str), CompletionKind::Value, "exemption"),
        Place::Currency => each(Currency::codes(), CompletionKind::Value, "currency"),
        Place::Type => each(TYPES, CompletionKind::Type, ""),
        Place::Nothing => vec![],
    }
}

fn each<'a>(words: impl IntoIterator<Item = &'a str>, kind: CompletionKind, detail: &str) -> Vec<Completion> {
    let one = |word: &str| Completion {
        text: word.to_owned(),
        kind,
        detail: detail.to_owned(),
        comment: String::new(),
    };
    words.into_iter().map(one).collect()
}

fn keywords(words: &[&str]) -> Vec<Completion> {
    each(words.iter().copied(), CompletionKind::Keyword, "")
}

/// A name that is declared at `span`.
fn declared(names: &Names<'_>, text: &str, kind: CompletionKind, detail: String, span: Span) -> Completion {
    Completion { text: text.to_owned(), kind, detail, comment: comment(names.loaded, span) }
}

/// What a test can begin with.
fn tests(names: &Names<'_>, stage: Option<StageKind>) -> Vec<Completion> {
    let mut found = facts(names, |fact| fact.origin != Origin::Attempt || stage == Some(StageKind::Retry));
    let conditions = names.declared.lets.iter().filter(|(_, (item, _))| fitting::set_of(item).is_none());
    found.extend(
        conditions.map(|(name, (_, span))| {
            declared(names, name, CompletionKind::Let, "condition".to_owned(), *span)
        }),
    );
    found
}

/// The facts that are wanted: those of the payment first, signals last.
fn facts(names: &Names<'_>, wanted: impl Fn(&Fact) -> bool) -> Vec<Completion> {
    let known = || names.all_facts().filter(|fact| wanted(fact));
    let is_signal = |fact: &Fact| matches!(fact.origin, Origin::Signal(..));
    let all = known().filter(|fact| !is_signal(fact)).chain(known().filter(|fact| is_signal(fact)));
    let mut found: Vec<Completion> = all
        .map(|fact| declared(names, &fact.name, CompletionKind::Fact, fact.ty.describe(), fact.span))
        .collect();
    // A fact whose type could not be read is there all the same.
    let broken = names.declared.facts.iter().filter(|(name, _)| names.fact(name).is_none());
    found.extend(
        broken.map(|(name, fact)| declared(names, name, CompletionKind::Fact, String::new(), fact.span)),
    );
    found
}

/// How a test can go on behind its first name.
fn behind(names: &Names<'_>, name: &str, in_stage: bool) -> Vec<Completion> {
    let joints: &[&str] = if in_stage { &["and", "or", "->"] } else { &["and", "or"] };
    let Some(fact) = names.fact(name) else { return keywords(joints) };
    let tests: &[&str] = match fact.ty {
        Type::Flag | Type::Timestamp(_) => &[],
        Type::OneOf(_) | Type::Country | Type::Currency(_) | Type::Weekday => {
            &["is", "is not", "in", "not in"]
        }
        Type::Digits { .. } => &["in", "not in", "is", "is not", "starts with"],
        Type::Text => &["is", "is not", "in", "not in", "starts with", "ends with", "contains"],
        Type::Money(_) => &["<", "<=", ">", ">=", "in"],
        Type::Integer { .. } | Type::Percent | Type::Duration | Type::Hour | Type::Date => {
            &["<", "<=", ">", ">=", "is", "is not", "in", "not in"]
        }
    };
    let may_be_absent = fact.optional || fact.only_when.is_some();
    let presence: &[&str] = if may_be_absent { &["is absent", "is present"] } else { &[] };
    let joints = if fact.ty == Type::Flag { joints } else { &[] };
    [tests, presence, joints].into_iter().flat_map(keywords).collect()
}

/// What a fact can be compared with: its values, sets and lists that fit, and facts of its type.
fn values(names: &Names<'_>, fact: &Fact) -> Vec<Completion> {
    let detail = format!("value of {}", fact.name);
    let values = |values: Vec<&str>| each(values, CompletionKind::Value, &detail);
    let mut found = match &fact.ty {
        Type::OneOf(listed) => values(listed.iter().map(String::as_str).collect()),
        Type::Country => values(Country::codes().collect()),
        Type::Currency(listed) => values(listed.iter().map(|currency| currency.code()).collect()),
        Type::Weekday => values(Type::WEEKDAYS.to_vec()),
        _ => vec![],
    };
    found.extend(sets(names, Some(&fact.ty)));
    let same = |other: &&Fact| {
        std::mem::discriminant(&other.ty) == std::mem::discriminant(&fact.ty)
            && other.name != fact.name
            && matches!(
                (other.origin, &other.ty),
                (Origin::Payment, Type::Country | Type::Text | Type::Money(_))
            )
    };
    let facts = names.all_facts().filter(same);
    found
        .extend(facts.map(|other| {
            declared(names, &other.name, CompletionKind::Fact, other.ty.describe(), other.span)
        }));
    found
}

/// The sets and lists that fit a type, or all of them.
fn sets(names: &Names<'_>, ty: Option<&Type>) -> Vec<Completion> {
    let known = &names.declared;
    let sets = known.lets.iter().filter(|(_, (item, _))| {
        fitting::set_of(item).is_some_and(|set| ty.is_none_or(|ty| fitting::set_fits(names, ty, set, 0)))
    });
    let lists = known.lists.iter().filter(|(_, (list, _))| ty.is_none_or(|ty| fitting::list_fits(ty, list)));
    let set = |(name, (_, span)): (&&str, &(_, Span))| {
        declared(names, name, CompletionKind::Let, "set".to_owned(), *span)
    };
    let list = |(name, (list, span)): (&&str, &(&crate::ast::List, Span))| {
        declared(names, name, CompletionKind::List, list.path.text.clone(), *span)
    };
    sets.map(set).chain(lists.map(list)).collect()
}

/// What a set can hold of which it is not known what it is for.
fn set_items(names: &Names<'_>) -> Vec<Completion> {
    let mut found = sets(names, None);
    for fact in names.all_facts().filter(|fact| fact.origin == Origin::Payment) {
        let Type::OneOf(listed) = &fact.ty else { continue };
        let new = listed.iter().filter(|value| !found.iter().any(|known| known.text == **value));
        let new = new.map(String::as_str).collect::<Vec<_>>();
        found.extend(each(new, CompletionKind::Value, &format!("value of {}", fact.name)));
    }
    found
}

fn connectors(names: &Names<'_>) -> Vec<Completion> {
    let known = names.declared.connectors.iter();
    known
        .map(|(name, (_, span))| {
            declared(names, name, CompletionKind::Connector, "connector".to_owned(), *span)
        })
        .collect()
}

fn outcomes(names: &Names<'_>, stage: StageKind) -> Vec<Completion> {
    match stage {
        StageKind::Screen => keywords(&["allow", "review", "deny"]),
        StageKind::Authenticate => keywords(&["challenge", "frictionless", "exempt"]),
        StageKind::Route => [connectors(names), keywords(&["split", "best", "none"])].concat(),
        StageKind::Retry => keywords(&["next", "again", "stop"]),
    }
}
