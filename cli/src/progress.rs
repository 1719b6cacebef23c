//! How far a command is that takes its time: told on a terminal, and nowhere else.

use std::fs;
use std::io::{self, IsTerminal};
use std::path::Path;

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How much of a file of payments is done. Goes away when it is dropped.
#[derive(Debug)]
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Begins with a file, or with standard input where the file is `-`. Nothing is shown if answers go to the terminal too.
    pub(crate) fn of(file: &Path) -> Self {
        let target = match io::stdout().is_terminal() {
            true => ProgressDrawTarget::hidden(),
            false => ProgressDrawTarget::stderr(),
        };
        let bytes = fs::metadata(file).ok().filter(fs::Metadata::is_file).map(|file| file.len());
        let bar = ProgressBar::with_draw_target(bytes, target);
        let template = if bytes.is_some() { "{bar:40} {percent:>3}%  {msg}" } else { "{spinner}  {msg}" };
        Self(match ProgressStyle::with_template(template) {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        })
    }

    /// So many bytes more are done, and so many payments by now.
    pub(crate) fn went_on(&mut self, bytes: usize, payments: usize) {
        self.0.set_message(format!("{} payments", HumanCount(payments as u64)));
        self.0.inc(bytes as u64);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
