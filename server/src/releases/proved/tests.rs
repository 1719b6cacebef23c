//! What was proved holds for one version on one day.

use super::*;

fn version(policy: &str, number: u32) -> Version {
    let [digest, bundle, author, time, message] = Default::default();
    Version { policy: policy.to_owned(), number, digest, bundle, author, time, message }
}

fn day(day: i8) -> Date {
    Date::constant(2026, 11, day)
}

#[test]
fn it_holds_for_the_version_on_that_day() {
    let (proved, sound) = (Proved::default(), version("checkout", 2));
    assert!(!proved.has(&sound, day(28)));
    proved.note(&sound, day(28));
    assert!(proved.has(&sound, day(28)));
    assert!(!proved.has(&sound, day(29)));
    assert!(!proved.has(&version("checkout", 1), day(28)));
    assert!(!proved.has(&version("payouts", 2), day(28)));
}

#[test]
fn a_new_day_forgets_the_one_before() {
    let (proved, sound, other) = (Proved::default(), version("checkout", 1), version("checkout", 2));
    proved.note(&sound, day(28));
    proved.note(&other, day(29));
    assert!(proved.has(&other, day(29)));
    assert!(!proved.has(&sound, day(29)) && !proved.has(&sound, day(28)));
}

#[test]
fn so_many_are_remembered_and_no_more() {
    let proved = Proved::default();
    for number in 0..=MOST {
        proved.note(&version("checkout", u32::try_from(number).unwrap()), day(28));
    }
    assert!(proved.lock().versions.len() <= MOST);
    assert!(proved.has(&version("checkout", u32::try_from(MOST).unwrap()), day(28)));
}
