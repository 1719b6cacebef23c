//! Work that no request waits for, on threads that step back when requests want their cores.

#[cfg(test)]
mod tests;

use std::thread;

use rayon::{ThreadPool, ThreadPoolBuilder};

/// Against threads of the usual priority one such gets a tenth of a core. With less, a policy that is to stop something would
/// take long to become live where it is needed most: on a server that is busy.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;
/// For what may wait until there is nothing else to do: a sixtieth of a core.
#[cfg(target_os = "linux")]
const LAST: i32 = 19;

/// Threads that step back.
#[derive(Debug)]
pub(crate) struct Background {
    /// Nothing if the system gives no threads; then the one that asks does the work.
    pool: Option<ThreadPool>,
}

impl Background {
    /// Lets the thread that calls step back for good, with as many others as there are cores.
    pub(crate) fn enter() -> Self {
        #[cfg(target_os = "linux")]
        step_back(NICENESS);
        // Threads begin with the priority of the one that starts them.
        let pool = ThreadPoolBuilder::new().thread_name(|place| format!("waypost-back-{place}")).build();
        let pool = pool.inspect_err(|error| tracing::warn!(%error, "policies are proved on one thread only"));
        Self { pool: pool.ok() }
    }

    /// Such threads beside the one that calls, which keeps its priority.
    pub(crate) fn beside() -> Self {
        let entered = thread::Builder::new().spawn(Self::enter).map(thread::JoinHandle::join);
        match entered {
            Ok(Ok(background)) => background,
            _ => Self { pool: None },
        }
    }

    /// Does the work, and all that it does side by side, on these threads.
    pub(crate) fn run<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        match &self.pool {
            Some(pool) => pool.install(work),
            None => work(),
        }
    }
}

/// Lets the thread that calls step back for good. Linux keeps a priority for each thread; other systems keep one for the
/// process, which would take the requests with it.
#[cfg(target_os = "linux")]
fn step_back(niceness: i32) {
    // A server that was started with less priority stays there.
    let now = rustix::process::getpriority_process(None);
    let stepped = now.and_then(|now| rustix::process::setpriority_process(None, niceness.max(now)));
    if let Err(error) = stepped {
        tracing::debug!(%error, "work in the background is done with the priority of requests");
    }
}

/// Lets the thread that calls wait, for good, until there is nothing else to do.
pub(crate) fn come_last() {
    #[cfg(target_os = "linux")]
    step_back(LAST);
}
