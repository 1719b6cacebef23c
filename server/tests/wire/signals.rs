//! What is told of connectors: where it stands in a payment, what is refused, and what it changes.

use insta::assert_snapshot;

use crate::policy::asked;

#[test]
fn the_best_comes_first_and_what_is_not_told_last() {
    assert_snapshot!(asked(""), @r#"{"route":{"outcome":"plan","connectors":["stripe","adyen"],"struck":[],"rule":null}}"#);
    assert_snapshot!(asked(r#","signals":{"adyen":{"success_rate_bps":1}}"#), @r#"{"route":{"outcome":"plan","connectors":["adyen","stripe"],"struck":[],"rule":null}}"#);
    assert_snapshot!(asked(r#","signals":{"adyen":{"success_rate_bps":9310,"latency_ms":310,"health":"up"},"stripe":{"success_rate_bps":9309}}"#), @r#"{"route":{"outcome":"plan","connectors":["adyen","stripe"],"struck":[],"rule":null}}"#);
    assert_snapshot!(asked(r#","signals":{"adyen":{"success_rate_bps":9310,"health":"down"}}"#), @r#"{"route":{"outcome":"plan","connectors":["stripe","adyen"],"struck":[],"rule":null}}"#);
    assert_snapshot!(asked(r#","signals":{"adyen":{"latency_ms":2001}}"#), @r#"{"route":{"outcome":"plan","connectors":["stripe","adyen"],"struck":[],"rule":"slow"}}"#);
}

#[test]
fn a_connector_of_which_nothing_is_told_is_up() {
    let up = asked("");
    for signals in ["{}", "null", r#"{"stripe":{}}"#, r#"{"stripe":null}"#, r#"{"stripe":{"health":null}}"#] {
        assert_eq!(asked(&format!(r#","signals":{signals}"#)), up, "{signals}");
    }
    assert_snapshot!(asked(r#","signals":{"stripe":{"health":"degraded"}}"#), @r#"{"route":{"outcome":"plan","connectors":["adyen"],"struck":["stripe"],"rule":null}}"#);
}

#[test]
fn signals_of_another_kind_are_refused() {
    let told = |of: &str| asked(&format!(r#","signals":{{"adyen":{of}}}"#));
    assert_snapshot!(told(r#"{"health":"dead"}"#), @r#"`signals.adyen.health` is "dead", expected one of up, degraded, down"#);
    assert_snapshot!(told(r#"{"health":"Up"}"#), @r#"`signals.adyen.health` is "Up", expected one of up, degraded, down"#);
    assert_snapshot!(told(r#"{"health":true}"#), @"`signals.adyen.health` is true, expected one of up, degraded, down");
    assert_snapshot!(told(r#"{"success_rate_bps":-1}"#), @"`signals.adyen.success_rate_bps` is -1, expected a whole number of basis points from 0 to 9007199254740991");
    assert_snapshot!(told(r#"{"success_rate_bps":9007199254740992}"#), @"`signals.adyen.success_rate_bps` is 9007199254740992, expected a whole number of basis points from 0 to 9007199254740991");
    assert_snapshot!(told(r#"{"success_rate_bps":0.931}"#), @"`signals.adyen.success_rate_bps` is a number with a fraction, an exponent or too many digits, expected a whole number of basis points from 0 to 9007199254740991");
    assert_snapshot!(told(r#"{"success_rate_bps":"93%"}"#), @r#"`signals.adyen.success_rate_bps` is "93%", expected a whole number of basis points from 0 to 9007199254740991"#);
    assert_snapshot!(told(r#"{"latency_ms":-1}"#), @"`signals.adyen.latency_ms` is -1, expected a whole number of milliseconds from 0 to 9007199254740991");
    assert_snapshot!(told(r#"{"latency_ms":"310ms"}"#), @r#"`signals.adyen.latency_ms` is "310ms", expected a whole number of milliseconds from 0 to 9007199254740991"#);
    assert_snapshot!(told("\"up\""), @"`signals.adyen` is a string, expected an object");
    assert_snapshot!(asked(r#","signals":["adyen"]"#), @"`signals` is a list, expected an object");
}

#[test]
fn a_signal_given_twice_is_named_as_it_is_given() {
    let told = |of: &str| asked(&format!(r#","signals":{of}"#));
    assert_snapshot!(told(r#"{"adyen":{"latency_ms":1,"latency_ms":2}}"#), @"`signals.adyen.latency_ms` is given twice, expected once");
    assert_snapshot!(told(r#"{"adyen":{"health":"up","health":"up"}}"#), @"`signals.adyen.health` is given twice, expected once");
    assert_snapshot!(told(r#"{"adyen":{},"adyen":{}}"#), @"`signals.adyen` is given twice, expected once");
}

#[test]
fn what_no_connector_or_signal_has_is_passed_over() {
    assert_snapshot!(asked(r#","signals":{"nobody":{"health":"down"}}"#), @r#"{"route":{"outcome":"plan","connectors":["stripe","adyen"],"struck":[],"rule":null}} and skips signals.nobody"#);
    assert_snapshot!(asked(r#","signals":{"adyen":{"success_rate":0.9}}"#), @r#"{"route":{"outcome":"plan","connectors":["stripe","adyen"],"struck":[],"rule":null}} and skips signals.adyen.success_rate"#);
    assert_snapshot!(asked(r#","adyen":{"health":"down"}"#), @r#"{"route":{"outcome":"plan","connectors":["stripe","adyen"],"struck":[],"rule":null}} and skips adyen"#);
}
