//! Texts: those that conditions name, those of lists, and others of the shapes that are asked for.

use waypost_dsl::hir::ListValues;
use waypost_dsl::space::{Axis, Region};

use crate::sample::Given;
use crate::sample::drawing::{Drawing, TRIES};

/// How many texts there are besides, of each shape.
const OTHERS: u32 = 10_000;

impl Drawing<'_, '_> {
    /// A text that the fact has in `region`.
    pub(super) fn text(&mut self, given: &Given, region: &Region) -> Option<String> {
        let space = &self.known.space;
        let drawn = (0..TRIES).find_map(|_| {
            let text = match self.rng.u32(..3) {
                0 => self.named(given, region),
                1 => self.listed(given, region),
                _ => None,
            };
            let text = text.unwrap_or_else(|| self.other(given, region));
            space.has_text(given.id, region, &text).then_some(text)
        });
        drawn.or_else(|| space.text(given.id, region))
    }

    /// One of the texts that conditions name.
    fn named(&mut self, given: &Given, region: &Region) -> Option<String> {
        let space = &self.known.space;
        let side = region.side(given.axis).unwrap_or(&given.present);
        let key = self.any(&side.intersection(&given.named))?;
        space.named_text(given.id, key).map(str::to_owned)
    }

    /// One of those of a list that the region asks for.
    fn listed(&mut self, given: &Given, region: &Region) -> Option<String> {
        let space = &self.known.space;
        let list = region.sides().iter().find_map(|(axis, keys)| match space.axes().at(*axis)? {
            Axis::Listed(fact, list) if *fact == given.id && keys.contains(1) => Some(*list),
            _ => None,
        });
        match &space.lists()[list?].values {
            ListValues::Texts(texts) => self.rng.choice(texts).cloned(),
            ListValues::Digits(_) => None,
        }
    }

    fn other(&mut self, given: &Given, region: &Region) -> String {
        let between = self.rng.u32(..OTHERS).to_string();
        self.known.space.shaped_text(given.id, region, &between)
    }
}
