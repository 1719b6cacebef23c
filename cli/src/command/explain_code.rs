//! `waypost explain-code`: the page of a diagnostic code.

use std::io::{self, Write};

use anyhow::Context as _;
use clap::Args;
use include_dir::{Dir, include_dir};
use waypost_dsl::diagnostic::Code;

use crate::Status;

static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../docs/diagnostics");

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
    let page = PAGES.get_file(format!("{}.md", code.id())).and_then(include_dir::File::contents_utf8);
    let page = page.with_context(|| format!("the page of {} is missing", code.id()))?;
    out.write_all(page.as_bytes())?;
    Ok(Status::Success)
}
