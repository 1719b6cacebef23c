//! Values that do not fit their fact: what to say, and what to write instead.

use crate::ast::ValueKind;
use crate::check::codes::unknown_currency;
use crate::check::scope::{Scope, tests_of};
use crate::check::test::article;
use crate::check::values::Item;
use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::hir::{FactId, Origin, Type};
use crate::iso::{Country, Currency};
use crate::source::Span;

impl Scope<'_, '_> {
    pub(super) fn unknown_value(
        &self,
        fact: FactId,
        item: Item<'_>,
        name: &str,
        names: &[String],
    ) -> Diagnostic {
        let all = || names.iter().map(String::as_str);
        let fault = Diagnostic::new(
            Code::UnknownValue,
            item.low.span,
            format!("`{}` is never `{name}`", self.facts[fact].name),
        );
        let lets = self.declared.lets.keys().copied();
        let own = self.facts[fact].origin == Origin::Payment;
        let begins = |known: &&str| known.strip_prefix(name).is_some_and(|rest| rest.starts_with('_'));
        let longer = all().find(begins);
        let fault = match suggest::closest(name, all().chain(lets)).or(longer) {
            Some(close) => fault.help(format!("did you mean `{close}`?")).fix(item.low.span, close),
            None if own => {
                fault.help(format!("it is one of {}; others are added in `facts`", suggest::list(all(), 12)))
            }
            None => fault.help(format!("it is one of {}", suggest::list(all(), names.len()))),
        };
        let fault = used_here(fault, item);
        if own { fault.label(self.facts[fact].span, "its values are declared here") } else { fault }
    }

    /// A name where a value or a `let` is wanted, and that is neither.
    pub(super) fn unknown_let(&self, fact: FactId, item: Item<'_>, name: &str, ty: &Type) -> Diagnostic {
        let known = self.declared.lets.keys().chain(self.declared.lists.keys()).copied();
        let close = suggest::closest(name, known);
        let is_code = Country::from_code(&name.to_uppercase()).is_some();
        if close.is_none() && (*ty == Type::Text || (*ty == Type::Country && is_code)) {
            return self.wrong_value(fact, item);
        }
        let span = item.low.span;
        let fault =
            Diagnostic::new(Code::UnknownLet, span, format!("there is no `let` or list named `{name}`"));
        let fault = match close {
            Some(close) => fault.help(format!("did you mean `{close}`?")).fix(span, close),
            None => fault.help(format!(
                "declare it, as in `let {name} = […]`, or write a value: {}",
                instead(ty, &item.low.kind)
            )),
        };
        used_here(fault, item)
    }

    pub(super) fn wrong_value(&self, fact: FactId, item: Item<'_>) -> Diagnostic {
        let fact = &self.facts[fact];
        let (spelled, span) = match item.high {
            Some(high) => {
                (format!("{} .. {}", item.low.spelled(), high.spelled()), item.low.span.to(high.span))
            }
            None => (item.low.spelled(), item.low.span),
        };
        let message = format!("`{spelled}` is no value of `{}`, which is {}", fact.name, article(&fact.ty));
        let fault = Diagnostic::new(Code::WrongValue, span, message).help(instead(&fact.ty, &item.low.kind));
        used_here(fault, item)
    }

    /// A currency that exists, but not among those of the fact.
    pub(super) fn unlisted_currency(
        &self,
        fact: FactId,
        span: Span,
        code: &str,
        list: &[Currency],
    ) -> Diagnostic {
        if Currency::from_code(code).is_none() {
            return unknown_currency(code, span);
        }
        let name = &self.facts[fact].name;
        let known = list.iter().map(|currency| currency.code());
        Diagnostic::new(Code::UnknownValue, span, format!("`{name}` is never `{code}`"))
            .label(self.facts[self.facts.base(fact)].span, "its currencies are declared here")
            .help(format!("it is one of {}; others are added in `facts`", suggest::list(known, 12)))
    }
}

/// Points to the use of the `let` that a value comes from.
pub(super) fn used_here(fault: Diagnostic, item: Item<'_>) -> Diagnostic {
    match item.used_at {
        Some(span) => fault.label(span, "it is used here"),
        None => fault,
    }
}

/// What to write instead of a value of the wrong type.
fn instead(ty: &Type, kind: &ValueKind) -> String {
    match (ty, kind) {
        (Type::Text, ValueKind::Name(name)) => format!("a text stands in quotes: `\"{name}\"`"),
        (Type::Text, _) => "a text stands in quotes: `\"m1\"`".into(),
        (Type::OneOf(names), ValueKind::Text(text)) if names.contains(text) => {
            format!("leave out the quotes: `{text}`")
        }
        (Type::OneOf(names), ValueKind::Code(code)) if names.contains(&code.to_lowercase()) => {
            format!("names are lower case: `{}`", code.to_lowercase())
        }
        (Type::OneOf(names), _) => {
            format!("it is one of {}", suggest::list(names.iter().map(String::as_str), 12))
        }
        (Type::Country, ValueKind::Name(name)) if Country::from_code(&name.to_uppercase()).is_some() => {
            format!("codes are upper case: `{}`", name.to_uppercase())
        }
        (Type::Country, _) => "a country is an ISO 3166-1 code in upper case: `DE`".into(),
        (Type::Currency(list), ValueKind::Name(name))
            if list.iter().any(|currency| currency.code() == name.to_uppercase()) =>
        {
            format!("codes are upper case: `{}`", name.to_uppercase())
        }
        (Type::Currency(list), _) => {
            format!("it is one of {}", suggest::list(list.iter().map(|currency| currency.code()), 12))
        }
        (Type::Money(_), ValueKind::Number(number)) => format!("say in which currency: `{number} EUR`"),
        (Type::Money(_), ValueKind::Code(code)) => {
            format!("for the currency alone, test `.currency is {code}`")
        }
        (Type::Money(_), _) => "an amount reads `30.00 EUR`".into(),
        (Type::Percent, ValueKind::Number(number)) => format!("write the sign: `{number}%`"),
        (Type::Percent, _) => "a percentage reads `1.40%`".into(),
        (Type::Duration, _) => "a duration reads `500ms`, `2s`, `5m` or `1h`".into(),
        (Type::Digits { .. }, ValueKind::Text(_)) => "write the digits without quotes: `424242`".into(),
        (Type::Digits { .. }, _) => "digits read `424242`, leading zeros included".into(),
        (Type::Integer { .. }, _) => "a whole number reads `90`".into(),
        (Type::Flag, _) => "a flag is tested by its name alone".into(),
        (Type::Hour, _) => "an hour is a whole number from 0 to 23".into(),
        (Type::Weekday, _) => format!("it is one of {}", suggest::list(Type::WEEKDAYS, 7)),
        (Type::Date, _) => "a date reads `2026-12-01`".into(),
        (Type::Timestamp(_), ValueKind::Date(_)) => "test the day of it, such as `time.date`".into(),
        (Type::Timestamp(_), _) => tests_of(ty).into(),
    }
}
