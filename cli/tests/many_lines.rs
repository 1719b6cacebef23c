//! `waypost decide --ndjson` reads, decides and writes side by side: no line is lost, and answers keep their order.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may take the repository for granted"
)]

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

use serde_json::Value;

/// More lines than are read at once, many times over.
const LINES: usize = 40_000;
/// Every so many lines one is empty, and the one behind it is no payment.
const STRANGE: usize = 7_777;

fn decide(file: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_waypost"));
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/commands/decide.in"));
    command.args(["decide", "desk", "--ndjson", file]);
    command
}

fn payments() -> String {
    (0..LINES).fold(String::new(), |mut lines, number| {
        match number % STRANGE {
            5 => lines.push('\n'),
            6 => lines.push_str("no payment\n"),
            _ => writeln!(lines, r#"{{"method": "card", "risk": {}}}"#, number % 101).unwrap(),
        }
        lines
    })
}

/// Looks through the answers to those payments.
fn check(Output { status, stdout, stderr }: &Output) {
    let answers: Vec<Value> = stdout
        .split_inclusive(|byte| *byte == b'\n')
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect();
    let lines: Vec<usize> = (0..LINES).filter(|number| number % STRANGE != 5).collect();
    assert_eq!(answers.len(), lines.len());
    for (answer, number) in answers.iter().zip(&lines) {
        match number % STRANGE {
            6 => assert_eq!(answer["error"]["line"], number + 1),
            _ => assert_eq!(answer["screen"]["outcome"] == "deny", number % 101 >= 90, "line {}", number + 1),
        }
    }
    let refused = lines.iter().filter(|number| *number % STRANGE == 6).count();
    assert_eq!(
        String::from_utf8_lossy(stderr),
        format!("refused {refused} of {} payments\n", lines.len()),
        "nothing else is told where nobody looks on"
    );
    assert_eq!(status.code(), Some(1));
}

#[test]
fn answers_to_a_file_keep_the_order_of_its_lines() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("payments.ndjson");
    fs::write(&file, payments()).unwrap();
    check(&decide(file.to_str().unwrap()).output().unwrap());
}

#[test]
fn answers_to_standard_input_keep_the_order_of_its_lines() {
    let mut command = decide("-");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = thread::spawn(move || stdin.write_all(payments().as_bytes()));
    check(&child.wait_with_output().unwrap());
    writer.join().unwrap().unwrap();
}

#[test]
fn each_line_is_answered_before_the_next_one_is_written() {
    let mut child = decide("-").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for risk in [0, 95] {
        writeln!(stdin, r#"{{"method": "card", "risk": {risk}}}"#).unwrap();
        assert!(answers.next().unwrap().unwrap().contains(if risk < 90 { "allow" } else { "deny" }));
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}
