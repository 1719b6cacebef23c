//! `waypost publish`: proposes a policy to a server as a version, and makes it live if that is asked for.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use waypost_server::{Bundle, files, pipeline};

use crate::Status;
use crate::command::remote::Remote;
use crate::policy;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A policy's folder or its main file
    #[arg(value_name = "PATH")]
    path: PathBuf,
    /// What the version is for
    #[arg(long, short, value_name = "TEXT", default_value = "")]
    message: String,
    /// Makes the version live at once
    #[arg(long)]
    activate: bool,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let found = policy::one(files::find(&arguments.path)?, &arguments.path)?;
    let bundle = Bundle::read(&found)?;
    let name = pipeline::name_of(&files::read(&found).0);
    let name = name.with_context(|| format!("`{}` has no `policy` line", found.show(&found.main())))?;
    let asked = arguments.remote.ask(async |server| {
        let version = server.propose(&name, &bundle, &arguments.message).await?;
        match arguments.activate {
            true => server.activate(&name, version.number).await,
            false => Ok(version),
        }
    })?;
    let version = match asked {
        Ok(version) => version,
        Err(status) => return Ok(status),
    };
    let what = if arguments.activate { " and is live" } else { "" };
    let (number, digest) = (version.number, version.digest);
    writeln!(anstream::stdout(), "version {number} of {name} is published{what}: {digest}")?;
    Ok(Status::Success)
}
