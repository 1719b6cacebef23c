//! From names to declarations and uses, and to other names.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::client::Client;
use crate::fixes::apply;

const CHECKOUT: &str = "checkout/checkout.way";
const SUBSCRIPTIONS: &str = "subscriptions/subscriptions.way";

/// The places of an answer, as the last two parts of the path and the line from 1.
fn places(answer: &Value) -> Vec<String> {
    let place = |place: &Value| {
        let parts: Vec<&str> = place["uri"].as_str().unwrap().rsplit('/').take(2).collect();
        format!("{}/{}:{}", parts[1], parts[0], place["range"]["start"]["line"].as_u64().unwrap() + 1)
    };
    let mut found: Vec<String> = answer.as_array().unwrap().iter().map(place).collect();
    found.sort();
    found
}

/// The line on which `text` stands first in a file of `policies/`.
fn line(client: &Client, path: &str, text: &str) -> String {
    let number = client.read(path).lines().position(|line| line.contains(text)).unwrap() + 1;
    format!("{path}:{number}")
}

/// The place marked in `line`, which is put at the beginning of the stage `route` of `checkout`, leads to `text`.
fn leads(line_in_route: &str, there: &str, text: &str) {
    let mut client = Client::with_policies();
    let position = client.open_with(CHECKOUT, "route {\n", &format!("route {{\n  {line_in_route}\n"));
    let found = places(&client.ask("textDocument/definition", CHECKOUT, &position));
    assert_eq!(found, [line(&client, there, text)]);
}

#[test]
fn every_kind_of_name_leads_to_its_declaration() {
    leads("rule \"x\" when r$0isk > 3 -> adyen", "shared/facts.way", "  risk ");
    leads("rule \"x\" when country in embar$0goed -> adyen", "shared/regions.way", "let embargoed");
    leads("rule \"x\" -> checkout, $0adyen", "shared/connectors.way", "connector adyen");
    leads("rule \"x\" when amount.curren$0cy is EUR -> adyen", "shared/facts.way", "  amount ");
    leads("rule \"x\" when wallet.brand is pay$0pal -> adyen", "shared/facts.way", "wallet.brand ");
    let mut client = Client::with_policies();
    let position = client.open_with(CHECKOUT, "\"../shared/rates.way\"", "\"../shared/ra$0tes.way\"");
    assert_eq!(places(&client.ask("textDocument/definition", CHECKOUT, &position)), ["shared/rates.way:1"]);
}

#[test]
fn the_path_of_a_list_leads_to_its_file() {
    let text = "policy shop\nlist bins: digits from \"bi$0ns.csv\"\n";
    let mut client = Client::with(&[("shop/bins.csv", "424242\n"), ("shop/shop.way", text)]);
    let position = client.open_with("shop/shop.way", "policy", "policy");
    assert_eq!(
        places(&client.ask("textDocument/definition", "shop/shop.way", &position)),
        ["shop/bins.csv:1"]
    );
}

#[test]
fn references_are_found_in_every_policy_that_shares_the_declaration() {
    let mut client = Client::with_policies();
    let position = client.open_with("shared/regions.way", "let embargoed", "let embar$0goed");
    let uri = client.uri("shared/regions.way");
    let mut params =
        json!({"textDocument": {"uri": uri}, "position": position, "context": {"includeDeclaration": true}});
    let found = places(&client.request("textDocument/references", params.clone()));
    let mut files: Vec<&str> = found.iter().map(|place| place.split(':').next().unwrap()).collect();
    files.dedup();
    assert_eq!(files, [CHECKOUT, "shared/regions.way", SUBSCRIPTIONS], "{found:?}");
    for place in &found {
        let (path, number) = place.split_once(':').unwrap();
        let text = client.read(path);
        let line = text.lines().nth(number.parse::<usize>().unwrap() - 1).unwrap();
        assert!(line.contains("embargoed"), "{place}: {line}");
    }
    params["context"]["includeDeclaration"] = json!(false);
    assert_eq!(places(&client.request("textDocument/references", params)).len(), found.len() - 1);
}

/// The files that a rename changes, with their texts behind it, or why it cannot be done.
fn rename(path: &str, from: &str, to: &str, new: &str) -> Result<BTreeMap<String, String>, String> {
    let mut client = Client::with_policies();
    let position = client.open_with(path, from, to);
    let params = json!({"textDocument": {"uri": client.uri(path)}, "position": position, "newName": new});
    let answer = client.try_request("textDocument/rename", params);
    if let Some(error) = answer.get("error") {
        return Err(error["message"].as_str().unwrap().to_owned());
    }
    let mut changed = BTreeMap::new();
    for (uri, edits) in answer["result"]["changes"].as_object().unwrap() {
        let folder = client.uri("");
        let path = uri.strip_prefix(&folder).unwrap();
        let text = apply(&client.read(path), edits.as_array().unwrap());
        client.write(path, &text);
        changed.insert(path.to_owned(), text);
    }
    // What came of it is sound.
    for path in changed.keys() {
        client.close(path);
        let text = client.read(path);
        client.open(path, &text);
    }
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": []}));
    for path in changed.keys() {
        client.change(path, &json!([]));
        assert_eq!(client.faults(path), [""; 0], "{path}");
    }
    Ok(changed)
}

const REGIONS: &str = "shared/regions.way";

#[test]
fn a_let_is_renamed_in_all_policies() {
    let changed = rename(REGIONS, "let embargoed", "let embar$0goed", "sanctioned").unwrap();
    assert_eq!(changed.keys().collect::<Vec<_>>(), [CHECKOUT, REGIONS, SUBSCRIPTIONS]);
    assert!(changed.values().all(|text| !text.contains("in embargoed") && text.contains("sanctioned")));
}

#[test]
fn facts_and_connectors_are_renamed_with_their_parts_and_in_all_cases() {
    let changed = rename("shared/facts.way", "\n  amount ", "\n  amo$0unt ", "value").unwrap();
    assert!(changed[SUBSCRIPTIONS].contains("value.currency "));
    let changed =
        rename("shared/connectors.way", "connector adyen {", "connector ady$0en {", "adyen_eu").unwrap();
    assert!(changed[SUBSCRIPTIONS].contains("adyen_eu"));
    assert!(changed["subscriptions/subscriptions.cases"].contains("adyen_eu"));
}

#[test]
fn a_rule_is_renamed_in_quotes_and_in_all_cases() {
    let text = Client::with_policies().read(CHECKOUT);
    let rule = text.split("rule \"").nth(1).unwrap().split('"').next().unwrap();
    let (from, to) = (format!("rule \"{rule}\""), format!("rule \"$0{rule}\""));
    let changed = rename(CHECKOUT, &from, &to, "surely \"fraud\"").unwrap();
    assert!(changed[CHECKOUT].contains("rule \"surely \\\"fraud\\\"\""));
    assert_eq!(changed.keys().collect::<Vec<_>>(), [CHECKOUT, "checkout/screen.cases"]);
}

#[test]
fn a_name_that_cannot_be_had_is_refused() {
    let refused = |new: &str| rename(REGIONS, "let embargoed", "let embar$0goed", new).unwrap_err();
    assert_eq!(refused("eea"), "the name `eea` is taken");
    assert_eq!(refused("visa"), "the name `visa` is taken");
    let no_name = "names are lower case with `_`, and no words of the language";
    assert_eq!(refused("when"), format!("`when` is no name: {no_name}"));
    assert_eq!(refused("Not this"), format!("`Not this` is no name: {no_name}"));
    let text = Client::with_policies().read(CHECKOUT);
    let mut rules = text.split("rule \"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let (first, second) = (rules.next().unwrap(), rules.next().unwrap());
    let (from, to) = (format!("rule \"{first}\""), format!("rule \"$0{first}\""));
    assert_eq!(rename(CHECKOUT, &from, &to, second).unwrap_err(), format!("the name `{second}` is taken"));
}

#[test]
fn what_is_renamed_is_told_before() {
    let mut client = Client::with_policies();
    let position = client.open_with(SUBSCRIPTIONS, "amount.currency", "amount.cu$0rrency");
    let answer = client.ask("textDocument/prepareRename", SUBSCRIPTIONS, &position);
    assert_eq!(answer["placeholder"], "amount");
    let start = answer["range"]["start"]["character"].as_u64().unwrap();
    assert_eq!(answer["range"]["end"]["character"].as_u64().unwrap() - start, 6);
}

const SHOP: &str = "policy shop
facts {
  risk integer 0 to 9
}
connector adyen {}
route {
  rule \"high\" when risk > 5 -> none \"risk\"
  table \"sizes\" {
    risk -> route
    1    -> adyen
  }
  otherwise -> adyen
}
";
const CASES: &str = "\"a\" risk=7 => route none, by \"high\"
\"b\" risk=1 adyen.health=up => route adyen, by \"sizes#1\"
";

#[test]
fn cases_are_renamed_with_their_policy() {
    let renamed = |to: &str, new: &str| {
        let mut client = Client::with(&[("shop/shop.way", SHOP), ("shop/shop.cases", CASES)]);
        let position = client.open_with("shop/shop.way", &to.replace("$0", ""), to);
        let uri = client.uri("shop/shop.way");
        let params = json!({"textDocument": {"uri": uri}, "position": position, "newName": new});
        let answer = client.request("textDocument/rename", params);
        apply(CASES, answer["changes"][client.uri("shop/shop.cases")].as_array().unwrap())
    };
    assert_eq!(renamed("rule \"hi$0gh\"", "too high"), CASES.replace("by \"high\"", "by \"too high\""));
    assert_eq!(renamed("table \"si$0zes\"", "by size"), CASES.replace("sizes#1", "by size#1"));
    assert_eq!(renamed("connector ady$0en", "stripe"), CASES.replace("adyen", "stripe"));
    assert_eq!(renamed("  ri$0sk integer", "score"), CASES.replace("risk=", "score="));
}
