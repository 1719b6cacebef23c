//! Decides payments of which one stands on each line: reads, decides and writes side by side, in the order of the lines.
//!
//! ```text
//!                 ┌──► decide piece 1 ──┐
//!   read pieces ──┼──► decide piece 2 ──┼──► write answers of 1, 2, 3, …
//!   (a thread)    └──► decide piece 3 ──┘    (this thread)
//!                       (all cores)
//! ```
//!
//! A piece is what can be read at once, so that nobody who writes slowly waits for an answer. Only a few pieces are under
//! way at any time.

use std::io::Write;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use waypost_server::Decider;

use crate::command::decide::Tally;
use crate::command::decide::answers::Answers;
use crate::input::{self, Piece};
use crate::progress::Progress;

/// How many pieces are under way at most, for each core.
const PIECES: usize = 4;

/// What comes of a piece: its answers, once they are there, and how long it is.
struct Promise {
    answers: Receiver<serde_json::Result<Answers>>,
    bytes: usize,
}

/// Decides the payments on the lines of a file.
pub(super) fn decide(decider: Decider, file: &Path, out: &mut impl Write) -> anyhow::Result<Tally> {
    let mut progress = Progress::of(file);
    let (promise, promises) = sync_channel(PIECES * rayon::current_num_threads());
    let (decider, file) = (Arc::new(decider), file.to_owned());
    // The thread is not waited for if writing fails: it may be reading what never comes.
    let reader = thread::spawn(move || input::pieces(&file, |piece| begin(&decider, piece, &promise)));
    let mut all = Tally::default();
    for Promise { answers, bytes } in promises {
        let Answers { text, tally } = answers.recv()??;
        out.write_all(&text)?;
        out.flush()?;
        all.add(tally);
        progress.went_on(bytes, all.decided + all.refused);
    }
    reader.join().unwrap_or_else(|panic| resume_unwind(panic))?;
    Ok(all)
}

/// Lets a piece be decided as soon as there is a core for it.
fn begin(decider: &Arc<Decider>, piece: Piece, promise: &SyncSender<Promise>) -> anyhow::Result<()> {
    let (done, answers) = sync_channel(1);
    let promised = promise.send(Promise { answers, bytes: piece.text.len() });
    anyhow::ensure!(promised.is_ok(), "nobody waits for answers");
    let decider = Arc::clone(decider);
    rayon::spawn_fifo(move || {
        let lines = piece.lines().map(|(line, json)| (Some(line), json));
        // Where nobody waits for them, nobody writes either.
        done.send(Answers::to(&decider, lines)).ok();
    });
    Ok(())
}
