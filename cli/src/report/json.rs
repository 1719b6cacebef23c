//! The report as one JSON object, for programs.

use std::io::{self, Write};

use serde::Serialize;
use waypost_server::wire::finding::Finding;

use crate::report::{Found, write_json};

#[derive(Serialize)]
struct Log {
    findings: Vec<Finding>,
}

pub(super) fn print(out: &mut dyn Write, found: Vec<Found<'_>>) -> io::Result<()> {
    write_json(out, &Log { findings: found.into_iter().map(|found| found.finding).collect() })
}
