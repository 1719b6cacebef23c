//! What was proved holds for the same texts on the same day only.

use std::collections::BTreeMap;

use super::*;

/// Two files, of which `main` is the main one.
fn bundle(main: &str, text: &str) -> Bundle {
    let files = [("checkout/a.way", text), ("checkout/b.way", "")]
        .map(|(path, text)| (path.to_owned(), text.to_owned()));
    Bundle::new(main.to_owned(), BTreeMap::from(files)).unwrap()
}

fn day(day: i8) -> Date {
    Date::constant(2026, 11, day)
}

#[test]
fn it_holds_for_the_same_texts_on_the_same_day() {
    let (proved, sound) = (Proved::default(), bundle("checkout/a.way", "policy checkout"));
    assert!(!proved.has(&sound, day(28)));
    proved.note(&sound, day(28));
    assert!(proved.has(&sound, day(28)));
    assert!(!proved.has(&sound, day(29)));
    assert!(!proved.has(&bundle("checkout/a.way", "policy other"), day(28)));
    assert!(!proved.has(&bundle("checkout/b.way", "policy checkout"), day(28)));
}

#[test]
fn a_new_day_forgets_the_one_before() {
    let (proved, sound) = (Proved::default(), bundle("checkout/a.way", "policy checkout"));
    let other = bundle("checkout/a.way", "policy other");
    proved.note(&sound, day(28));
    proved.note(&other, day(29));
    assert!(proved.has(&other, day(29)));
    assert!(!proved.has(&sound, day(29)) && !proved.has(&sound, day(28)));
}

#[test]
fn so_many_are_remembered_and_no_more() {
    let proved = Proved::default();
    let texts: Vec<String> = (0..=MOST).map(|number| format!("policy p{number}")).collect();
    for text in &texts {
        proved.note(&bundle("checkout/a.way", text), day(28));
    }
    assert!(proved.lock().bundles.len() <= MOST);
    assert!(proved.has(&bundle("checkout/a.way", texts.last().unwrap()), day(28)));
}
