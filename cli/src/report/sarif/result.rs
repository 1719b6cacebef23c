//! Findings as the results of SARIF.

use std::collections::HashMap;

use serde::Serialize;
use waypost_dsl::diagnostic::{Code, Label};
use waypost_server::wire::witness::WitnessJson;

use crate::report::Found;
use crate::report::region::Region;
use crate::report::sarif::location::{Artifact, PhysicalLocation, Place};
use crate::report::sarif::message::{Message, link};

/// A finding.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifResult<'f> {
    rule_id: &'static str,
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    locations: [Place; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Place>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix>,
    partial_fingerprints: Fingerprints,
    properties: Properties<'f>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix {
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Message>,
    artifact_changes: [Change; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    artifact_location: Artifact,
    replacements: [Replacement; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Content,
}

#[derive(Serialize)]
struct Content {
    text: String,
}

/// What makes a finding the same one after the text above it has changed. GitHub's upload action adds a hash of the
/// lines of its own.
#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "waypostFinding/v1")]
    finding: String,
}

#[derive(Serialize)]
struct Properties<'f> {
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    witness: Option<&'f WitnessJson>,
}

/// All of them, in the same order.
pub(super) fn all<'f>(found: &'f [Found<'_>]) -> Vec<SarifResult<'f>> {
    let mut alike: HashMap<(&str, String), usize> = HashMap::new();
    let result = |found: &'f Found<'_>| {
        let about = about(found);
        let number = alike.entry((&found.finding.file, about.clone())).or_default();
        *number += 1;
        result(found, format!("{about}/{number}"))
    };
    found.iter().map(result).collect()
}

fn result<'f>(found: &'f Found<'_>, fingerprint: String) -> SarifResult<'f> {
    let (diagnostic, finding) = (found.diagnostic, &found.finding);
    let primary = diagnostic.primary.span;
    SarifResult {
        rule_id: finding.code,
        rule_index: Code::ALL.iter().position(|code| *code == diagnostic.code),
        level: finding.severity,
        message: message(found),
        locations: [Place {
            id: None,
            message: None,
            physical_location: PhysicalLocation::of(found, primary),
        }],
        related_locations: (1..)
            .zip(&diagnostic.labels)
            .map(|(id, label)| related(found, id, label))
            .collect(),
        fixes: diagnostic.fix.iter().map(|edit| fix(found, edit)).collect(),
        partial_fingerprints: Fingerprints { finding: fingerprint },
        properties: Properties {
            stage: finding.stage,
            rule: finding.rule.as_deref(),
            witness: finding.witness.as_ref(),
        },
    }
}

/// The message, what the labels say, with links to the other places, the witness and the help, each on a line of its
/// own: GitHub shows nothing else of a result.
fn message(found: &Found<'_>) -> Message {
    let diagnostic = found.diagnostic;
    let others = (1..).zip(&diagnostic.labels).map(|(id, label)| match label.text.as_str() {
        "" => String::new(),
        text => link(text, id),
    });
    let witness = diagnostic.witness.iter().map(|payment| format!("such a payment: {payment}"));
    let lines = [diagnostic.message.clone(), diagnostic.primary.text.clone()].into_iter();
    let lines = lines.chain(others).chain(witness);
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    Message::new(&found.with_help(&lines.join("\n")))
}

fn related(found: &Found<'_>, id: usize, label: &Label) -> Place {
    let message = (!label.text.is_empty()).then(|| Message::new(&label.text));
    Place { id: Some(id), message, physical_location: PhysicalLocation::of(found, label.span) }
}

fn fix(found: &Found<'_>, edit: &waypost_dsl::diagnostic::Fix) -> Fix {
    let replacement = Replacement {
        deleted_region: found.region(edit.span),
        inserted_content: Content { text: edit.replacement.clone() },
    };
    Fix {
        description: found.finding.help.as_deref().map(Message::new),
        artifact_changes: [Change {
            artifact_location: Artifact::new(&found.file(edit.span)),
            replacements: [replacement],
        }],
    }
}

/// The code, the stage and the rule, and the text that it is about, without where they stand.
fn about(found: &Found<'_>) -> String {
    let finding = &found.finding;
    let text = found.text(found.diagnostic.primary.span).lines().next().unwrap_or_default();
    [finding.code, finding.stage.unwrap_or_default(), finding.rule.as_deref().unwrap_or_default(), text]
        .join("/")
}
