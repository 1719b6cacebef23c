//! What is told of a name or a word.

use crate::client::Client;

/// What is told at the place that is marked in `to`, which stands in place of `from`.
fn hover(path: &str, from: &str, to: &str) -> String {
    let mut client = Client::with_policies();
    let position = client.open_with(path, from, to);
    let hover = client.ask("textDocument/hover", path, &position);
    hover["contents"]["value"].as_str().unwrap_or_default().to_owned()
}

fn shows(path: &str, from: &str, to: &str, parts: &[&str]) {
    let shown = hover(path, from, to);
    for part in parts {
        assert!(shown.contains(part), "`{part}` is not shown:\n{shown}");
    }
}

const CHECKOUT: &str = "checkout/checkout.way";

/// What is told at the place marked in `line`, which is put at the beginning of the stage `route` of `checkout`.
fn shows_in_route(line: &str, parts: &[&str]) {
    shows(CHECKOUT, "route {\n", &format!("route {{\n  {line}\n"), parts);
}

#[test]
fn a_fact_tells_its_type_its_comment_and_where_it_is_absent() {
    let parts = [
        "card.local_network one of cartes_bancaires",
        "domestic network",
        "there only if `method is card`",
        "may be absent even then",
    ];
    shows_in_route("rule \"x\" when card.local_n$0etwork is absent -> none \"x\"", &parts);
    shows_in_route(
        "rule \"x\" when ri$0sk > 3 -> none \"x\"",
        &["integer 0 to 100", "surely honest", "always there"],
    );
    shows_in_route("rule \"x\" when am$0ount > 3.00 EUR -> none \"x\"", &["money in EUR", "minor units"]);
}

#[test]
fn the_part_of_a_fact_tells_what_it_comes_with() {
    shows_in_route(
        "rule \"x\" when amount.curr$0ency is EUR -> none \"x\"",
        &["comes with `amount`", "one of EUR"],
    );
}

#[test]
fn a_signal_tells_that_it_is_one() {
    shows_in_route(
        "rule \"x\" when adyen.heal$0th is down -> none \"x\"",
        &["up, degraded, down", "a signal"],
    );
}

#[test]
fn a_let_is_written_out() {
    let parts = ["let issued_in_sca_area", "written out", "[AT, BE,", ", SK, GB]", "best guess"];
    shows_in_route("rule \"x\" when issued_in_s$0ca_area -> none \"x\"", &parts);
}

#[test]
fn a_list_tells_how_many_values_it_has() {
    let text = "policy shop\nfacts { card.bin digits 6 to 8 }\n# Known to be stolen.\nlist bins: digits from \"bins.csv\"\nconnector a {}\nroute { rule \"x\" when card.bin in bi$0ns -> none \"bin\" otherwise -> a }\n";
    let mut client =
        Client::with(&[("shop/bins.csv", "424242\n510000\n520000\n"), ("shop/shop.way", "policy shop\n")]);
    let (text, position) = crate::client::marked(text);
    client.open("shop/shop.way", &text);
    let hover = client.ask("textDocument/hover", "shop/shop.way", &position);
    let shown = hover["contents"]["value"].as_str().unwrap();
    assert!(shown.contains("3 values from `bins.csv`") && shown.contains("Known to be stolen."), "{shown}");
}

#[test]
fn a_connector_tells_what_it_serves_and_costs() {
    shows_in_route("rule \"x\" -> ady$0en", &["fee ", "serves ", "connector adyen {"]);
}

#[test]
fn a_rule_and_a_word_are_explained() {
    shows_in_route(
        "# What it is for.\n  rule \"many att$0empts\" -> adyen",
        &["number 1 of the stage `route`", "What it is for."],
    );
    shows_in_route("other$0wise -> adyen", &["closes a stage"]);
    shows_in_route("rule \"x\" when method is ca$0rd -> adyen", &["a value of `method`"]);
    assert_eq!(hover(CHECKOUT, "route {\n", "route {\n  # The che$0ckout\n"), "");
}
