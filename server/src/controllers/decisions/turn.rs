//! Work that takes long takes turns, on threads that no plain decision needs.

use tokio::sync::Semaphore;
use tokio::task;

use crate::problem::Problem;

/// How many may wait for their turn.
const WAITING: usize = 16;

/// One piece of work at a time, and few who wait for it.
#[derive(Debug)]
pub(crate) struct Turns {
    turn: Semaphore,
    waiting: Semaphore,
}

impl Turns {
    /// Nobody works, nobody waits.
    pub(crate) fn new() -> Self {
        Self { turn: Semaphore::new(1), waiting: Semaphore::new(WAITING) }
    }

    /// Waits for a turn, and does the work.
    pub(super) async fn take<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let _waiting = self.waiting.try_acquire().map_err(|_| Problem::overloaded())?;
        // The semaphore is never closed.
        let _turn = self.turn.acquire().await.map_err(|_| Problem::internal())?;
        task::spawn_blocking(work).await.map_err(|_| {
            tracing::error!("what takes long has panicked, which is a fault of waypost");
            Problem::internal()
        })
    }
}
