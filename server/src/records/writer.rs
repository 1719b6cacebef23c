//! The thread that writes records: into segments, one after the other, again and again where the disk refuses.

use std::io::{self, BufRead as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::records::compress::Compressor;
use crate::records::folder::{Folder, Position};
use crate::records::open::OpenSegment;
use crate::records::queue::Queue;
use crate::records::settings::Settings;

/// How long the writer waits before it tries again what the disk refused.
const PAUSE: Duration = Duration::from_millis(250);
/// How long it waits where nothing is to be done at any time.
const IDLE: Duration = Duration::from_hours(1);

/// What became of records.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// How many are written.
    pub(super) written: AtomicU64,
    /// How many were not recorded though their decisions were given.
    pub(super) dropped: AtomicU64,
    /// Whether the disk refuses to take them.
    pub(super) is_failing: AtomicBool,
}

/// Writes what stands in the queue.
pub(super) struct Writer {
    pub(super) queue: Arc<Queue>,
    pub(super) tally: Arc<Tally>,
    pub(super) settings: Settings,
    pub(super) folder: Folder,
    /// Where the chain has come to in the segments that are closed.
    pub(super) position: Position,
    /// What tells the key of the private facts from others.
    pub(super) key: Option<String>,
    pub(super) compressor: Option<Compressor>,
    pub(super) segment: Option<OpenSegment>,
    /// Since when there is something written that may not be on the disk.
    pub(super) unsynced: Option<Instant>,
}

impl Writer {
    /// Writes until the queue is closed and empty, and ends the last segment.
    pub(super) fn run(mut self) {
        let mut lines = vec![];
        while self.queue.take(&mut lines, self.wait()) {
            self.write(&lines);
            self.queue.written();
            self.upkeep();
        }
        self.rotate();
        if let Some(compressor) = self.compressor.take() {
            compressor.finish();
        }
    }

    /// Writes records, over as many segments as they take.
    fn write(&mut self, lines: &[u8]) {
        let (mut taken, mut lost) = (0, 0);
        for line in each(lines) {
            if self.segment.as_ref().is_some_and(|segment| segment.bytes() >= self.settings.rotate_bytes) {
                self.flush(std::mem::take(&mut taken));
                self.rotate();
            }
            match self.segment() {
                Some(segment) => {
                    segment.push(line);
                    taken += 1;
                }
                None => lost += 1,
            }
        }
        self.flush(taken);
        self.lost(lost);
    }

    /// The segment to write into. There is none only if the disk takes no new one and the server ends.
    fn segment(&mut self) -> Option<&mut OpenSegment> {
        if self.segment.is_none() {
            self.insist(|writer| {
                let begun = OpenSegment::begin(&writer.folder, &writer.position, writer.key.as_deref())?;
                writer.segment = Some(begun);
                Ok(())
            });
        }
        self.segment.as_mut()
    }

    /// Writes what the segment has taken, so many records.
    fn flush(&mut self, records: u64) {
        if records == 0 {
            return;
        }
        self.unsynced.get_or_insert_with(Instant::now);
        match self.insist(|writer| writer.segment.as_mut().map_or(Ok(()), OpenSegment::flush)) {
            true => _ = self.tally.written.fetch_add(records, Ordering::Relaxed),
            false => self.lost(records),
        }
    }

    /// Puts on the disk what is due, and ends a segment that is old.
    fn upkeep(&mut self) {
        if self.unsynced.is_some_and(|since| since.elapsed() >= self.settings.fsync) {
            self.sync();
        }
        let old = |segment: &OpenSegment| segment.begun.elapsed() >= self.settings.rotate_every;
        if self.segment.as_ref().is_some_and(old) {
            self.rotate();
        }
    }

    /// How long nothing is due.
    fn wait(&self) -> Duration {
        let rest = |since: Instant, time: Duration| time.saturating_sub(since.elapsed());
        let sync = self.unsynced.map(|since| rest(since, self.settings.fsync));
        let rotate = self.segment.as_ref().map(|segment| rest(segment.begun, self.settings.rotate_every));
        sync.into_iter().chain(rotate).min().unwrap_or(IDLE)
    }

    fn sync(&mut self) {
        self.insist(|writer| writer.segment.as_ref().map_or(Ok(()), OpenSegment::sync));
        self.unsynced = None;
    }

    /// Ends the segment, if there is one: from here on it does not change, and is on the disk.
    fn rotate(&mut self) {
        let Some(segment) = &mut self.segment else { return };
        segment.end();
        self.insist(|writer| writer.segment.as_mut().map_or(Ok(()), OpenSegment::flush));
        self.sync();
        if let Some((position, path)) = self.segment.take().map(OpenSegment::close) {
            self.position = position;
            self.compressor.as_ref().into_iter().for_each(|compressor| compressor.take(path.clone()));
        }
    }

    /// Does what the disk may refuse, until it does not, or until the server ends and it refuses once more. Gives whether it
    /// was done.
    fn insist(&mut self, what: impl Fn(&mut Self) -> io::Result<()>) -> bool {
        loop {
            let goes_on = self.queue.is_open();
            match what(self) {
                Ok(()) => {
                    self.recovered();
                    return true;
                }
                Err(error) => self.refused(&error),
            }
            if !goes_on {
                return false;
            }
            self.queue.pause(PAUSE);
        }
    }

    fn refused(&self, error: &io::Error) {
        if !self.tally.is_failing.swap(true, Ordering::Relaxed) {
            let folder = self.settings.folder.display();
            tracing::error!(%folder, %error, "records cannot be written: they wait, and this is tried again");
        }
    }

    fn recovered(&self) {
        if self.tally.is_failing.swap(false, Ordering::Relaxed) {
            tracing::info!("records are written again");
        }
    }

    fn lost(&self, records: u64) {
        if records > 0 {
            self.tally.dropped.fetch_add(records, Ordering::Relaxed);
            tracing::error!(
                records,
                "records are lost, since they could not be written before the server ended"
            );
        }
    }
}

/// The lines, without their ends. The standard library looks for the ends much faster here than in `split`.
fn each(mut lines: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let whole = lines;
        let bytes = lines.skip_until(b'\n').ok().filter(|bytes| *bytes > 0)?;
        whole.get(..bytes)?.strip_suffix(b"\n")
    })
}
