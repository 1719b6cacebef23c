//! The report as one JSON object, for programs.

use std::io::{self, Write};

use serde::Serialize;
use waypost_server::wire::finding::Finding;

use crate::report::{Found, end_line};

#[derive(Serialize)]
struct Report {
    findings: Vec<Finding>,
}

pub(super) fn print(out: &mut dyn Write, found: Vec<Found<'_>>) -> io::Result<()> {
    let report = Report { findings: found.into_iter().map(|found| found.finding).collect() };
    serde_json::to_writer_pretty(&mut *out, &report)?;
    end_line(out)
}
