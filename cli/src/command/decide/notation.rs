//! A payment in the payment notation: decided, or refused with all that is wrong with it.

use std::io::{self, Write};

use serde::Serialize;
use waypost_dsl::{Diagnostic, Diagnostics, Sources, render};
use waypost_engine::cases;
use waypost_server::Decider;
use waypost_server::files::PolicyFiles;

use crate::command::decide::Tally;
use crate::output;

/// How the line is named where something is wrong with it.
pub(in crate::command) const PATH: &str = "--payment";

/// What stands in the place of a decision.
#[derive(Serialize)]
struct Refusal<'d> {
    error: Fault<'d>,
}

#[derive(Serialize)]
struct Fault<'d> {
    message: &'d str,
    help: Option<&'d str>,
    column: usize,
}

/// Decides the payment that `line` spells; `sources` are the texts of the policy.
pub(super) fn decide(
    decider: &Decider,
    files: &PolicyFiles,
    mut sources: Sources,
    line: &str,
    out: &mut impl Write,
) -> anyhow::Result<Tally> {
    let mut diagnostics = Diagnostics::default();
    let payment = cases::payment(decider.snapshot(), PATH, line, &mut sources, &mut diagnostics);
    let mut answer = vec![];
    let tally = match payment {
        Some(payment) => {
            decider.answer(&payment, &mut answer);
            Tally { decided: 1, ..Tally::default() }
        }
        None => {
            let found = diagnostics.into_sorted();
            tell(&found, &sources, files)?;
            if let Some(first) = found.first() {
                serde_json::to_writer(&mut answer, &Refusal::of(first, &sources))?;
            }
            Tally { refused: 1, ..Tally::default() }
        }
    };
    answer.push(b'\n');
    out.write_all(&answer)?;
    Ok(tally)
}

impl<'d> Refusal<'d> {
    fn of(found: &'d Diagnostic, sources: &Sources) -> Self {
        let span = found.primary.span;
        let column = sources.get(span.file).map_or(1, |file| file.line_column(span.start).1);
        Self { error: Fault { message: &found.message, help: found.help.as_deref(), column } }
    }
}

/// Tells all that is wrong, with the text that it is about.
pub(in crate::command) fn tell(
    found: &[Diagnostic],
    sources: &Sources,
    files: &PolicyFiles,
) -> io::Result<()> {
    let show = |path: &str| if path == PATH { path.to_owned() } else { files.show(path) };
    let mut out = anstream::stderr().lock();
    for diagnostic in found {
        writeln!(out, "{}\n", render(diagnostic, sources, &show, output::colour()))?;
    }
    Ok(())
}
