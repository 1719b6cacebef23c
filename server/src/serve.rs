//! Accepts connections and answers them until it is told to stop; then lets what is under way end.
//!
//! The loop is our own since axum's sets no time limit for the headers of a request.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet, spawn_blocking};
use tokio::time::{interval, sleep, timeout};

use crate::app::{App, AppState, Service};
use crate::front::Front;
use crate::metrics;
use crate::settings::Settings;
use crate::tls::Tls;
use connection::Protocols;

mod connection;

/// How long nothing is accepted after the system had no room for another connection.
const PAUSE: Duration = Duration::from_millis(100);
/// How often keys and certificates are read again.
const REFRESH: Duration = Duration::from_secs(2);

/// How serving has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drained {
    /// Every request that was under way was answered.
    All,
    /// This many connections were closed when the time to drain was over.
    Closed(usize),
}

/// Answers requests to `listener` until `shutdown` is done, and then those that are under way.
pub async fn serve(listener: TcpListener, service: Service, shutdown: impl Future<Output = ()>) -> Drained {
    let (settings, tls) = (service.settings, service.tls.clone());
    let app = Arc::new(App::new(service));
    let _refreshing = AbortOnDrop(tokio::spawn(refresh(Arc::clone(&app), tls.clone())));
    let metrics = &app.metrics;
    let server = Server {
        front: Arc::new(Front::new(Arc::clone(&app))),
        protocols: Arc::new(Protocols::new(&settings)),
        tls,
        settings,
    };
    let mut upkeep = interval(metrics::UPKEEP);
    let (graceful, mut connections) = (GracefulShutdown::new(), JoinSet::new());
    tokio::pin!(shutdown);
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => match accepted {
                Ok(_) if connections.len() >= settings.connections => metrics.connections_refused.increment(1),
                Ok((stream, _)) => server.spawn(stream, &graceful, &mut connections),
                Err(error) => refused(&error).await,
            },
            Some(_) = connections.join_next() => {}
            _ = upkeep.tick() => metrics.upkeep(),
        }
        metrics.connections.set(u32::try_from(connections.len()).map_or(f64::MAX, f64::from));
    }
    drop(listener);
    tracing::info!(connections = graceful.count(), "draining");
    let drained = drain(graceful, connections, settings.drain_timeout).await;
    finish(app).await;
    drained
}

/// Ends records and traces. Disk and collector are waited for where nobody else waits for the thread.
async fn finish(app: AppState) {
    let finished = spawn_blocking(move || {
        if let Some(records) = &app.records {
            records.finish();
        }
        if let Some(traces) = &app.traces {
            traces.finish();
        }
    });
    if finished.await.is_err() {
        tracing::error!("records or traces have not ended as they should, which is a fault of waypost");
    }
}

/// What every connection is answered with.
struct Server {
    front: Arc<Front>,
    protocols: Arc<Protocols>,
    tls: Option<Arc<Tls>>,
    settings: Settings,
}

/// Reads again what may have changed: keys, those of issuers, certificates. Frees what is live no more.
async fn refresh(app: AppState, tls: Option<Arc<Tls>>) {
    let mut due = interval(REFRESH);
    loop {
        due.tick().await;
        app.gate.refresh().await;
        if let Ok(releases) = app.releases()
            && let Err(error) = releases.settle().await
        {
            tracing::error!(%error, "a rollout has ended, and that cannot be written down");
        }
        let app = Arc::clone(&app);
        // To free a large policy takes time. If that fails, it is tried again.
        let _ = spawn_blocking(move || app.reclaim()).await;
        if let Some(tls) = &tls {
            tls.refresh();
        }
    }
}

/// A task that ends when this is dropped.
struct AbortOnDrop(JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Server {
    fn spawn(&self, stream: TcpStream, graceful: &GracefulShutdown, connections: &mut JoinSet<()>) {
        // A decision is small, and should not wait for more to send.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection is gone already");
            return;
        }
        let (front, limit) = (Arc::clone(&self.front), self.settings.header_timeout);
        let Some(tls) = &self.tls else {
            connections.spawn(self.protocols.connection(stream, front, graceful.watcher(), limit));
            return;
        };
        let (protocols, tls, watcher) = (Arc::clone(&self.protocols), tls.acceptor(), graceful.watcher());
        connections.spawn(async move {
            match timeout(limit, tls.accept(stream)).await {
                Ok(Ok(stream)) => protocols.connection(stream, front, watcher, limit).await,
                Ok(Err(error)) => tracing::debug!(%error, "a connection could not be encrypted"),
                Err(_) => tracing::debug!("a connection was closed since its encryption took too long"),
            }
        });
    }
}

/// An error of a connection is nobody's business; one of the system would come again at once, so we pause.
async fn refused(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    match error.kind() {
        ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted => {}
        _ => {
            tracing::error!(%error, "no connection can be accepted");
            sleep(PAUSE).await;
        }
    }
}

async fn drain(graceful: GracefulShutdown, mut connections: JoinSet<()>, limit: Duration) -> Drained {
    if timeout(limit, graceful.shutdown()).await.is_ok() {
        return Drained::All;
    }
    while connections.try_join_next().is_some() {}
    let open = connections.len();
    tracing::warn!(connections = open, "connections are closed though a request is under way");
    connections.shutdown().await;
    Drained::Closed(open)
}
