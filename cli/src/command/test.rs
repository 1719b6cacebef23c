//! `waypost test`: is everything decided as the cases expect?

mod missing;

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use waypost_dsl::diagnostic::Severity;
use waypost_dsl::hir::Date;
use waypost_server::cases::{self, Covered};
use waypost_server::files::{self, PolicyFiles};
use waypost_server::{AsOf, pipeline};

use crate::Status;
use crate::command::as_of;
use crate::report::{Checked, Format, Report, Tests};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Policies' folders, their main files, or folders of policies
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to print the failures
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Tell which rules no case reaches, and on which bounds none stands
    #[arg(long)]
    coverage: bool,
    /// Fail if the cases of a policy reach less than this share of its rules
    #[arg(long, value_name = "N%", requires = "coverage", value_parser = percent)]
    min: Option<usize>,
    /// Print a case for each rule that no case reaches
    #[arg(long)]
    write_missing: bool,
    #[command(flatten)]
    as_of: as_of::Day,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let needs_stdout = arguments.format != Format::Human;
    anyhow::ensure!(
        !(arguments.write_missing && needs_stdout),
        "`--write-missing` prints cases where `--format` would print its report: use one of them"
    );
    let mut checked = vec![];
    let day = AsOf::from(arguments.as_of).day();
    for path in &arguments.paths {
        for files in files::find(path)? {
            checked.push(test(files, day, arguments.coverage || arguments.write_missing));
        }
    }
    let report = Report { checked, denied: Severity::Error, coverage: arguments.coverage };
    report.print(arguments.format).context("the report cannot be written")?;
    if arguments.write_missing {
        report.checked.iter().try_for_each(missing::print).context("the cases cannot be written")?;
    }
    let below = report.checked.iter().filter(|checked| is_below(checked, arguments.min));
    let below: Vec<String> = below.map(|checked| format!("`{}`", checked.name())).collect();
    if let (Some(min), false) = (arguments.min, below.is_empty()) {
        writeln!(anstream::stderr(), "error: the cases of {} reach less than {min}%", below.join(", "))?;
    }
    Ok(match report.status() {
        Status::Success if !below.is_empty() => Status::Findings,
        status => status,
    })
}

/// Builds a policy and runs its cases.
fn test(files: PolicyFiles, day: Date, covers: bool) -> Checked {
    let mut built = pipeline::build(&files, day);
    let cases = cases::test(&files::cases(&files), &mut built);
    // Whether a policy is well made is what `check` says.
    built.diagnostics.retain(|found| found.severity() == Severity::Error);
    let snapshot = built.snapshot.as_ref().filter(|_| covers);
    let covered = snapshot.map(|snapshot| Covered::of(snapshot, &built, &cases));
    Checked { files, built, tests: Some(Tests { cases, covered }) }
}

/// Whether the cases of a policy reach less than `min` percent of its rules.
fn is_below(checked: &Checked, min: Option<usize>) -> bool {
    let covered = checked.tests.as_ref().and_then(|tests| tests.covered.as_ref());
    let (Some(covered), Some(min)) = (covered, min) else { return false };
    let (reached, all) = covered.share();
    reached * 100 < min * all
}

fn percent(text: &str) -> Result<usize, String> {
    let number = text.strip_suffix('%').unwrap_or(text).parse().ok();
    number.filter(|number| *number <= 100).ok_or("a whole percentage is wanted, such as 90%".to_owned())
}
