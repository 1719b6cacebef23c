//! One session from beginning to end, as `docs/lsp-session.txt` shows it.
//!
//! `BLESS=1 cargo test -p waypost --test lsp` writes what is said into the file, to be read before it is committed.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::client::{Client, marked};

const POLICY: &str = "\
policy shop

facts {
  # What is paid.
  amount  money in EUR, USD
  country country, optional
}

connector adyen  { fee 0.60% + 0.11 EUR }
connector stripe { fee 1.40% + 0.25 EUR }

let europe = [DE, FR]

route {
  rule \"at home\" when contry in europe -> adyen, stripe
  otherwise -> stripe
}
";

/// The longest line that holds more than one value.
const WIDTH: usize = 116;

#[test]
fn a_session_is_as_the_transcript_shows_it() {
    let mut client = Client::with(&[]);
    let path = "shop/shop.way";
    client.open(path, POLICY);
    client.findings(path);
    let at = |text: &str| marked(&POLICY.replacen(&text.replace("$0", ""), text, 1)).1;
    let place = at("when $0contry");
    let about = json!({"textDocument": {"uri": client.uri(path)}, "range": {"start": place, "end": place}, "context": {"diagnostics": []}});
    client.request("textDocument/codeAction", about);
    let end = at("contry$0 in");
    client.change(path, &json!([{"range": {"start": place, "end": end}, "text": "country"}]));
    client.findings(path);
    client.ask("textDocument/hover", path, &at("$0amount"));
    client.ask("textDocument/completion", path, &at("-> adyen, $0stripe"));
    client.ask("textDocument/definition", path, &at("-> $0stripe\n}"));
    let rename =
        json!({"textDocument": {"uri": client.uri(path)}, "position": at("let $0europe"), "newName": "home"});
    client.request("textDocument/rename", rename);
    client.ask_about("textDocument/foldingRange", path);
    let options = json!({"tabSize": 2, "insertSpaces": true});
    let formatting = json!({"textDocument": {"uri": client.uri(path)}, "options": options});
    client.request("textDocument/formatting", formatting);
    client.try_request("textDocument/moniker", json!({}));
    client.request("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    let folder = client.folder.canonicalize().unwrap();
    let names = [(folder.to_str().unwrap(), "/policies"), (env!("CARGO_PKG_VERSION"), "[version]")];
    let shown = transcript(&client.log, &names);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("docs/lsp-session.txt");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&file, &shown).unwrap();
    }
    assert_eq!(
        shown,
        fs::read_to_string(file).unwrap_or_default(),
        "`docs/lsp-session.txt` is not what is said"
    );
}

/// What was said; where `names` stand in it, they are told as the second ones, however long they are.
fn transcript(log: &[(bool, Value)], names: &[(&str, &str)]) -> String {
    let mut out =
        "A session of `waypost lsp` with the client of VS Code, each message with its headers left out.\n"
            .to_owned();
    for (from_client, message) in log {
        let renamed = |text: String, (from, to): &(&str, &str)| text.replace(from, to);
        let text = names.iter().fold(message.to_string(), renamed);
        let mut message: Value = serde_json::from_str(&text).unwrap();
        message.as_object_mut().unwrap().remove("jsonrpc");
        let who = if *from_client { "client" } else { "server" };
        write!(out, "\n{who}: {}\n", pretty(&message, 0)).unwrap();
    }
    out
}

/// JSON in as few lines as fit.
fn pretty(value: &Value, depth: usize) -> String {
    let line = value.to_string();
    if line.len() + 2 * depth <= WIDTH {
        return line;
    }
    let (inner, outer) = ("  ".repeat(depth + 1), "  ".repeat(depth));
    match value {
        Value::Object(members) => {
            let lines: Vec<String> = members
                .iter()
                .map(|(name, value)| format!("{inner}\"{name}\": {}", pretty(value, depth + 1)))
                .collect();
            format!("{{\n{}\n{outer}}}", lines.join(",\n"))
        }
        Value::Array(values) => {
            let lines: Vec<String> =
                values.iter().map(|value| format!("{inner}{}", pretty(value, depth + 1))).collect();
            format!("[\n{}\n{outer}]", lines.join(",\n"))
        }
        _ => line,
    }
}
