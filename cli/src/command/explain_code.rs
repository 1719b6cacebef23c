//! `waypost explain-code`: the page of a diagnostic code.

use std::io::{self, Write};

use anyhow::Context as _;
use clap::Args;
use waypost_dsl::diagnostic::Code;

use crate::{Status, pages};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A code such as WP0403, or its name, absent-fact; all of them if left out
    code: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let mut out = io::stdout().lock();
    let Some(wanted) = &arguments.code else {
        for code in Code::ALL {
            writeln!(
                out,
                "{}  {:<8} {:<22} {}",
                code.id(),
                code.severity().as_str(),
                code.name(),
                code.title()
            )?;
        }
        return Ok(Status::Success);
    };
    let code = Code::find(wanted)
        .with_context(|| format!("there is no code `{wanted}`; `waypost explain-code` lists them all"))?;
    let page = pages::of(code).with_context(|| format!("the page of {} is missing", code.id()))?;
    out.write_all(page.as_bytes())?;
    Ok(Status::Success)
}
