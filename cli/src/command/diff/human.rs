//! The report for people.

use std::fmt::Write as _;

use waypost_server::wire::difference::Change;

use crate::command::diff::report::{MOST_TOLD, Report, moved, open, payment, rows, share, which};
use crate::command::diff::table;

/// The whole report, with line ends.
pub(super) fn of(report: &Report) -> String {
    let mut parts = vec![format!("{}\n", report.headline())];
    let changes = &report.difference.changes;
    for (place, change) in changes.iter().enumerate().take(MOST_TOLD) {
        parts.push(told(report, place + 1, change));
    }
    if let Some(more) = changes.len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
        parts.push(format!("and {more} smaller ones, which --format json tells\n"));
    }
    if !report.difference.undecided.is_empty() {
        let all = report.difference.undecided.iter().map(|undecided| format!("   {}\n", open(undecided)));
        parts.push(format!(
            "not decided within the budget, so more may change (a larger --budget may tell):\n{}",
            all.collect::<String>()
        ));
    }
    if let Some(traffic) = &report.difference.traffic {
        parts.push(format!("traffic: {}\n{}", moved(traffic), table::plain(&rows(traffic))));
    }
    parts.join("\n")
}

fn told(report: &Report, number: usize, change: &Change) -> String {
    let Change { stage, before, after, share: part, .. } = change;
    let mut text = format!("{number}. {stage}, {}\n", share(part.as_ref()));
    let mut line = |name: &str, what: &str| {
        // A text takes whatever is written into it.
        writeln!(text, "   {name:<7} {what}").ok();
    };
    line("before", &before.spelled);
    line("after", &after.spelled);
    if let Some(which) = which(change) {
        line("where", &which);
    }
    match report.replay(change) {
        Some(command) => line("replay", &command),
        None => line("payment", &payment(change)),
    }
    text
}
