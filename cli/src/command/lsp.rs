//! `waypost lsp`: the language server that editors start.

use crate::Status;
use crate::lsp::{self, Ended};

pub(crate) fn run() -> anyhow::Result<Status> {
    match lsp::run()? {
        Ended::AsAgreed => Ok(Status::Success),
        Ended::Abruptly => Ok(Status::Findings),
    }
}
