//! The values of one fact, by its type.

use crate::hir::{FactId, Origin, Type, day};
use crate::iso::Country;
use crate::literal;
use crate::space::describe::Describer;
use crate::space::describe::choice::{choice, named};
use crate::space::describe::digits;
use crate::space::describe::numbers::Scale;
use crate::space::describe::words::Words;
use crate::space::{ABSENT, KeySet, Region};

impl Describer<'_, '_> {
    /// That a fact has one of these keys, one of which may be that of absence.
    pub(super) fn fact(&self, fact: FactId, keys: &KeySet, known: &Region) -> Words {
        let all = self.values(fact);
        let inside = keys.intersection(&all);
        let or_absent = keys.contains(ABSENT);
        if inside.is_empty() {
            return if or_absent { self.absent(fact, known) } else { Words::Never };
        }
        if inside == all {
            return if or_absent { Words::Always } else { self.present(fact, known) };
        }
        let guarded = |way: Words| match (or_absent, way.needs_presence()) {
            (true, _) => Words::any(vec![self.absent(fact, known), way]),
            (false, true) => Words::all(vec![self.present(fact, known), way]),
            (false, false) => way,
        };
        Words::shortest(self.ways(fact, &inside).into_iter().map(guarded).collect())
    }

    /// The keys of all values that can be told apart.
    fn values(&self, fact: FactId) -> KeySet {
        match &self.space.facts[fact].ty {
            Type::Text => KeySet::range(0, self.space.texts(fact).count() as u64),
            ty => ty.keys(),
        }
    }

    /// The ways to say that a fact has one of these keys, which are some of its values and not all.
    fn ways(&self, fact: FactId, inside: &KeySet) -> Vec<Words> {
        let known = &self.space.facts[fact];
        let name = known.name.as_str();
        match &known.ty {
            Type::Flag if inside.contains(1) => vec![Words::positive(name.to_owned())],
            Type::Flag => vec![Words::negative(format!("not {name}"))],
            Type::OneOf(names) => {
                choice(name, names.len() as u64, inside, |key| names.get(usize::try_from(key).ok()?).cloned())
            }
            Type::Country => choice(name, u64::from(Country::count()), inside, |key| {
                Some(Country::from_index(u16::try_from(key).ok()?)?.code().to_owned())
            }),
            Type::Integer { min, .. } => {
                numbers(name, inside, &known.ty, &|key| min.saturating_add_unsigned(key).to_string())
            }
            Type::Percent => numbers(name, inside, &known.ty, &literal::spell_percent),
            Type::Duration => numbers(name, inside, &known.ty, &literal::spell_duration),
            Type::Digits { min, max } => digits::ways(name, (*min, *max), inside),
            Type::Money(list) => self.money(fact, list, inside),
            Type::Timestamp(_) => {
                let said = self.instants(fact, inside);
                vec![said.clone(), said.positive_first()]
            }
            Type::Text => {
                let texts: Vec<&str> = self.space.texts(fact).collect();
                vec![named(name, &texts, inside)]
            }
            // A part has no keys of its own.
            Type::Currency(_) | Type::Hour | Type::Weekday | Type::Date => vec![],
        }
    }

    /// The name of a part of a fact.
    pub(super) fn part(&self, fact: FactId, is_it: fn(&Type) -> bool) -> &str {
        let part = |of: &crate::hir::Fact| of.origin == Origin::Part(fact) && is_it(&of.ty);
        self.space.facts.all.iter().find(|(_, of)| part(of)).map_or("", |(_, of)| of.name.as_str())
    }
}

fn numbers(name: &str, inside: &KeySet, ty: &Type, spell: &dyn Fn(u64) -> String) -> Vec<Words> {
    let last = ty.keys().ranges().last().map_or(0, |&(_, last)| last);
    Scale { name, last, spell, is_fine: matches!(ty, Type::Percent | Type::Duration) }.ways(inside)
}

/// The day of that number as it is written.
pub(super) fn spell_day(number: u64) -> String {
    let date = i64::try_from(number).ok().and_then(day::date_of);
    date.map(|date| date.to_string()).unwrap_or_default()
}
