//! Tests of single facts: which tests a type has, and what they come to.

use crate::ast::{self, Comparison};
use crate::check::against::Operand;
use crate::check::knowledge::Knowledge;
use crate::check::scope::{Scope, tests_of};
use crate::check::values::Item;
use crate::diagnostic::{Code, Diagnostic};
use crate::hir::{
    Bound, Condition, DigitRange, FactId, Money, Predicate, Relation, Test, TextPattern, Type, WholeRange,
    WorthRange,
};
use crate::literal;

impl<'a> Scope<'a, '_> {
    /// What a test of `fact` means.
    pub(super) fn test(&mut self, fact: FactId, test: &'a ast::Test, known: &Knowledge) -> Option<Condition> {
        let meets = |predicate| Condition::Test(Test { fact, predicate });
        let not = |condition| Condition::Not(Box::new(condition));
        match &test.op {
            ast::Op::Alone => self.flag(fact, test).map(meets),
            ast::Op::Present => Some(meets(Predicate::Present)),
            ast::Op::Absent => Some(not(meets(Predicate::Present))),
            ast::Op::Is(value) => self.equals(fact, value, test, known).map(meets),
            ast::Op::IsNot(value) => self.equals(fact, value, test, known).map(meets).map(not),
            ast::Op::In(set) => self.member(fact, set, known).map(meets),
            ast::Op::NotIn(set) => self.member(fact, set, known).map(meets).map(not),
            ast::Op::Compare(order, value) => self.compare(fact, *order, value, test, known).map(meets),
            ast::Op::StartsWith(value) => self.starts_with(fact, value, test).map(meets),
            ast::Op::EndsWith(value) => self.shape(fact, value, test, TextPattern::EndsWith).map(meets),
            ast::Op::Contains(value) => self.shape(fact, value, test, TextPattern::Contains).map(meets),
        }
    }

    fn flag(&mut self, fact: FactId, test: &ast::Test) -> Option<Predicate> {
        if self.facts[fact].ty == Type::Flag {
            return Some(Predicate::True);
        }
        let name = &test.fact.text;
        let ty = &self.facts[fact].ty;
        let message = format!("`{name}` alone says nothing: it is {}", article(ty));
        self.diagnostics.add(Diagnostic::new(Code::WrongTest, test.span, message).help(tests_of(ty)));
        None
    }

    fn equals(
        &mut self,
        fact: FactId,
        value: &'a ast::Value,
        test: &ast::Test,
        known: &Knowledge,
    ) -> Option<Predicate> {
        if self.facts[fact].ty == Type::Flag {
            self.flag_value(fact, value, test);
            return None;
        }
        match self.other_fact(fact, value) {
            Operand::Fact(other) => return self.against(fact, Relation::Equal, other, value),
            Operand::OutOfReach => return None,
            Operand::Value => {}
        }
        if let ast::ValueKind::Name(name) = &value.kind
            && !self.is_value(fact, name)
            && (self.find_let(name).is_some() || self.find_list(name).is_some())
        {
            let message = format!("`{name}` is not a single value");
            let help = format!("write `{} in {name}`", self.facts[fact].name);
            self.diagnostics.add(Diagnostic::new(Code::WrongTest, value.span, message).help(help));
            return None;
        }
        if self.means_absent(fact, value) {
            return None;
        }
        if matches!(value.kind, ast::ValueKind::Name(_))
            && !self.declared.incomplete
            && !matches!(self.facts[fact].ty, Type::OneOf(_) | Type::Weekday)
        {
            let fault = self.wrong_value(fact, Item::single(value));
            self.diagnostics.add(fault);
            return None;
        }
        let items = self.named(fact, value, None, None)?;
        self.predicate(fact, &items, known)
    }

    fn compare(
        &mut self,
        fact: FactId,
        order: Comparison,
        value: &'a ast::Value,
        test: &ast::Test,
        known: &Knowledge,
    ) -> Option<Predicate> {
        match self.other_fact(fact, value) {
            Operand::Fact(other) => return self.against(fact, relation(order), other, value),
            Operand::OutOfReach => return None,
            Operand::Value => {}
        }
        let ty = &self.facts[fact].ty;
        match ty {
            Type::Integer { .. } | Type::Percent | Type::Duration | Type::Hour | Type::Date => {
                let number = self.whole(fact, &Item::single(value))?;
                let (min, max) = ty.bounds()?;
                let range = match order {
                    Comparison::Less => WholeRange { low: min, high: number - 1 },
                    Comparison::AtMost => WholeRange { low: min, high: number },
                    Comparison::Greater => WholeRange { low: number + 1, high: max },
                    Comparison::AtLeast => WholeRange { low: number, high: max },
                };
                if range.low > range.high {
                    self.never(fact, order, value);
                    return None;
                }
                Some(Predicate::Whole(vec![range]))
            }
            Type::Money(_) => {
                let money = self.money(fact, &Item::single(value))?;
                self.rated(fact, money, value, known)?;
                if money.minor == 0 && order == Comparison::Less {
                    self.never(fact, order, value);
                    return None;
                }
                Some(Predicate::Worth(vec![worth(order, money)]))
            }
            _ => {
                self.wrong_test(fact, test, &format!("`{}`", order.as_str()));
                None
            }
        }
    }

    /// Reports a comparison that no value meets.
    fn never(&mut self, fact: FactId, order: Comparison, value: &ast::Value) {
        let message = format!("`{}` is never {} {}", self.facts[fact].name, order.as_str(), value.spelled());
        self.diagnostics.add(
            Diagnostic::new(Code::OutOfRange, value.span, message)
                .label(self.facts[fact].span, "what it can be is declared here")
                .help("no payment meets this test: compare with another value, or leave the test out"),
        );
    }

    fn starts_with(&mut self, fact: FactId, value: &'a ast::Value, test: &ast::Test) -> Option<Predicate> {
        match self.facts[fact].ty {
            Type::Digits { .. } => {
                let digits = self.digits(fact, &Item::single(value))?;
                Some(Predicate::Digits(vec![DigitRange { low: digits, high: digits }]))
            }
            _ => self.shape(fact, value, test, TextPattern::StartsWith),
        }
    }

    fn shape(
        &mut self,
        fact: FactId,
        value: &'a ast::Value,
        test: &ast::Test,
        pattern: fn(String) -> TextPattern,
    ) -> Option<Predicate> {
        if self.facts[fact].ty != Type::Text {
            let word = match test.op {
                ast::Op::EndsWith(_) => "`ends with`",
                ast::Op::Contains(_) => "`contains`",
                _ => "`starts with`",
            };
            self.wrong_test(fact, test, word);
            return None;
        }
        let shape = pattern(self.text(fact, &Item::single(value))?);
        Some(Predicate::TextLike(shape))
    }

    fn wrong_test(&mut self, fact: FactId, test: &ast::Test, word: &str) {
        let ty = &self.facts[fact].ty;
        let message = format!("`{}` has no test {word}: it is {}", test.fact.text, article(ty));
        self.diagnostics.add(Diagnostic::new(Code::WrongTest, test.span, message).help(tests_of(ty)));
    }

    /// A word of other languages for what is not there, where a value is wanted.
    fn means_absent(&mut self, fact: FactId, value: &ast::Value) -> bool {
        let word = value.spelled();
        let foreign = matches!(
            word.as_str(),
            "null" | "nil" | "none" | "empty" | "missing" | "unknown" | "blank" | "undefined"
        );
        let foreign = foreign && matches!(value.kind, ast::ValueKind::Name(_)) && !self.is_value(fact, &word);
        if foreign && !self.declared.lets.contains_key(word.as_str()) {
            let name = &self.facts[fact].name;
            let message =
                format!("`{word}` is no value of `{name}`, which is {}", article(&self.facts[fact].ty));
            let help = format!("write `{name} is absent`, or `{name} is present` for the contrary");
            self.diagnostics.add(Diagnostic::new(Code::WrongValue, value.span, message).help(help));
            return true;
        }
        false
    }

    fn flag_value(&mut self, fact: FactId, value: &ast::Value, test: &ast::Test) {
        let name = &self.facts[fact].name;
        let no = matches!(value.spelled().as_str(), "false" | "no" | "off" | "0");
        let yes = matches!(value.spelled().as_str(), "true" | "yes" | "on" | "1");
        let help = match (no, yes, matches!(test.op, ast::Op::IsNot(_))) {
            (true, _, false) | (_, true, true) => format!("write `not {name}`"),
            (true, _, true) | (_, true, false) => format!("write `{name}` alone"),
            _ => format!("write `{name}` alone, or `not {name}`"),
        };
        let message = format!("`{name}` is a flag, and a flag is its own test");
        self.diagnostics.add(Diagnostic::new(Code::WrongTest, value.span, message).help(help));
    }
}

fn relation(order: Comparison) -> Relation {
    match order {
        Comparison::Less => Relation::Less,
        Comparison::AtMost => Relation::AtMost,
        Comparison::Greater => Relation::Greater,
        Comparison::AtLeast => Relation::AtLeast,
    }
}

fn worth(order: Comparison, money: Money) -> WorthRange {
    let open = Some(Bound { money, inclusive: false });
    let closed = Some(Bound { money, inclusive: true });
    match order {
        Comparison::Less => WorthRange { low: None, high: open },
        Comparison::AtMost => WorthRange { low: None, high: closed },
        Comparison::Greater => WorthRange { low: open, high: None },
        Comparison::AtLeast => WorthRange { low: closed, high: None },
    }
}

/// A type with its article, short.
pub(crate) fn article(ty: &Type) -> String {
    match ty {
        Type::Flag => "a flag".into(),
        Type::OneOf(names) if names.len() > 6 => "one of a list of names".into(),
        Type::Country => "a country".into(),
        Type::Currency(_) => format!("a {}", ty.describe()),
        Type::Integer { .. } => format!("an {}", ty.describe()),
        Type::Percent => "a percentage".into(),
        Type::Duration => "a duration".into(),
        Type::OneOf(_) | Type::Digits { .. } => ty.describe(),
        Type::Money(_) => "an amount of money".into(),
        Type::Text => "a text".into(),
        Type::Timestamp(_) => "an instant".into(),
        Type::Hour => "an hour from 0 to 23".into(),
        Type::Weekday => "a day of the week: mon, tue, wed, thu, fri, sat or sun".into(),
        Type::Date => "a date".into(),
    }
}

/// The fault of a literal, at its place.
pub(super) fn bad_literal(value: &ast::Value, fault: &literal::Fault) -> Diagnostic {
    let (message, help) = fault.describe(&value.spelled());
    let code = match fault {
        literal::Fault::UnknownCurrency => Code::UnknownCurrency,
        _ => Code::BadLiteral,
    };
    Diagnostic::new(code, value.span, message).help(help)
}
