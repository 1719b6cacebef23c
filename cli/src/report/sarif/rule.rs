//! Codes as the rules of SARIF, each with its page.

use serde::Serialize;
use waypost_dsl::diagnostic::{Code, Severity};

use crate::pages;

/// A code.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rule {
    id: &'static str,
    name: &'static str,
    short_description: Text,
    full_description: Text,
    help: Help,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Debug, Serialize)]
struct Text {
    text: &'static str,
}

#[derive(Debug, Serialize)]
struct Help {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Debug, Serialize)]
struct Configuration {
    level: &'static str,
}

/// What GitHub sorts by.
#[derive(Debug, Serialize)]
struct Properties {
    /// Findings are proved.
    precision: &'static str,
    #[serde(rename = "problem.severity")]
    problem_severity: &'static str,
}

/// All of them; a code's place among them is its place in [`Code::ALL`].
pub(super) fn all() -> Vec<Rule> {
    Code::ALL.iter().copied().map(rule).collect()
}

fn rule(code: Code) -> Rule {
    let page = pages::of(code).unwrap_or(code.title());
    let text = prose(page).unwrap_or(code.title());
    let problem_severity = match code.severity() {
        Severity::Note => "recommendation",
        severity => severity.as_str(),
    };
    Rule {
        id: code.id(),
        name: code.name(),
        short_description: Text { text: code.title() },
        full_description: Text { text },
        help: Help { text, markdown: page },
        default_configuration: Configuration { level: code.severity().as_str() },
        properties: Properties { precision: "very-high", problem_severity },
    }
}

/// What a page says between its head, which is the title and the severity, and its example.
fn prose(page: &str) -> Option<&str> {
    let (opening, _) = page.split_once("\n## ")?;
    opening.splitn(3, "\n\n").nth(2).map(str::trim_ascii)
}
