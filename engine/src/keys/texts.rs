//! Numbers of texts: those that tests name, or those of a long list.

use hashbrown::HashTable;
use waypost_dsl::hir::FactId;
use waypost_dsl::space::ABSENT;

use crate::payment::{TextHash, Values};

/// Texts by number, from 1 on.
#[derive(Debug)]
pub(super) struct Texts {
    /// Places in `all`, by the hash of the text there.
    places: HashTable<u32>,
    all: Vec<(TextHash, Box<str>)>,
}

impl Texts {
    /// These texts, all different, in the order of their numbers.
    pub(super) fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let all: Vec<(TextHash, Box<str>)> = texts.map(|text| (TextHash::of(text), text.into())).collect();
        let mut places = HashTable::with_capacity(all.len());
        for (place, (hash, _)) in (0..).zip(&all) {
            places.insert_unique(hash.spread(), place, |&place: &u32| spread(&all, place));
        }
        Self { places, all }
    }

    /// The number of the text of a fact, 0 of a text that is none of these, or `ABSENT`. The hash of the text is known:
    /// the text itself is looked at only if one of these has the same.
    pub(super) fn key(&self, values: Values<'_>, fact: FactId) -> u64 {
        let Some(hash) = values.text_hash(fact) else { return ABSENT };
        let is_same = |&place: &u32| {
            let known = self.all.get(place as usize);
            known.is_some_and(|(known, text)| *known == hash && values.text(fact) == Some(text))
        };
        self.places.find(hash.spread(), is_same).map_or(0, |&place| u64::from(place) + 1)
    }
}

fn spread(all: &[(TextHash, Box<str>)], place: u32) -> u64 {
    all.get(place as usize).map_or(0, |(hash, _)| hash.spread())
}
