//! The records that wait to be written: lines in one buffer, which the writer swaps for an empty one. So nothing is allocated
//! for a record that waits, and the room that they have is told in bytes.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

/// How long the writer lets records gather, so that it writes many at once.
const GATHER: Duration = Duration::from_millis(5);
/// How many bytes are enough to be written at once.
const ENOUGH: usize = 1 << 18;

/// Records that wait to be written.
#[derive(Debug)]
pub(super) struct Queue {
    /// How many bytes there is room for.
    limit: usize,
    state: Mutex<State>,
    /// Wakes the writer.
    filled: Condvar,
    /// Wakes those who wait for room.
    room: Notify,
}

#[derive(Debug, Default)]
struct State {
    /// Whole lines.
    waiting: Vec<u8>,
    /// How many bytes the writer has taken and not written yet.
    in_hand: usize,
    /// Whether the writer should not wait for more.
    is_urgent: bool,
    is_closed: bool,
}

impl Queue {
    /// With room for so many bytes.
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, state: Mutex::default(), filled: Condvar::new(), room: Notify::new() }
    }

    /// Takes as many of these lines as there is room for; gives the others.
    pub(super) fn put<'l>(&self, lines: &'l [u8]) -> &'l [u8] {
        let mut state = self.lock();
        let before = state.waiting.len();
        let room = if state.is_closed { 0 } else { self.limit.saturating_sub(before + state.in_hand) };
        let (taken, rest) = fitting(lines, room);
        state.waiting.extend_from_slice(taken);
        state.is_urgent |= !rest.is_empty() || before + taken.len() >= ENOUGH;
        let wakes = before == 0 || state.is_urgent;
        drop(state);
        if wakes {
            self.filled.notify_one();
        }
        rest
    }

    /// Waits until there is room for all of these lines.
    pub(super) async fn put_all(&self, mut lines: &[u8]) {
        loop {
            let mut room = std::pin::pin!(self.room.notified());
            // From here on no notice is missed.
            room.as_mut().enable();
            lines = self.put(lines);
            if lines.is_empty() {
                return;
            }
            room.await;
        }
    }

    /// How many bytes wait, those that the writer has taken among them.
    pub(super) fn bytes(&self) -> usize {
        let state = self.lock();
        state.waiting.len() + state.in_hand
    }

    /// Takes nothing more.
    pub(super) fn close(&self) {
        self.lock().is_closed = true;
        self.filled.notify_all();
    }

    /// Puts all that waits into `lines`, whose old content is forgotten, after waiting for it for a while. Gives whether
    /// there may be more.
    pub(super) fn take(&self, lines: &mut Vec<u8>, wait: Duration) -> bool {
        lines.clear();
        let state = self.lock();
        let state = self.wait_while(state, wait, |state| state.waiting.is_empty());
        let mut state = match state.waiting.is_empty() {
            true => state,
            false => self.wait_while(state, GATHER, |state| !state.is_urgent),
        };
        std::mem::swap(&mut state.waiting, lines);
        state.is_urgent = false;
        state.in_hand = lines.len();
        !(state.is_closed && lines.is_empty())
    }

    /// What was taken is written.
    pub(super) fn written(&self) {
        self.lock().in_hand = 0;
        self.room.notify_waiters();
    }

    /// Waits for a while, or until the queue is closed.
    pub(super) fn pause(&self, time: Duration) {
        drop(self.wait_while(self.lock(), time, |_| true));
    }

    /// Whether anybody may still put something in.
    pub(super) fn is_open(&self) -> bool {
        !self.lock().is_closed
    }

    /// Waits as long as nothing else is said, the queue is open, and the time is not over.
    fn wait_while<'s>(
        &self,
        state: MutexGuard<'s, State>,
        time: Duration,
        waits: impl Fn(&State) -> bool,
    ) -> MutexGuard<'s, State> {
        let waited = self.filled.wait_timeout_while(state, time, |state| !state.is_closed && waits(state));
        waited.unwrap_or_else(PoisonError::into_inner).0
    }

    /// A thread that panics leaves no line half done.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The whole lines that fit into so many bytes, and the others.
fn fitting(lines: &[u8], room: usize) -> (&[u8], &[u8]) {
    if lines.len() <= room {
        return (lines, &[]);
    }
    let end = lines.iter().take(room).rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    lines.split_at_checked(end).unwrap_or((&[], lines))
}
