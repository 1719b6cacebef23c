//! How long it takes to find the first rule by the compiled graph, and by a linear scan over the compiled conditions in
//! the same run; how long a whole decision takes, and how long a policy takes from its text to its graph.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use waypost_dsl::arena::Id;
use waypost_dsl::hir::{StageKind, Type, Value};
use waypost_dsl::space::{ABSENT, AxisId, Formula, Space};
use waypost_engine::{Digest, Payment, Snapshot, compile, evaluate};
use waypost_generate::shape::{self, Shape};
use waypost_generate::{inside, written};

/// The rule sets, and how many rules they have.
const SHAPES: [(Shape, &[usize]); 3] = [
    (Shape::Structured, &[100, 1_000, 10_000, 100_000]),
    (Shape::Broad, &[1_000, 10_000]),
    (Shape::Narrow, &[1_000, 10_000]),
];
/// A scan of more rules takes too long to wait for.
const LONGEST_SCAN: usize = 10_000;
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
    for (shape, sizes) in SHAPES {
        let mut group = criterion.benchmark_group(format!("decide/{}", shape.as_str()));
        group.warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3)).sample_size(20);
        for &size in sizes {
            let snapshot = shape::snapshot(shape, 1, size);
            let payments = inside::payments(7, &snapshot, PAYMENTS);
            let mut turn = (0..PAYMENTS).cycle();
            if size <= LONGEST_SCAN {
                let (formulas, keys) = lowered(&snapshot, &payments);
                group.bench_function(BenchmarkId::new("scan", size), |bencher| {
                    bencher.iter(|| {
                        let keys = turn.next().and_then(|turn| keys.get(turn));
                        keys.map(|keys| scan(black_box(&formulas), keys))
                    });
                });
            }
            group.bench_function(BenchmarkId::new("graph", size), |bencher| {
                bencher.iter(|| {
                    let payment = turn.next().and_then(|turn| payments.get(turn));
                    payment.map(|payment| black_box(&snapshot).first(StageKind::Route, payment))
                });
            });
            group.bench_function(BenchmarkId::new("decision", size), |bencher| {
                bencher.iter(|| {
                    let payment = turn.next().and_then(|turn| payments.get(turn));
                    payment.map(|payment| black_box(evaluate(black_box(&snapshot), payment)))
                });
            });
        }
        group.finish();
    }
}

/// The conditions of all rules as formulas, and the keys of payments that they ask for.
fn lowered(snapshot: &Snapshot, payments: &[Payment]) -> (Vec<Formula>, Vec<Vec<u64>>) {
    let policy = snapshot.policy();
    let mut space = Space::new(&policy.facts, &policy.rates, &policy.lists);
    let rules = policy.stages.iter().flat_map(|stage| stage.rules.iter());
    let formulas = rules.map(|(_, rule)| space.formula(&rule.when)).collect();
    (formulas, payments.iter().map(|payment| keys(&space, payment)).collect())
}

/// From text to snapshot, and each step of it by itself.
fn compile_text(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("compile/structured");
    group.warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3)).sample_size(10);
    for size in [100, 1_000, 10_000] {
        let text = shape::text(Shape::Structured, 1, size);
        let loaded = written::loaded(&text, |_| None);
        let policy = written::checked(&loaded);
        group.bench_function(BenchmarkId::new("parse", size), |bencher| {
            bencher.iter(|| written::loaded(black_box(&text), |_| None));
        });
        group.bench_function(BenchmarkId::new("check", size), |bencher| {
            bencher.iter(|| written::checked(black_box(&loaded)));
        });
        group.bench_function(BenchmarkId::new("compile", size), |bencher| {
            bencher.iter(|| compile(policy.clone(), Digest::of(&loaded.sources)));
        });
    }
    group.finish();
}

criterion_group!(benches, decide, compile_text);
criterion_main!(benches);
