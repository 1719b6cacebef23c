//! The payments to measure with: those of a file, or such as the rules of the policy ask for.

use std::path::Path;

use fastrand::Rng;
use waypost_engine::{Payment, Sampler, Snapshot};
use waypost_server::wire::payment::{Schema, read};

use crate::input;

/// How many payments are drawn: so many that the caches next to a core do not hold them all.
const DRAWN: usize = 10_000;

/// Where payments come from.
#[derive(Debug)]
pub(super) enum Source<'a> {
    /// One JSON object a line.
    File(&'a Path),
    /// The rules, by chance that comes from this number.
    Seed(u64),
}

/// Payments in random order.
#[derive(Debug)]
pub(super) struct Payments {
    /// Those that fit the policy.
    pub(super) accepted: Vec<Payment>,
    /// How many do not.
    pub(super) refused: usize,
    /// The line of the first one that does not, and why.
    pub(super) first_refusal: Option<String>,
    /// What they were drawn from.
    pub(super) seed: Option<u64>,
}

impl Payments {
    pub(super) fn of(snapshot: &Snapshot, source: &Source<'_>) -> anyhow::Result<Self> {
        match source {
            Source::File(file) => Self::of_file(snapshot, file),
            Source::Seed(seed) => Ok(Self::drawn(snapshot, *seed)),
        }
    }

    fn drawn(snapshot: &Snapshot, seed: u64) -> Self {
        let mut sampler = Sampler::new(snapshot.policy(), seed);
        let mut payment = Payment::new(&snapshot.policy().facts);
        let next = |_| {
            sampler.fill(&mut payment);
            payment.clone()
        };
        let accepted = (0..DRAWN).map(next).collect();
        Self { accepted, refused: 0, first_refusal: None, seed: Some(seed) }
    }

    fn of_file(snapshot: &Snapshot, file: &Path) -> anyhow::Result<Self> {
        let facts = &snapshot.policy().facts;
        let schema = Schema::new(facts);
        let mut payment = Payment::new(facts);
        let mut all = Self { accepted: vec![], refused: 0, first_refusal: None, seed: None };
        input::lines(file, |line, json| {
            match read(json, &schema, snapshot, &mut payment) {
                Ok(_) => all.accepted.push(payment.clone()),
                Err(error) => {
                    all.refused += 1;
                    all.first_refusal.get_or_insert_with(|| format!("line {line}: {error}"));
                }
            }
            Ok(())
        })?;
        anyhow::ensure!(all.refused + all.accepted.len() > 0, "`{}` holds no payment", file.display());
        // What stands together in a file is often alike, which would make it look faster than it is.
        Rng::with_seed(0).shuffle(&mut all.accepted);
        Ok(all)
    }
}
