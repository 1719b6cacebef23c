//! The keys of the payments of a batch. What depends on nothing but a text is found once for each different text.

use std::sync::OnceLock;

use waypost_dsl::hir::FactId;

use crate::batch::Batch;
use crate::keys::{Axes, Computed, Keys, Lookup, Placed};
use crate::payment::Values;

/// What is known of the texts of a batch on the axes of a snapshot.
#[derive(Debug)]
pub(crate) struct OfTexts<'a> {
    axes: &'a Axes,
    batch: &'a Batch,
    /// For each computed key how it comes from a text; nothing if it depends on more.
    sources: Vec<Option<Source>>,
    /// For each computed key what it is without a text, and for each text of the batch. Found when it is asked for.
    found: Vec<OnceLock<Box<[u64]>>>,
}

/// How a key comes from a text: it is some bits of what is computed at a place.
#[derive(Debug)]
struct Source {
    fact: FactId,
    /// Where the number of the text stands.
    number: usize,
    place: usize,
    shift: u32,
    mask: u64,
}

/// A payment of a batch on the axes of a snapshot.
#[derive(Debug)]
pub(crate) struct Together<'a> {
    of_texts: &'a OfTexts<'a>,
    placed: Placed<'a>,
}

impl<'a> OfTexts<'a> {
    /// Those of a batch that is made for the facts of these axes.
    pub(crate) fn new(axes: &'a Axes, batch: &'a Batch) -> Self {
        let sources = (0..axes.computed.len()).map(|place| source(axes, batch, place)).collect();
        let found = axes.computed.iter().map(|_| OnceLock::new()).collect();
        Self { axes, batch, sources, found }
    }

    /// A payment of the batch.
    #[inline]
    pub(crate) fn payment(&'a self, number: usize) -> Together<'a> {
        Together { of_texts: self, placed: Placed::of(self.axes, self.batch.values(number)) }
    }

    #[inline]
    fn key(&self, place: usize, values: Values<'_>) -> Option<u64> {
        let source = self.sources.get(place)?.as_ref()?;
        let found = self.found.get(source.place)?.get_or_init(|| self.find(source));
        let number = usize::try_from(values.slot(source.number)).ok()?;
        Some((found.get(number)? >> source.shift) & source.mask)
    }

    #[cold]
    fn find(&self, source: &Source) -> Box<[u64]> {
        let all = [Values::NONE].into_iter().chain(self.batch.different(source.fact));
        all.map(|values| Placed::of(self.axes, values).compute(source.place)).collect()
    }
}

fn source(axes: &Axes, batch: &Batch, place: usize) -> Option<Source> {
    let whole = |fact: FactId| {
        let number = batch.number(fact)?;
        Some(Source { fact, number, place, shift: 0, mask: u64::MAX })
    };
    match axes.computed.get(place)? {
        Computed::Text(fact, _) | Computed::Texts(fact, _) | Computed::Shapes(fact, _) => whole(*fact),
        Computed::Bit(all, bit) => Some(Source { shift: *bit, mask: 1, ..source(axes, batch, *all)? }),
        Computed::Keys(..) | Computed::Order(_) | Computed::Opaque(_) => None,
    }
}

impl<'a> Together<'a> {
    /// The values of the payment.
    pub(crate) fn values(&self) -> Values<'a> {
        self.placed.values
    }
}

impl Keys for Together<'_> {
    #[inline]
    fn slots(&self) -> &[u64] {
        self.placed.slots()
    }

    #[inline]
    fn computed(&self, lookup: Lookup) -> u64 {
        let known = self.of_texts.key(lookup.place(), self.placed.values);
        known.unwrap_or_else(|| self.placed.computed(lookup))
    }
}
