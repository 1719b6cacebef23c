//! What the protocol asks of every server: order, errors, positions, and how it ends.

use serde_json::{Value, json};

use crate::client::{Client, marked};

const FACTS: &str = "policy p\nfacts { risk integer 0 to 9 }\n";

#[test]
fn an_end_that_was_agreed_on_is_success_and_any_other_is_not() {
    assert_eq!(Client::with(&[]).shut_down(), Some(0));
    let mut client = Client::with(&[]);
    client.notify("exit", Value::Null);
    assert_eq!(client.status(), Some(1));
    assert_eq!(Client::with(&[]).status(), Some(1), "the client is gone");
    assert_eq!(Client::unannounced().status(), Some(1));
}

#[test]
fn what_is_no_message_ends_the_session_with_an_error() {
    let mut client = Client::with(&[]);
    client.send_raw("{\"jsonrpc\": ");
    assert_eq!(client.status(), Some(2));
}

#[test]
fn requests_before_the_beginning_and_behind_the_end_are_refused() {
    let mut client = Client::unannounced();
    let early = client.try_request("textDocument/hover", json!({}));
    assert_eq!(early["error"]["code"], -32002);
    client.announce(&json!({"capabilities": {}}));
    client.request("shutdown", Value::Null);
    assert_eq!(client.try_request("textDocument/hover", json!({}))["error"]["code"], -32600);
}

#[test]
fn what_is_not_understood_is_told_and_changes_nothing() {
    let mut client = Client::with(&[]);
    assert_eq!(client.try_request("textDocument/moniker", json!({}))["error"]["code"], -32601);
    assert_eq!(client.try_request("textDocument/hover", json!({"position": 3}))["error"]["code"], -32602);
    client.notify("$/setTrace", json!({"value": "off"}));
    client.notify("textDocument/didChange", json!({"textDocument": 7}));
    client.open("p/p.way", FACTS);
    assert_eq!(client.findings("p/p.way"), ["WP0501 1:7 the policy `p` does not say where payments go"]);
}

#[test]
fn a_request_that_is_called_off_is_not_answered() {
    let mut client = Client::with_policies();
    let text = client.read("checkout/checkout.way");
    client.open("checkout/checkout.way", &text);
    let about = json!({"textDocument": {"uri": client.uri("checkout/checkout.way")}});
    // While the first ones are answered, the last one and its end arrive.
    let ids: Vec<i32> =
        (0..200).map(|_| client.start("textDocument/semanticTokens/full", about.clone())).collect();
    let last = *ids.last().unwrap();
    client.notify("$/cancelRequest", json!({"id": last}));
    assert_eq!(client.finish(last)["error"]["code"], -32800);
}

#[test]
fn characters_are_units_of_utf_16_unless_the_client_takes_bytes() {
    let text = "policy p\nfacts { risk integer 0 to 9 }\nscreen { rule \"é💳\" when risk > $0x -> allow }\n";
    for (encodings, named, width) in
        [(json!(["utf-16"]), "utf-16", 32), (json!(["utf-8", "utf-16"]), "utf-8", 35)]
    {
        let mut client = Client::unannounced();
        let agreed = client.announce(&json!({"capabilities": {"general": {"positionEncodings": encodings}}}));
        assert_eq!(agreed["capabilities"]["positionEncoding"], named);
        let (text, _) = marked(text);
        client.open("p/p.way", &text);
        let found = client.findings("p/p.way");
        assert!(found.iter().any(|one| one.contains(&format!(" 3:{width} "))), "{found:?}");
    }
}

#[test]
fn no_text_and_no_position_ends_the_server() {
    let methods = ["hover", "completion", "definition", "prepareRename"];
    let texts = [
        "",
        "💳",
        "\u{feff}policy p\r\nfacts {\r\n  a flag\r\n}\r\n",
        "rule \"💳",
        "a\rb\r\n\r\n",
        "{{{[[[(((",
        "table \"t\" {\n | |",
        "let é = 💳 in [",
        "split by { {",
        "facts { a one of",
    ];
    let mut client = Client::with(&[]);
    for text in texts {
        client.open("p/p.way", text);
        for place in [(0, 0), (0, 1), (0, 2), (1, 3), (2, 0), (7, 7), (u32::MAX, u32::MAX), (0, u32::MAX)] {
            let position = json!({"line": place.0, "character": place.1});
            for method in methods {
                client.ask(&format!("textDocument/{method}"), "p/p.way", &position);
            }
            let insert =
                json!([{"range": {"start": position, "end": {"line": 0, "character": 1}}, "text": "💳\r"}]);
            client.change("p/p.way", &insert);
        }
        for method in ["documentSymbol", "foldingRange", "semanticTokens/full"] {
            client.ask_about(&format!("textDocument/{method}"), "p/p.way");
        }
        client.findings("p/p.way");
        client.close("p/p.way");
    }
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_text_that_is_typed_letter_by_letter_is_followed() {
    let text = "policy p\nfacts { risk integer 0 to 9 }\nconnector a {}\nroute { rule \"é\" when risk > 3 -> none \"no\"\n otherwise -> a }\n";
    let mut client = Client::with(&[]);
    client.open("p/p.way", "");
    let mut so_far = String::new();
    for letter in text.chars() {
        let (_, end) = marked(&format!("{so_far}$0"));
        client.change("p/p.way", &json!([{"range": {"start": end, "end": end}, "text": letter.to_string()}]));
        client.ask("textDocument/completion", "p/p.way", &end);
        client.ask("textDocument/hover", "p/p.way", &end);
        so_far.push(letter);
    }
    assert_eq!(client.findings("p/p.way"), [""; 0]);
}
