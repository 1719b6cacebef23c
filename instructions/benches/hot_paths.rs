//! What the hot paths take in instructions, which repeats where times do not. The program of this crate
//! compares the counts with those of `instructions/accepted.csv`.

#![expect(missing_docs, reason = "the macros of gungraun make public items without any")]
#![expect(clippy::expect_used, reason = "a benchmark may take its own policies for granted")]
#![expect(clippy::exit, reason = "the macros of gungraun end the benchmark with it")]

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;

use gungraun::{Callgrind, LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main};
use waypost_dsl::Loaded;
use waypost_dsl::hir::{Policy, StageKind};
use waypost_engine::{Digest, Payment, Snapshot, compile, evaluate};
use waypost_generate::shape::{self, Shape};
use waypost_generate::{inside, written};
use waypost_server::{AsOf, Decider, files, pipeline};

/// How many payments are decided in each benchmark, so that no single one counts for much.
const PAYMENTS: usize = 1_000;

/// The functions for copying and comparing memory that every x86-64 processor has, rather than the best for this one.
const GLIBC: &str = "glibc.cpu.hwcaps=-AVX_Fast_Unaligned_Load,-AVX2,-AVX,-ERMS,-FSRM,-BMI2,-LZCNT,-MOVBE,-RTM,\
                     -SSE4_2,-SSE4_1,-SSSE3";

/// A list of as many BINs as a policy may meet, and the rules that ask for it.
const BINS: &str = r#"policy bins
facts {
  method   one of card, wallet
  card.bin digits 6 to 8, only when method is card
  country  country
}
connector adyen {}
connector stripe {}
list bins: digits from "bins.csv"
route {
  rule "listed" when card.bin in bins and country in [FR, BE] -> stripe, adyen
  rule "not"    when method is card and card.bin not in bins  -> adyen
  otherwise                                                   -> adyen, stripe
}
"#;

struct Deciding {
    snapshot: Snapshot,
    payments: Vec<Payment>,
}

fn deciding(shape: Shape, rules: usize) -> Deciding {
    inside(shape::snapshot(shape, 1, rules))
}

fn inside(snapshot: Snapshot) -> Deciding {
    let payments = inside::payments(7, &snapshot, PAYMENTS);
    Deciding { snapshot, payments }
}

fn bins() -> Deciding {
    let list = |_: &str| {
        let mut text = String::new();
        for bin in 0..250_000 {
            writeln!(text, "{}", 40_000_000 + bin * 80).ok()?;
        }
        Some(text)
    };
    let loaded = written::loaded(BINS, list);
    inside(compile(written::checked(&loaded), Digest::of(&loaded.sources)))
}

/// The policy `checkout` with a payment and a buffer to use again and again, and its payments as lines of JSON.
struct Checkout {
    decider: Decider,
    payment: Payment,
    out: Vec<u8>,
    lines: Vec<String>,
}

const CHECKOUT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../policies/checkout");

fn checkout_snapshot() -> Snapshot {
    let files = files::find(Path::new(CHECKOUT)).expect("the policy is there");
    let built = files.first().map(|files| pipeline::build(files, AsOf::Today.day()));
    built.and_then(|built| built.snapshot).expect("the policy is good")
}

fn checkout_json() -> Checkout {
    let decider = Decider::new(checkout_snapshot());
    let text = fs::read_to_string(format!("{CHECKOUT}/payments.ndjson")).expect("the payments are there");
    let lines = text.lines().take(PAYMENTS).map(str::to_owned).collect();
    Checkout { payment: decider.payment(), out: Vec::with_capacity(1 << 20), decider, lines }
}

fn checkout() -> Deciding {
    let Checkout { decider, mut payment, mut out, lines } = checkout_json();
    let mut read = |line: &String| {
        decider.decide(line.as_bytes(), &mut payment, &mut out).expect("the payment is good");
        payment.clone()
    };
    let payments = lines.iter().map(&mut read).collect();
    Deciding { snapshot: checkout_snapshot(), payments }
}

/// A policy to compile. Threads other than the one of the benchmark are not counted, so it has to do all the work.
fn policy(shape: Shape, rules: usize) -> (Policy, Digest) {
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    alone.build_global().expect("nothing has asked for threads before");
    let loaded = written::loaded(&shape::text(shape, 1, rules), |_| None);
    (written::checked(&loaded), Digest::of(&loaded.sources))
}

fn text(shape: Shape, rules: usize) -> String {
    shape::text(shape, 1, rules)
}

// What a benchmark gives back is dropped outside of what is counted.

#[library_benchmark(setup = deciding)]
#[bench::structured_100(Shape::Structured, 100)]
#[bench::structured_1000(Shape::Structured, 1_000)]
#[bench::structured_10000(Shape::Structured, 10_000)]
#[bench::broad_10000(Shape::Broad, 10_000)]
#[bench::narrow_10000(Shape::Narrow, 10_000)]
fn first_rule(deciding: Deciding) -> Deciding {
    for payment in &deciding.payments {
        black_box(deciding.snapshot.first(StageKind::Route, black_box(payment)));
    }
    deciding
}

#[library_benchmark]
#[bench::structured_10000(args = (Shape::Structured, 10_000), setup = deciding)]
#[bench::bins_250000(setup = bins)]
#[bench::checkout(setup = checkout)]
fn decision(deciding: Deciding) -> Deciding {
    for payment in &deciding.payments {
        black_box(evaluate(&deciding.snapshot, black_box(payment)));
    }
    deciding
}

#[library_benchmark]
#[bench::checkout(setup = checkout)]
fn complete(mut deciding: Deciding) -> Deciding {
    for payment in &mut deciding.payments {
        deciding.snapshot.complete(payment).expect("the payment is complete");
    }
    deciding
}

#[library_benchmark]
#[bench::checkout(setup = checkout_json)]
fn json_decision(mut checkout: Checkout) -> Checkout {
    let Checkout { decider, payment, out, lines } = &mut checkout;
    for line in lines {
        out.clear();
        black_box(decider.decide(line.as_bytes(), payment, out)).expect("the payment is good");
    }
    checkout
}

#[library_benchmark(setup = text)]
#[bench::structured_1000(Shape::Structured, 1_000)]
fn check(text: String) -> (Loaded, Policy) {
    let loaded = written::loaded(black_box(&text), |_| None);
    let policy = written::checked(&loaded);
    (loaded, policy)
}

#[library_benchmark(setup = policy)]
#[bench::structured_1000(Shape::Structured, 1_000)]
fn compilation((policy, digest): (Policy, Digest)) -> Snapshot {
    compile(black_box(policy), digest)
}

library_benchmark_group!(
    name = hot,
    benchmarks = [first_rule, decision, complete, json_decision, check, compilation]
);

main!(
    config = LibraryBenchmarkConfig::default()
        .tool(Callgrind::with_args(["--cache-sim=no"]))
        .env("GLIBC_TUNABLES", GLIBC),
    library_benchmark_groups = hot
);
