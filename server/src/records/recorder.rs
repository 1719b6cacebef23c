//! Records decisions: what the endpoints call.

use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use jiff::Timestamp;
use thiserror::Error;
use tokio::time::timeout;
use uuid::{Builder, Uuid};
use waypost_engine::Payment;

use crate::catalog::LivePolicy;
use crate::metrics::RecordMetrics;
use crate::problem::Problem;
use crate::records::compress::Compressor;
use crate::records::folder::Folder;
use crate::records::key::{Key, KeyError};
use crate::records::queue::Queue;
use crate::records::segment::SegmentError;
use crate::records::settings::{Overflow, Settings};
use crate::records::writer::{Tally, Writer};
use crate::request_log::Caller;
use crate::wire::record::Told;

thread_local! {
    /// Where the records of a thread are written, one after the other.
    static LINE: RefCell<Vec<u8>> = const { RefCell::new(vec![]) };
}

/// Records decisions until it is dropped.
#[derive(Debug)]
pub struct Records {
    queue: Arc<Queue>,
    tally: Arc<Tally>,
    key: Option<Key>,
    on_overflow: Overflow,
    block_timeout: Duration,
    writer: Mutex<Option<JoinHandle<()>>>,
}

/// Why decisions cannot be recorded.
#[derive(Debug, Error)]
pub enum RecordsError {
    /// The folder cannot be made, read or written.
    #[error("records cannot be kept in `{}`: {source}", path.display())]
    Unusable {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Another server writes there.
    #[error("records cannot be kept in `{}`: another server keeps its own there", path.display())]
    Taken {
        /// The folder.
        path: PathBuf,
    },
    /// The last segment cannot be gone on from.
    #[error("the records cannot go on: {0}")]
    Segment(#[from] SegmentError),
    /// There is no key.
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl Records {
    /// Begins to record, if the settings name a folder.
    pub fn start(settings: &Settings) -> Result<Option<Self>, RecordsError> {
        if settings.folder.as_os_str().is_empty() {
            return Ok(None);
        }
        let is_keyed = !settings.key_file.as_os_str().is_empty();
        let key = if is_keyed { Some(Key::read(&settings.key_file)?) } else { None };
        let unusable = |source| RecordsError::Unusable { path: settings.folder.clone(), source };
        let folder = Folder::open(&settings.folder)?;
        let position = folder.position()?;
        if let Some(torn) = position.unfinished {
            let (segment, bytes) = (torn.segment, torn.torn_bytes);
            tracing::warn!(segment, torn_bytes = bytes, "the last segment of records was not ended");
        }
        let (queue, tally) = (Arc::new(Queue::new(settings.queue_bytes)), Arc::new(Tally::default()));
        let writer = Writer {
            queue: Arc::clone(&queue),
            tally: Arc::clone(&tally),
            settings: settings.clone(),
            folder,
            position,
            key: key.as_ref().map(Key::mark),
            compressor: if settings.compress { Some(Compressor::start().map_err(unusable)?) } else { None },
            segment: None,
            unsynced: None,
        };
        let thread = thread::Builder::new().name("write-records".to_owned());
        let writer = Mutex::new(Some(thread.spawn(move || writer.run()).map_err(unusable)?));
        let Settings { on_overflow, block_timeout, .. } = *settings;
        Ok(Some(Self { queue, tally, key, on_overflow, block_timeout, writer }))
    }

    /// Keeps the record of a decision. If there is no room for it, appends it to `waiting`, to be kept with others by
    /// [`keep`](Self::keep).
    pub(crate) fn write(
        &self,
        live: &LivePolicy,
        payment: &Payment,
        (decision, took): (&[u8], Duration),
        caller: &Caller,
        waiting: &mut Vec<u8>,
    ) {
        let time = Timestamp::now();
        let told = Told { id: id(time), time, request: caller.request(), trace: caller.trace(), took };
        let facts = &live.decider.snapshot().policy().facts;
        let (json, key) = (live.recorded(self.key.is_some()), self.key.as_ref());
        LINE.with_borrow_mut(|line| {
            line.clear();
            json.write(told, (facts, payment), decision, key, line);
            waiting.extend_from_slice(self.queue.put(line));
        });
    }

    /// Keeps records for which there was no room. They wait for it, and the problem is what to answer if there is none in time;
    /// or they are dropped and counted.
    pub(crate) async fn keep(&self, waiting: &[u8]) -> Result<(), Problem> {
        match self.on_overflow {
            _ if waiting.is_empty() => Ok(()),
            Overflow::Block => timeout(self.block_timeout, self.queue.put_all(waiting))
                .await
                .map_err(|_| Problem::not_recorded()),
            Overflow::Drop => {
                let dropped = waiting.split_inclusive(|byte| *byte == b'\n').count() as u64;
                self.tally.dropped.fetch_add(dropped, Ordering::Relaxed);
                Ok(())
            }
        }
    }

    /// Tells how it goes.
    pub(crate) fn observe(&self, metrics: &RecordMetrics) {
        metrics.written.absolute(self.tally.written.load(Ordering::Relaxed));
        metrics.dropped.absolute(self.tally.dropped.load(Ordering::Relaxed));
        metrics.failing.set(f64::from(u8::from(self.tally.is_failing.load(Ordering::Relaxed))));
        metrics.queue_bytes.set(u32::try_from(self.queue.bytes()).map_or(f64::MAX, f64::from));
    }

    /// Takes nothing more, and waits until all that was taken is on the disk.
    pub(crate) fn finish(&self) {
        self.queue.close();
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if writer.is_some_and(|writer| writer.join().is_err()) {
            tracing::error!("the writer of records has panicked, which is a fault of waypost");
        }
    }
}

impl Drop for Records {
    fn drop(&mut self) {
        self.finish();
    }
}

/// A new id, in the order of time (RFC 9562, version 7).
fn id(time: Timestamp) -> Uuid {
    let millis = u64::try_from(time.as_millisecond()).unwrap_or_default();
    let mut random = [0; 10];
    fastrand::fill(&mut random);
    Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}
