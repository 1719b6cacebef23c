//! What is read is what `serde_json` reads, and nothing that it refuses.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

use super::{Given, Json, NotJson};

/// In the place of every number that is not whole.
const FRACTION: f64 = 0.5;

/// The next value as a tree.
fn tree(json: &mut Json<'_>) -> Result<Value, NotJson> {
    Ok(match json.value()? {
        Given::Null => Value::Null,
        Given::Flag(flag) => flag.into(),
        Given::Whole(number) => u64::try_from(number)
            .map_or_else(|_| i64::try_from(number).expect("it fits in 64 bits").into(), Value::from),
        Given::Fraction => FRACTION.into(),
        Given::Text(text) => text.into(),
        Given::List => {
            let mut items = vec![];
            while json.item()? {
                items.push(tree(json)?);
            }
            items.into()
        }
        Given::Object => {
            let mut members = serde_json::Map::new();
            while let Some(name) = json.member()? {
                members.insert(name.into_owned(), tree(json)?);
            }
            members.into()
        }
    })
}

fn read(text: &str) -> Option<Value> {
    let mut json = Json::new(text);
    let value = tree(&mut json).ok()?;
    json.end().ok().map(|()| value)
}

/// The value with [`FRACTION`] in the place of every number that is not whole.
fn without_fractions(value: Value) -> Value {
    match value {
        Value::Number(number) if number.as_i128().is_none() => FRACTION.into(),
        Value::Array(items) => items.into_iter().map(without_fractions).collect(),
        Value::Object(members) => {
            members.into_iter().map(|(name, value)| (name, without_fractions(value))).collect()
        }
        other => other,
    }
}

fn check(text: &str) {
    assert_eq!(read(text), serde_json::from_str(text).ok().map(without_fractions), "{text}");
}

#[test]
fn numbers() {
    let numbers = [
        "0",
        "-0",
        "00",
        "01",
        "-01",
        "1",
        "-1",
        "-",
        "+1",
        ".5",
        "1.",
        "1.5",
        "-1.5",
        "1e",
        "1e5",
        "1E+5",
        "1e-5",
        "1e999",
        "-1e999",
        "1e-999",
        "0e999",
        "0.0",
        "0x1",
        "NaN",
        "Infinity",
        "-Infinity",
        "nan",
        "1_000",
        "1 000",
        "999999999999999999",
        "1000000000000000000",
        "9223372036854775807",
        "9223372036854775808",
        "-999999999999999999",
        "-9223372036854775808",
        "-9223372036854775809",
        "18446744073709551615",
        "18446744073709551616",
        "100000000000000000000000",
        "٣",
        "1٣",
    ];
    for number in numbers {
        check(number);
        check(&format!("[{number}]"));
        check(&format!("{{\"a\":{number},\"b\":{number} }}"));
    }
    check(&"9".repeat(400));
}

#[test]
fn strings() {
    let strings = [
        "",
        "a",
        "é",
        "\u{1f600}",
        "/",
        "\\/",
        "\\\\",
        "\\\"",
        "\\",
        "\\\\\\",
        "\"",
        "\\n",
        "\\x",
        "\\u00e9",
        "\\u00E9",
        "\\u0000",
        "\\u12",
        "\\ud83d\\ude00",
        "\\ud83d",
        "\\ude00",
        "\\é",
        "\\\u{1f600}",
        "\n",
        "\u{1f}",
        "\u{7f}",
        "\0",
    ];
    // Wherever the special byte stands, among sixteen that are looked at together and behind the last of those.
    for (string, before) in strings.into_iter().flat_map(|string| (0..40).map(move |before| (string, before)))
    {
        for behind in [0, 1, 20] {
            let string = format!("{}{string}{}", "a".repeat(before), "z".repeat(behind));
            check(&format!("\"{string}\""));
            check(&format!("{{\"{string}\":[\"{string}\"]}}  "));
            check(&format!("\"{string}"));
        }
    }
}

#[test]
fn what_stands_between_values() {
    let texts = [
        "",
        " ",
        "\n\t\r 1 \n\t\r",
        "\u{a0}1",
        "1 2",
        "1,",
        "[",
        "]",
        "[]",
        "[ ]",
        "[,]",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1,,2]",
        "[1}",
        "{",
        "}",
        "{}",
        "{ }",
        "{,}",
        "{1:2}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,\"a\":1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\" : 1 , \"b\" : [ ] }",
        "{\"a\":1]",
        "{\"a\",1}",
        "{\"a\":1,\"a\":2}",
        "[[],{},[{}]]",
        "[{},]",
        "{\"a\":{},}",
        "{a:1}",
        "{'a':1}",
        "true",
        "tru",
        "truex",
        "[true,false,null]",
        "[True]",
        "nul",
        "// 1",
        "1 // 1",
        "\u{feff}1",
    ];
    for text in texts {
        check(text);
    }
}

#[test]
fn nesting_is_bounded() {
    for depth in 120..135 {
        check(&format!("{}{}", "[".repeat(depth), "]".repeat(depth)));
        check(&format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth)));
        check(&format!("[{}]", "[],{},".repeat(depth)));
    }
    assert_eq!(read(&"[".repeat(1_000_000)), None);
}

/// Some JSON.
fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,40}".prop_map(Value::from),
        "[a\"\\\\\n\u{7f}é]{0,40}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            vec(("\\PC{0,20}", inner), 0..5).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_is_read(json in json()) {
        check(&serde_json::to_string(&json).unwrap());
        check(&serde_json::to_string_pretty(&json).unwrap());
    }

    #[test]
    fn json_with_some_characters_changed(
        json in json(),
        changes in vec((any::<prop::sample::Index>(), any::<char>()), 1..4),
        pretty in any::<bool>(),
    ) {
        let text = if pretty { serde_json::to_string_pretty(&json) } else { serde_json::to_string(&json) };
        let mut chars: Vec<char> = text.unwrap().chars().collect();
        for (place, char) in changes {
            let place = place.index(chars.len());
            chars[place] = char;
        }
        check(&chars.into_iter().collect::<String>());
    }

    #[test]
    fn letters_of_json_in_any_order(text in "[\\[\\]{}:,\"\\\\ \nu0-9eE.+\\-a-fnulltruefalse]{0,60}") {
        check(&text);
    }
}
