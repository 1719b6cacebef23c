//! The report as SARIF 2.1.0, which code scanning reads, with what GitHub requires of it.
//!
//! Format: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>. GitHub's part of it:
//! <https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning>.

mod location;
mod message;
mod result;
mod rule;

use std::io::{self, Write};

use serde::Serialize;

use crate::Status;
use crate::report::region::COLUMN_KIND;
use crate::report::{Found, write_json};

#[derive(Serialize)]
struct Log<'f> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'f>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'f> {
    tool: Tool,
    invocations: [Invocation; 1],
    column_kind: &'static str,
    results: Vec<result::SarifResult<'f>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    information_uri: &'static str,
    /// All codes, found or not: what one run says of its rules can be compared with what another says.
    rules: Vec<rule::Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    exit_code: u8,
}

pub(super) fn print(out: &mut dyn Write, found: &[Found<'_>], status: Status) -> io::Result<()> {
    let driver = Driver {
        name: "Waypost",
        semantic_version: env!("CARGO_PKG_VERSION"),
        information_uri: env!("CARGO_PKG_REPOSITORY"),
        rules: rule::all(),
    };
    let run = Run {
        tool: Tool { driver },
        invocations: [Invocation {
            execution_successful: status != Status::Unreadable,
            exit_code: status.code(),
        }],
        column_kind: COLUMN_KIND,
        results: result::all(found),
    };
    let schema = "https://json.schemastore.org/sarif-2.1.0.json";
    write_json(out, &Log { schema, version: "2.1.0", runs: [run] })
}
