//! `waypost versions`: the versions of a policy on a server.

use std::io::{self, Write as _};

use clap::{Args, ValueEnum};

use crate::Status;
use crate::command::remote::Remote;
use crate::report::write_json;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The policy's name
    #[arg(value_name = "POLICY")]
    policy: String,
    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    #[command(flatten)]
    remote: Remote,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: a line a version, the newest first, a star at the one that is live.
    Human,
    /// One JSON object.
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let policy = &arguments.policy;
    let versions = match arguments.remote.ask(async |server| server.versions(policy).await)? {
        Ok(versions) => versions,
        Err(status) => return Ok(status),
    };
    let out = &mut io::stdout().lock();
    if arguments.format == Format::Json {
        write_json(out, &versions)?;
        return Ok(Status::Success);
    }
    for version in &versions.versions {
        let star = if versions.live == Some(version.number) { '*' } else { ' ' };
        let digest = version.digest.get(.."sha256:".len() + 12).unwrap_or(&version.digest);
        let (number, time, author, message) =
            (version.number, &version.time, &version.author, &version.message);
        let line = format!("{star} {number:>4}  {time}  {digest}  {author}  {message}");
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(Status::Success)
}
