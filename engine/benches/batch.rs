//! How long one core takes to decide a payment by itself, and as one of a batch.

#![expect(clippy::print_stdout, reason = "figures are read by people")]
#![expect(clippy::disallowed_methods, reason = "a benchmark has a clock")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use rayon::{ThreadPoolBuildError, ThreadPoolBuilder};
use waypost_engine::{Batch, Payment, Snapshot, evaluate, evaluate_all};
use waypost_generate::inside;
use waypost_generate::shape::{self, Shape};

/// The rule sets, and how many rules they have.
const SETS: [(Shape, usize); 6] = [
    (Shape::Structured, 100),
    (Shape::Structured, 1_000),
    (Shape::Structured, 10_000),
    (Shape::Structured, 100_000),
    (Shape::Broad, 10_000),
    (Shape::Narrow, 10_000),
];
const PAYMENTS: usize = 100_000;
/// How often each way takes its turn. The fastest turn counts, which others on the machine disturb the least.
const TURNS: usize = 30;

/// A rule set and payments, by themselves and as a batch.
struct Set {
    snapshot: Snapshot,
    payments: Vec<Payment>,
    batch: Batch,
}

/// Something that is done with all payments of a set.
type Way = (&'static str, fn(&Set));

/// One by one, and as a batch.
const DECIDE: [Way; 2] = [
    ("one by one", |set| {
        for payment in &set.payments {
            black_box(evaluate(&set.snapshot, black_box(payment)).connectors().next());
        }
    }),
    ("as a batch", |set| {
        black_box(evaluate_all(&set.snapshot, black_box(&set.batch), |decision| {
            decision.connectors().next()
        }));
    }),
];

/// What it takes to have a batch. It is measured apart, since it leaves little of the payments in the caches.
const FILL: [Way; 1] = [("to fill it", |set| {
    black_box(Set::batch(&set.snapshot, &set.payments));
})];

impl Set {
    fn new(shape: Shape, rules: usize) -> Self {
        let snapshot = shape::snapshot(shape, 1, rules);
        let payments = inside::payments(7, &snapshot, PAYMENTS);
        let batch = Self::batch(&snapshot, &payments);
        Self { snapshot, payments, batch }
    }

    fn batch(snapshot: &Snapshot, payments: &[Payment]) -> Batch {
        let mut batch = Batch::new(&snapshot.policy().facts);
        for payment in payments {
            batch.push(payment);
        }
        batch
    }

    /// Tells how long each way takes for a payment; they take turns, each right behind the other.
    fn tell(&self, ways: &[Way]) {
        let mut best = vec![Duration::MAX; ways.len()];
        for _ in 0..TURNS {
            for (best, (_, way)) in best.iter_mut().zip(ways) {
                let begin = Instant::now();
                way(self);
                *best = begin.elapsed().min(*best);
            }
        }
        for (best, (name, _)) in best.into_iter().zip(ways) {
            let tenths = best.as_nanos() * 10 / PAYMENTS as u128;
            print!("  {name} {}.{} ns", tenths / 10, tenths % 10);
        }
    }
}

fn main() -> Result<(), ThreadPoolBuildError> {
    let alone = ThreadPoolBuilder::new().num_threads(1).build()?;
    for (shape, rules) in SETS {
        print!("{} {rules}:", shape.as_str());
        let set = Set::new(shape, rules);
        alone.install(|| set.tell(&DECIDE));
        set.tell(&FILL);
        println!();
    }
    Ok(())
}
