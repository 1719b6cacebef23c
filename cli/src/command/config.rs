//! `waypost config`: the configuration of the server.

use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::{Args, Subcommand};
use waypost_server::{Config, ConfigError};

use crate::Status;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Says whether the server would start with a configuration, and what is wrong with it
    Check {
        /// The configuration, in TOML
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The data folder that the server would be started with, whatever the configuration says
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let Command::Check { file, data } = &arguments.command;
    let mut config = read(Some(file))?;
    config.data = data.clone().or(config.data);
    config.verify().map_err(|error| unusable(&error))?;
    Ok(Status::Success)
}

/// What a file and the environment say.
pub(crate) fn read(file: Option<&Path>) -> anyhow::Result<Config> {
    Config::read(file).map_err(|error| unusable(&error))
}

/// What is wrong with a configuration, as it is told.
pub(crate) fn unusable(error: &ConfigError) -> anyhow::Error {
    anyhow!("the configuration cannot be used: {error}")
}
