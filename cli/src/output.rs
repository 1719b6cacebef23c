//! Where output goes: what a machine reads to stdout, everything else to stderr, colour only on a terminal.

use std::io::{self, Write};

use anstream::ColorChoice;
use waypost_dsl::diagnostic::Colour;

/// Whether what people read may have colours: on a terminal, and not if `NO_COLOR` is set.
pub(crate) fn colour() -> Colour {
    match anstream::AutoStream::choice(&io::stderr()) {
        ColorChoice::Never => Colour::Never,
        _ => Colour::Always,
    }
}

/// Whether the log may have colours.
#[cfg(feature = "serve")]
pub(crate) fn has_colour() -> bool {
    colour() == Colour::Always
}

/// Tells the user why a command could not do its work.
pub(crate) fn complain(error: &anyhow::Error) {
    // Where stderr is closed too, the exit status is all that is left to tell.
    writeln!(anstream::stderr(), "error: {error:#}").ok();
}

/// Whether the error is that nobody reads the output any more.
pub(crate) fn is_closed(error: &anyhow::Error) -> bool {
    let broken = |cause: &io::Error| cause.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(broken))
}
