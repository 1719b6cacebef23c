//! Compares what the compiled graph decides with what the reference evaluator decides, for as many payments as one has
//! the patience for: over rule sets of all shapes, the policy with every construct of the language, and random ones.
//!
//! `cargo run --release -p waypost-engine --example soak -- --decisions 1000000 --seed 1`

#![expect(clippy::print_stdout, reason = "this is a program to look at while it runs")]

use std::process::ExitCode;

use clap::Parser;
use waypost_dsl::Sources;
use waypost_dsl::hir::Rule;
use waypost_engine::{Digest, Snapshot, compile, evaluate, reference};
use waypost_generate::draw::Draw;
use waypost_generate::payments::{self, Corners};
use waypost_generate::shape::{self, Shape};
use waypost_generate::{random, written};

/// How many payments each policy decides.
const A_ROUND: u64 = 2_000;
/// How often it is told how far it is, in rounds.
const TELLING: u64 = 50;

/// Compares the compiled graph with the reference evaluator. Exits with 1 if they ever decide differently.
#[derive(Debug, Parser)]
struct Arguments {
    /// How many decisions to compare, at least.
    #[arg(long, default_value_t = 1_000_000)]
    decisions: u64,
    /// The seed of the first round; the next round has the next one.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> ExitCode {
    let Arguments { decisions, seed } = Arguments::parse();
    let (mut rounds, mut differing) = (0, 0);
    while rounds * A_ROUND < decisions {
        if let Err(difference) = round(seed.wrapping_add(rounds)) {
            differing += 1;
            println!("{difference}");
        }
        rounds += 1;
        if rounds % TELLING == 0 || rounds * A_ROUND >= decisions {
            println!("{rounds} rounds, {} decisions, {differing} rounds with differences", rounds * A_ROUND);
        }
    }
    ExitCode::from(u8::from(differing > 0))
}

/// Compares all decisions of one policy; gives the first difference.
fn round(seed: u64) -> Result<(), String> {
    let mut draw = Draw::seeded(seed);
    let snapshot = snapshot(&mut draw, seed);
    let policy = snapshot.policy();
    let corners = Corners::of_policy(policy);
    let rules: Vec<&Rule> =
        policy.stages.iter().flat_map(|stage| stage.rules.iter()).map(|(_, rule)| rule).collect();
    for _ in 0..A_ROUND {
        let mut payment = if rules.is_empty() || draw.once_in(2) {
            payments::payment(&mut draw, policy, &corners)
        } else {
            let rule = *draw.pick::<&Rule>(&rules);
            payments::payment_near(&mut draw, policy, &corners, rule)
        };
        let refusal = snapshot.complete(&mut payment).err();
        let (graph, walked) = (evaluate(&snapshot, &payment), reference::evaluate(policy, &payment));
        if refusal.is_some() || graph != walked {
            return Err(format!(
                "`--seed {seed} --decisions 1` repeats it: a policy `{}` with {} rules\n  payment   {payment:?}\n  \
                 refusal   {refusal:?}\n  graph     {graph:?}\n  reference {walked:?}",
                policy.name,
                rules.len(),
            ));
        }
    }
    Ok(())
}

/// The policy of a round. The reference walks all rules, so most are of a size that takes it some microseconds.
fn snapshot(draw: &mut Draw, seed: u64) -> Snapshot {
    match draw.below(6) {
        0 => written::complete(),
        1 => shape::snapshot(Shape::Structured, seed, draw.place(600)),
        2 => shape::snapshot(Shape::Broad, seed, draw.place(2_000)),
        3 => shape::snapshot(Shape::Narrow, seed, draw.place(600)),
        _ => {
            let most = *draw.pick(&[0, 5, 15, 50, 300, 2_000]);
            compile(random::policy(draw, most), Digest::of(&Sources::default()))
        }
    }
}
