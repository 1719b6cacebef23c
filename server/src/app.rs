//! What the endpoints work with.

use std::num::NonZeroU32;
use std::sync::Arc;

use thiserror::Error;
use tokio::sync::Semaphore;

use crate::access::{Gate, Keys, Tokens, TokensError};
use crate::catalog::Catalog;
use crate::config::Config;
use crate::metrics::Metrics;
use crate::problem::Problem;
use crate::records::{Records, RecordsError};
use crate::releases::Releases;
use crate::request_log::UNKNOWN;
use crate::router::path;
use crate::settings::Settings;
use crate::signals;
use crate::store::StoreError;
use crate::tls::{Tls, TlsError};
use crate::traces::{Traces, TracesError};
use crate::turns::Turns;

/// What the endpoints work with, behind one pointer, since each request takes it several times.
pub(crate) type AppState = Arc<App>;

/// What the endpoints work with.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) catalog: Arc<Catalog>,
    /// The versions, if any are kept.
    releases: Option<Arc<Releases>>,
    pub(crate) gate: Gate,
    pub(crate) settings: Settings,
    /// How long signals hold.
    pub(crate) signals: signals::Settings,
    /// Where decisions are recorded, if they are.
    pub(crate) records: Option<Records>,
    /// Where traces go, if any do.
    pub(crate) traces: Option<Traces>,
    /// Whether somebody else has to approve what one has proposed.
    pub(crate) four_eyes: bool,
    pub(crate) metrics: Metrics,
    /// One for each request that may be under way.
    pub(crate) admitted: Semaphore,
    /// Explanations are worked out one at a time, so that decisions keep their cores.
    pub(crate) explanations: Turns,
    /// The same for batches.
    pub(crate) batches: Turns,
    /// The same for policies that are proved.
    pub(crate) proofs: Turns,
    /// The same for policies that are compared, which may take longer, and nobody who makes one live has to wait for.
    pub(crate) comparisons: Turns,
}

/// What is served, to whom, and how.
#[derive(Debug)]
pub struct Service {
    catalog: Arc<Catalog>,
    releases: Option<Arc<Releases>>,
    gate: Gate,
    four_eyes: bool,
    signals: signals::Settings,
    records: Option<Records>,
    traces: Option<Traces>,
    pub(crate) settings: Settings,
    pub(crate) tls: Option<Arc<Tls>>,
}

/// Why nothing can be served.
#[derive(Debug, Error)]
pub enum ServiceError {
    /// The data folder cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The keys of the issuer cannot be read.
    #[error(transparent)]
    Tokens(#[from] TokensError),
    /// Decisions cannot be recorded.
    #[error(transparent)]
    Records(#[from] RecordsError),
    /// Requests cannot be traced.
    #[error(transparent)]
    Traces(#[from] TracesError),
    /// The certificates cannot be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
}

impl Service {
    /// Serves these policies as the configuration says; with `releases`, lets more be published.
    pub async fn open(
        config: &Config,
        catalog: Arc<Catalog>,
        releases: Option<Arc<Releases>>,
    ) -> Result<Self, ServiceError> {
        let keys = match releases.as_ref().filter(|_| config.auth.keys) {
            Some(releases) => Some(Keys::open(releases.store.clone()).await?),
            None => None,
        };
        let tokens = match &config.auth.jwt {
            Some(jwt) => Some(Tokens::open(jwt.clone()).await?),
            None => None,
        };
        let gate = Gate::new(keys, tokens, NonZeroU32::new(config.limits.key_rate));
        let tls = config.tls.clone().map(Tls::open).transpose()?.map(Arc::new);
        let four_eyes = config.auth.four_eyes;
        let (signals, settings) = (config.signals, config.limits);
        let (records, traces) = (Records::start(&config.records)?, Traces::open(&config.traces)?);
        Ok(Self { catalog, releases, gate, four_eyes, signals, records, traces, settings, tls })
    }
}

impl App {
    pub(crate) fn new(service: Service) -> Self {
        let Service { catalog, releases, gate, settings, four_eyes, signals, records, traces, tls: _ } =
            service;
        let metrics = Metrics::new(path::ALL.into_iter().chain([UNKNOWN]));
        Self {
            catalog,
            releases,
            gate,
            settings,
            signals,
            records,
            traces,
            four_eyes,
            admitted: Semaphore::new(settings.requests),
            explanations: Turns::new(metrics.shed.clone()),
            batches: Turns::new(metrics.shed.clone()),
            proofs: Turns::new(metrics.shed.clone()),
            comparisons: Turns::new(metrics.shed.clone()),
            metrics,
        }
    }

    /// Keeps records for which there was no room.
    pub(crate) async fn record(&self, unrecorded: &[u8]) -> Result<(), Problem> {
        match &self.records {
            Some(records) => records.keep(unrecorded).await,
            None => Ok(()),
        }
    }

    /// Frees what is live no more.
    pub(crate) fn reclaim(&self) {
        match &self.releases {
            Some(releases) => releases.reclaim(),
            None => self.catalog.reclaim(),
        }
    }

    /// The versions, or that none are kept.
    pub(crate) fn releases(&self) -> Result<&Arc<Releases>, Problem> {
        self.releases.as_ref().ok_or_else(Problem::no_versions)
    }
}
