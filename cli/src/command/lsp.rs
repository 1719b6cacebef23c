//! `waypost lsp`: the language server that editors start.

use crate::lsp::{self, Ended};
use crate::Status;

pub(crate) fn run() -> anyhow::Result<Status> {
    match lsp::run()? {
        Ended::AsAgreed => Ok(Status::Success),
        Ended::Abruptly => Ok(Status::Findings),
    }
}
