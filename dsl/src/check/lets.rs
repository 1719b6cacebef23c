//! What is wrong with a `let` itself, whoever uses it.

use crate::ast;
use crate::check::collect::Declarations;
use crate::check::knowledge::Knowledge;
use crate::check::scope::Scope;
use crate::diagnostic::{Code, Diagnostic};
use crate::hir::Type;

/// Checks the names of all `let`s, and the meaning of those that no rule uses as far as it can be told without
/// knowing where they would be used.
pub(super) fn check<'a>(scope: &mut Scope<'a, '_>, declared: &Declarations<'a>) {
    for (name, item) in &declared.lets {
        scope.shadowing(item);
        match &item.body {
            ast::LetBody::Condition(condition) if !scope.used.contains(name) => {
                scope.expanding.push(name);
                scope.condition(condition, &Knowledge::doubtful());
                scope.expanding.pop();
            }
            ast::LetBody::Set(set) => scope.codes(set),
            ast::LetBody::Condition(_) => {}
        }
    }
}

impl Scope<'_, '_> {
    /// Refuses a `let` that bears the name of a fact or of a value.
    pub(super) fn shadowing(&mut self, item: &ast::Let) {
        let name = &item.name;
        let has_value = |ty: &Type| matches!(ty, Type::OneOf(names) if names.contains(&name.text));
        let hidden = self.facts.all.iter().find(|(_, fact)| fact.name == name.text || has_value(&fact.ty));
        let Some((_, fact)) = hidden else { return };
        let what =
            if fact.name == name.text { "a fact".to_owned() } else { format!("a value of `{}`", fact.name) };
        self.diagnostics.add(
            Diagnostic::new(Code::ShadowingLet, name.span, format!("`{}` is the name of {what}", name.text))
                .label(fact.span, "it is declared here")
                .help("give the `let` another name, so that nobody takes one for the other"),
        );
    }
}
