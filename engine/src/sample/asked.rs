//! What conditions ask of each fact: the sets of keys in them, on the fact's own axis and on others that tell of it.

use waypost_dsl::hir::FactId;
use waypost_dsl::space::{AxisId, Formula, KeySet, Space};

use crate::sample::about;

/// What is asked, for each fact by its slot.
#[derive(Debug)]
pub(super) struct Asked(Vec<Vec<(AxisId, KeySet)>>);

impl Asked {
    /// What the formulas ask, each question once.
    pub(super) fn of<'f>(space: &Space<'_>, formulas: impl Iterator<Item = &'f Formula>) -> Self {
        let mut asked = Self(vec![vec![]; space.facts().len()]);
        formulas.for_each(|formula| asked.add(space, formula));
        for questions in &mut asked.0 {
            questions.sort_unstable();
            questions.dedup();
        }
        asked
    }

    /// What is asked of a fact; it is gone then.
    pub(super) fn take(&mut self, fact: FactId) -> Vec<(AxisId, KeySet)> {
        self.0.get_mut(fact.slot()).map(std::mem::take).unwrap_or_default()
    }

    fn add(&mut self, space: &Space<'_>, formula: &Formula) {
        match formula {
            Formula::All(parts) | Formula::Any(parts) => {
                for part in parts {
                    self.add(space, part);
                }
            }
            Formula::In(axis, keys) => {
                for fact in about(space, *axis) {
                    if let Some(questions) = self.0.get_mut(fact.slot()) {
                        questions.push((*axis, keys.clone()));
                    }
                }
            }
        }
    }
}
