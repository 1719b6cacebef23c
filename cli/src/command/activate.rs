//! `waypost activate`: makes a version live on a server.

use std::io::Write as _;

use clap::Args;

use crate::Status;
use crate::command::remote::Remote;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The policy's name
    #[arg(value_name = "POLICY")]
    policy: String,
    /// The number of the version
    #[arg(value_name = "VERSION")]
    number: u32,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let (policy, number) = (&arguments.policy, arguments.number);
    match arguments.remote.ask(async |server| server.activate(policy, number).await)? {
        Ok(version) => {
            writeln!(anstream::stdout(), "version {number} of {policy} is live: {}", version.digest)?;
            Ok(Status::Success)
        }
        Err(status) => Ok(status),
    }
}
