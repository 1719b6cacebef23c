//! Names, codes and texts: values that have no order.

use crate::hir::TextPattern;
use crate::literal::quote;
use crate::space::KeySet;
use crate::space::describe::words::{Item, Words, among, not_among};

/// The ways to say that a fact has one of the values of `inside`, out of `count`.
pub(super) fn choice(
    name: &str,
    count: u64,
    inside: &KeySet,
    spell: impl Fn(u64) -> Option<String>,
) -> Vec<Words> {
    let all = KeySet::range(0, count.saturating_sub(1));
    let items = |keys: &KeySet| -> Vec<Item> { each(keys).filter_map(&spell).map(Item::one).collect() };
    vec![among(name, &items(&all.intersection(inside))), not_among(name, &items(&all.minus(inside)))]
}

/// The way to say that a text is one of those that tests name, whose keys begin with 1, or another one, of key 0.
pub(super) fn named(name: &str, texts: &[&str], inside: &KeySet) -> Words {
    let wanted = !inside.contains(0);
    let items: Vec<Item> = (1..)
        .zip(texts)
        .filter(|(key, _)| inside.contains(*key) == wanted)
        .map(|(_, text)| Item::one(quote(text)))
        .collect();
    if wanted { among(name, &items) } else { not_among(name, &items) }
}

/// That a text has a shape, and that it has not.
pub(super) fn shaped(name: &str, pattern: &TextPattern) -> [String; 2] {
    let said = match pattern {
        TextPattern::StartsWith(part) => format!("{name} starts with {}", quote(part)),
        TextPattern::EndsWith(part) => format!("{name} ends with {}", quote(part)),
        TextPattern::Contains(part) => format!("{name} contains {}", quote(part)),
    };
    let not = format!("not {said}");
    [said, not]
}

/// All keys of a set.
fn each(keys: &KeySet) -> impl Iterator<Item = u64> {
    keys.ranges().iter().flat_map(|&(first, last)| first..=last)
}
