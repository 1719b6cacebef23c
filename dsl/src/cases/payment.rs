//! What a payment gives, by the facts of a policy. Values are spelled as in the policy, and reported alike.

use crate::card;
use crate::cases::tree::{Given, Value, ValueKind};
use crate::check::{article, unknown_country};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, suggest};
use crate::hir::{self, Digits, Fact, FactId, Facts, Money, Type};
use crate::iso::{Country, Currency};
use crate::literal;

/// The facts that are given, with their values, if nothing is wrong with any of them. Whether all that must be there
/// is there is not looked at.
pub fn payment<'c>(
    givens: &'c [Given],
    facts: &Facts,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<(FactId, hir::Value<'c>)>> {
    let (mut values, mut sound): (Vec<(FactId, hir::Value<'c>)>, bool) = (vec![], true);
    let mut named: Vec<(FactId, &Given)> = vec![];
    for (place, given) in givens.iter().enumerate() {
        if is_stranded(givens.get(..=place).unwrap_or_default(), facts) {
            continue;
        }
        let read = known(given, facts).and_then(|id| match named.iter().find(|(other, _)| *other == id) {
            Some((_, first)) => Err(twice(given, first)),
            None => {
                named.push((id, given));
                Ok((id, value(given, &facts[id])?))
            }
        });
        match read {
            Ok(value) => values.push(value),
            Err(fault) => {
                diagnostics.add(*fault);
                sound = false;
            }
        }
    }
    sound.then_some(values)
}

/// Whether the last of these is the other half of an amount that is not written as one, of which is said enough.
fn is_stranded(givens: &[Given], facts: &Facts) -> bool {
    let [.., before, Given { fact, value: None }] = givens else { return false };
    let is_money = facts.find(&before.fact.text).is_some_and(|id| matches!(facts[id].ty, Type::Money(_)));
    let is_amount = matches!(before.value, Some(Value { kind: ValueKind::Amount(..), .. }));
    is_money && !is_amount && facts.find(&fact.text).is_none()
}

/// The fact of that name that can be given.
fn known(given: &Given, facts: &Facts) -> Result<FactId, Box<Diagnostic>> {
    let name = given.fact.text.as_str();
    match facts.find(name) {
        Some(id) if facts.base(id) == id => Ok(id),
        Some(id) => {
            let base = &facts[facts.base(id)].name;
            Err(bad(
                given,
                format!("`{name}` comes with `{base}`"),
                format!("leave it out: `{base}` says it"),
            ))
        }
        None => Err(unknown_fact(given, facts)),
    }
}

fn unknown_fact(given: &Given, facts: &Facts) -> Box<Diagnostic> {
    let (name, span) = (given.fact.text.as_str(), given.fact.span);
    let names = || facts.given().map(|(_, fact)| fact.name.as_str());
    let message = format!("there is no fact `{name}`");
    if given.value.is_none() {
        if name == "not" {
            return bad(given, message, "a flag that is not given is false: leave it out".to_owned());
        }
        if let Some((_, fact)) = facts.given().find(|(_, fact)| fact.ty.place(name).is_some()) {
            let fact = &fact.name;
            return bad(given, message, format!("`{name}` is a value of `{fact}`: write `{fact}={name}`"));
        }
    }
    let ending = format!(".{name}");
    let grouped = || names().find(|fact| fact.ends_with(&ending));
    match suggest::closest(name, names()).or_else(grouped) {
        Some(close) => {
            let fault = Diagnostic::new(Code::BadPayment, span, message);
            Box::new(fault.help(format!("did you mean `{close}`?")).fix(span, close))
        }
        None => bad(given, message, format!("the facts are {}", suggest::list(names(), 12))),
    }
}

fn twice(given: &Given, first: &Given) -> Box<Diagnostic> {
    let name = &given.fact.text;
    let fault = bad(given, format!("`{name}` is given twice"), "keep one of the two".to_owned());
    Box::new(fault.label(first.span(), "it is given here first"))
}

/// The value that is given for `fact`.
fn value<'c>(given: &'c Given, fact: &Fact) -> Result<hir::Value<'c>, Box<Diagnostic>> {
    let Some(spelled) = &given.value else {
        return match fact.ty {
            Type::Flag => Ok(hir::Value::Flag(true)),
            _ => {
                let message = format!("`{}` has no value", fact.name);
                Err(bad(
                    given,
                    message,
                    format!("write it behind `=`: `{}={}`", fact.name, example(&fact.ty)),
                ))
            }
        };
    };
    let read = match &spelled.kind {
        ValueKind::Word(code) if fact.ty == Type::Country && is_code(code) => {
            let found = Country::from_code(code).map(hir::Value::Country);
            return found.ok_or_else(|| Box::new(unknown_country(code, spelled.span)));
        }
        ValueKind::Word(word) => word_value(&fact.ty, word),
        ValueKind::Amount(number, code) => amount(&fact.ty, number, code),
        ValueKind::Text(text) if fact.ty == Type::Text => match text.len() <= Type::TEXT_BYTES {
            true => Ok(hir::Value::Text(text)),
            false => Err(Wrong::Said(
                format!("this text is longer than the {} bytes that a text can have", Type::TEXT_BYTES),
                "no payment has such a text: shorten it".to_owned(),
            )),
        },
        ValueKind::Text(_) => Err(Wrong::Kind),
    };
    read.map_err(|wrong| wrong.report(spelled, fact))
}

/// Whether the word is made of two capital letters.
fn is_code(word: &str) -> bool {
    word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Why a value is none of its fact.
enum Wrong {
    /// It is of another kind.
    Kind,
    /// It is spelled in a way that no value of its kind is.
    Literal(literal::Fault),
    /// It is of the right kind, and not among those that the fact can have.
    Never,
    /// The message and the help.
    Said(String, String),
}

fn word_value(ty: &Type, word: &str) -> Result<hir::Value<'static>, Wrong> {
    use hir::Value::{Digits as HasDigits, Flag, Instant, OneOf, Whole};
    let number = word.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    match ty {
        Type::Flag if word == "true" => Ok(Flag(true)),
        Type::Flag if word == "false" => Ok(Flag(false)),
        Type::OneOf(_) => ty.place(word).map(OneOf).ok_or(Wrong::Never),
        Type::Integer { min, max } if number && decimal(word) => {
            let number = literal::whole(word).map_err(Wrong::Literal)?;
            if (*min..=*max).contains(&number) { Ok(Whole(number)) } else { Err(Wrong::Never) }
        }
        Type::Percent => match word.strip_suffix('%').filter(|share| decimal(share)) {
            Some(share) => literal::percent(share).map(Whole).map_err(Wrong::Literal),
            None => Err(Wrong::Kind),
        },
        Type::Duration if literal::is_duration(word) => {
            literal::duration(word).map(Whole).map_err(Wrong::Literal)
        }
        Type::Timestamp(_) if number => literal::instant(word).map(Instant).map_err(Wrong::Literal),
        Type::Digits { min, max } => {
            let digits = Digits::parse(word).ok_or(Wrong::Kind)?;
            if (*min..=*max).contains(&digits.len()) { Ok(HasDigits(digits)) } else { Err(Wrong::Never) }
        }
        _ => Err(Wrong::Kind),
    }
}

/// Whether the word is made of digits, with perhaps a sign, underscores and a point.
fn decimal(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, part].iter().all(|side| {
        side.starts_with(|c: char| c.is_ascii_digit())
            && side.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_')
    })
}

fn amount(ty: &Type, number: &str, code: &str) -> Result<hir::Value<'static>, Wrong> {
    let Type::Money(list) = ty else { return Err(Wrong::Kind) };
    if !decimal(number) {
        return Err(Wrong::Kind);
    }
    let money = literal::money(number, code).map_err(Wrong::Literal)?;
    if card::spells_card_number(money.minor) {
        return Err(Wrong::Said(
            "this looks like a card number".to_owned(),
            "no amount is as large as this".to_owned(),
        ));
    }
    if list.contains(&money.currency) { Ok(hir::Value::Money(money)) } else { Err(Wrong::Never) }
}

impl Wrong {
    fn report(self, value: &Value, fact: &Fact) -> Box<Diagnostic> {
        let (spelled, name) = (spelled(value), &fact.name);
        let fault =
            |message: String, help: String| Diagnostic::new(Code::BadPayment, value.span, message).help(help);
        Box::new(match self {
            Self::Literal(why) => {
                let (message, help) = why.describe(&spelled);
                fault(message, help)
            }
            Self::Said(message, help) => fault(message, help),
            Self::Kind => fault(
                format!("`{spelled}` is no value of `{name}`, which is {}", article(&fact.ty)),
                instead(&fact.ty, &value.kind),
            ),
            Self::Never => {
                let fault = fault(format!("`{name}` is never `{spelled}`"), among(&fact.ty));
                match suggest::closest(&spelled, names(&fact.ty)) {
                    Some(close) => fault.help(format!("did you mean `{close}`?")).fix(value.span, close),
                    None => fault,
                }
            }
        })
    }
}

fn spelled(value: &Value) -> String {
    match &value.kind {
        ValueKind::Word(word) => word.clone(),
        ValueKind::Amount(number, code) => format!("{number} {code}"),
        ValueKind::Text(text) => literal::quote(text),
    }
}

/// The names that a value of the type can be.
fn names(ty: &Type) -> Vec<&str> {
    match ty {
        Type::OneOf(names) => names.iter().map(String::as_str).collect(),
        _ => vec![],
    }
}

/// What values the fact has.
fn among(ty: &Type) -> String {
    match ty {
        Type::OneOf(_) => format!("it is one of {}", suggest::list(names(ty), 12)),
        Type::Money(list) => {
            format!(
                "its currency is one of {}",
                suggest::list(list.iter().map(|currency| currency.code()), 12)
            )
        }
        ty => format!("it is {}", ty.describe()),
    }
}

/// What to write instead of a value of another kind.
fn instead(ty: &Type, kind: &ValueKind) -> String {
    match (ty, kind) {
        (Type::Text, ValueKind::Word(word)) => format!("a text stands in quotes: `{}`", literal::quote(word)),
        (Type::Money(_), ValueKind::Word(number)) if decimal(number) => {
            format!("say in which currency: `{number} EUR`")
        }
        (Type::Percent, ValueKind::Word(number)) if decimal(number) => format!("write the sign: `{number}%`"),
        (Type::Country, _) => "a country is an ISO 3166-1 code in upper case: `DE`".to_owned(),
        (Type::Flag, _) => "a flag stands alone, and is false if it is left out".to_owned(),
        (ty, ValueKind::Text(text)) if word_value(ty, text).is_ok() => {
            format!("leave out the quotes: `{text}`")
        }
        (ty, _) => format!("it reads `{}`", example(ty)),
    }
}

/// A value of the type, as an example.
pub fn example(ty: &Type) -> String {
    match ty {
        Type::Flag => "true".to_owned(),
        Type::OneOf(names) => names.first().cloned().unwrap_or_default(),
        Type::Country => "DE".to_owned(),
        Type::Integer { min, .. } => min.to_string(),
        Type::Percent => "93.10%".to_owned(),
        Type::Duration => "310ms".to_owned(),
        Type::Digits { min, .. } => "4242424242424242424".chars().take(usize::from(*min)).collect(),
        Type::Money(list) => {
            let of = |&currency: &Currency| Money { minor: 12 * 10_u64.pow(currency.exponent()), currency };
            list.first().map(of).map_or("12.00 EUR".to_owned(), |money| money.to_string())
        }
        Type::Text => "\"m1\"".to_owned(),
        _ => "2026-11-20T14:00:00Z".to_owned(),
    }
}

fn bad(given: &Given, message: String, help: String) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(Code::BadPayment, given.span(), message).help(help))
}
