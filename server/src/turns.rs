//! Work that takes long takes turns, on threads that no plain decision needs.

use std::sync::Arc;

use metrics::Counter;
use tokio::sync::Semaphore;
use tokio::task;

use crate::problem::Problem;

#[cfg(test)]
mod tests;

/// How many may wait for their turn.
const WAITING: usize = 16;

/// One piece of work at a time, and few who wait for it.
#[derive(Debug)]
pub(crate) struct Turns {
    turn: Arc<Semaphore>,
    waiting: Semaphore,
    /// Counts those who may not even wait.
    shed: Counter,
}

impl Turns {
    /// Nobody works, nobody waits.
    pub(crate) fn new(shed: Counter) -> Self {
        Self { turn: Arc::new(Semaphore::new(1)), waiting: Semaphore::new(WAITING), shed }
    }

    /// Waits for a turn, and does the work.
    pub(crate) async fn take<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let waiting = self.waiting.try_acquire().map_err(|_| {
            self.shed.increment(1);
            Problem::overloaded()
        })?;
        // The semaphore is never closed.
        let turn = Arc::clone(&self.turn).acquire_owned().await.map_err(|_| Problem::internal())?;
        drop(waiting);
        let work = task::spawn_blocking(move || {
            // A client that goes away ends the request, but not the work, which keeps its turn.
            let _turn = turn;
            work()
        });
        work.await.map_err(|_| {
            tracing::error!("what takes long has panicked, which is a fault of waypost");
            Problem::internal()
        })
    }
}
