//! How long a decision takes: the compiled graph, and a linear scan over the compiled conditions in the same run.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use waypost_dsl::Sources;
use waypost_dsl::arena::Id;
use waypost_dsl::hir::{Type, Value};
use waypost_dsl::space::{ABSENT, AxisId, Formula, Space};
use waypost_engine::{Digest, Payment, compile, evaluate};
use waypost_generate::{
    inside,
    shape::{self, Shape},
};

const SIZES: [usize; 3] = [100, 1_000, 10_000];
const PAYMENTS: usize = 10_000;

/// The keys of a payment on the axes of all facts, found beforehand, which the graph has to do itself.
fn keys(space: &Space<'_>, payment: &Payment) -> Vec<u64> {
    let facts = space.facts();
    let key = |(id, ty): (_, &Type)| match payment.value(facts, id) {
        Some(Value::Text(text)) => {
            space.texts(id).position(|known| known == text).map_or(0, |place| place as u64 + 1)
        }
        Some(value) => ty.key(value).unwrap_or(ABSENT),
        None => ABSENT,
    };
    facts.all.iter().map(|(id, fact)| key((id, &fact.ty))).collect()
}

fn scan(formulas: &[Formula], keys: &[u64]) -> Option<usize> {
    let key = |axis: AxisId| keys.get(axis.index()).copied().unwrap_or(ABSENT);
    formulas.iter().position(|formula| formula.holds(&key))
}

fn decide(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("decide/structured");
    group.warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3)).sample_size(20);
    for size in SIZES {
        let snapshot = shape::snapshot(Shape::Structured, 1, size);
        let policy = snapshot.policy();
        let payments = inside::payments(7, &snapshot, PAYMENTS);
        let mut space = Space::new(&policy.facts, &policy.rates, &policy.lists);
        let rules = policy.stages.iter().flat_map(|stage| stage.rules.iter());
        let formulas: Vec<Formula> = rules.map(|(_, rule)| space.formula(&rule.when)).collect();
        let keys: Vec<Vec<u64>> = payments.iter().map(|payment| keys(&space, payment)).collect();
        let mut turn = (0..PAYMENTS).cycle();
        group.bench_function(BenchmarkId::new("scan", size), |bencher| {
            bencher.iter(|| {
                turn.next().and_then(|turn| keys.get(turn)).map(|keys| scan(black_box(&formulas), keys))
            });
        });
        group.bench_function(BenchmarkId::new("graph", size), |bencher| {
            bencher.iter(|| {
                let payment = turn.next().and_then(|turn| payments.get(turn));
                payment.map(|payment| black_box(evaluate(black_box(&snapshot), payment)))
            });
        });
    }
    group.finish();
}

fn compile_policy(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("compile/structured");
    group.warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3)).sample_size(10);
    for size in SIZES {
        let policy = shape::policy(Shape::Structured, 1, size);
        group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
            bencher.iter(|| compile(policy.clone(), Digest::of(&Sources::default())));
        });
    }
    group.finish();
}

criterion_group!(benches, decide, compile_policy);
criterion_main!(benches);
