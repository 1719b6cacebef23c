//! How long a payment takes from its JSON to the JSON of its decision, beside what serde's derived structs take to read
//! and to write the same bytes.

#![expect(clippy::expect_used, reason = "a benchmark may take its own payments for granted")]
#![expect(clippy::print_stdout, reason = "a benchmark tells what it measures")]

mod bodies;
#[expect(dead_code, reason = "nothing is done with what is read")]
mod derived;

use std::hint::black_box;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main};
use derived::Answer;
use waypost_engine::{Payment, evaluate};
use waypost_server::Decider;
use waypost_server::wire::decision::Answers;
use waypost_server::wire::payment::{self, Schema};

/// Calls `work` with one item after the other, over and over.
fn each<T, O>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    items: &[T],
    mut work: impl FnMut(&T) -> O,
) {
    let mut turn = items.iter().cycle();
    group.bench_function(name, |bencher| bencher.iter(|| turn.next().map(|item| black_box(work(item)))));
}

fn payments(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("payment");
    group.warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3)).sample_size(30);
    let (decider, bodies) = (bodies::decider(), bodies::bodies());
    let answers = answers(&decider, &bodies);
    derived(&mut group, &bodies, &answers);
    ours(&mut group, &decider, &bodies);
    group.finish();
}

/// The answers, of which the policy's own serializer makes the same bytes as the derived one.
fn answers(decider: &Decider, bodies: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut slots = decider.payment();
    let mut answer = |body: &Vec<u8>| {
        let mut answer = vec![];
        decider.decide(body, &mut slots, &mut answer).expect("no payment is refused");
        let derived: Answer<'_> = serde_json::from_slice(&answer).expect("an answer is JSON");
        assert_eq!(serde_json::to_vec(&derived).expect("an answer is written"), answer);
        answer
    };
    let answers: Vec<_> = bodies.iter().map(&mut answer).collect();
    let mean = |all: &[Vec<u8>]| all.iter().map(Vec::len).sum::<usize>() / all.len();
    println!("{} payments of {} bytes, answers of {}", bodies.len(), mean(bodies), mean(&answers));
    answers
}

fn derived(group: &mut BenchmarkGroup<'_, WallTime>, bodies: &[Vec<u8>], answers: &[Vec<u8>]) {
    let pairs: Vec<(&[u8], Answer<'_>)> = bodies
        .iter()
        .zip(answers)
        .map(|(body, answer)| (body.as_slice(), serde_json::from_slice(answer).expect("an answer is JSON")))
        .collect();
    each(group, "derived: read", &pairs, |(body, _)| {
        serde_json::from_slice::<derived::Payment<&str>>(body).is_ok()
    });
    let mut out = vec![];
    each(group, "derived: write", &pairs, |(_, answer)| {
        out.clear();
        serde_json::to_writer(&mut out, answer).is_ok()
    });
    each(group, "derived: read and write", &pairs, |(body, answer)| {
        let read: Result<derived::Payment<&str>, _> = serde_json::from_slice(body);
        out.clear();
        (read.expect("it is one of ours"), serde_json::to_writer(&mut out, answer).is_ok())
    });
    each(group, "derived: read into strings, and write", &pairs, |(body, answer)| {
        let read: Result<derived::Payment<String>, _> = serde_json::from_slice(body);
        out.clear();
        (read.expect("it is one of ours"), serde_json::to_writer(&mut out, answer).is_ok())
    });
}

fn ours(group: &mut BenchmarkGroup<'_, WallTime>, decider: &Decider, bodies: &[Vec<u8>]) {
    let snapshot = decider.snapshot();
    let facts = &snapshot.policy().facts;
    let schema = Schema::new(facts);
    let (mut slots, mut out) = (decider.payment(), vec![]);
    let complete = |body: &Vec<u8>| {
        let mut payment = decider.payment();
        let skipped = payment::read(body, &schema, snapshot, &mut payment);
        skipped.map(|_| payment).expect("no payment is refused")
    };
    let mut payments: Vec<Payment> = bodies.iter().map(complete).collect();
    each(group, "decode", bodies, |body| payment::decode(body, &schema, facts, &mut slots).is_ok());
    let mut turn = 0..;
    group.bench_function("complete", |bencher| {
        bencher.iter(|| {
            let count = payments.len();
            let payment = turn.next().and_then(|turn: usize| payments.get_mut(turn % count));
            payment.map(|payment| snapshot.complete(black_box(payment)))
        });
    });
    each(group, "evaluate", &payments, |payment| black_box(evaluate(snapshot, payment)).screen.is_some());
    let answers = Answers::new(snapshot.policy(), decider.digest());
    let decisions: Vec<_> = payments.iter().map(|payment| evaluate(snapshot, payment)).collect();
    each(group, "write", &decisions, |decision| {
        out.clear();
        answers.write(decision, &mut out);
    });
    each(group, "all of it", bodies, |body| {
        out.clear();
        decider.decide(body, &mut slots, &mut out).is_ok()
    });
}

criterion_group!(benches, payments);
criterion_main!(benches);
