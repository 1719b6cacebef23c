//! Texts are found by their numbers, whatever the places are that their hashes name.

use std::collections::HashMap;

use crate::keys::texts::Texts;
use crate::payment::TextHash;

fn texts(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("m{number}")).collect()
}

fn number(texts: &Texts, text: &str) -> u64 {
    texts.number(TextHash::of(text), |known| known == text)
}

#[test]
fn each_text_has_its_place_as_its_number_and_any_other_none() {
    for count in [0, 1, 2, 3, 100, 1_000] {
        let all = texts(count);
        let known = Texts::of(all.iter().map(String::as_str));
        for (place, text) in (1..).zip(&all) {
            assert_eq!(number(&known, text), place, "of {count}");
        }
        assert_eq!(number(&known, ""), 0);
        assert!((0..1_000).all(|other| number(&known, &format!("n{other}")) == 0));
    }
}

#[test]
fn texts_of_one_hash_are_told_apart() {
    let mut known = HashMap::new();
    let many = texts(1_000_000);
    let alike = many.iter().find_map(|text| Some([known.insert(TextHash::of(text).bits(), text)?, text]));
    let [one, other] = alike.unwrap();
    let both = Texts::of([one, other].into_iter().map(String::as_str));
    assert_eq!([number(&both, one), number(&both, other)], [1, 2]);
    let first = Texts::of([one.as_str()].into_iter());
    assert_eq!([number(&first, one), number(&first, other)], [1, 0]);
}
