//! Conditions: `and`, `or`, `not`, the names of `let`s, and where a test of an absent fact is a fault.

use crate::ast;
use crate::check::knowledge::Knowledge;
use crate::check::scope::{Scope, Subject};
use crate::diagnostic::{Code, Diagnostic};
use crate::hir::{Condition, FactId};
use crate::source::Span;

/// The most tests that one condition may come to, all `let`s written out.
const MAX_TESTS: usize = 2_000;

/// Where a condition stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    /// The `not` that it stands under.
    under_not: Option<Span>,
    /// The name by which a `let` is used, of the outermost one.
    used_at: Option<Span>,
}

impl<'a> Scope<'a, '_> {
    /// A condition of a rule, a block, a connector or a fact; nothing if it is faulty.
    pub(super) fn condition(
        &mut self,
        condition: &'a ast::Condition,
        known: &Knowledge,
    ) -> Option<Condition> {
        self.tests = 0;
        self.values = 0;
        self.part(condition, known, Place::default())
    }

    fn part(&mut self, condition: &'a ast::Condition, known: &Knowledge, place: Place) -> Option<Condition> {
        match condition {
            ast::Condition::Broken => None,
            ast::Condition::Not(inner, span) => {
                let place = Place { under_not: Some(*span), ..place };
                self.part(inner, known, place).map(|inner| Condition::Not(Box::new(inner)))
            }
            ast::Condition::And(parts) => self.parts(parts, known, place, Self::assume).map(Condition::All),
            ast::Condition::Or(parts) => {
                self.parts(parts, known, place, Self::assume_not).map(Condition::Any)
            }
            ast::Condition::Test(test) => self.term(test, known, place),
        }
    }

    /// The parts of an `and` or an `or`, each checked with what is known once those before it are settled.
    fn parts(
        &mut self,
        parts: &'a [ast::Condition],
        known: &Knowledge,
        place: Place,
        settle: fn(&mut Self, &Knowledge, Option<&Condition>) -> Knowledge,
    ) -> Option<Vec<Condition>> {
        let mut known = known.clone();
        let mut checked = vec![];
        for part in parts {
            let part = self.part(part, &known, place);
            known = settle(self, &known, part.as_ref());
            checked.push(part);
        }
        checked.into_iter().collect()
    }

    fn term(&mut self, test: &'a ast::Test, known: &Knowledge, place: Place) -> Option<Condition> {
        self.tests += 1;
        if self.tests > MAX_TESTS {
            if self.tests == MAX_TESTS + 1 {
                self.diagnostics.add(too_large(place.used_at.unwrap_or(test.span)));
            }
            return None;
        }
        match (self.subject(&test.fact)?, &test.op) {
            (Subject::Let(body), ast::Op::Alone) => self.expand(body, &test.fact, known, place),
            (Subject::Let(body), _) => {
                self.diagnostics.add(not_a_fact(test, body));
                None
            }
            (Subject::Fact(fact), _) => {
                let condition = self.test(fact, test, known)?;
                for fact in condition.facts() {
                    self.guarded(fact, test, known, place)?;
                }
                Some(condition)
            }
        }
    }

    /// The condition that a `let` stands for, checked where it is used.
    fn expand(
        &mut self,
        body: &'a ast::Let,
        used: &ast::Name,
        known: &Knowledge,
        place: Place,
    ) -> Option<Condition> {
        let ast::LetBody::Condition(condition) = &body.body else {
            self.diagnostics.add(set_as_condition(used, body));
            return None;
        };
        self.enter(body)?;
        let place = Place { used_at: place.used_at.or(Some(used.span)), ..place };
        let meaning = self.part(condition, known, place);
        self.leave();
        meaning
    }

    /// Refuses a negative test of a fact that may be absent.
    fn guarded(&mut self, fact: FactId, test: &ast::Test, known: &Knowledge, place: Place) -> Option<()> {
        let about_presence = matches!(test.op, ast::Op::Absent | ast::Op::Present);
        let negative = matches!(test.op, ast::Op::IsNot(_) | ast::Op::NotIn(_));
        if about_presence || !(negative || place.under_not.is_some()) || known.doubtful {
            return Some(());
        }
        if self.is_present(known, fact) {
            return Some(());
        }
        let fault = self.may_be_absent(fact, test, negative, place);
        self.diagnostics.add(fault);
        None
    }

    fn may_be_absent(&self, fact: FactId, test: &ast::Test, negative: bool, place: Place) -> Diagnostic {
        let fact = &self.facts[self.facts.base(fact)];
        let name = &fact.name;
        let lacking = match fact.name.rsplit_once('.') {
            Some((group, _)) if !fact.optional => group.to_owned(),
            _ => format!("`{}`", fact.name),
        };
        let guard = match &fact.only_when {
            Some(_) if !fact.optional => self.only_when_text(&fact.name),
            _ => format!("{} is present", fact.name),
        };
        let spelled = if negative { spell(test) } else { format!("not {}", spell(test)) };
        let (span, inside) = match (negative, place.under_not, place.used_at) {
            (false, Some(not), None) => (not.to(test.span), None),
            (false, Some(not), Some(used)) => (not.to(used), Some((test.span, "this fact is tested"))),
            (_, _, Some(used)) => (test.span, Some((used, "it is used here"))),
            _ => (test.span, None),
        };
        let fault = Diagnostic::new(Code::AbsentFact, span, format!("`{name}` may be absent here"))
            .saying(format!("this test would be met by every payment that has no {lacking}"))
            .help(format!("guard it: `{guard} and {spelled}`, or say so: `{name} is absent or {spelled}`"));
        match inside {
            Some((span, why)) => fault.label(span, why),
            None => fault,
        }
    }

    /// The condition that a fact depends on, as it is written.
    fn only_when_text(&self, name: &str) -> String {
        let modifiers = self.declared.facts.get(name).map_or(&[][..], |fact| &fact.modifiers);
        let condition = modifiers.iter().find_map(|modifier| match modifier {
            ast::Modifier::OnlyWhen(condition) => Some(condition),
            _ => None,
        });
        match condition {
            Some(ast::Condition::Test(test)) => spell(test),
            Some(ast::Condition::And(parts)) => {
                let tests = parts.iter().filter_map(|part| match part {
                    ast::Condition::Test(test) => Some(spell(test)),
                    _ => None,
                });
                tests.collect::<Vec<_>>().join(" and ")
            }
            _ => format!("{name} is present"),
        }
    }
}

/// A test as it is spelled, in short: a long list is cut.
fn spell(test: &ast::Test) -> String {
    let fact = &test.fact.text;
    match &test.op {
        ast::Op::Alone => fact.clone(),
        ast::Op::Is(value) => format!("{fact} is {}", value.spelled()),
        ast::Op::IsNot(value) => format!("{fact} is not {}", value.spelled()),
        ast::Op::Absent => format!("{fact} is absent"),
        ast::Op::Present => format!("{fact} is present"),
        ast::Op::In(set) if is_single(set) => format!("{fact} is {}", set.spelled()),
        ast::Op::NotIn(set) if is_single(set) => format!("{fact} is not {}", set.spelled()),
        ast::Op::In(set) => format!("{fact} in {}", set.spelled()),
        ast::Op::NotIn(set) => format!("{fact} not in {}", set.spelled()),
        ast::Op::Compare(order, value) => format!("{fact} {} {}", order.as_str(), value.spelled()),
        ast::Op::StartsWith(value) => format!("{fact} starts with {}", value.spelled()),
        ast::Op::EndsWith(value) => format!("{fact} ends with {}", value.spelled()),
        ast::Op::Contains(value) => format!("{fact} contains {}", value.spelled()),
    }
}

/// Whether a cell of a table holds one value.
fn is_single(set: &ast::Set) -> bool {
    matches!(set, ast::Set::Cell(list) if matches!(list.items.as_slice(), [ast::SetItem { high: None, .. }]))
}

fn too_large(span: Span) -> Diagnostic {
    let message =
        format!("this condition comes to more than {MAX_TESTS} tests, with every `let` written out");
    Diagnostic::new(Code::TooLarge, span, message)
        .help("split the rule in several, or put alternatives of one fact into a list: `country in [DE, FR]`")
}

fn not_a_fact(test: &ast::Test, body: &ast::Let) -> Diagnostic {
    let name = &test.fact.text;
    let help = match body.body {
        ast::LetBody::Set(_) => format!("test a fact against it: `country in {name}`"),
        ast::LetBody::Condition(_) => format!("it is a condition already: write `{name}` alone"),
    };
    Diagnostic::new(Code::NotACondition, test.span, format!("`{name}` is no fact that could be tested"))
        .label(body.name.span, "it is declared here")
        .help(help)
}

fn set_as_condition(used: &ast::Name, body: &ast::Let) -> Diagnostic {
    let name = &used.text;
    Diagnostic::new(Code::NotACondition, used.span, format!("`{name}` is a list, not a condition"))
        .label(body.name.span, "it is declared here")
        .help(format!("test a fact against it: `country in {name}`"))
}
