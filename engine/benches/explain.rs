//! How long it takes to explain a decision: the fewest facts that force it alone, all that is told of it, the smallest change
//! for another one, and what has to be laid out once a policy beforehand.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use waypost_dsl::cases::Expected;
use waypost_dsl::hir::{Connector, StageKind};
use waypost_engine::Explainer;
use waypost_engine::explain::{BUDGET, wanted};
use waypost_generate::inside;
use waypost_generate::shape::{self, Shape};

/// How many rules the rule sets have.
const SIZES: [usize; 3] = [100, 1_000, 10_000];
const PAYMENTS: usize = 500;

fn explain(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("explain");
    group.warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(4)).sample_size(10);
    for size in SIZES {
        let snapshot = shape::snapshot(Shape::Structured, 1, size);
        let payments = inside::payments(7, &snapshot, PAYMENTS);
        let explainer = Explainer::of(&snapshot, BUDGET);
        group.bench_function(BenchmarkId::new("prepare", size), |bencher| {
            bencher.iter(|| Explainer::of(black_box(&snapshot), BUDGET));
        });
        let mut turns = payments.iter().cycle();
        group.bench_function(BenchmarkId::new("force", size), |bencher| {
            bencher.iter(|| turns.next().map(|payment| explainer.force(StageKind::Route, payment)));
        });
        group.bench_function(BenchmarkId::new("explain", size), |bencher| {
            bencher.iter(|| turns.next().map(|payment| explainer.explain(payment)));
        });
        let connectors = &snapshot.policy().connectors;
        let names: Vec<&Connector> = connectors.iter().map(|(_, connector)| connector).collect();
        let wants: Vec<Expected> =
            names.iter().filter_map(|connector| wanted(snapshot.policy(), &connector.name).ok()).collect();
        let mut wants = wants.iter().cycle();
        group.bench_function(BenchmarkId::new("change", size), |bencher| {
            bencher.iter(|| {
                turns.next().zip(wants.next()).map(|(payment, want)| explainer.change(payment, want))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, explain);
criterion_main!(benches);
