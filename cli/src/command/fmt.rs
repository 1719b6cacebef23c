//! `waypost fmt`: one layout for all policies.

use std::collections::BTreeSet;
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use similar::TextDiff;
use waypost_dsl::{Diagnostic, Diagnostics, Sources, Unformatted, cases, render};
use waypost_server::files;

use crate::Status;
use crate::output;
use crate::report::count;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Files, or folders with all files below them; `-` formats stdin to stdout
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Change nothing, list the files that are not formatted, and fail if there are any
    #[arg(long)]
    check: bool,
}

/// A kind of file, known by its ending.
struct Kind {
    ending: &'static str,
    format: fn(path: &str, text: &str) -> Result<String, Refused>,
}

/// The text of a policy.
const WAY: Kind = Kind { ending: "way", format: format_way };

/// The cases of a policy.
const CASES: Kind = Kind { ending: "cases", format: format_cases };

/// All kinds that can be formatted.
const KINDS: [Kind; 2] = [WAY, CASES];

/// Why a file is left as it is.
enum Refused {
    /// It cannot be parsed; what is wrong, ready to be printed.
    Faulty(Vec<String>),
    /// To format it would change what it means.
    Changed,
}

/// What became of the files.
#[derive(Debug, Default)]
struct Tally {
    files: usize,
    changed: usize,
    errors: usize,
    our_faults: usize,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let is_stdin = |path: &PathBuf| path.as_os_str() == "-";
    if arguments.paths.iter().any(is_stdin) {
        anyhow::ensure!(arguments.paths.len() == 1, "`-` stands alone: stdin is formatted, or files are");
        return stdin(arguments.check);
    }
    let mut paths = BTreeSet::new();
    for path in &arguments.paths {
        paths.extend(files::below(path, &KINDS.map(|kind| kind.ending))?);
    }
    let mut tally = Tally::default();
    for path in &paths {
        one(path, arguments.check, &mut tally)?;
    }
    tell(&tally, arguments.check)?;
    Ok(tally.status(arguments.check))
}

fn one(path: &Path, check: bool, tally: &mut Tally) -> anyhow::Result<()> {
    let text = files::text(path)?;
    tally.files += 1;
    let kind = KINDS.into_iter().find(|kind| path.extension().is_some_and(|ending| ending == kind.ending));
    let name = path.display().to_string();
    let Some(formatted) = format(&kind.unwrap_or(WAY), &name, &text, tally)? else { return Ok(()) };
    if formatted == text {
        return Ok(());
    }
    tally.changed += 1;
    match check {
        true => {
            writeln!(io::stdout(), "{name}").context("the list of files cannot be written")?;
            let diff = TextDiff::from_lines(text.as_str(), formatted.as_str());
            write!(anstream::stderr(), "{}", diff.unified_diff().context_radius(1).header(&name, &name))?;
        }
        false => {
            files::replace(path, &formatted)?;
            writeln!(anstream::stderr(), "formatted {name}")?;
        }
    }
    Ok(())
}

/// Formats stdin, a policy's text.
fn stdin(check: bool) -> anyhow::Result<Status> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text).context("stdin cannot be read")?;
    let mut tally = Tally::default();
    if let Some(formatted) = format(&WAY, "stdin", &text, &mut tally)? {
        tally.changed += usize::from(formatted != text);
        if !check {
            io::stdout().write_all(formatted.as_bytes()).context("the text cannot be written")?;
        }
    }
    Ok(tally.status(check))
}

/// The text in its layout, or nothing if it is refused, which is told and counted.
fn format(kind: &Kind, name: &str, text: &str, tally: &mut Tally) -> anyhow::Result<Option<String>> {
    match (kind.format)(name, text) {
        Ok(formatted) => return Ok(Some(formatted)),
        Err(Refused::Faulty(findings)) => {
            tally.errors += findings.len();
            for finding in findings {
                writeln!(anstream::stderr(), "{finding}\n")?;
            }
        }
        Err(Refused::Changed) => {
            tally.our_faults += 1;
            let what = "a fault of `waypost fmt`: what it would write means something else";
            writeln!(anstream::stderr(), "error: `{name}` is left as it is because of {what}")?;
        }
    }
    Ok(None)
}

fn format_way(path: &str, text: &str) -> Result<String, Refused> {
    let mut sources = Sources::default();
    let id = sources.add(path, text);
    let formatted = sources.get(id).map_or(Err(Unformatted::Changed), |file| waypost_dsl::format(id, file));
    formatted.map_err(|refused| match refused {
        Unformatted::Faulty(found) => faulty(&found, &sources),
        Unformatted::Changed => Refused::Changed,
    })
}

fn format_cases(path: &str, text: &str) -> Result<String, Refused> {
    if let Some(formatted) = cases::format(text) {
        return Ok(formatted);
    }
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    cases::read(path, text, &mut sources, &mut diagnostics);
    Err(faulty(&diagnostics.into_sorted(), &sources))
}

fn faulty(found: &[Diagnostic], sources: &Sources) -> Refused {
    let show = |path: &str| path.to_owned();
    Refused::Faulty(found.iter().map(|one| render(one, sources, &show, output::colour())).collect())
}

fn tell(tally: &Tally, check: bool) -> io::Result<()> {
    let (done, changed, nothing) = match check {
        true => ("checked", "not formatted", "all is well"),
        false => ("formatted", "changed", "nothing to change"),
    };
    let mut told = vec![];
    if tally.changed > 0 {
        told.push(format!("{} {changed}", tally.changed));
    }
    if tally.errors > 0 {
        told.push(count(tally.errors, "error"));
    }
    let told = if told.is_empty() { nothing.to_owned() } else { told.join(", ") };
    writeln!(anstream::stderr(), "{done} {}: {told}", count(tally.files, "file"))
}

impl Tally {
    fn status(&self, check: bool) -> Status {
        match self {
            _ if self.our_faults > 0 => Status::OurFault,
            _ if self.errors > 0 || (check && self.changed > 0) => Status::Findings,
            _ => Status::Success,
        }
    }
}
