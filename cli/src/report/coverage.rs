//! What the cases of a policy reach, for people.

use std::io::{self, Write};

use waypost_dsl::Span;
use waypost_engine::cases::Target;
use waypost_server::cases::Covered;

use crate::report::{Checked, count};

/// Prints what the cases reach of each stage, then what they do not.
pub(super) fn print(out: &mut dyn Write, checked: &Checked, covered: &Covered) -> io::Result<()> {
    let (reached, all) = covered.share();
    writeln!(out, "\n{}: the cases reach {}", checked.name(), share(reached, all))?;
    for stage in &covered.stages {
        let (reached, all) = (stage.reached.len(), stage.reached.len() + stage.missed.len());
        writeln!(out, "  {:<13} {}", stage.stage.as_str(), share(reached, all))?;
    }
    let missed = missed(checked, covered);
    if !missed.is_empty() {
        writeln!(out, "no case reaches")?;
    }
    for (_, told) in missed {
        writeln!(out, "  {told}")?;
    }
    if !covered.boundaries.is_empty() {
        writeln!(out, "no case stands on")?;
    }
    for end in &covered.boundaries {
        let place = checked.place(end.span);
        let (rule, test, missing) = (&end.rule, &end.test, end.missing.join("` or `"));
        writeln!(out, "  {place}: `{test}` of \"{rule}\": none gives `{missing}`")?;
    }
    Ok(())
}

/// What no case reaches, in the order in which it stands; of a block no more than how many rules it holds.
fn missed(checked: &Checked, covered: &Covered) -> Vec<(Span, String)> {
    let targets = || covered.stages.iter().flat_map(|stage| &stage.missed);
    let alone = targets().filter(|target| !covered.blocks.iter().any(|block| target.is_in(*block)));
    let blocks = covered.blocks.iter().map(|block| {
        let inside = targets().filter(|target| target.is_in(*block)).count();
        (*block, format!("{}: `when` with {}", checked.place(*block), count(inside, "rule")))
    });
    let mut all: Vec<_> = alone.map(|target| (target.span, checked.target(target))).chain(blocks).collect();
    all.sort_by_key(|(span, _)| *span);
    all
}

/// `3 of 4 rules (75%)`
fn share(reached: usize, all: usize) -> String {
    let percent = (reached * 100).checked_div(all).unwrap_or(100);
    format!("{reached} of {all} rules ({percent}%)")
}

impl Checked {
    /// Something that can win, by its place: `checkout.way:12: rule "wallets" of route`.
    pub(crate) fn target(&self, target: &Target) -> String {
        let place = self.place(target.span);
        let stage = target.stage.as_str();
        match &target.name {
            Some(name) => format!("{place}: \"{name}\" of {stage}"),
            None => format!("{place}: `otherwise` of {stage}"),
        }
    }

    /// The file and the line of a place, as they are shown.
    pub(super) fn place(&self, span: Span) -> String {
        let (file, line) = self.line(span);
        format!("{file}:{line}")
    }

    /// The file of a place, as its path is shown, and its line.
    pub(super) fn line(&self, span: Span) -> (String, usize) {
        let file = self.built.sources.get(span.file);
        file.map_or_else(Default::default, |file| {
            (self.files.show(&file.path), file.line_column(span.start).0)
        })
    }
}
