//! What was found in policies, as the client wants it: file by file, each thing once.

use std::collections::BTreeMap;

use gen_lsp_types::{
    Code, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, Message, Uri,
};
use waypost_dsl::diagnostic::{self, Severity};

use crate::lsp::policies::Policy;
use crate::lsp::position::{Encoding, Lines};
use crate::lsp::server::Server;

/// What is to be told of each file; nothing of a text that is open and sound.
pub(crate) fn all(server: &Server) -> BTreeMap<Uri, Vec<Diagnostic>> {
    let open = server.documents.iter().map(|document| (document.uri.clone(), vec![]));
    let mut told: BTreeMap<Uri, Vec<Diagnostic>> = open.collect();
    for policy in server.policies.iter() {
        for found in &policy.found {
            let Some(uri) = policy.uri(found.primary.span.file) else { continue };
            let one = convert(policy, found, server.encoding);
            let of_file = told.entry(uri.clone()).or_default();
            if !of_file.contains(&one) {
                of_file.push(one);
            }
        }
    }
    told
}

/// One finding as the client wants it.
pub(crate) fn convert(policy: &Policy, found: &diagnostic::Diagnostic, encoding: Encoding) -> Diagnostic {
    let related = found.labels.iter().filter_map(|label| {
        Some(DiagnosticRelatedInformation {
            location: location(policy, label.span, encoding)?,
            message: label.text.clone(),
        })
    });
    let related: Vec<_> = related.collect();
    Diagnostic {
        range: location(policy, found.primary.span, encoding).map(|place| place.range).unwrap_or_default(),
        severity: Some(match found.severity() {
            Severity::Error => DiagnosticSeverity::Error,
            Severity::Warning => DiagnosticSeverity::Warning,
            Severity::Note => DiagnosticSeverity::Information,
        }),
        code: Some(Code::String(found.code.id().to_owned())),
        source: Some("waypost".to_owned()),
        message: Message::String(message(found)),
        related_information: (!related.is_empty()).then_some(related),
        ..Default::default()
    }
}

/// What is wrong, why, for which payment, and how to mend it.
fn message(found: &diagnostic::Diagnostic) -> String {
    let label = Some(found.primary.text.clone()).filter(|text| !text.is_empty());
    let witness = found.witness.as_ref().map(|payment| format!("payment: {payment}"));
    let help = found.help.as_ref().map(|help| format!("help: {help}"));
    let parts = [Some(found.message.clone()), label, witness, help];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// A place in a file of a policy.
pub(crate) fn location(policy: &Policy, span: waypost_dsl::Span, encoding: Encoding) -> Option<Location> {
    let source = policy.sources.get(span.file)?;
    let range = Lines::new(&source.text, encoding).range(span);
    Some(Location { uri: policy.uri(span.file)?.clone(), range })
}
