//! Names that are known beforehand, found in a few steps: by their length and their ends, without a loop over letters.

use std::iter::repeat_with;

/// What names stand for.
#[derive(Debug)]
pub(super) struct Names<T> {
    // INVARIANT: a power of two of places, at least half of them empty. A name stands at the place that its ends come
    // to, or at the next one that was empty.
    places: Box<[Option<Named<T>>]>,
}

#[derive(Debug)]
struct Named<T> {
    name: Box<str>,
    ends: Ends,
    value: T,
}

/// How long a name is, and its first and its last bytes, which may overlap. Up to sixteen bytes that is all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ends {
    len: usize,
    first: u64,
    last: u64,
}

impl<T> Names<T> {
    /// These names; each comes once.
    pub(super) fn new(names: impl ExactSizeIterator<Item = (Box<str>, T)>) -> Self {
        let places = (names.len() * 2).next_power_of_two();
        let mut all = Self { places: repeat_with(|| None).take(places).collect() };
        for (name, value) in names {
            let ends = Ends::of(&name);
            let empty = all.walk(ends).find(|&place| matches!(all.places.get(place), Some(None)));
            if let Some(place) = empty.and_then(|place| all.places.get_mut(place)) {
                *place = Some(Named { name, ends, value });
            }
        }
        all
    }

    /// What a name stands for.
    #[inline]
    pub(super) fn get(&self, name: &str) -> Option<&T> {
        let ends = Ends::of(name);
        let known = self.walk(ends).map_while(|place| self.places.get(place)?.as_ref());
        let same = |known: &&Named<T>| known.ends == ends && (ends.len <= 16 || *known.name == *name);
        known.filter(same).map(|known| &known.value).next()
    }

    /// The places where a name may stand, the likeliest first.
    #[inline]
    fn walk(&self, ends: Ends) -> impl Iterator<Item = usize> + use<T> {
        let last = self.places.len() - 1;
        (ends.hash()..).map(move |place| place & last)
    }
}

impl Ends {
    #[inline]
    fn of(name: &str) -> Self {
        let bytes = name.as_bytes();
        let (first, last) = match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
            _ => match (bytes.first_chunk(), bytes.last_chunk()) {
                (Some(first), Some(last)) => {
                    (u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into())
                }
                _ => (bytes.iter().fold(0, |few, &byte| (few << 8) | u64::from(byte)), 0),
            },
        };
        Self { len: name.len(), first, last }
    }

    #[inline]
    fn hash(self) -> usize {
        let all = self.first ^ self.last.rotate_left(23) ^ self.len as u64;
        // The upper half is the one that all bits go into; half a word fits everywhere.
        usize::try_from(all.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32).unwrap_or(0)
    }
}
