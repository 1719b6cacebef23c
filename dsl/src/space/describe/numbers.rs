//! Whole numbers, shares, durations, hours and days: values in an order.

use crate::space::KeySet;
use crate::space::describe::words::{Item, Words, among, not_among};

/// How the values of a fact are written.
pub(super) struct Scale<'s> {
    /// The name of the fact.
    pub(super) name: &'s str,
    /// The last key; the first one is 0.
    pub(super) last: u64,
    /// How the value of a key is written.
    pub(super) spell: &'s dyn Fn(u64) -> String,
    /// Whether the steps are so fine that `> 10%` is meant rather than `>= 10.01%`.
    pub(super) is_fine: bool,
}

impl Scale<'_> {
    /// The ways to say that a fact has one of these keys.
    pub(super) fn ways(&self, inside: &KeySet) -> Vec<Words> {
        let outside = KeySet::range(0, self.last).minus(inside);
        match (inside.ranges(), outside.ranges()) {
            ([], _) => vec![Words::Never],
            (_, []) => vec![Words::Always],
            ([only], _) => vec![self.stretch(*only)],
            (several, gaps) => vec![
                among(self.name, &self.items(several)),
                Words::any(self.compared(several)),
                not_among(self.name, &self.items(gaps)),
            ],
        }
    }

    /// One stretch of keys.
    fn stretch(&self, (first, last): (u64, u64)) -> Words {
        match (first, last) {
            _ if first == last => among(self.name, &[Item::one((self.spell)(first))]),
            (0, _) => self.up_to(last),
            _ if last == self.last => self.from(first),
            _ => among(self.name, &self.items(&[(first, last)])),
        }
    }

    /// Stretches, those at the ends by comparisons.
    fn compared(&self, stretches: &[(u64, u64)]) -> Vec<Words> {
        let at_end = |&(first, last): &(u64, u64)| first == 0 || last == self.last;
        let (ends, inner): (Vec<_>, Vec<_>) = stretches.iter().partition(|stretch| at_end(stretch));
        let inner = if inner.is_empty() { Words::Never } else { among(self.name, &self.items(&inner)) };
        let (low, high): (Vec<_>, Vec<_>) = ends.into_iter().partition(|(first, _)| *first == 0);
        let said = |ends: Vec<(u64, u64)>| ends.into_iter().map(|end| self.stretch(end));
        said(low).chain([inner]).chain(said(high)).collect()
    }

    fn up_to(&self, last: u64) -> Words {
        let (closed, open) = ((self.spell)(last), (self.spell)(last + 1));
        let open_is_shorter = self.is_fine && open.len() < closed.len();
        self.compare(if open_is_shorter { ("<", open) } else { ("<=", closed) })
    }

    fn from(&self, first: u64) -> Words {
        let (closed, open) = ((self.spell)(first), (self.spell)(first.saturating_sub(1)));
        let open_is_shorter = self.is_fine && open.len() < closed.len();
        self.compare(if open_is_shorter { (">", open) } else { (">=", closed) })
    }

    fn compare(&self, (sign, value): (&str, String)) -> Words {
        Words::positive(format!("{} {sign} {value}", self.name))
    }

    fn items(&self, stretches: &[(u64, u64)]) -> Vec<Item> {
        let item = |&(first, last): &(u64, u64)| Item::range((self.spell)(first), (self.spell)(last));
        stretches.iter().map(item).collect()
    }
}
