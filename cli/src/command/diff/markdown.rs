//! The report as a comment for a pull request, in the Markdown of GitHub and GitLab.

use std::fmt::Write as _;

use waypost_server::wire::difference::Change;

use crate::command::diff::report::{MOST_TOLD, Report, moved, open, payment, rows, share, which};

/// How many payments are shown.
const WITNESSES: usize = 3;
/// How many letters of a text a table shows: a comment has a limit, and so has the patience of its reader.
const LONGEST: usize = 400;

/// The whole comment, with line ends.
pub(super) fn of(report: &Report) -> String {
    let mut parts =
        vec![format!("### {} → {}\n\n{}\n", code(&report.old), code(&report.new), headline(report))];
    let changes = &report.difference.changes;
    if !changes.is_empty() {
        parts.push(table(changes));
        parts.push(format!("Payments that show it:\n\n{}", witnesses(report)));
    }
    if !report.difference.undecided.is_empty() {
        let all =
            report.difference.undecided.iter().map(|undecided| format!("- {}\n", code(&open(undecided))));
        let all: String = all.collect();
        parts.push(format!("Not decided within the budget, so more may change:\n\n{all}"));
    }
    if let Some(traffic) = &report.difference.traffic {
        let mut text = format!("Traffic: {}.\n", moved(traffic));
        if traffic.changed > 0 {
            text += "\n| | payments | volume |\n|---|--:|---|\n";
        }
        for [name, payments, volume] in rows(traffic).iter().filter(|_| traffic.changed > 0) {
            // A text takes whatever is written into it.
            writeln!(text, "| {name} | {payments} | {volume} |").ok();
        }
        parts.push(text);
    }
    parts.join("\n")
}

/// The headline as a sentence.
fn headline(report: &Report) -> String {
    let line = report.headline();
    let mut letters = line.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("**{first}{}.**", letters.as_str())
}

fn table(changes: &[Change]) -> String {
    let mut text = "| stage | before | after | which payments | share |\n|---|---|---|---|--:|\n".to_owned();
    for change in changes.iter().take(MOST_TOLD) {
        let Change { stage, before, after, share: part, .. } = change;
        let region = which(change).as_deref().map_or(String::new(), cell);
        let (before, after) = (cell(&before.spelled), cell(&after.spelled));
        writeln!(text, "| {stage} | {before} | {after} | {region} | {} |", share(part.as_ref())).ok();
    }
    if let Some(more) = changes.len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
        writeln!(text, "\nand {more} smaller ones, which `--format json` tells.").ok();
    }
    text
}

/// The largest changes, of different stages first.
fn telling(changes: &[Change]) -> Vec<&Change> {
    let is_first = |place: usize, change: &Change| {
        changes.iter().take(place).all(|earlier| earlier.stage != change.stage)
    };
    let (first, later): (Vec<_>, Vec<_>) =
        changes.iter().enumerate().partition(|(place, change)| is_first(*place, change));
    first.into_iter().chain(later).map(|(_, change)| change).take(WITNESSES).collect()
}

fn witnesses(report: &Report) -> String {
    let mut text = String::new();
    for change in telling(&report.difference.changes) {
        let shown = report.replay(change).unwrap_or_else(|| payment(change));
        let fence = "`".repeat(longest_run(&shown).max(2) + 1);
        let Change { stage, before, after, .. } = change;
        writeln!(text, "- {stage}: {} → {}", code(&before.spelled), code(&after.spelled)).ok();
        writeln!(text, "  {fence}sh\n  {}\n  {fence}", shown.replace('\n', "\n  ")).ok();
    }
    text
}

/// A text as code in a cell of a table, where a bar ends the cell, also within code. What is too long is cut.
fn cell(text: &str) -> String {
    let cut: String = text.chars().take(LONGEST).collect();
    let more = if cut.len() < text.len() { "…" } else { "" };
    code(&format!("{cut}{more}")).replace('|', r"\|")
}

/// A text as code: between backticks of which so many do not stand in it, and without line ends.
fn code(text: &str) -> String {
    let fence = "`".repeat(longest_run(text) + 1);
    let text = text.replace(['\n', '\r'], " ");
    let gap = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{gap}{text}{gap}{fence}")
}

/// How many backticks stand side by side.
fn longest_run(text: &str) -> usize {
    text.split(|character| character != '`').map(str::len).max().unwrap_or(0)
}
