//! The declarations of facts: their types, and when they are there.

use crate::ast::{self, Modifier};
use crate::check::collect::Declarations;
use crate::check::knowledge::Knowledge;
use crate::check::lists::Named;
use crate::check::rates::CheckedRates;
use crate::check::scope::{Reach, Scope};
use crate::check::{fact_types, given};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::hir::{Condition, Fact, FactId, Facts, Lists, Origin, Signal, Type};

/// Names that belong to the language: what a payment tells besides its facts.
const RESERVED: [&str; 4] = ["signals", "attempt", "decline", "connector"];

/// The facts of a policy, and the names of those that are declared badly.
#[derive(Debug)]
pub(super) struct CheckedFacts<'a> {
    pub(super) facts: Facts,
    pub(super) broken: Vec<&'a str>,
}

/// Checks all declarations of facts.
pub(super) fn check<'a>(
    declared: &Declarations<'a>,
    rates: &CheckedRates,
    lists: &Lists,
    named: &Named<'a>,
    diagnostics: &mut Diagnostics,
) -> CheckedFacts<'a> {
    let mut facts = Facts::default();
    let mut broken = vec![];
    for (name, fact) in &declared.facts {
        names(fact, declared, diagnostics);
        modifiers(fact, diagnostics);
        match fact.ty.as_ref().and_then(|ty| fact_types::check(ty, diagnostics)) {
            Some(ty) => add(&mut facts, fact, ty),
            None => broken.push(*name),
        }
    }
    given::add(&mut facts, declared);
    let conditions = only_when(declared, &facts, rates, (lists, named), &broken, diagnostics);
    for (id, condition) in conditions {
        facts.all.update(id, |fact| fact.only_when = condition);
    }
    CheckedFacts { facts, broken }
}

/// Adds a fact, and its parts behind it.
fn add(facts: &mut Facts, fact: &ast::Fact, ty: Type) {
    let has = |wanted: fn(&Modifier) -> bool| fact.modifiers.iter().any(wanted);
    let base = Fact {
        name: fact.name.text.clone(),
        spellings: fact.ty.as_ref().map(fact_types::spellings).unwrap_or_default(),
        ty,
        optional: has(|modifier| matches!(modifier, Modifier::Optional(_))),
        only_when: None,
        private: has(|modifier| matches!(modifier, Modifier::Private(_))),
        origin: Origin::Payment,
        span: fact.name.span,
    };
    let id = facts.all.add(base.clone());
    for (part, ty) in parts(&base.ty) {
        let name = format!("{}.{part}", base.name);
        facts.all.add(Fact { name, ty, origin: Origin::Part(id), spellings: vec![], ..base.clone() });
    }
}

/// The facts that come with one of this type.
fn parts(ty: &Type) -> Vec<(&'static str, Type)> {
    match ty {
        Type::Money(list) => vec![("currency", Type::Currency(list.clone()))],
        Type::Timestamp(_) => {
            vec![("hour", Type::Hour), ("weekday", Type::Weekday), ("date", Type::Date)]
        }
        _ => vec![],
    }
}

/// Each modifier stands at most once.
fn modifiers(fact: &ast::Fact, diagnostics: &mut Diagnostics) {
    for (place, modifier) in fact.modifiers.iter().enumerate() {
        let word = word_of(modifier);
        if fact.modifiers.iter().take(place).any(|before| word_of(before) == word) {
            let message = format!("`{}` says `{word}` twice", fact.name.text);
            let help =
                if word == "only when" { "join the conditions by `and`" } else { "leave one of the two out" };
            diagnostics.add(Diagnostic::new(Code::BadFact, fact.name.span, message).help(help));
        }
    }
}

/// The words of a modifier.
fn word_of(modifier: &Modifier) -> &'static str {
    match modifier {
        Modifier::Optional(_) => "optional",
        Modifier::Private(_) => "private",
        Modifier::OnlyWhen(_) => "only when",
    }
}

/// Names that are taken: by the language, by a group of facts, or by the currency of an amount.
fn names(fact: &ast::Fact, declared: &Declarations<'_>, diagnostics: &mut Diagnostics) {
    let name = &fact.name;
    let first = name.text.split('.').next().unwrap_or_default();
    if RESERVED.contains(&first) {
        diagnostics.add(
            Diagnostic::new(Code::ReservedName, name.span, format!("`{first}` is a name of the language"))
                .help("a payment tells its attempt and its signals under this name; choose another one"),
        );
    }
    let groups = name.text.match_indices('.').filter_map(|(dot, _)| name.text.get(..dot));
    for group in groups {
        let Some(other) = declared.facts.get(group) else { continue };
        let part = name.text.strip_prefix(group).unwrap_or_default();
        let comes_with = match (other.ty.as_ref().map(|ty| ty.head.text.as_str()), part) {
            (Some("money"), ".currency") => Some("every amount has its currency as a fact of its own"),
            (Some("timestamp"), ".hour" | ".weekday" | ".date") => {
                Some("every instant has its hour, weekday and date as facts of their own")
            }
            _ => None,
        };
        match comes_with {
            Some(why) => diagnostics.add(there_already(name).label(other.name.span, why)),
            None => continue_with_group(name, other, group, diagnostics),
        }
    }
    if let Some((group, signal)) = name.text.rsplit_once('.')
        && let Some(connector) = declared.connectors.get(group)
        && Signal::ALL.iter().any(|known| known.as_str() == signal)
    {
        let why = "every connector has its health, success rate and latency as facts";
        diagnostics.add(there_already(name).label(connector.name.span, why));
    }
}

fn there_already(name: &ast::Name) -> Diagnostic {
    Diagnostic::new(Code::ReservedName, name.span, format!("`{}` is there already", name.text))
        .help("leave out this line")
}

fn continue_with_group(name: &ast::Name, other: &ast::Fact, group: &str, diagnostics: &mut Diagnostics) {
    diagnostics.add(
        Diagnostic::new(
            Code::FactAndGroup,
            name.span,
            format!("`{group}` is a fact, so it cannot hold `{}`", name.text),
        )
        .label(other.name.span, format!("`{group}` is declared here"))
        .help("give one of the two another name"),
    );
}

/// The conditions of `only when`, checked while every fact that has one counts as one that may be absent.
fn only_when<'a>(
    declared: &Declarations<'a>,
    facts: &Facts,
    rates: &CheckedRates,
    (lists, named): (&Lists, &Named<'a>),
    broken: &[&'a str],
    diagnostics: &mut Diagnostics,
) -> Vec<(FactId, Option<Condition>)> {
    let mut loose = facts.clone();
    let conditions: Vec<(FactId, &ast::Condition)> = declared
        .facts
        .values()
        .filter_map(|fact| Some((facts.find(&fact.name.text)?, condition_of(fact)?)))
        .collect();
    for (id, _) in &conditions {
        loose.all.update(*id, |fact| fact.optional = true);
    }
    let mut scope = Scope::new(declared, &loose, &rates.rates, lists, named, diagnostics);
    scope.doubts(broken.to_vec(), rates.broken);
    scope.reach = Reach::Payment;
    let checked: Vec<(FactId, Option<Condition>)> = conditions
        .iter()
        .map(|(id, condition)| (*id, scope.condition(condition, &Knowledge::default())))
        .collect();
    scope.missing_rates();
    drop(scope);
    let cyclic: Vec<FactId> =
        checked.iter().map(|(id, _)| *id).filter(|id| reaches(&checked, facts, *id)).collect();
    let mut told: Vec<FactId> = vec![];
    for id in &cyclic {
        // Facts of one circle have one fault.
        if told.iter().any(|other| reaches_from(&checked, facts, *id, *other)) {
            continue;
        }
        told.push(*id);
        let fact = &facts[*id];
        let message = format!("whether `{}` is there depends on `{}` itself", fact.name, fact.name);
        diagnostics.add(
            Diagnostic::new(Code::FactCycle, fact.span, message)
                .help("let its `only when` test facts that do not depend on it"),
        );
    }
    let sound = |(id, condition): (FactId, Option<Condition>)| {
        let condition = if cyclic.contains(&id) { None } else { condition };
        (id, condition)
    };
    // A part of a fact is there whenever the fact is.
    let checked: Vec<_> = checked.into_iter().map(sound).collect();
    let parts = facts.all.iter().filter_map(|(id, fact)| {
        let Origin::Part(of) = fact.origin else { return None };
        let condition = checked.iter().find(|(base, _)| *base == of)?.1.clone();
        Some((id, condition))
    });
    let parts: Vec<_> = parts.collect();
    checked.into_iter().chain(parts).collect()
}

fn condition_of(fact: &ast::Fact) -> Option<&ast::Condition> {
    fact.modifiers.iter().find_map(|modifier| match modifier {
        Modifier::OnlyWhen(condition) => Some(condition),
        _ => None,
    })
}

/// Whether the condition of a fact leads back to the fact.
fn reaches(conditions: &[(FactId, Option<Condition>)], facts: &Facts, start: FactId) -> bool {
    reaches_from(conditions, facts, start, start)
}

/// Whether the condition of one fact leads to another.
fn reaches_from(
    conditions: &[(FactId, Option<Condition>)],
    facts: &Facts,
    start: FactId,
    goal: FactId,
) -> bool {
    let needs = |id: FactId| {
        let condition = conditions.iter().find(|(known, _)| *known == id).and_then(|(_, when)| when.as_ref());
        condition.map(|when| when.facts().into_iter().map(|fact| facts.base(fact)).collect::<Vec<_>>())
    };
    let mut seen: Vec<FactId> = vec![];
    let mut waiting = needs(start).unwrap_or_default();
    while let Some(id) = waiting.pop() {
        if id == goal {
            return true;
        }
        if !seen.contains(&id) {
            seen.push(id);
            waiting.extend(needs(id).unwrap_or_default());
        }
    }
    false
}
