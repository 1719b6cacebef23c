//! `waypost rollback`: makes the version live on a server that was live before.

use std::io::Write as _;

use clap::Args;

use crate::Status;
use crate::command::remote::Remote;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The policy's name
    #[arg(value_name = "POLICY")]
    policy: String,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let policy = &arguments.policy;
    match arguments.remote.ask(async |server| server.roll_back(policy).await)? {
        Ok(version) => {
            let (number, digest) = (version.number, version.digest);
            writeln!(anstream::stdout(), "version {number} of {policy} is live again: {digest}")?;
            Ok(Status::Success)
        }
        Err(status) => Ok(status),
    }
}
