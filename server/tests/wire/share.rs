//! Shares as programs and people read them.

use waypost_server::wire::share::Share;

fn told(part: u64, whole: u64) -> (String, String) {
    let share = Share::of(part, whole);
    (serde_json::to_string(&share).unwrap(), share.to_string())
}

fn both(json: &str, percent: &str) -> (String, String) {
    (json.to_owned(), percent.to_owned())
}

#[test]
fn a_share_is_a_number_for_programs_and_a_percentage_for_people() {
    assert_eq!(told(123, 10_000), both("0.0123", "1.23%"));
    assert_eq!(told(1, 3), both("0.333333", "33.3%"));
    assert_eq!(told(2, 3), both("0.666667", "66.7%"));
    assert_eq!(told(1, 5), both("0.2", "20%"));
}

#[test]
fn nothing_and_all_are_said_as_such_and_nothing_else_is() {
    assert_eq!(told(0, 7), both("0", "0%"));
    assert_eq!(told(0, 0), both("0", "0%"));
    assert_eq!(told(7, 7), both("1", "100%"));
    assert_eq!(told(9_999_999, 10_000_000), both("0.999999", "99.9%"));
}

#[test]
fn a_share_that_is_hardly_anything_is_still_no_nothing() {
    assert_eq!(told(1, 1_000_000), both("0.000001", "0.0001%"));
    assert_eq!(told(1, 8_000_000_000), both("1.25e-10", "<0.0001%"));
    assert_eq!(told(1, 10_000_000_000), both("1e-10", "<0.0001%"));
}

#[test]
fn a_percentage_is_read_exactly() {
    assert_eq!(Share::from_percent("2%"), Some(Share::of(2, 100)));
    assert_eq!(Share::from_percent("0.05"), Some(Share::of(5, 10_000)));
    assert_eq!(Share::from_percent("100%"), Some(Share::of(1, 1)));
    for text in ["", "%", "100.1%", "-1%", "two"] {
        assert_eq!(Share::from_percent(text), None, "{text}");
    }
}
