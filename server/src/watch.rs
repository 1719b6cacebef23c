//! The thread that watches the policies' folders and lets the catalog follow them.
//!
//! Folders are watched, not files: editors and Kubernetes replace files by renaming others. Nothing is read before
//! the folders are quiet for a moment, unless they never are. A poll is the net under it all.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::background::Background;
use crate::reload::Reloader;
use folders::Folders;

mod folders;

/// How the watching thread paces itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How long nothing must have changed before the files are read.
    pub quiet: Duration,
    /// How long changes may go on before the files are read all the same.
    pub ceiling: Duration,
    /// How often the files are read though no change was seen.
    pub poll: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            quiet: Duration::from_millis(100),
            ceiling: Duration::from_secs(1),
            poll: Duration::from_secs(15),
        }
    }
}

/// Watches until it is dropped.
#[derive(Debug)]
pub struct Watch {
    signals: Sender<Signal>,
    thread: Option<JoinHandle<()>>,
}

/// What the watching thread is told.
#[derive(Debug)]
pub(crate) enum Signal {
    /// Something has happened in a watched folder.
    Event(notify::Result<notify::Event>),
    /// The watch is over.
    Stop,
}

impl Watch {
    /// Begins to watch; fails if the system gives no thread.
    pub fn start(reloader: Reloader, pace: Pace) -> io::Result<Self> {
        let (signals, received) = channel();
        let folders = Folders::new(reloader.path(), signals.clone());
        let watcher = Watcher { reloader, folders, pace, signals: received };
        let thread = thread::Builder::new().name("waypost-watch".to_owned()).spawn(move || watcher.run())?;
        Ok(Self { signals, thread: Some(thread) })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // The thread ends by itself only if it has panicked, and then there is nobody to tell.
        let _ = self.signals.send(Signal::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The watching thread.
struct Watcher {
    reloader: Reloader,
    folders: Folders,
    pace: Pace,
    signals: Receiver<Signal>,
}

impl Watcher {
    fn run(mut self) {
        let background = Background::enter();
        // Files may have changed between the first reading and now.
        self.refresh(&background);
        let mut read = Instant::now();
        loop {
            let mut due = false;
            match self.signals.recv_timeout(self.pace.poll) {
                Ok(Signal::Event(event)) if self.folders.matters(&event) => match self.settle() {
                    Settled::Quiet => due = true,
                    Settled::Stopped => return,
                },
                Ok(Signal::Event(_)) | Err(RecvTimeoutError::Timeout) => {}
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            }
            if due || read.elapsed() >= self.pace.poll {
                self.refresh(&background);
                read = Instant::now();
            }
        }
    }

    /// Waits until nothing changes any more, or long enough.
    fn settle(&self) -> Settled {
        let (begun, mut changed) = (Instant::now(), Instant::now());
        loop {
            let quiet = self.pace.quiet.saturating_sub(changed.elapsed());
            let wait = quiet.min(self.pace.ceiling.saturating_sub(begun.elapsed()));
            if wait.is_zero() {
                return Settled::Quiet;
            }
            match self.signals.recv_timeout(wait) {
                Ok(Signal::Event(event)) if self.folders.matters(&event) => changed = Instant::now(),
                Ok(Signal::Event(_)) | Err(RecvTimeoutError::Timeout) => {}
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return Settled::Stopped,
            }
        }
    }

    /// Reads the files, and again as long as there are new folders to watch: what has changed in them before they
    /// were watched was not seen.
    fn refresh(&mut self, background: &Background) {
        let reloader = &mut self.reloader;
        background.run(|| reloader.scan());
        while self.folders.follow(&reloader.folders()) {
            background.run(|| reloader.scan());
        }
    }
}

enum Settled {
    Quiet,
    Stopped,
}
