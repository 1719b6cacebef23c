//! `waypost-generate`: writes rule sets and payments for them, to feed `waypost` with.

use std::io::{self, Write};

use clap::{Args, Parser, Subcommand};
use waypost_generate::shape::{self, Shape};
use waypost_generate::{inside, json};

/// Writes rule sets of any size, and payments to decide with them. The same arguments give the same text for ever.
#[derive(Debug, Parser)]
#[command(name = "waypost-generate", arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Writes a policy whose rules are grown as real ones are: exceptions, country blocks, fallbacks.
    Structured(Size),
    /// Writes a policy of rules that take many payments each.
    Broad(Size),
    /// Writes a policy of rules that take few payments each.
    Narrow(Size),
    /// Writes payments for such a policy, one line of JSON each, three in five drawn from inside a rule.
    Payments(Payments),
}

#[derive(Debug, Args)]
struct Size {
    /// How many rules.
    rules: usize,
    /// Where the random choices begin.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[derive(Debug, Args)]
struct Payments {
    /// The shape of the policy: structured, broad or narrow.
    shape: Shape,
    #[command(flatten)]
    size: Size,
    /// How many payments.
    #[arg(long, default_value_t = 10_000)]
    count: usize,
}

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let write = |shape, size: &Size| shape::text(shape, size.seed, size.rules);
    match Arguments::parse().what {
        What::Structured(size) => out.write_all(write(Shape::Structured, &size).as_bytes())?,
        What::Broad(size) => out.write_all(write(Shape::Broad, &size).as_bytes())?,
        What::Narrow(size) => out.write_all(write(Shape::Narrow, &size).as_bytes())?,
        What::Payments(Payments { shape, size, count }) => {
            let snapshot = shape::snapshot(shape, size.seed, size.rules);
            for payment in inside::payments(size.seed, &snapshot, count) {
                writeln!(out, "{}", json::line(&snapshot.policy().facts, &payment))?;
            }
        }
    }
    out.flush()
}
