//! The thread that compresses segments that were ended, so that the one that writes need not wait.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};

use crate::background;
use crate::records::folder::{compressed, part};

/// How hard zstd tries. More takes time that decisions need, and gains little on lines so much alike.
const LEVEL: i32 = 1;

/// Compresses what it is given, one segment after the other.
#[derive(Debug)]
pub(super) struct Compressor {
    segments: Sender<PathBuf>,
    thread: JoinHandle<()>,
}

impl Compressor {
    /// Fails if the system gives no thread.
    pub(super) fn start() -> io::Result<Self> {
        let (segments, received) = channel::<PathBuf>();
        let work = move || {
            // Nobody waits for it, and a server that is busy has other things to do.
            background::come_last();
            for path in received {
                if let Err(error) = compress(&path) {
                    tracing::error!(segment = %path.display(), %error, "a segment of records stays uncompressed");
                }
            }
        };
        let thread = thread::Builder::new().name("compress-records".to_owned()).spawn(work)?;
        Ok(Self { segments, thread })
    }

    /// Compresses a segment some time.
    pub(super) fn take(&self, path: PathBuf) {
        // Where the thread has panicked, the segment stays as it is.
        self.segments.send(path).ok();
    }

    /// Waits until all is done.
    pub(super) fn finish(self) {
        drop(self.segments);
        self.thread.join().ok();
    }
}

/// Puts the compressed segment in the place of the other, which goes only when the compressed one is on the disk.
fn compress(path: &Path) -> io::Result<()> {
    let (target, part) = (compressed(path), part(&compressed(path)));
    let out = File::create(&part)?;
    zstd::stream::copy_encode(File::open(path)?, &out, LEVEL)?;
    out.sync_all()?;
    fs::rename(part, target)?;
    fs::remove_file(path)
}
