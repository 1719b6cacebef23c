//! Decides all payments of a batch, on all cores.

use rayon::prelude::*;

use crate::batch::Batch;
use crate::decision::Decision;
use crate::evaluate::Compiled;
use crate::keys::OfTexts;
use crate::snapshot::Snapshot;

/// How many payments one thread takes at once, at least.
const PART: usize = 1024;

/// What `each` makes of the decisions of all payments of a batch, which is made for the facts of this snapshot. They are
/// those that [`evaluate`](crate::evaluate) gives for each by itself, in the order of the batch.
pub fn evaluate_all<'s, T: Send>(
    snapshot: &'s Snapshot,
    batch: &Batch,
    each: impl Fn(Decision<'s>) -> T + Sync,
) -> Vec<T> {
    let of_texts = OfTexts::new(&snapshot.axes, batch);
    let decide = |payment| {
        let keys = of_texts.payment(payment);
        each(Decision::of(&Compiled::new(snapshot, keys.values(), keys)))
    };
    (0..batch.len()).into_par_iter().with_min_len(PART).map(decide).collect()
}
