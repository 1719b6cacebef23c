//! Two facts of one payment, compared with one another.

use crate::ast;
use crate::check::scope::Scope;
use crate::check::test::article;
use crate::diagnostic::{Code, Diagnostic};
use crate::hir::{FactId, Predicate, Relation, Type};

/// What a name stands for behind `is`, `<` and the like.
pub(super) enum Operand {
    /// A value, or a name of values.
    Value,
    /// A fact that may be compared with.
    Fact(FactId),
    /// A fact that may not be asked for here, which is told.
    OutOfReach,
}

impl Scope<'_, '_> {
    /// The fact that stands where a value could.
    pub(super) fn other_fact(&mut self, fact: FactId, value: &ast::Value) -> Operand {
        let ast::ValueKind::Name(name) = &value.kind else { return Operand::Value };
        let taken = self.is_value(fact, name)
            || self.declared.lets.contains_key(name.as_str())
            || self.declared.lists.contains_key(name.as_str());
        let Some(other) = self.facts.find(name).filter(|_| !taken) else { return Operand::Value };
        let name = ast::Name { text: name.clone(), span: value.span };
        self.within_reach(&name, other).map_or(Operand::OutOfReach, Operand::Fact)
    }

    /// The comparison of two facts.
    pub(super) fn against(
        &mut self,
        fact: FactId,
        relation: Relation,
        other: FactId,
        value: &ast::Value,
    ) -> Option<Predicate> {
        let (one, two) = (&self.facts[fact], &self.facts[other]);
        let refuse = |message: String, help: &str| {
            Diagnostic::new(Code::NotComparable, value.span, message)
                .label(two.span, format!("`{}` is {}", two.name, article(&two.ty)))
                .help(help)
        };
        let fault = if fact == other {
            Some(refuse(format!("`{}` is compared with itself", one.name), "compare it with another fact"))
        } else if !one.ty.compares_with(&two.ty) {
            let message =
                format!("`{}` is {}, and cannot be compared with `{}`", one.name, article(&one.ty), two.name);
            Some(refuse(
                message,
                "compare facts of one type; two `one of` facts have the same values in the same order",
            ))
        } else if relation != Relation::Equal && !one.ty.is_ordered() {
            let message = format!(
                "`{}` is neither less nor greater than another value: it is {}",
                one.name,
                article(&one.ty)
            );
            Some(refuse(message, "write `is` or `is not`"))
        } else {
            None
        };
        if let Some(fault) = fault {
            self.diagnostics.add(fault);
            return None;
        }
        self.exchangeable(fact, other, value)?;
        Some(Predicate::Against(relation, other))
    }

    /// Two amounts can only be compared if each of their currencies has a rate, or there is but one.
    fn exchangeable(&mut self, fact: FactId, other: FactId, value: &ast::Value) -> Option<()> {
        let (Type::Money(one), Type::Money(two)) = (&self.facts[fact].ty, &self.facts[other].ty) else {
            return Some(());
        };
        let mut lacking: Vec<&str> = one
            .iter()
            .chain(two)
            .filter(|known| !self.space.has_rate(**known))
            .map(|known| known.code())
            .collect();
        lacking.sort_unstable();
        lacking.dedup();
        if lacking.is_empty() || self.broken_rates || (one == two && one.len() == 1) {
            return Some(());
        }
        let message =
            format!("there is no rate for {}, so the two amounts cannot be compared", lacking.join(", "));
        self.diagnostics.add(
            Diagnostic::new(Code::MissingRate, value.span, message)
                .help("add the rates: `rates 2026-11-20 per EUR { USD 1.0870 }`"),
        );
        None
    }
}
