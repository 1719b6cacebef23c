//! `waypost serve`: the decision server.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;
use waypost_server::records::Records;
use waypost_server::{AsOf, Drained, LogFormat, Pace, Reloader, Watch};

use crate::Status;
use crate::command::{as_of, config};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A folder of policies, one policy's folder, or its main file
    #[arg(value_name = "PATH")]
    path: PathBuf,
    /// A configuration, in TOML
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The address to listen on, whatever the configuration says; port 0 takes a free one
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// How to write the log, whatever the configuration says
    #[arg(long, value_enum)]
    log_format: Option<Format>,
    #[command(flatten)]
    as_of: as_of::Day,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

impl From<Format> for LogFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Text => Self::Text,
            Format::Json => Self::Json,
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let config = config::read(arguments.config.as_deref())?;
    let listen = arguments.listen.unwrap_or(config.listen);
    log(arguments.log_format.map_or(config.log_format, LogFormat::from));
    let reloader = Reloader::open(&arguments.path, AsOf::from(arguments.as_of))?;
    let catalog = reloader.catalog();
    let records = Records::start(&config.records)?;
    let runtime = tokio::runtime::Runtime::new().context("no threads can be started")?;
    let _watch = Watch::start(reloader, Pace::default()).context("the policies cannot be watched")?;
    runtime.block_on(async {
        let listener = TcpListener::bind(listen).await;
        let listener = listener.with_context(|| format!("cannot listen on {listen}"))?;
        let stop = stop_signal()?;
        tracing::info!("listening on http://{}", listener.local_addr()?);
        match waypost_server::serve(listener, catalog, config.limits, records, stop).await {
            Drained::All => tracing::info!("stopped"),
            Drained::Closed(open) => tracing::warn!(open, "stopped with connections still open"),
        }
        Ok(Status::Success)
    })
}

/// The log goes to stderr; `RUST_LOG` chooses what is in it.
fn log(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    match format {
        LogFormat::Text => log.with_ansi(crate::output::has_colour()).init(),
        LogFormat::Json => log.json().init(),
    }
}

/// Done once the process is asked to end, by a supervisor or from the terminal.
fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate()).context("SIGTERM cannot be waited for")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("SIGINT cannot be waited for")?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
