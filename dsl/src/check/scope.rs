//! What names mean while conditions are checked, and what is known to be faulty already.

use std::collections::BTreeSet;

use crate::ast;
use crate::check::collect::Declarations;
use crate::check::lists::{Checked, Named};
use crate::check::missing_rates::Missed;
use crate::check::packs::Packs;
use crate::diagnostic::suggest;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::hir::{Fact, FactId, Facts, Lists, Origin, Rates, Type};
use crate::space::{Formula, Space};

/// How deep `let`s may use one another.
const MAX_LETS: usize = 64;

/// The names of a policy, its space, and where to report.
pub(super) struct Scope<'a, 'd> {
    pub(super) facts: &'a Facts,
    pub(super) space: Space<'a>,
    pub(super) diagnostics: &'d mut Diagnostics,
    pub(super) declared: &'d Declarations<'a>,
    lists: &'d Named<'a>,
    /// What the conditions in hand may ask for besides the payment's own facts.
    pub(super) reach: Reach,
    /// For each fact what must hold for it to be there.
    pub(super) only_when: Vec<Option<Formula>>,
    /// Facts that are declared, but not well.
    broken_facts: Vec<&'a str>,
    /// Whether the rates are faulty, so that nothing more is said of them.
    pub(super) broken_rates: bool,
    pub(super) missed: Missed,
    pub(super) packs: Packs<'a>,
    /// The lets whose meaning is being looked up, outermost first.
    pub(super) expanding: Vec<&'a str>,
    /// The lets that something uses.
    pub(super) used: BTreeSet<&'a str>,
    /// How many tests the condition in hand has so far.
    pub(super) tests: usize,
    /// How many values the lists of the condition in hand come to so far.
    pub(super) values: usize,
}

/// What conditions may ask for, by the place where they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Only what the payment gives.
    Payment,
    /// The signals of connectors, too.
    Signals,
    /// Also what is told of the last attempt.
    Attempt,
}

/// What a name at the beginning of a test means.
pub(super) enum Subject<'a> {
    Fact(FactId),
    Let(&'a ast::Let),
}

impl<'a, 'd> Scope<'a, 'd> {
    pub(super) fn new(
        declared: &'d Declarations<'a>,
        facts: &'a Facts,
        rates: &'a Rates,
        values: &'a Lists,
        lists: &'d Named<'a>,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        let mut space = Space::new(facts, rates, values);
        let only_when = facts
            .all
            .iter()
            .map(|(_, fact)| fact.only_when.as_ref().map(|when| space.formula(when)))
            .collect();
        Self {
            facts,
            space,
            diagnostics,
            declared,
            lists,
            reach: Reach::Signals,
            only_when,
            broken_facts: vec![],
            broken_rates: false,
            missed: Missed::new(),
            packs: Packs::default(),
            expanding: vec![],
            used: BTreeSet::new(),
            tests: 0,
            values: 0,
        }
    }

    /// Says what is faulty already, so that nothing that depends on it is reported.
    pub(super) fn doubts(&mut self, broken_facts: Vec<&'a str>, broken_rates: bool) {
        self.broken_facts = broken_facts;
        self.broken_rates = broken_rates;
    }

    /// The fact or the `let` of that name; reports a name that is neither.
    pub(super) fn subject(&mut self, name: &ast::Name) -> Option<Subject<'a>> {
        if let Some(fact) = self.facts.find(&name.text) {
            return self.within_reach(name, fact).map(Subject::Fact);
        }
        if let Some(body) = self.find_let(&name.text) {
            return Some(Subject::Let(body));
        }
        let broken = self
            .broken_facts
            .iter()
            .any(|known| *known == name.text || name.text.strip_suffix(".currency") == Some(*known));
        if !broken && !self.declared.incomplete && !self.lacks_fact(name) {
            self.diagnostics.add(self.unknown_fact(name));
        }
        None
    }

    /// The fact, unless it may not be asked for here.
    pub(super) fn within_reach(&mut self, name: &ast::Name, fact: FactId) -> Option<FactId> {
        let needed = match self.facts[fact].origin {
            Origin::Payment | Origin::Part(_) => return Some(fact),
            Origin::Signal(..) => [Reach::Signals, Reach::Attempt].as_slice(),
            Origin::Attempt => &[Reach::Attempt],
        };
        if needed.contains(&self.reach) {
            return Some(fact);
        }
        self.diagnostics.add(out_of_reach(name, self.facts[fact].origin));
        None
    }

    /// The list of that name whose values stand in a file; it counts as used.
    pub(super) fn find_list(&mut self, name: &str) -> Option<&'d Checked> {
        let (known, list) = self.lists.get_key_value(name)?;
        self.used.insert(known);
        Some(list)
    }

    /// The `let` of that name, which counts as used.
    pub(super) fn find_let(&mut self, name: &str) -> Option<&'a ast::Let> {
        let (known, body) = self.declared.lets.get_key_value(name)?;
        self.used.insert(known);
        Some(body)
    }

    /// Goes into the meaning of a `let`, unless that leads back to it or goes too deep. [`leave`](Self::leave) it again.
    pub(super) fn enter(&mut self, body: &'a ast::Let) -> Option<()> {
        let name = &body.name;
        if self.expanding.contains(&name.text.as_str()) {
            let message = format!("`{}` depends on itself", name.text);
            self.diagnostics.add(
                Diagnostic::new(Code::LetCycle, name.span, message)
                    .help("let it use facts and values, or `let`s that do not use this one"),
            );
            return None;
        }
        if self.expanding.len() >= MAX_LETS {
            let message = format!("`let`s use one another more than {MAX_LETS} deep here");
            self.diagnostics.add(
                Diagnostic::new(Code::TooDeep, name.span, message)
                    .help("write out some of them where they are used"),
            );
            return None;
        }
        self.expanding.push(&name.text);
        Some(())
    }

    /// Comes back from the meaning of a `let`.
    pub(super) fn leave(&mut self) {
        self.expanding.pop();
    }

    fn unknown_fact(&self, name: &ast::Name) -> Diagnostic {
        if ["attempt", "decline", "connector"].contains(&name.text.as_str()) {
            return out_of_reach(name, Origin::Attempt);
        }
        let own = |fact: &Fact| matches!(fact.origin, Origin::Payment | Origin::Part(_));
        let all = || self.facts.all.iter().map(|(_, fact)| fact.name.as_str());
        let facts =
            || self.facts.all.iter().filter(|(_, fact)| own(fact)).map(|(_, fact)| fact.name.as_str());
        let known = all().chain(self.declared.lets.keys().copied());
        let known = known.filter(|known| {
            let fact = self.facts.all.iter().find(|(_, fact)| fact.name == *known);
            fact.is_none_or(|(_, fact)| fact.origin != Origin::Attempt || self.reach == Reach::Attempt)
        });
        let fault =
            Diagnostic::new(Code::UnknownFact, name.span, format!("there is no fact `{}`", name.text));
        if let Some(close) = suggest::closest(&name.text, known) {
            return fault.help(format!("did you mean `{close}`?")).fix(name.span, close);
        }
        let ending = format!(".{}", name.text);
        let grouped = facts().find(|fact| fact.ends_with(&ending));
        let bare = name.text.rsplit_once('.').and_then(|(_, last)| facts().find(|fact| *fact == last));
        if let Some(meant) = grouped.or(bare) {
            return fault.help(format!("did you mean `{meant}`?")).fix(name.span, meant);
        }
        if self.declared.lists.contains_key(name.text.as_str()) {
            return fault.help(format!(
                "`{0}` is a list: test a fact against it, as in `card.bin in {0}`",
                name.text
            ));
        }
        let value = self.facts.all.iter().find(|(_, fact)| has_value(&fact.ty, &name.text));
        let group = format!("{}.", name.text);
        let members = || all().filter(|fact| fact.starts_with(&group));
        match value {
            Some((_, fact)) => {
                let (fact, name) = (&fact.name, &name.text);
                return fault.help(format!(
                    "`{name}` is a value of `{fact}`: write `{fact} is {name}`, or `{fact} in […, {name}]` for several"
                ));
            }
            None if members().next().is_some() => {
                return fault.help(format!(
                    "`{}` is a group of facts: {}",
                    name.text,
                    suggest::list(members(), 8)
                ));
            }
            None => {}
        }
        fault.help(format!(
            "declare it in `facts {{ … }}`, or use one that is declared: {}",
            suggest::list(facts(), 8)
        ))
    }
}

fn out_of_reach(name: &ast::Name, origin: Origin) -> Diagnostic {
    let name_text = &name.text;
    match origin {
        Origin::Attempt => Diagnostic::new(
            Code::RetryOnly,
            name.span,
            format!("`{name_text}` is told of the last attempt, and only `retry` knows one"),
        )
        .help("test it in the stage `retry`"),
        _ => Diagnostic::new(
            Code::WrongTest,
            name.span,
            format!("`{name_text}` changes from one moment to the next, so it cannot say what a payment has"),
        )
        .help("let `only when` test facts that the payment gives"),
    }
}

/// Whether the name is one of the values of a type.
fn has_value(ty: &Type, name: &str) -> bool {
    ty.place(name).is_some()
}

/// The tests that facts of a type have, for a help.
pub(super) fn tests_of(ty: &Type) -> &'static str {
    match ty {
        Type::Flag => "a flag is tested by its name alone: `recurring`, `not recurring`",
        Type::OneOf(_) => "it is tested by `is visa`, `is not visa`, `in [visa, mastercard]` and `not in`",
        Type::Country => "it is tested by `is DE`, `is not DE`, `in [DE, FR]` and `not in`",
        Type::Currency(_) => "it is tested by `is EUR`, `is not EUR`, `in [EUR, USD]` and `not in`",
        Type::Integer { .. } => {
            "it is tested by `is 7`, `<`, `<=`, `>`, `>=`, `in 3 .. 7` and `in [1, 3, 10 .. 20]`"
        }
        Type::Percent => "it is tested by `is 5%`, `<`, `<=`, `>`, `>=` and `in 1% .. 5%`",
        Type::Duration => "it is tested by `is 2s`, `<`, `<=`, `>`, `>=` and `in 2s .. 5m`",
        Type::Digits { .. } => {
            "it is tested by `is 424242`, `starts with 4242` and `in [424242, 510000 .. 519999]`"
        }
        Type::Money(_) => "it is tested by `<= 30.00 EUR`, `<`, `>`, `>=` and `in 1.00 EUR .. 5.00 EUR`",
        Type::Text => {
            "it is tested by `is \"…\"`, `in [\"…\", \"…\"]`, `starts with`, `ends with` and `contains`"
        }
        Type::Timestamp(_) => {
            "it is tested by its parts, such as `time.hour in 8 .. 18`, `time.weekday in [sat, sun]` and `time.date >= 2026-12-01`"
        }
        Type::Hour => "it is tested by `is 7`, `<`, `<=`, `>`, `>=` and `in 8 .. 18`",
        Type::Weekday => "it is tested by `is mon`, `is not mon`, `in [sat, sun]` and `not in`",
        Type::Date => {
            "it is tested by `is 2026-12-01`, `<`, `<=`, `>`, `>=` and `in 2026-12-01 .. 2026-12-31`"
        }
    }
}
