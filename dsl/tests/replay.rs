//! A payment that is printed is read again as the same payment.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may take its own texts for granted"
)]

use proptest::prelude::*;
use waypost_dsl::diagnostic::{Witness, WitnessFact, WitnessValue};
use waypost_dsl::hir::{Digits, Facts, Money, Origin, Policy, Type, Value, day};
use waypost_dsl::iso::Country;
use waypost_dsl::{Diagnostics, Sources, card, cases, check, load};

const POLICY: &str = r#"
policy case
facts {
  amount       money in EUR, JPY, KWD
  method       one of card, other
  country      country
  bin          digits 1 to 19
  risk         integer -5 to 100_000
  recurring    flag
  share        percent
  age          duration
  merchant.id  text
  time         timestamp in "Europe/Berlin"
}
connector adyen { }
route { otherwise -> adyen }
retry { otherwise -> next }
"#;

fn policy() -> Policy {
    let mut diagnostics = Diagnostics::default();
    let loaded = load("case.way", &mut |_| Ok(POLICY.to_owned()), &mut diagnostics);
    check(&loaded, &mut diagnostics).unwrap()
}

/// A value of a type; a text on one line, and nothing that looks like a card number.
fn value(ty: &Type) -> BoxedStrategy<WitnessValue> {
    let whole = 0..=Type::WHOLE_MAX;
    match ty {
        Type::Flag => any::<bool>().prop_map(WitnessValue::Flag).boxed(),
        Type::OneOf(names) => prop::sample::select(names.clone()).prop_map(WitnessValue::Word).boxed(),
        Type::Country => {
            let codes: Vec<&str> = Country::codes().collect();
            prop::sample::select(codes).prop_map(|code| WitnessValue::Word(code.to_owned())).boxed()
        }
        Type::Integer { min, max } => (*min..=*max).prop_map(WitnessValue::Whole).boxed(),
        Type::Percent => whole.prop_map(WitnessValue::Percent).boxed(),
        Type::Duration => whole.prop_map(WitnessValue::Duration).boxed(),
        Type::Digits { min, max } => {
            let digits = format!("[0-9]{{{min},{max}}}");
            prop::string::string_regex(&digits).unwrap().prop_map(WitnessValue::Word).boxed()
        }
        Type::Money(list) => {
            let money = |(minor, currency)| WitnessValue::Money(Money { minor, currency });
            (0..=Type::WHOLE_MAX.unsigned_abs(), prop::sample::select(list.clone())).prop_map(money).boxed()
        }
        Type::Text => "[^\n\r]{0,60}".prop_map(WitnessValue::Text).boxed(),
        _ => (-62_135_596_800_000_000_i64..=253_402_207_200_000_000)
            .prop_map(|micros| WitnessValue::Instant(day::instant(micros).unwrap()))
            .boxed(),
    }
}

fn payments(facts: &Facts) -> impl Strategy<Value = Witness> + use<> {
    let fact = |name: String, origin: Origin, ty: &Type| {
        prop::option::of(value(ty))
            .prop_map(move |value| value.map(|value| WitnessFact { name: name.clone(), origin, value }))
    };
    let facts: Vec<_> =
        facts.given().map(|(_, given)| fact(given.name.clone(), given.origin, &given.ty).boxed()).collect();
    facts.prop_map(|facts| Witness { facts: facts.into_iter().flatten().collect() })
}

/// Whether a value that was read is the one that was printed.
fn same(printed: &WitnessValue, read: Value<'_>, ty: &Type) -> bool {
    match (printed, read) {
        (WitnessValue::Flag(a), Value::Flag(b)) => *a == b,
        (WitnessValue::Word(name), Value::OneOf(place)) => ty.place(name) == Some(place),
        (WitnessValue::Word(code), Value::Country(country)) => code == country.code(),
        (WitnessValue::Word(digits), Value::Digits(read)) => Digits::parse(digits) == Some(read),
        (WitnessValue::Whole(a) | WitnessValue::Percent(a) | WitnessValue::Duration(a), Value::Whole(b)) => {
            *a == b
        }
        (WitnessValue::Money(a), Value::Money(b)) => *a == b,
        (WitnessValue::Text(a), Value::Text(b)) => a == b,
        (WitnessValue::Instant(a), Value::Instant(b)) => a.as_microsecond() == b,
        _ => false,
    }
}

#[test]
fn what_is_printed_is_read_again() {
    let policy = policy();
    let facts = &policy.facts;
    proptest!(|(payment in payments(facts))| {
        let line = payment.to_string();
        prop_assume!(card::mask(&line).1.is_empty());
        let mut diagnostics = Diagnostics::default();
        let givens = cases::read_payment("line", &line, &mut Sources::default(), &mut diagnostics);
        let givens = givens.unwrap_or_default();
        let read = cases::payment(&givens, facts, &mut diagnostics);
        let found = diagnostics.into_sorted();
        prop_assert!(found.is_empty(), "{line}: {found:?}");
        let read = read.unwrap();
        let printed: Vec<_> =
            payment.facts.iter().filter(|fact| fact.value != WitnessValue::Flag(false)).collect();
        prop_assert_eq!(read.len(), printed.len());
        for ((id, value), fact) in read.into_iter().zip(printed) {
            prop_assert_eq!(&facts[id].name, &fact.name);
            prop_assert!(same(&fact.value, value, &facts[id].ty), "{line}: {fact:?} is read as {value:?}");
        }
    });
}

#[test]
fn no_card_number_is_kept_or_shown() {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let line = "merchant.id=\"4111 1111 1111 1111\" risk=4111111111111111 # 4111-1111-1111-1111";
    assert!(cases::read_payment("line", line, &mut sources, &mut diagnostics).is_none());
    let (_, kept) = sources.iter().next().unwrap();
    let stars = "*".repeat(19);
    assert_eq!(kept.text, format!("merchant.id=\"{stars}\" risk={} # {stars}", &stars[3..]));
    let told: Vec<String> = diagnostics.into_sorted().into_iter().map(|found| found.message).collect();
    assert_eq!(told, ["this looks like a card number", "this looks like a card number"]);
}
