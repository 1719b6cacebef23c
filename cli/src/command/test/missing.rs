//! Cases for the rules that no case reaches, as they would stand in a file.

use std::io::{self, Write};

use waypost_engine::cases::{Proposal, Target, propose};

use crate::report::Checked;

/// What stands above the cases.
const HEAD: &str =
    "proposed by `waypost test --write-missing`, with what the policy decides now: review each case";

/// Prints the cases to stdout, and tells on stderr of the rules for which there is none.
pub(crate) fn print(checked: &Checked) -> io::Result<()> {
    let covered = checked.tests.as_ref().and_then(|tests| tests.covered.as_ref());
    let (Some(covered), Some(snapshot)) = (covered, &checked.built.snapshot) else { return Ok(()) };
    let mut text = String::new();
    for target in covered.stages.iter().flat_map(|stage| &stage.missed) {
        match propose(snapshot, target) {
            Proposal::Case(lines) => text += &lines,
            Proposal::Unreachable => tell(checked, target, "no payment reaches")?,
            Proposal::NotFound => tell(checked, target, "no payment was found that reaches")?,
        }
    }
    let text = waypost_dsl::cases::format(&text).unwrap_or(text);
    let mut out = io::stdout().lock();
    if !text.is_empty() {
        write!(out, "# {}: {HEAD}\n{text}", checked.name())?;
    }
    out.flush()
}

fn tell(checked: &Checked, target: &Target, what: &str) -> io::Result<()> {
    writeln!(anstream::stderr(), "{what} {}", checked.target(target))
}
