//! Amounts: as one comparison of what they are worth, if one says it, else currency by currency.

use std::sync::PoisonError;

use crate::hir::{FactId, Type};
use crate::iso::Currency;
use crate::space::describe::Describer;
use crate::space::describe::choice::choice;
use crate::space::describe::words::Words;
use crate::space::{KeySet, line};

/// A currency of a fact, with its place in the list, and some of its minor units.
#[derive(Debug, Clone)]
pub(super) struct Share {
    pub(super) place: u64,
    pub(super) currency: Currency,
    pub(super) minor: KeySet,
}

impl Describer<'_, '_> {
    /// The ways to say that an amount has one of these keys.
    pub(super) fn money(&self, fact: FactId, list: &[Currency], inside: &KeySet) -> Vec<Words> {
        let key = (fact, inside.clone());
        if let Some(known) = self.amounts.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return known.clone();
        }
        let ways = self.ways_of_amounts(fact, list, inside);
        self.amounts.lock().unwrap_or_else(PoisonError::into_inner).insert(key, ways.clone());
        ways
    }

    fn ways_of_amounts(&self, fact: FactId, list: &[Currency], inside: &KeySet) -> Vec<Words> {
        let shares: Vec<Share> =
            (0..).zip(list).map(|(place, currency)| share(place, *currency, inside)).collect();
        let some: Vec<Share> = shares.into_iter().filter(|share| !share.minor.is_empty()).collect();
        let (whole, partial): (Vec<Share>, Vec<Share>) =
            some.iter().cloned().partition(|share| share.minor == all_minor());
        if partial.is_empty() {
            return self.currencies(fact, list, &whole);
        }
        if let Some(words) = self.together(fact, list, &some) {
            return vec![words];
        }
        let whole = match whole.is_empty() {
            true => Words::Never,
            false => Words::shortest(self.currencies(fact, list, &whole)),
        };
        let partial = match self.together(fact, list, &partial) {
            Some(words) => words,
            None => {
                let alone = |share: &Share| self.together(fact, list, std::slice::from_ref(share));
                Words::any(partial.iter().filter_map(alone).collect())
            }
        };
        vec![Words::any(vec![whole, partial])]
    }

    /// The ways to say that an amount is in one of these currencies.
    fn currencies(&self, fact: FactId, list: &[Currency], some: &[Share]) -> Vec<Words> {
        let name = self.part(fact, |ty| matches!(ty, Type::Currency(_)));
        let places = KeySet::from_ranges(some.iter().map(|share| (share.place, share.place)));
        let code = |place| Some(list.get(usize::try_from(place).ok()?)?.code().to_owned());
        choice(name, list.len() as u64, &places, code)
    }

    /// That an amount is in one of these currencies and has its minor units, by one set of amounts for all of them.
    fn together(&self, fact: FactId, list: &[Currency], some: &[Share]) -> Option<Words> {
        let worth = self.worth(fact, some)?;
        if some.len() == list.len() {
            return Some(worth);
        }
        let currencies = Words::shortest(self.currencies(fact, list, some));
        Some(Words::all(vec![currencies, worth]))
    }
}

/// What a set of keys has of the currency at that place of the list.
pub(super) fn share(place: u64, currency: Currency, inside: &KeySet) -> Share {
    let (first, last) = line::currency_keys(place);
    let own = inside.intersection(&KeySet::range(first, last));
    let minor = KeySet::from_ranges(own.ranges().iter().map(|&(low, high)| (low - first, high - first)));
    Share { place, currency, minor }
}

/// The minor units that an amount can have.
pub(super) fn all_minor() -> KeySet {
    let (first, last) = line::currency_keys(0);
    KeySet::range(first, last)
}
