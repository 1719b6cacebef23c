//! One connection: HTTP/1 or HTTP/2, whichever the client speaks, with time limits.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use hyper::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::Watcher;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::sleep;

use crate::front::Front;
use crate::settings::Settings;

/// The largest head of a request, in bytes.
const HEAD_BYTES: usize = 64 * 1024;
/// How many requests of one HTTP/2 connection may be under way.
const STREAMS: u32 = 256;
/// How often an HTTP/2 connection is asked whether it is still there.
const PING: Duration = Duration::from_secs(20);

/// How connections are spoken with.
pub(super) struct Protocols {
    builder: Builder<TokioExecutor>,
}

impl Protocols {
    pub(super) fn new(settings: &Settings) -> Self {
        let mut builder = Builder::new(TokioExecutor::new());
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(settings.idle_timeout)
            .max_buf_size(HEAD_BYTES);
        builder
            .http2()
            .timer(TokioTimer::new())
            .keep_alive_interval(PING)
            .max_concurrent_streams(STREAMS)
            .max_header_list_size(u32::try_from(HEAD_BYTES).unwrap_or(u32::MAX));
        Self { builder }
    }

    /// Answers the requests of a connection until it ends, or until its first request takes longer than `limit`.
    pub(super) fn connection(
        &self,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        front: Arc<Front>,
        watcher: Watcher,
        limit: Duration,
    ) -> impl Future<Output = ()> + Send + 'static {
        let begun = Arc::new(AtomicBool::new(false));
        let first = Arc::clone(&begun);
        let service = service_fn(move |request: Request<Incoming>| {
            first.store(true, Ordering::Relaxed);
            let front = Arc::clone(&front);
            async move { front.answer(request).await }
        });
        let connection = self.builder.serve_connection(TokioIo::new(stream), service).into_owned();
        let connection = watcher.watch(connection);
        async move {
            // hyper limits the time for the headers only once it knows which protocol it speaks.
            let mut silent = pin!(async {
                sleep(limit).await;
                if begun.load(Ordering::Relaxed) {
                    std::future::pending::<()>().await;
                }
            });
            tokio::select! {
                ended = connection => if let Err(error) = ended {
                    tracing::debug!(error, "a connection has broken");
                },
                () = &mut silent => tracing::debug!("a connection was closed since it sent no request"),
            }
        }
    }
}
