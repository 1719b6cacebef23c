//! Graphs as flowcharts of Mermaid, which many pages draw.

use std::io::{self, Write};

use crate::command::graph::figure::{Arrow, Box, Figure, Kind};
use crate::command::graph::outline::{Outline, Stage};
use crate::report::count;

pub(super) fn write(out: &mut impl Write, outline: &Outline) -> io::Result<()> {
    writeln!(out, "flowchart LR")?;
    outline.stages.iter().try_for_each(|stage| subgraph(out, stage))?;
    writeln!(out, "  classDef test fill:#e8f0fe,stroke:#5f6368")?;
    writeln!(out, "  classDef leaf fill:#fef7e0,stroke:#5f6368,text-align:left")?;
    writeln!(out, "  classDef rule fill:#e6f4ea,stroke:#5f6368")?;
    writeln!(out, "  classDef other fill:#f1f3f4,stroke:#5f6368")
}

fn subgraph(out: &mut impl Write, stage: &Stage) -> io::Result<()> {
    let label = format!("{}: {}", stage.name, count(stage.rules, "rule"));
    writeln!(out, "  subgraph {} [{}]", stage.name, quoted(&[label]))?;
    let figure = Figure::of(stage);
    figure.boxes.iter().try_for_each(|one| node(out, one))?;
    figure.arrows.iter().try_for_each(|arrow| edge(out, arrow))?;
    writeln!(out, "  end")
}

fn node(out: &mut impl Write, Box { id, kind, lines }: &Box) -> io::Result<()> {
    let (open, close, class) = match kind {
        Kind::Test => ("{{", "}}", "test"),
        Kind::Leaf => ("[", "]", "leaf"),
        Kind::Rule => ("([", "])", "rule"),
        Kind::Start | Kind::Otherwise | Kind::Folded => ("([", "])", "other"),
    };
    writeln!(out, "    {id}{open}{}{close}:::{class}", quoted(lines))
}

fn edge(out: &mut impl Write, Arrow { from, to, lines, is_miss }: &Arrow) -> io::Result<()> {
    let arrow = if *is_miss { "-.->" } else { "-->" };
    match lines.as_slice() {
        [] => writeln!(out, "    {from} {arrow} {to}"),
        lines => writeln!(out, "    {from} {arrow}|{}| {to}", quoted(lines)),
    }
}

/// Lines as a string; what means something to Mermaid is written by its name or number.
fn quoted(lines: &[String]) -> String {
    let escaped = lines.iter().map(|line| {
        let signs = line.trim_start().chars().map(|sign| match sign {
            '"' => "#quot;".to_owned(),
            '<' => "#lt;".to_owned(),
            '>' => "#gt;".to_owned(),
            '#' | '&' | '`' | '\\' => format!("#{};", u32::from(sign)),
            sign => sign.to_string(),
        });
        signs.collect::<String>()
    });
    format!("\"{}\"", escaped.collect::<Vec<_>>().join("<br/>"))
}
