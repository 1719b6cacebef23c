//! Instants: what is read as one, and what the zone of the fact makes of it.

use insta::assert_snapshot;

use crate::policy::asked;

fn at(time: &str) -> String {
    asked(&format!(r#","time":"{time}""#))
}

#[test]
fn the_hour_and_the_day_are_those_of_the_zone() {
    // Monday, 16 November 2026, from midnight to six in Berlin.
    let night = at("2026-11-16T00:00:00+01:00");
    assert_snapshot!(night, @r#"{"route":{"outcome":"plan","connectors":["adyen"],"struck":[],"rule":"night"}}"#);
    for time in [
        "2026-11-15T23:00:00Z",
        "2026-11-16T04:59:59.999999Z",
        "2026-11-15t23:00:00z",
        "2026-11-15T18:00:00-05:00",
        "2026-11-16T08:45:00+05:45",
        "2026-11-15T23:00:00-00:00",
        "2026-11-16T04:59:60Z",
    ] {
        assert_eq!(at(time), night, "{time}");
    }
    let day = at("2026-11-16T06:00:00+01:00");
    assert_snapshot!(day, @r#"{"route":{"outcome":"plan","connectors":["stripe","adyen"],"struck":[],"rule":null}}"#);
    for time in ["2026-11-15T22:59:59.999999Z", "2026-11-16T05:00:00Z", "2026-11-17T00:00:00+01:00"] {
        assert_eq!(at(time), day, "{time}");
    }
    assert_eq!(asked(""), day);
}

#[test]
fn what_is_no_instant_of_rfc_3339_is_refused() {
    assert_snapshot!(at("2026-11-20"), @r#"`time` is "2026-11-20", expected an instant such as "2026-11-20T14:30:00Z" (RFC 3339)"#);
    assert_snapshot!(at("2026-11-20T14:30:00"), @r#"`time` is "2026-11-20T14:30:00", expected an instant such as "2026-11-20T14:30:00Z" (RFC 3339)"#);
    assert_snapshot!(at("2026-11-20 14:30:00Z"), @r#"`time` is "2026-11-20 14:30:00Z", expected an instant such as "2026-11-20T14:30:00Z" (RFC 3339)"#);
    assert_snapshot!(at("20261120T143000Z"), @r#"`time` is "20261120T143000Z", expected an instant such as "2026-11-20T14:30:00Z" (RFC 3339)"#);
    assert_snapshot!(at("2026-11-20T14:30:00+0100"), @r#"`time` is "2026-11-20T14:30:00+0100", expected an instant such as "2026-11-20T14:30:00Z" (RFC 3339)"#);
    assert_snapshot!(at("2026-11-20T14:30:00+01:00[Europe/Berlin]"), @r#"`time` is "2026-11-20T14:30:00+01:00[Europe/Berlin]", expected an instant such as "2026-11-20T14:30:00Z" (RFC 3339)"#);
    assert_snapshot!(at("2026-02-29T00:00:00Z"), @r#"`time` is "2026-02-29T00:00:00Z", expected an instant such as "2026-11-20T14:30:00Z" (RFC 3339)"#);
    assert_snapshot!(at("2026-11-20T24:00:00Z"), @r#"`time` is "2026-11-20T24:00:00Z", expected an instant such as "2026-11-20T14:30:00Z" (RFC 3339)"#);
    assert_snapshot!(at("2026-11-20T14:30:61Z"), @r#"`time` is "2026-11-20T14:30:61Z", expected an instant such as "2026-11-20T14:30:00Z" (RFC 3339)"#);
    assert_snapshot!(at("yesterday"), @r#"`time` is "yesterday", expected an instant such as "2026-11-20T14:30:00Z" (RFC 3339)"#);
    assert_snapshot!(asked(r#","time":1795185000"#), @r#"`time` is 1795185000, expected an instant such as "2026-11-20T14:30:00Z" (RFC 3339)"#);
}

#[test]
fn instants_at_the_ends_of_the_calendar_are_read_or_refused() {
    let day = asked("");
    for time in ["0000-01-04T10:00:00Z", "1969-12-31T23:59:59Z", "9999-12-30T20:00:00Z"] {
        assert_eq!(at(time), day, "{time}");
    }
    assert_snapshot!(at("0000-01-01T00:00:00Z"), @r#"`time` is "0000-01-01T00:00:00Z", expected an instant such as "2026-11-20T14:30:00Z" (RFC 3339)"#);
    assert_snapshot!(at("9999-12-31T23:59:59Z"), @r#"`time` is "9999-12-31T23:59:59Z", expected an instant such as "2026-11-20T14:30:00Z" (RFC 3339)"#);
}

#[test]
fn the_instant_of_a_private_fact_is_not_told() {
    assert_snapshot!(asked(r#","born":"1990-05-17""#), @r#"`born` is a string, expected an instant such as "2026-11-20T14:30:00Z" (RFC 3339)"#);
}
