//! The types of facts.

use crate::ast::{self, TypeArgs, ValueKind};
use crate::check::codes::unknown_currency;
use crate::check::test::bad_literal;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, suggest};
use crate::hir::{Digits, Type};
use crate::iso::Currency;
use crate::literal;
use crate::source::Span;

/// The first words of the types, and how each goes on.
const FORMS: [(&str, &str); 9] = [
    ("flag", "flag"),
    ("one", "one of card, wallet"),
    ("country", "country"),
    ("integer", "integer 0 to 100"),
    ("digits", "digits 6 to 8"),
    ("money", "money in EUR, USD"),
    ("text", "text"),
    ("percent", "percent"),
    ("duration", "duration"),
];

/// The most values of one fact.
const MAX_VALUES: usize = 10_000;

/// The type of a fact; nothing if it is faulty.
pub(super) fn check(ty: &ast::Type, diagnostics: &mut Diagnostics) -> Option<Type> {
    let head = ty.head.text.as_str();
    match (head, &ty.args) {
        ("flag", TypeArgs::None) => Some(Type::Flag),
        ("country", TypeArgs::None) => Some(Type::Country),
        ("text", TypeArgs::None) => Some(Type::Text),
        ("percent", TypeArgs::None) => Some(Type::Percent),
        ("duration", TypeArgs::None) => Some(Type::Duration),
        ("one", TypeArgs::Of(names)) => one_of(names, diagnostics),
        ("integer", TypeArgs::Span(low, high)) => integer(low, high, diagnostics),
        ("digits", TypeArgs::Span(low, high)) => digits(low, high, diagnostics),
        ("money", TypeArgs::In(codes)) => money(codes, diagnostics),
        _ => {
            diagnostics.add(wrong_form(ty));
            None
        }
    }
}

fn wrong_form(ty: &ast::Type) -> Diagnostic {
    let head = &ty.head;
    if head.text == "timestamp" {
        return Diagnostic::new(
            Code::NotYet,
            head.span,
            "`timestamp` is not known to this version of Waypost",
        )
        .help("leave the fact out, or use a version that has it");
    }
    if let (TypeArgs::Single(value), "digits") = (&ty.args, head.text.as_str()) {
        let number = value.spelled();
        return Diagnostic::new(Code::BadFact, value.span, "the greatest number of digits is missing")
            .help(format!("write `digits {number} to {number}`"))
            .fix(value.span, format!("{number} to {number}"));
    }
    match FORMS.iter().find(|(word, _)| *word == head.text) {
        Some((word, form)) => {
            Diagnostic::new(Code::BadFact, head.span, format!("the type `{word}` does not go on like this"))
                .help(format!("it reads like `{form}`"))
        }
        None => {
            let fault =
                Diagnostic::new(Code::UnknownType, head.span, format!("there is no type `{}`", head.text));
            match suggest::closest(&head.text, FORMS.iter().map(|(word, _)| *word)) {
                Some(close) => fault.help(format!("did you mean `{close}`?")).fix(head.span, close),
                None => {
                    fault.help(format!("types are {}", suggest::list(FORMS.iter().map(|(_, form)| *form), 9)))
                }
            }
        }
    }
}

fn one_of(names: &[ast::Name], diagnostics: &mut Diagnostics) -> Option<Type> {
    let mut values: Vec<String> = vec![];
    for name in names {
        if name.text.contains('.') {
            diagnostics.add(bad(
                name.span,
                format!("`{}` is no value: values have no dots", name.text),
                "leave out the dot, or write `_`",
            ));
        } else if values.contains(&name.text) {
            diagnostics.add(bad(
                name.span,
                format!("the value `{}` stands twice", name.text),
                "keep one of the two",
            ));
        } else {
            values.push(name.text.clone());
        }
    }
    if values.len() > MAX_VALUES {
        let span = names.first()?.span;
        diagnostics.add(bad(
            span,
            format!("a fact has at most {MAX_VALUES} values"),
            "use `text` for what is not a fixed list",
        ));
        return None;
    }
    Some(Type::OneOf(values))
}

fn integer(low: &ast::Value, high: &ast::Value, diagnostics: &mut Diagnostics) -> Option<Type> {
    let (min, max) = (number(low, diagnostics)?, number(high, diagnostics)?);
    if min > max {
        diagnostics.add(bad(
            low.span.to(high.span),
            format!("no number lies between {min} and {max}"),
            &format!("write the smaller one first: `integer {max} to {min}`"),
        ));
        return None;
    }
    Some(Type::Integer { min, max })
}

fn digits(low: &ast::Value, high: &ast::Value, diagnostics: &mut Diagnostics) -> Option<Type> {
    let span = low.span.to(high.span);
    let (min, max) = (number(low, diagnostics)?, number(high, diagnostics)?);
    let lengths = 1..=i64::from(Digits::MAX_LEN);
    match (u8::try_from(min), u8::try_from(max)) {
        (Ok(least), Ok(most)) if min <= max && lengths.contains(&min) && lengths.contains(&max) => {
            Some(Type::Digits { min: least, max: most })
        }
        _ => {
            diagnostics.add(bad(
                span,
                format!("`digits {min} to {max}` holds nothing"),
                &format!(
                    "digits go from a smaller to a greater length, from 1 to {}: `digits 6 to 8`",
                    Digits::MAX_LEN
                ),
            ));
            None
        }
    }
}

fn money(codes: &[ast::Value], diagnostics: &mut Diagnostics) -> Option<Type> {
    let mut currencies: Vec<Currency> = vec![];
    for value in codes {
        let currency = match &value.kind {
            ValueKind::Code(code) => Currency::from_code(code),
            _ => None,
        };
        match currency {
            None => diagnostics.add(unknown_currency(&value.spelled(), value.span)),
            Some(known) if currencies.contains(&known) => {
                diagnostics.add(bad(value.span, format!("`{known}` stands twice"), "keep one of the two"));
            }
            Some(new) => currencies.push(new),
        }
    }
    (!currencies.is_empty()).then_some(Type::Money(currencies))
}

fn number(value: &ast::Value, diagnostics: &mut Diagnostics) -> Option<i64> {
    let read = match &value.kind {
        ValueKind::Number(text) => literal::whole(text),
        _ => Err(literal::Fault::NotWhole),
    };
    read.map_err(|fault| diagnostics.add(bad_literal(value, &fault))).ok()
}

fn bad(span: Span, message: String, help: &str) -> Diagnostic {
    Diagnostic::new(Code::BadFact, span, message).help(help)
}
