//! Asks a server for decisions at a steady rate, whether it keeps up or not, and tells how long the answers took: each time is
//! counted from the moment at which the request was due, so a server that falls behind cannot hide it.

mod answer;
mod connection;
mod drive;
mod report;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use std::{fs, io};

use clap::Parser;

#[derive(Debug, Parser)]
struct Arguments {
    /// Where the server listens
    address: SocketAddr,
    /// Payments, one line of JSON each
    payments: PathBuf,
    /// The policy that decides them
    #[arg(long, default_value = "checkout")]
    policy: String,
    /// Requests a second
    #[arg(long)]
    rate: u32,
    #[arg(long, default_value_t = 64)]
    connections: usize,
    /// How long to ask before anything is counted
    #[arg(long, default_value_t = 1)]
    warm_up: u64,
    /// How long to count
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// The digests that may be named, one a line; read when all is over
    #[arg(long)]
    digests: Option<PathBuf>,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let payments = fs::read_to_string(&arguments.payments)?;
    let requests = payments.lines().map(|payment| request(&arguments.policy, payment)).collect();
    let plan = drive::Plan {
        requests,
        rate: arguments.rate,
        warm_up: Duration::from_secs(arguments.warm_up),
        time: Duration::from_secs(arguments.seconds),
    };
    let report = drive::drive(arguments.address, arguments.connections, &plan)?;
    let digests = arguments.digests.map(fs::read_to_string).transpose()?;
    let told = report.tell(digests.as_deref());
    serde_json::to_writer(io::stdout(), &told)?;
    println!();
    anyhow::ensure!(told.is_clean(), "not every answer was a decision of a policy that was live");
    Ok(())
}

fn request(policy: &str, payment: &str) -> Vec<u8> {
    let length = payment.len();
    format!(
        "POST /v1/policies/{policy}/decisions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\n\r\n{payment}"
    )
    .into_bytes()
}
