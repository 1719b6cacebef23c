//! Membership: in lists that are written out, in lists from files, and the cells of tables.

use crate::ast;
use crate::check::against::Operand;
use crate::check::knowledge::Knowledge;
use crate::check::lists::Checked;
use crate::check::scope::Scope;
use crate::check::test::article;
use crate::check::values::Item;
use crate::diagnostic::{Code, Diagnostic};
use crate::hir::{FactId, ListValues, Predicate, Relation, Type};

impl<'a> Scope<'a, '_> {
    pub(super) fn member(&mut self, fact: FactId, set: &'a ast::Set, known: &Knowledge) -> Option<Predicate> {
        let items = match set {
            ast::Set::Cell(list) => return self.cell(fact, list, known),
            ast::Set::One(value) => match &value.kind {
                ast::ValueKind::Name(name) if !self.is_value(fact, name) => {
                    if let Some(list) = self.find_list(name) {
                        return self.listed(fact, list, value);
                    }
                    self.named(fact, value, None, None)?
                }
                _ => {
                    let message =
                        format!("`in` wants a list or a range, `{}` is a single value", value.spelled());
                    let help = format!("write `is {0}` or `in [{0}]`", value.spelled());
                    self.diagnostics.add(Diagnostic::new(Code::WrongTest, value.span, message).help(help));
                    return None;
                }
            },
            ast::Set::Range(low, high) => vec![Item { low, high: Some(high), used_at: None }],
            ast::Set::List(list) => self.list(fact, list, None)?,
        };
        self.predicate(fact, &items, known)
    }

    /// What a cell of a table asks: one of some values, a list by its name, or a flag.
    fn cell(&mut self, fact: FactId, list: &'a ast::SetList, known: &Knowledge) -> Option<Predicate> {
        if let [ast::SetItem { low, high: None }] = list.items.as_slice()
            && let ast::ValueKind::Name(name) = &low.kind
            && !self.is_value(fact, name)
        {
            if let Some(list) = self.find_list(name) {
                return self.listed(fact, list, low);
            }
            match self.other_fact(fact, low) {
                Operand::Fact(other) => return self.against(fact, Relation::Equal, other, low),
                Operand::OutOfReach => return None,
                Operand::Value => {}
            }
            if let (Type::Flag, "true") = (&self.facts[fact].ty, name.as_str()) {
                return Some(Predicate::True);
            }
        }
        if self.facts[fact].ty == Type::Flag {
            let message = "a cell of a flag is `true`, `not true` or `-`";
            let help = "write `not true` where the flag must be false, and `-` where it may be either";
            self.diagnostics.add(Diagnostic::new(Code::WrongTest, list.span, message).help(help));
            return None;
        }
        let items = self.list(fact, list, None)?;
        self.predicate(fact, &items, known)
    }

    /// Membership in a list whose values stand in a file.
    fn listed(&mut self, fact: FactId, list: &Checked, value: &ast::Value) -> Option<Predicate> {
        match (list, &self.facts[fact].ty) {
            (Checked::Broken, _) => return None,
            (Checked::Kept(list), ty) => match (&self.space.lists()[*list].values, ty) {
                (ListValues::Digits(_), Type::Digits { .. }) | (ListValues::Texts(_), Type::Text) => {
                    return Some(Predicate::Listed(*list));
                }
                _ => {}
            },
            (Checked::Countries(places), Type::Country) => return Some(Predicate::OneOf(places.clone())),
            (Checked::Wholes(numbers), Type::Integer { .. }) => {
                return Some(Predicate::Whole(numbers.clone()));
            }
            _ => {}
        }
        let (name, ty) = (&self.facts[fact].name, article(&self.facts[fact].ty));
        let message =
            format!("the list `{}` holds values of another type: `{name}` is {ty}", value.spelled());
        self.diagnostics.add(
            Diagnostic::new(Code::WrongValue, value.span, message)
                .help("test a fact of the type that the list has"),
        );
        None
    }
}
