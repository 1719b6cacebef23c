//! `waypost`: checks policies, decides payments with them, and serves decisions.
//!
//! Exit statuses are a contract: 0 for success, 1 for findings or refused payments, 2 for wrong use or a file that
//! cannot be read, 3 for a fault of ours.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod command;
mod import;
mod input;
mod lsp;
mod output;
mod pages;
mod policy;
mod progress;
mod replay;
mod report;
mod revision;

/// The routing engine that payment teams trust to decide where every payment goes.
#[derive(Debug, Parser)]
#[command(name = "waypost", version, about, arg_required_else_help = true, propagate_version = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Checks policies: parses, types and analyzes them, and says all that is wrong.
    Check(command::check::Arguments),
    /// Decides payments with a policy, one JSON line a payment.
    Decide(command::decide::Arguments),
    /// Runs the cases of policies, and says which are decided otherwise than expected.
    Test(command::test::Arguments),
    /// Says exactly which payments a change of a policy decides otherwise.
    Diff(command::diff::Arguments),
    /// Measures a policy: how fast it compiles and decides, and how large its graphs are.
    Bench(command::bench::Arguments),
    /// Explains a decision: why it is so, and what would have to change.
    Explain(command::explain::Arguments),
    /// Shows the graphs that a policy is compiled to, in its own conditions.
    Graph(command::graph::Arguments),
    /// Explains a diagnostic code, such as WP0403.
    ExplainCode(command::explain_code::Arguments),
    /// Makes a policy from the routing rules of another product.
    Import(command::import::Arguments),
    /// Verifies the records of a server, and decides each of them again.
    Replay(command::replay::Arguments),
    /// Formats policies: one layout for all of them.
    Fmt(command::fmt::Arguments),
    /// Serves editors: speaks the Language Server Protocol over standard input and output.
    Lsp,
    /// Serves decisions over HTTP, and follows the policies' files as they change.
    #[cfg(feature = "serve")]
    Serve(command::serve::Arguments),
    /// Proposes a policy to a server as a version.
    #[cfg(feature = "serve")]
    Publish(command::publish::Arguments),
    /// Makes a version of a policy live on a server.
    #[cfg(feature = "serve")]
    Activate(command::activate::Arguments),
    /// Makes the version live on a server that was live before.
    #[cfg(feature = "serve")]
    Rollback(command::rollback::Arguments),
    /// Lists the versions of a policy on a server.
    #[cfg(feature = "serve")]
    Versions(command::versions::Arguments),
    /// Makes, lists and revokes the keys that a server takes.
    #[cfg(feature = "serve")]
    Keys(command::keys::Arguments),
    /// Looks at the configuration of the server.
    #[cfg(feature = "serve")]
    Config(command::config::Arguments),
}

/// How a command ended, if it could do its work at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    /// All is well.
    Success,
    /// There are errors in a policy, payments were refused, policies differ, or files are not formatted.
    Findings,
    /// A main file could not be read, or a policy not be compared, which is told already.
    Unreadable,
    /// Something went wrong that is not the user's doing, which is told already.
    OurFault,
}

impl Status {
    /// The number that the process ends with.
    fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Findings => 1,
            Self::Unreadable => 2,
            Self::OurFault => 3,
        }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match catch_unwind(AssertUnwindSafe(|| run(arguments.command))) {
        Ok(Ok(status)) => ExitCode::from(status.code()),
        // Whoever reads our output has stopped: there is nobody to tell.
        Ok(Err(error)) if output::is_closed(&error) => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            output::complain(&error);
            ExitCode::from(2)
        }
        Err(_) => ExitCode::from(3),
    }
}

fn run(command: Command) -> anyhow::Result<Status> {
    match command {
        Command::Check(arguments) => command::check::run(&arguments),
        Command::Decide(arguments) => command::decide::run(&arguments),
        Command::Test(arguments) => command::test::run(&arguments),
        Command::Diff(arguments) => command::diff::run(&arguments),
        Command::Bench(arguments) => command::bench::run(&arguments),
        Command::Explain(arguments) => command::explain::run(&arguments),
        Command::Graph(arguments) => command::graph::run(&arguments),
        Command::ExplainCode(arguments) => command::explain_code::run(&arguments),
        Command::Import(arguments) => command::import::run(&arguments),
        Command::Replay(arguments) => command::replay::run(&arguments),
        Command::Fmt(arguments) => command::fmt::run(&arguments),
        Command::Lsp => command::lsp::run(),
        #[cfg(feature = "serve")]
        Command::Serve(arguments) => command::serve::run(&arguments),
        #[cfg(feature = "serve")]
        Command::Publish(arguments) => command::publish::run(&arguments),
        #[cfg(feature = "serve")]
        Command::Activate(arguments) => command::activate::run(&arguments),
        #[cfg(feature = "serve")]
        Command::Rollback(arguments) => command::rollback::run(&arguments),
        #[cfg(feature = "serve")]
        Command::Versions(arguments) => command::versions::run(&arguments),
        #[cfg(feature = "serve")]
        Command::Keys(arguments) => command::keys::run(&arguments),
        #[cfg(feature = "serve")]
        Command::Config(arguments) => command::config::run(&arguments),
    }
}
