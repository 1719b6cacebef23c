//! The facts of a policy as the members of a payment: a tree, since facts nest by the dots of their names.

use std::borrow::Cow;

use waypost_dsl::hir::{FactId, Facts, Origin, Signal};

/// Where in a payment each fact is found. Made once for each policy.
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
#[derive(Debug, Default)]
pub(super) struct Group {
    /// Its name from the top, `card`; empty for the whole payment.
    path: String,
    // INVARIANT: in the order of the names, each once.
    members: Vec<(Box<str>, Member)>,
}

/// What stands under one name.
#[derive(Debug)]
pub(super) enum Member {
    /// The value of a fact.
    Fact(FactId),
    /// More names.
    Group(Group),
}

impl Schema {
    /// The tree of these facts.
    pub fn new(facts: &Facts) -> Self {
        let mut root = Group::default();
        for (id, fact) in facts.given() {
            root.insert(&path(&fact.name, fact.origin), id);
        }
        Self { root }
    }

    /// The whole payment.
    pub(super) fn root(&self) -> &Group {
        &self.root
    }
}

impl Group {
    /// Its name from the top.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The member of that name, and its place among the members.
    pub(super) fn find(&self, name: &str) -> Option<(usize, &Member)> {
        let place = self.members.binary_search_by(|(known, _)| (**known).cmp(name)).ok()?;
        self.members.get(place).map(|(_, member)| (place, member))
    }

    /// Puts a fact where its name says. A name that is taken stays with the first: the checks refuse such a policy.
    fn insert(&mut self, name: &str, fact: FactId) {
        let (first, rest) = name.split_once('.').map_or((name, None), |(first, rest)| (first, Some(rest)));
        let found = self.members.binary_search_by(|(known, _)| (**known).cmp(first));
        let (place, known) = match found {
            Ok(place) => (place, true),
            Err(place) => (place, false),
        };
        if !known {
            let group = Group { path: self.nested(first), members: vec![] };
            let member = rest.map_or(Member::Fact(fact), |_| Member::Group(group));
            self.members.insert(place, (first.into(), member));
        }
        if let (Some(rest), Some((_, Member::Group(group)))) = (rest, self.members.get_mut(place)) {
            group.insert(rest, fact);
        }
    }

    fn nested(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }
}

impl Member {
    /// Its name from the top.
    pub(super) fn path<'m>(&'m self, facts: &'m Facts) -> Cow<'m, str> {
        match self {
            Self::Fact(fact) => path(&facts[*fact].name, facts[*fact].origin),
            Self::Group(group) => group.path().into(),
        }
    }
}
