//! The edits that mend what was found.

use serde_json::{Value, json};

use crate::client::{Client, marked};

const POLICY: &str = "policy shop\nfacts { risk integer 0 to 100, optional }\nconnector adyen {}\nroute {\n  rule \"a\" when ris$0 > 3 -> none \"a\"\n  rule \"b\" when rsk > 5 -> none \"b\"\n  otherwise -> adyen\n}\n";

/// The titles of what can be done at the mark, with the texts that come of it.
fn actions(text: &str, only: &Value) -> Vec<(String, String)> {
    let (text, position) = marked(text);
    let mut client = Client::with(&[]);
    client.open("shop/shop.way", &text);
    let params = json!({
        "textDocument": {"uri": client.uri("shop/shop.way")},
        "range": {"start": position, "end": position},
        "context": {"diagnostics": [], "only": only},
    });
    let answer = client.request("textDocument/codeAction", params);
    let uri = client.uri("shop/shop.way");
    let done = |action: &Value| {
        let edits = action["edit"]["changes"][&uri].as_array().unwrap();
        (action["title"].as_str().unwrap().to_owned(), apply(&text, edits))
    };
    answer.as_array().map(|actions| actions.iter().map(done).collect()).unwrap_or_default()
}

/// A text of ASCII with edits done to it, the last one first.
pub(crate) fn apply(text: &str, edits: &[Value]) -> String {
    let offset = |place: &Value| {
        let line = usize::try_from(place["line"].as_u64().unwrap()).unwrap();
        let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        before + usize::try_from(place["character"].as_u64().unwrap()).unwrap()
    };
    let mut places: Vec<_> = edits
        .iter()
        .map(|edit| {
            (
                offset(&edit["range"]["start"])..offset(&edit["range"]["end"]),
                edit["newText"].as_str().unwrap(),
            )
        })
        .collect();
    places.sort_by_key(|(range, _)| range.start);
    let mut out = text.to_owned();
    places.into_iter().rev().for_each(|(range, new)| out.replace_range(range, new));
    out
}

#[test]
fn a_fault_is_mended_alone_or_with_all_of_its_kind() {
    let done = actions(POLICY, &Value::Null);
    let titles: Vec<&str> = done.iter().map(|(title, _)| title.as_str()).collect();
    assert_eq!(titles, ["replace by `risk`", "mend all 2 of `unknown-fact` in this file"]);
    let count = |text: &str| text.matches("when risk >").count();
    assert_eq!(done.iter().map(|(_, text)| count(text)).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn nothing_is_offered_where_nothing_is_wrong() {
    assert_eq!(actions(&POLICY.replace("ris$0 ", "ris ").replace("other", "other$0"), &Value::Null), []);
    assert_eq!(actions(POLICY, &json!(["refactor"])), []);
}
