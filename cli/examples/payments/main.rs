//! Makes the payments that lie beside the policy `checkout`: a thousand of them, the same ones every time.
//!
//! ```sh
//! cargo run -q --example payments > policies/checkout/payments.ndjson
//! ```
//!
//! Shares of networks, methods and sizes are those of an ordinary European shop with customers overseas,
//! rounded. What policies single out (test ranges, embargoed countries, throwaway mail) is drawn a little
//! more often than it happens, so that a thousand payments show every kind.

mod acquirer;
mod amount;
mod attempt;
mod card;
mod customer;
mod json;
mod market;
mod method;
mod moment;
mod payment;
mod random;
mod shop;
mod signals;

use std::io::{self, Write};

use random::Random;

/// The first seed with which every rule of `checkout` takes a payment; any other gives payments of the same kinds.
const SEED: u64 = 35;

const PAYMENTS: usize = 1000;

fn main() -> io::Result<()> {
    let mut random = Random::from_seed(SEED);
    let mut out = io::stdout().lock();
    for _ in 0..PAYMENTS {
        writeln!(out, "{}", payment::draw(&mut random))?;
    }
    out.flush()
}
