//! What is told of files while they are written.

use serde_json::json;

use crate::client::Client;

const FACTS: &str = "facts {\n  risk integer 0 to 100\n}\n\nconnector adyen {}\n";
const POLICY: &str = "policy shop\n\nimport \"../shared/facts.way\"\n\nroute {\n  otherwise -> adyen\n}\n";

#[test]
fn a_sound_policy_has_none() {
    let mut client = Client::with_policies();
    let text = client.read("checkout/checkout.way");
    client.open("checkout/checkout.way", &text);
    assert_eq!(client.faults("checkout/checkout.way"), [""; 0]);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn they_follow_what_is_typed_without_saving() {
    let mut client = Client::with(&[("shop/shop.way", POLICY), ("shared/facts.way", FACTS)]);
    client.open("shop/shop.way", POLICY);
    assert_eq!(client.findings("shop/shop.way"), [""; 0]);
    let place = |character: u32| json!({"line": 5, "character": character});
    let part = json!([{"range": {"start": place(15), "end": place(20)}, "text": "addyen"}]);
    client.change("shop/shop.way", &part);
    assert_eq!(client.findings("shop/shop.way"), ["WP0205 6:15 there is no connector `addyen`"]);
    let part = json!([{"range": {"start": place(16), "end": place(17)}, "text": ""}]);
    client.change("shop/shop.way", &part);
    assert_eq!(client.findings("shop/shop.way"), [""; 0]);
}

#[test]
fn a_shared_file_tells_in_every_policy_that_imports_it() {
    let other = POLICY
        .replace("policy shop", "policy club")
        .replace("otherwise", "rule \"high\" when risk > 90 -> none \"risk\"\n  otherwise");
    let files = [("shop/shop.way", POLICY), ("club/club.way", &other), ("shared/facts.way", FACTS)];
    let mut client = Client::with(&files);
    client.open("shared/facts.way", FACTS);
    assert_eq!(client.findings("shared/facts.way"), [""; 0]);
    client.change(
        "shared/facts.way",
        &json!([{"text": FACTS.replace("risk integer 0 to 100", "score integer 0 to 100")}]),
    );
    assert_eq!(client.findings("shared/facts.way"), [""; 0]);
    assert_eq!(client.findings("club/club.way"), ["WP0201 6:19 there is no fact `risk`"]);
    client.change("shared/facts.way", &json!([{"text": FACTS}]));
    assert_eq!(client.findings("shared/facts.way"), [""; 0]);
    assert_eq!(client.findings("club/club.way"), [""; 0]);
}

#[test]
fn a_fault_in_a_shared_file_is_told_once() {
    let other = POLICY.replace("policy shop", "policy club");
    let files = [("shop/shop.way", POLICY), ("club/club.way", &other), ("shared/facts.way", FACTS)];
    let mut client = Client::with(&files);
    client.open("shared/facts.way", &FACTS.replace("100", "1x"));
    let found = client.findings("shared/facts.way");
    assert_eq!(found, ["WP0104 2:20 `1x` is neither a number nor a duration"]);
}

#[test]
fn a_file_of_no_policy_gets_only_those_of_its_syntax() {
    let mut client = Client::with(&[]);
    client.open("alone.way", "let small = amount <= 30.00 EUR and\n");
    let found = client.findings("alone.way");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found.iter().all(|one| one.starts_with("WP01")), "{found:?}");
    client.close("alone.way");
    assert_eq!(client.findings("alone.way"), [""; 0]);
}

#[test]
fn a_text_that_lies_nowhere_is_checked_if_it_is_a_policy() {
    let mut client = Client::with(&[]);
    client.open("no/such/folder/new.way", "policy new\nconnector adyen {}\nroute { otherwise -> adyn }\n");
    assert_eq!(client.findings("no/such/folder/new.way"), ["WP0205 3:21 there is no connector `adyn`"]);
}

#[test]
fn a_file_that_changes_on_the_disk_is_read_again() {
    let mut client = Client::with(&[("shop/shop.way", POLICY), ("shared/facts.way", FACTS)]);
    client.open("shop/shop.way", POLICY);
    assert_eq!(client.findings("shop/shop.way"), [""; 0]);
    client.write("shared/facts.way", &FACTS.replace("adyen", "stripe"));
    let change = json!({"uri": client.uri("shared/facts.way"), "type": 2});
    client.notify("workspace/didChangeWatchedFiles", json!({"changes": [change]}));
    client.change("shop/shop.way", &json!([]));
    assert_eq!(client.findings("shop/shop.way"), ["WP0205 6:15 there is no connector `adyen`"]);
}

#[test]
fn an_import_that_is_missing_is_told_where_it_is_named() {
    let mut client = Client::with(&[("shop/shop.way", POLICY)]);
    client.open("shop/shop.way", POLICY);
    let found = client.findings("shop/shop.way");
    assert_eq!(found, ["WP0001 3:7 `../shared/facts.way` cannot be read: there is no such file"]);
    client.open("shared/facts.way", FACTS);
    client.change("shop/shop.way", &json!([]));
    assert_eq!(client.findings("shop/shop.way"), [""; 0], "what is open counts though it was never saved");
}

const CASES: &str = "\"a\" risk=5 => route adyen, by otherwise\n";

#[test]
fn cases_are_run_while_they_or_their_policy_are_written() {
    let files = [("shop/shop.way", POLICY), ("shared/facts.way", FACTS), ("shop/shop.cases", CASES)];
    let mut client = Client::with(&files);
    client.open("shop/shop.cases", CASES);
    assert_eq!(client.findings("shop/shop.cases"), [""; 0]);
    client.change("shop/shop.cases", &json!([{"text": CASES.replace("adyen", "none")}]));
    assert_eq!(client.findings("shop/shop.cases").len(), 1, "the case fails");
    client.change("shop/shop.cases", &json!([{"text": CASES.replace("risk", "rsk")}]));
    let found = client.findings("shop/shop.cases");
    assert!(found[0].contains("there is no fact `rsk`"), "{found:?}");
    client.change("shop/shop.cases", &json!([{"text": CASES}]));
    assert_eq!(client.findings("shop/shop.cases"), [""; 0]);
    client.open(
        "shop/shop.way",
        &POLICY.replace("otherwise", "rule \"x\" when risk > 3 -> none \"x\"\n  otherwise"),
    );
    assert_eq!(client.findings("shop/shop.way"), [""; 0]);
    client.change("shop/shop.cases", &json!([]));
    assert_eq!(client.findings("shop/shop.cases").len(), 1, "the case fails");
}
