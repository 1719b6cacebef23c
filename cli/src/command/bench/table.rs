//! The figures for people.

use comfy_table::{CellAlignment, ColumnConstraint, Table, Width, presets};

use crate::command::bench::latency::Latency;
use crate::command::bench::quantity::{Decimal, size, time};
use crate::command::bench::{Figures, Origin};
use crate::report::grouped;

/// How wide the columns are at least, so that those of all tables stand below one another: the first one, and all others.
const WIDTHS: (u16, u16) = (19, 13);

const PICOS_OF_NANO: u64 = 1_000;
const PICOS_OF_MICRO: u64 = 1_000_000;

/// All tables, one below the other, without a line end.
pub(super) fn of(figures: &Figures) -> String {
    let Figures { policy, payments, latency, .. } = figures;
    let head = format!("{} {}\n{}", policy.name, policy.digest, decided(payments));
    let tables = [compilation(figures), stages(figures), throughput(figures), latencies(figures)];
    let tables = tables.map(|table| table.trim_fmt()).join("\n\n");
    format!(
        "{head}\n\n{tables}\n\nto read the clock takes {} ns, which single decisions are less",
        latency.clock_ns
    )
}

/// Which payments were decided: `10,000 payments, drawn with seed 1`.
fn decided(payments: &Origin) -> String {
    let ending = if payments.count == 1 { "" } else { "s" };
    let origin = match payments.seed {
        Some(seed) => format!("drawn with seed {seed}"),
        None => format!("{} refused", grouped(payments.refused as u64)),
    };
    format!("{} payment{ending}, {origin}", grouped(payments.count as u64))
}

fn compilation(figures: &Figures) -> Table {
    let compile = &figures.compile;
    let row = |name: &str, ms: Decimal| vec![name.to_owned(), time(ms.thousandths() * PICOS_OF_MICRO)];
    let rows =
        vec![row("text to snapshot", compile.text_to_snapshot_ms), row("graphs alone", compile.graphs_ms)];
    table(&["to compile", &format!("median of {}", compile.runs)], rows)
}

fn stages(figures: &Figures) -> Table {
    let rows = figures.stages.iter().map(|stage| {
        vec![
            stage.stage.to_owned(),
            grouped(stage.rules as u64),
            grouped(stage.nodes as u64),
            size(stage.bytes as u64),
            stage.worst_path.to_string(),
            stage.mean_path.map_or("-".to_owned(), |mean| mean.to_string()),
            grouped(stage.payments as u64),
        ]
    });
    table(&["graph", "rules", "nodes", "size", "worst path", "mean path", "payments"], rows.collect())
}

fn throughput(figures: &Figures) -> Table {
    let rows = figures.throughput.iter().map(|run| {
        let name = if run.threads == 1 { "1 thread".to_owned() } else { format!("{} threads", run.threads) };
        let each = time(run.ns_per_decision.thousandths() * (PICOS_OF_NANO / 1_000));
        vec![name, grouped(run.decisions_per_second), each]
    });
    table(&["decisions", "a second", "one every"], rows.collect())
}

fn latencies(figures: &Figures) -> Table {
    let row = |name: &str, latency: &Latency| {
        let Latency { p50_ns, p90_ns, p99_ns, p99_9_ns, decisions } = latency;
        let times = [p50_ns, p90_ns, p99_ns, p99_9_ns].map(|nanos| time(nanos.saturating_mul(PICOS_OF_NANO)));
        let name = std::iter::once(name.to_owned());
        name.chain(times).chain([grouped(*decisions)]).collect()
    };
    let rows = vec![row("warm", &figures.latency.warm), row("cold", &figures.latency.cold)];
    table(&["one decision", "p50", "p90", "p99", "p99.9", "decisions"], rows)
}

/// A table without lines, whose first column is text and all others numbers.
fn table(header: &[&str], rows: Vec<Vec<String>>) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(header.to_vec()).add_rows(rows);
    for (place, column) in table.column_iter_mut().enumerate() {
        let (width, alignment) = match place {
            0 => (WIDTHS.0, CellAlignment::Left),
            _ => (WIDTHS.1, CellAlignment::Right),
        };
        column.set_padding((0, 0)).set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width)));
        column.set_cell_alignment(alignment);
    }
    table
}
