//! Values and sets of values, by the type of the fact that they are compared with.

use crate::ast::{self, ValueKind};
use crate::check::codes::unknown_country;
use crate::check::knowledge::Knowledge;
use crate::check::scope::Scope;
use crate::check::test::bad_literal;
use crate::check::wrong::used_here;
use crate::diagnostic::{Code, Diagnostic};
use crate::hir::{Bound, DigitRange, Digits, FactId, Money, Origin, Predicate, Type, WholeRange, WorthRange};
use crate::iso::{Country, Currency};
use crate::literal;
use crate::source::Span;

fn list_among_values(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::WrongValue,
        span,
        format!("the list `{name}` stands in a file, and cannot stand among values"),
    )
    .help(format!("test it by itself: `… in {name}`"))
}

/// The most values that the lists of one condition may come to, all `let`s written out.
const MAX_VALUES: usize = 20_000;

/// A value or a range of values, and where the `let` is used that it comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item<'a> {
    pub(super) low: &'a ast::Value,
    pub(super) high: Option<&'a ast::Value>,
    pub(super) used_at: Option<Span>,
}

impl<'a> Item<'a> {
    pub(super) fn single(low: &'a ast::Value) -> Self {
        Self { low, high: None, used_at: None }
    }

    /// The lower and the upper end as items of their own.
    fn ends(self) -> (Self, Self) {
        (Self { high: None, ..self }, Self { low: self.high.unwrap_or(self.low), high: None, ..self })
    }
}

impl<'a> Scope<'a, '_> {
    /// Whether `name` is one of the values of `fact`.
    pub(super) fn is_value(&self, fact: FactId, name: &str) -> bool {
        self.facts[fact].ty.place(name).is_some()
    }

    /// The items of a list; the names of other lists are written out.
    pub(super) fn list(
        &mut self,
        fact: FactId,
        list: &'a ast::SetList,
        used_at: Option<Span>,
    ) -> Option<Vec<Item<'a>>> {
        if list.items.is_empty() {
            let message = "this list holds nothing, so the test is never met";
            self.diagnostics.add(
                Diagnostic::new(Code::EmptyRange, list.span, message).help("put values into it: `[DE, FR]`"),
            );
            return None;
        }
        let mut items = vec![];
        let mut sound = true;
        for item in &list.items {
            self.values += 1;
            if self.values > MAX_VALUES {
                let message = format!("the lists of this condition come to more than {MAX_VALUES} values");
                let fault = Diagnostic::new(Code::TooLarge, used_at.unwrap_or(list.span), message);
                self.diagnostics.add(fault.help("name each value once, or split the rule"));
                return None;
            }
            match self.named(fact, &item.low, item.high.as_ref(), used_at) {
                Some(more) => items.extend(more),
                None => sound = false,
            }
        }
        sound.then_some(items)
    }

    /// An item, or all items of the list that its name stands for.
    pub(super) fn named(
        &mut self,
        fact: FactId,
        low: &'a ast::Value,
        high: Option<&'a ast::Value>,
        used_at: Option<Span>,
    ) -> Option<Vec<Item<'a>>> {
        let item = Item { low, high, used_at };
        let ValueKind::Name(name) = &low.kind else { return Some(vec![item]) };
        if high.is_some() || self.is_value(fact, name) {
            return Some(vec![item]);
        }
        if self.find_list(name).is_some() {
            self.diagnostics.add(list_among_values(name, low.span));
            return None;
        }
        let Some(body) = self.find_let(name) else {
            self.unknown_name(fact, item, name);
            return None;
        };
        let used_at = used_at.or(Some(low.span));
        match &body.body {
            ast::LetBody::Set(list) => {
                self.enter(body)?;
                let items = self.list(fact, list, used_at);
                self.leave();
                items
            }
            ast::LetBody::Condition(ast::Condition::Broken) => None,
            ast::LetBody::Condition(_) => {
                let message = format!("`{name}` is a condition, not a list of values");
                self.diagnostics.add(
                    Diagnostic::new(Code::NotACondition, low.span, message)
                        .label(body.name.span, "it is declared here")
                        .help(format!("use it as a condition of its own: `… and {name}`")),
                );
                None
            }
        }
    }

    fn unknown_name(&mut self, fact: FactId, item: Item<'a>, name: &str) {
        if self.facts.find(name).is_some() {
            let message = format!("`{name}` is a fact, and a list holds values");
            let help = format!("compare the two facts: `{} is {name}`", self.facts[fact].name);
            return self
                .diagnostics
                .add(Diagnostic::new(Code::WrongValue, item.low.span, message).help(help));
        }
        if self.declared.incomplete {
            return;
        }
        let ty = &self.facts[fact].ty;
        if matches!(ty, Type::OneOf(_)) && self.lacks_value(fact, item.low.span, name) {
            return;
        }
        let fault = match ty {
            Type::OneOf(names) => self.unknown_value(fact, item, name, names),
            Type::Flag | Type::Weekday => self.wrong_value(fact, item),
            ty => self.unknown_let(fact, item, name, ty),
        };
        self.diagnostics.add(fault);
    }

    /// What the items together ask of `fact`.
    pub(super) fn predicate(
        &mut self,
        fact: FactId,
        items: &[Item<'a>],
        known: &Knowledge,
    ) -> Option<Predicate> {
        let facts = self.facts;
        match &facts[fact].ty {
            Type::OneOf(_) | Type::Weekday => {
                self.each(items, |scope, item| scope.choice(fact, item)).map(Predicate::OneOf)
            }
            Type::Country => self.each(items, |scope, item| scope.country(fact, item)).map(Predicate::OneOf),
            Type::Currency(list) => {
                self.each(items, |scope, item| scope.currency(fact, item, list)).map(Predicate::OneOf)
            }
            Type::Integer { .. } | Type::Percent | Type::Duration | Type::Hour | Type::Date => {
                self.each(items, |scope, item| scope.whole_range(fact, item)).map(Predicate::Whole)
            }
            Type::Digits { .. } => {
                self.each(items, |scope, item| scope.digit_range(fact, item)).map(Predicate::Digits)
            }
            Type::Money(_) => {
                self.each(items, |scope, item| scope.worth_range(fact, item, known)).map(Predicate::Worth)
            }
            Type::Text => self.each(items, |scope, item| scope.text(fact, item)).map(Predicate::TextIs),
            Type::Flag | Type::Timestamp(_) => {
                let fault = items.first().map(|item| self.wrong_value(fact, *item));
                self.diagnostics.add(fault?);
                None
            }
        }
    }

    /// Every item by `read`; nothing if one of them is faulty, but only after all were read.
    fn each<T>(
        &mut self,
        items: &[Item<'a>],
        mut read: impl FnMut(&mut Self, &Item<'a>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let read: Vec<Option<T>> = items.iter().map(|item| read(self, item)).collect();
        read.into_iter().collect()
    }

    fn choice(&mut self, fact: FactId, item: &Item<'a>) -> Option<u16> {
        let place = match &item.low.kind {
            ValueKind::Name(name) if item.high.is_none() => self.facts[fact].ty.place(name),
            _ => None,
        };
        self.or_wrong(fact, item, place)
    }

    fn country(&mut self, fact: FactId, item: &Item<'a>) -> Option<u16> {
        match &item.low.kind {
            ValueKind::Code(code) if item.high.is_none() && code.len() == 2 => {
                let country = Country::from_code(code).map(Country::index);
                if country.is_none() {
                    self.diagnostics.add(used_here(unknown_country(code, item.low.span), *item));
                }
                country
            }
            _ => self.or_wrong(fact, item, None),
        }
    }

    fn currency(&mut self, fact: FactId, item: &Item<'a>, list: &[Currency]) -> Option<u16> {
        let ValueKind::Code(code) = &item.low.kind else { return self.or_wrong(fact, item, None) };
        if item.high.is_some() || code.len() != 3 {
            return self.or_wrong(fact, item, None);
        }
        let place = list.iter().position(|currency| currency.code() == code);
        let is_known = Currency::from_code(code).is_some();
        if place.is_none() && !(is_known && self.lacks_value(fact, item.low.span, code)) {
            let fault = self.unlisted_currency(fact, item.low.span, code, list);
            self.diagnostics.add(used_here(fault, *item));
        }
        place.and_then(|place| u16::try_from(place).ok())
    }

    fn whole_range(&mut self, fact: FactId, item: &Item<'a>) -> Option<WholeRange> {
        let (low, high) = item.ends();
        let (low, high) = (self.whole(fact, &low)?, self.whole(fact, &high)?);
        if low > high {
            return self.empty_range(fact, item);
        }
        Some(WholeRange { low, high })
    }

    /// A whole number, percentage or duration of the fact.
    pub(super) fn whole(&mut self, fact: FactId, item: &Item<'a>) -> Option<i64> {
        let read = match (&self.facts[fact].ty, &item.low.kind) {
            (Type::Integer { .. } | Type::Hour, ValueKind::Number(text)) => literal::whole(text),
            (Type::Date, ValueKind::Date(text)) => literal::day(text),
            (Type::Percent, ValueKind::Percent(text)) => literal::percent(text),
            (Type::Duration, ValueKind::Duration(text)) => literal::duration(text),
            _ => return self.or_wrong(fact, item, None),
        };
        let number = self.literal(item, read)?;
        if let Some((min, max)) = self.facts[fact].ty.bounds()
            && !(min..=max).contains(&number)
        {
            let known = &self.facts[fact];
            let message = format!("`{}` is never {number}: it goes from {min} to {max}", known.name);
            let fault = Diagnostic::new(Code::OutOfRange, item.low.span, message);
            let fault = match (&known.ty, known.origin) {
                (Type::Integer { .. }, Origin::Payment) => fault
                    .label(known.span, "its range is declared here")
                    .help(format!("compare with a number from {min} to {max}, or widen the fact's range")),
                _ => fault.help(format!("compare with a number from {min} to {max}")),
            };
            self.diagnostics.add(used_here(fault, *item));
            return None;
        }
        Some(number)
    }

    fn digit_range(&mut self, fact: FactId, item: &Item<'a>) -> Option<DigitRange> {
        let (low, high) = item.ends();
        let (low, high) = (self.digits(fact, &low)?, self.digits(fact, &high)?);
        if low.len() != high.len() {
            let message = format!("`{low}` and `{high}` have different lengths");
            let span = item.low.span.to(item.high.unwrap_or(item.low).span);
            self.diagnostics.add(
                Diagnostic::new(Code::WrongValue, span, message)
                    .help("both ends of a range of digits have the same number of digits"),
            );
            return None;
        }
        if low > high {
            return self.empty_range(fact, item);
        }
        Some(DigitRange { low, high })
    }

    /// Digits that the fact can begin with.
    pub(super) fn digits(&mut self, fact: FactId, item: &Item<'a>) -> Option<Digits> {
        let digits = match &item.low.kind {
            ValueKind::Number(text) => Digits::parse(text),
            _ => None,
        };
        let digits = self.or_wrong(fact, item, digits)?;
        if let Type::Digits { max, .. } = self.facts[fact].ty
            && digits.len() > max
        {
            let name = &self.facts[fact].name;
            let message = format!("`{digits}` is longer than `{name}` ever is");
            self.diagnostics.add(
                Diagnostic::new(Code::OutOfRange, item.low.span, message)
                    .label(self.facts[fact].span, "its length is declared here")
                    .help(format!("write at most {max} digits, those that the value begins with")),
            );
            return None;
        }
        Some(digits)
    }

    fn worth_range(&mut self, fact: FactId, item: &Item<'a>, known: &Knowledge) -> Option<WorthRange> {
        let (low, high) = item.ends();
        let (least, most) = (self.money(fact, &low)?, self.money(fact, &high)?);
        if least.currency == most.currency && least.minor > most.minor {
            return self.empty_range(fact, item);
        }
        self.rated(fact, least, low.low, known)?;
        self.rated(fact, most, high.low, known)?;
        let bound = |money| Some(Bound { money, inclusive: true });
        let range = WorthRange { low: bound(least), high: bound(most) };
        if self.space.worth(&self.facts[fact].ty, &[range]).is_empty() {
            self.empty_range(fact, item)
        } else {
            Some(range)
        }
    }

    /// An amount.
    pub(super) fn money(&mut self, fact: FactId, item: &Item<'a>) -> Option<Money> {
        let ValueKind::Money(number, code) = &item.low.kind else { return self.or_wrong(fact, item, None) };
        self.literal(item, literal::money(number, code))
    }

    /// A text.
    pub(super) fn text(&mut self, fact: FactId, item: &Item<'a>) -> Option<String> {
        let text = match &item.low.kind {
            ValueKind::Text(text) if item.high.is_none() => Some(text.clone()),
            _ => None,
        };
        let text = self.or_wrong(fact, item, text)?;
        if text.len() > Type::TEXT_BYTES {
            let message =
                format!("this text is longer than the {} bytes that a text can have", Type::TEXT_BYTES);
            let fault = Diagnostic::new(Code::OutOfRange, item.low.span, message);
            self.diagnostics.add(fault.help("no payment has such a text: shorten it"));
            return None;
        }
        Some(text)
    }

    fn literal<T>(&mut self, item: &Item<'a>, read: Result<T, literal::Fault>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(fault) => {
                self.diagnostics.add(used_here(bad_literal(item.low, &fault), *item));
                None
            }
        }
    }

    fn or_wrong<T>(&mut self, fact: FactId, item: &Item<'a>, value: Option<T>) -> Option<T> {
        if value.is_none() {
            let fault = self.wrong_value(fact, *item);
            self.diagnostics.add(fault);
        }
        value
    }

    fn empty_range<T>(&mut self, fact: FactId, item: &Item<'a>) -> Option<T> {
        let high = item.high.unwrap_or(item.low);
        let (low, high) = (item.low.spelled(), (high.spelled(), high.span));
        let message = format!("no value lies between {low} and {}", high.0);
        let help = match self.facts[fact].ty {
            Type::Hour => format!("hours past midnight are two ranges: `[{low} .. 23, 0 .. {}]`", high.0),
            _ => format!("write the smaller one first: `{} .. {low}`", high.0),
        };
        self.diagnostics.add(Diagnostic::new(Code::EmptyRange, item.low.span.to(high.1), message).help(help));
        None
    }
}
