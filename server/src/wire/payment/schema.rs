//! The facts of a policy as the members of a payment: a tree, since facts nest by the dots of their names.

use std::borrow::Cow;

use waypost_dsl::hir::{Fact, FactId, Facts, Origin, Signal};

use crate::wire::names::Names;
use crate::wire::payment::kind::Kind;

/// Where in a payment each fact is found, and how it is read. Made once for each policy.
#[derive(Debug)]
pub struct Schema {
    root: Group,
}

/// Where a payment in JSON gives a fact, by the names of the members that lead to it: `card.network`,
/// `signals.adyen.latency_ms`, `attempt.number`.
pub fn path(name: &str, origin: Origin) -> Cow<'_, str> {
    match origin {
        Origin::Payment | Origin::Part(_) => name.into(),
        Origin::Signal(_, Signal::Health) => format!("signals.{name}").into(),
        Origin::Signal(_, Signal::SuccessRate) => format!("signals.{name}_bps").into(),
        Origin::Signal(_, Signal::Latency) => format!("signals.{name}_ms").into(),
        Origin::Attempt if name == "attempt" => "attempt.number".into(),
        Origin::Attempt => format!("attempt.{name}").into(),
    }
}

/// An object whose members are facts or groups of facts.
#[derive(Debug)]
pub(super) struct Group {
    /// Its name from the top, `card`; empty for the whole payment.
    path: String,
    // INVARIANT: each has a place of its own, from 0 on.
    members: Names<(usize, Member)>,
}

/// What stands under one name.
#[derive(Debug)]
pub(super) enum Member {
    /// The value of a fact.
    Fact(FactId, Kind),
    /// More names.
    Group(Group),
}

impl Schema {
    /// The tree of these facts.
    pub fn new(facts: &Facts) -> Self {
        let paths: Vec<_> =
            facts.given().map(|(id, fact)| (path(&fact.name, fact.origin), id, fact)).collect();
        let facts: Vec<_> = paths.iter().map(|(path, id, fact)| (&**path, *id, *fact)).collect();
        Self { root: Group::of("", &facts) }
    }

    /// The whole payment.
    pub(super) fn root(&self) -> &Group {
        &self.root
    }
}

impl Group {
    /// The group at `path` of facts with these names. A name that is taken stays with the first: the checks refuse such
    /// a policy.
    fn of(path: &str, facts: &[(&str, FactId, &Fact)]) -> Self {
        let mut members: Vec<(Box<str>, Member)> = vec![];
        for &(name, id, fact) in facts {
            let first = name.split('.').next().unwrap_or_default();
            if members.iter().any(|(known, _)| **known == *first) {
                continue;
            }
            let member = match first.len() == name.len() {
                true => Member::Fact(id, Kind::of(fact)),
                false => {
                    let path = if path.is_empty() { first.to_owned() } else { format!("{path}.{first}") };
                    let inside = |name| str::strip_prefix(name, first)?.strip_prefix('.');
                    let inner = facts.iter().filter_map(|&(name, id, fact)| Some((inside(name)?, id, fact)));
                    Member::Group(Self::of(&path, &inner.collect::<Vec<_>>()))
                }
            };
            members.push((first.into(), member));
        }
        let members = members.into_iter().enumerate();
        let members = Names::new(members.map(|(place, (name, member))| (name, (place, member))));
        Self { path: path.to_owned(), members }
    }

    /// Its name from the top.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The member of that name, and its place among the members.
    #[inline]
    pub(super) fn find(&self, name: &str) -> Option<&(usize, Member)> {
        self.members.get(name)
    }
}

impl Member {
    /// Its name from the top.
    pub(super) fn path<'m>(&'m self, facts: &'m Facts) -> Cow<'m, str> {
        match self {
            Self::Fact(fact, _) => path(&facts[*fact].name, facts[*fact].origin),
            Self::Group(group) => group.path().into(),
        }
    }
}
