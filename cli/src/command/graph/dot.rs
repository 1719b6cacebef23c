//! Graphs in the language of Graphviz.

use std::io::{self, Write};

use crate::command::graph::figure::{Arrow, Box, Figure, Kind};
use crate::command::graph::outline::{Outline, Stage};
use crate::report::count;

pub(super) fn write(out: &mut impl Write, outline: &Outline) -> io::Result<()> {
    writeln!(out, "digraph {} {{", quoted(std::slice::from_ref(&outline.policy), "\\n"))?;
    writeln!(out, "  graph [rankdir=LR, fontname=\"Helvetica\", fontsize=11, nodesep=0.15];")?;
    writeln!(out, "  node [shape=box, style=\"rounded,filled\", fontname=\"Helvetica\", fontsize=10];")?;
    writeln!(out, "  edge [fontname=\"Helvetica\", fontsize=9, color=\"#5f6368\"];")?;
    outline.stages.iter().try_for_each(|stage| cluster(out, stage))?;
    writeln!(out, "}}")
}

fn cluster(out: &mut impl Write, stage: &Stage) -> io::Result<()> {
    let label = format!("{}: {}", stage.name, count(stage.rules, "rule"));
    writeln!(out, "  subgraph cluster_{} {{", stage.name)?;
    writeln!(out, "    label={}; labeljust=l; color=\"#dadce0\";", quoted(&[label], "\\n"))?;
    let figure = Figure::of(stage);
    figure.boxes.iter().try_for_each(|one| node(out, one))?;
    figure.arrows.iter().try_for_each(|arrow| edge(out, arrow))?;
    writeln!(out, "  }}")
}

fn node(out: &mut impl Write, Box { id, kind, lines }: &Box) -> io::Result<()> {
    let (colour, ending) = match kind {
        Kind::Start => ("#ffffff", "\\n"),
        Kind::Test => ("#e8f0fe", "\\n"),
        Kind::Leaf => ("#fef7e0", "\\l"),
        Kind::Rule => ("#e6f4ea", "\\n"),
        Kind::Otherwise => ("#f1f3f4", "\\n"),
        Kind::Folded => ("#fce8e6", "\\n"),
    };
    writeln!(out, "    {id} [label={}, fillcolor=\"{colour}\"];", quoted(lines, ending))
}

fn edge(out: &mut impl Write, Arrow { from, to, lines, is_miss }: &Arrow) -> io::Result<()> {
    let style = if *is_miss { ", style=dashed" } else { "" };
    writeln!(out, "    {from} -> {to} [label={}{style}];", quoted(lines, "\\l"))
}

/// Lines as a string, each with its ending if there are several or they stand to the left.
fn quoted(lines: &[String], ending: &str) -> String {
    let escaped = lines.iter().map(|line| line.replace('\\', "\\\\").replace('"', "\\\""));
    let text = match ending {
        "\\l" => escaped.map(|line| line + ending).collect(),
        _ => escaped.collect::<Vec<_>>().join(ending),
    };
    format!("\"{text}\"")
}
