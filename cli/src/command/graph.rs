//! `waypost graph`: what does a policy look like once it is compiled?

mod dot;
mod figure;
mod fold;
mod json;
mod mermaid;
mod outline;
mod text;

use std::io::{self, Write};
use std::num::NonZero;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use waypost_dsl::hir::StageKind;

use crate::Status;
use crate::policy;
use outline::Outline;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The policy's folder or its main file
    #[arg(value_name = "PATH")]
    path: PathBuf,
    /// Only the graph of this stage
    #[arg(long, value_enum)]
    stage: Option<Stage>,
    /// How to print the graphs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Show at most so many nodes of each graph, 20 if no number is given, and the first lines of each
    #[arg(long, value_name = "NODES", num_args = 0..=1, require_equals = true, default_missing_value = "20")]
    collapse: Option<NonZero<usize>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Stage {
    Screen,
    Authenticate,
    Route,
    Retry,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, as an outline.
    Text,
    /// For Graphviz: `dot -Tsvg`.
    Dot,
    /// For pages that draw Mermaid.
    Mermaid,
    /// One JSON object.
    Json,
}

impl Stage {
    fn kind(self) -> StageKind {
        match self {
            Self::Screen => StageKind::Screen,
            Self::Authenticate => StageKind::Authenticate,
            Self::Route => StageKind::Route,
            Self::Retry => StageKind::Retry,
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let policy = match policy::at(&arguments.path)? {
        Ok(policy) => policy,
        Err(status) => return Ok(status),
    };
    let wanted = arguments.stage.map(Stage::kind);
    let mut outline = Outline::of(&policy.snapshot, wanted)?;
    if let Some(most) = arguments.collapse {
        outline.stages.iter_mut().for_each(|stage| fold::fold(stage, most.get()));
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    match arguments.format {
        Format::Text => text::write(&mut out, &outline)?,
        Format::Dot => dot::write(&mut out, &outline)?,
        Format::Mermaid => mermaid::write(&mut out, &outline)?,
        Format::Json => json::write(&mut out, &outline)?,
    }
    out.flush().context("the graphs cannot be written")?;
    Ok(Status::Success)
}
