//! `waypost serve`: the decision server.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};
use clap::Args;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;
use waypost_server::{
    AsOf, Catalog, Config, Drained, LogFormat, Pace, Releases, Reloader, Service, Store, Watch,
};

use crate::Status;
use crate::command::{as_of, config};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A folder of policies, one policy's folder, or its main file, to be followed; without it, what was published is
    /// served
    #[arg(value_name = "PATH", required_unless_present_any = ["data", "config"])]
    path: Option<PathBuf>,
    /// The folder to keep versions, keys and the journal in, whatever the configuration says
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
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
    let mut config = config::read(arguments.config.as_deref())?;
    config.listen = arguments.listen.unwrap_or(config.listen);
    config.data = arguments.data.clone().or(config.data);
    config.verify().map_err(|error| config::unusable(&error))?;
    log(arguments.log_format.map_or(config.log_format, LogFormat::from));
    let runtime = tokio::runtime::Runtime::new().context("no threads can be started")?;
    let policies = Policies::open(arguments, &config, &runtime)?;
    let Policies { catalog, releases, watch: _watch } = policies;
    runtime.block_on(async {
        let service = Service::open(&config, catalog, releases).await?;
        let listen = config.listen;
        let listener = TcpListener::bind(listen).await;
        let listener = listener.with_context(|| format!("cannot listen on {listen}"))?;
        let stop = stop_signal()?;
        let scheme = if config.tls.is_some() { "https" } else { "http" };
        tracing::info!("listening on {scheme}://{}", listener.local_addr()?);
        match waypost_server::serve(listener, service, stop).await {
            Drained::All => tracing::info!("stopped"),
            Drained::Closed(open) => tracing::warn!(open, "stopped with connections still open"),
        }
        Ok(Status::Success)
    })
}

/// The policies to serve, and who looks after them.
struct Policies {
    catalog: Arc<Catalog>,
    releases: Option<Arc<Releases>>,
    watch: Option<Watch>,
}

impl Policies {
    fn open(arguments: &Arguments, config: &Config, runtime: &Runtime) -> anyhow::Result<Self> {
        let as_of = AsOf::from(arguments.as_of);
        let open = async |folder: &Path| Ok(Releases::open(Store::open(folder).await?, as_of).await?);
        let opened: anyhow::Result<_> =
            config.data.as_deref().map(|folder| runtime.block_on(open(folder))).transpose();
        let releases = opened?;
        let reloader = match (&arguments.path, &releases) {
            (Some(path), Some(releases)) => {
                Reloader::publishing(path, as_of, Arc::clone(releases), runtime.handle().clone())?
            }
            (Some(path), None) => Reloader::open(path, as_of)?,
            (None, Some(kept)) => return Ok(Self { catalog: kept.catalog(), releases, watch: None }),
            (None, None) => bail!("there is nothing to serve: give the PATH of policies, or a data folder"),
        };
        let catalog = reloader.catalog();
        let watch = Watch::start(reloader, Pace::default()).context("the policies cannot be watched")?;
        Ok(Self { catalog, releases, watch: Some(watch) })
    }
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
