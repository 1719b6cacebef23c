//! What is wrong with a `let` itself, whoever uses it.

use crate::ast;
use crate::check::collect::{Declarations, KEEP_ONE, twice};
use crate::check::knowledge::Knowledge;
use crate::check::scope::{Reach, Scope};
use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::hir::{Fact, Origin};

/// Checks the names of all `let`s, and the meaning of those that no rule uses as far as it can be told without
/// knowing where they would be used.
pub(super) fn check<'a>(scope: &mut Scope<'a, '_>, declared: &Declarations<'a>) {
    let known = scope.diagnostics.len();
    for list in declared.lists.values() {
        scope.shadowing(&list.name);
        if let Some(item) = declared.lets.get(list.name.text.as_str()) {
            let twice =
                twice(&format!("the name `{}`", list.name.text), list.name.span, item.name.span, KEEP_ONE);
            scope.diagnostics.add(twice);
        }
    }
    scope.reach = Reach::Attempt;
    for (name, item) in &declared.lets {
        scope.shadowing(&item.name);
        if let ast::LetBody::Set(set) = &item.body {
            scope.codes(set);
        }
        // One nest of `let`s that is too deep is one fault, however many of them there are.
        let too_deep = scope.diagnostics.since(known).any(|found| found.code == Code::TooDeep);
        if !scope.used.contains(name) && !too_deep {
            scope.unused(item);
        }
    }
}

impl<'a> Scope<'a, '_> {
    /// Checks what a `let` stands for without knowing the fact that it would be compared with.
    fn unused(&mut self, item: &'a ast::Let) {
        if self.enter(item).is_none() {
            return;
        }
        match &item.body {
            ast::LetBody::Condition(condition) => {
                self.condition(condition, &Knowledge::doubtful());
            }
            ast::LetBody::Set(set) => {
                for value in set.items.iter().map(|item| &item.low) {
                    self.name_in_unused(value);
                }
            }
        }
        self.leave();
    }

    /// A name in a list must be a value of some fact, or a `let` that is sound itself.
    fn name_in_unused(&mut self, value: &'a ast::Value) {
        let ast::ValueKind::Name(name) = &value.kind else { return };
        if self.facts.all.ids().any(|fact| self.is_value(fact, name)) {
            return;
        }
        let used = self.used.contains(name.as_str());
        if self.find_list(name).is_some() {
            return;
        }
        match self.find_let(name) {
            Some(_) if used => {}
            Some(body) => self.unused(body),
            None if self.declared.incomplete || self.is_in_want(value.span) => {}
            None => {
                let message = format!("there is no `let` or list named `{name}`");
                let fault = Diagnostic::new(Code::UnknownLet, value.span, message);
                let close = suggest::closest(name, self.declared.lets.keys().copied());
                self.diagnostics.add(match close {
                    Some(close) => fault.help(format!("did you mean `{close}`?")).fix(value.span, close),
                    None => fault.help("no fact has it as a value either: leave it out, or declare it"),
                });
            }
        }
    }
}

impl Scope<'_, '_> {
    /// Refuses a `let` or a list that bears the name of a fact or of a value.
    fn shadowing(&mut self, name: &ast::Name) {
        let own = |fact: &Fact| fact.origin == Origin::Payment && fact.ty.place(&name.text).is_some();
        let hidden = self.facts.all.iter().find(|(_, fact)| fact.name == name.text || own(fact));
        let Some((_, fact)) = hidden else { return };
        let what =
            if fact.name == name.text { "a fact".to_owned() } else { format!("a value of `{}`", fact.name) };
        self.diagnostics.add(
            Diagnostic::new(Code::ShadowingLet, name.span, format!("`{}` is the name of {what}", name.text))
                .label(fact.span, "it is declared here")
                .help("give it another name, so that nobody takes one for the other"),
        );
    }
}
