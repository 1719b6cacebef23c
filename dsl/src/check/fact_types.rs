//! The types of facts.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::ast::{self, TypeArgs, ValueKind};
use crate::check::codes::unknown_currency;
use crate::check::test::bad_literal;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, suggest};
use crate::hir::{Digits, Type};
use crate::iso::Currency;
use crate::literal;
use crate::source::Span;

/// The first words of the types, and how each goes on.
const FORMS: [(&str, &str); 10] = [
    ("flag", "flag"),
    ("one", "one of card, wallet"),
    ("country", "country"),
    ("integer", "integer 0 to 100"),
    ("digits", "digits 6 to 8"),
    ("money", "money in EUR, USD"),
    ("text", "text"),
    ("percent", "percent"),
    ("duration", "duration"),
    ("timestamp", "timestamp in \"Europe/Berlin\""),
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
        ("timestamp", TypeArgs::In(zones)) => timestamp(zones, diagnostics),
        _ => {
            diagnostics.add(wrong_form(ty));
            None
        }
    }
}

fn wrong_form(ty: &ast::Type) -> Diagnostic {
    let head = &ty.head;
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
                None => fault
                    .help(format!("types are {}", suggest::list(FORMS.iter().map(|(_, form)| *form), 10))),
            }
        }
    }
}

/// The other spellings of the values of a `one of`, in lower case, each with the place of its value.
pub(super) fn spellings(ty: &ast::Type) -> Vec<(String, u16)> {
    let TypeArgs::Of(choices) = &ty.args else { return vec![] };
    let of_choice = |(place, choice): (u16, &ast::Choice)| {
        choice.spellings.iter().map(|name| (name.text.to_lowercase(), place)).collect()
    };
    (0..).zip(choices).flat_map(|one| -> Vec<(String, u16)> { of_choice(one) }).collect()
}

fn one_of(choices: &[ast::Choice], diagnostics: &mut Diagnostics) -> Option<Type> {
    let mut values: Vec<String> = vec![];
    for ast::Choice { name, .. } in choices {
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
    spelled_once(choices, diagnostics);
    if values.len() > MAX_VALUES {
        let span = choices.first()?.name.span;
        diagnostics.add(bad(
            span,
            format!("a fact has at most {MAX_VALUES} values"),
            "use `text` for what is not a fixed list",
        ));
        return None;
    }
    Some(Type::OneOf(values))
}

/// No spelling stands for two values.
fn spelled_once(choices: &[ast::Choice], diagnostics: &mut Diagnostics) {
    let mut known: BTreeMap<String, &ast::Name> = BTreeMap::new();
    for choice in choices {
        for spelling in &choice.spellings {
            let lower = spelling.text.to_lowercase();
            let other = choices.iter().find(|other| other.name.text == lower && other.name != choice.name);
            let first = known.insert(lower, spelling).or(other.map(|other| &other.name));
            let message = match first {
                _ if spelling.text.trim().is_empty() => "this spelling is empty".to_owned(),
                None => continue,
                Some(_) => format!("the spelling \"{}\" stands twice", spelling.text),
            };
            let help = "leave it out: other spellings are told apart by their letters, not by their case";
            let fault = bad(spelling.span, message, help);
            diagnostics.add(match first {
                Some(first) => fault.label(first.span, "it stands here already"),
                None => fault,
            });
        }
    }
}

fn timestamp(zones: &[ast::Value], diagnostics: &mut Diagnostics) -> Option<Type> {
    let [zone] = zones else {
        let span = zones.first()?.span.to(zones.last()?.span);
        diagnostics.add(bad(
            span,
            "an instant is looked at in one time zone".to_owned(),
            "write `timestamp in \"Europe/Berlin\"`",
        ));
        return None;
    };
    let known = match &zone.kind {
        ValueKind::Text(name) => TimeZone::get(name).ok(),
        _ => None,
    };
    if known.is_none() {
        diagnostics.add(bad(
            zone.span,
            format!("`{}` is no time zone", zone.spelled()),
            "time zones are named as in the tz database, in quotes: `timestamp in \"Europe/Berlin\"`, `timestamp in \"UTC\"`",
        ));
    }
    known.map(Type::Timestamp)
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
