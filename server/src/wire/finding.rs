//! Findings as JSON: what `waypost check --format json` prints and the server tells of a stale policy.

use serde::Serialize;
use waypost_dsl::Sources;
use waypost_dsl::diagnostic::Diagnostic;

use crate::wire::witness::WitnessJson;

/// One finding. Every member is always there, null where the finding has no such thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "http", derive(utoipa::ToSchema))]
pub struct Finding {
    /// The stable code, `WP0601`.
    pub code: &'static str,
    /// Its name, `unreachable-rule`.
    pub name: &'static str,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// The stage that it is about.
    #[cfg_attr(feature = "http", schema(required))]
    pub stage: Option<&'static str>,
    /// The rule that it is about.
    #[cfg_attr(feature = "http", schema(required))]
    pub rule: Option<String>,
    /// What is wrong, in one line.
    pub message: String,
    /// The file, as its path is shown to the user.
    pub file: String,
    /// The line of its first byte, from 1.
    pub line: usize,
    /// The column of its first byte, in bytes from 1.
    pub column: usize,
    /// The line of the byte behind its last.
    pub end_line: usize,
    /// The column of the byte behind its last.
    pub end_column: usize,
    /// How to mend it, in words.
    #[cfg_attr(feature = "http", schema(required))]
    pub help: Option<String>,
    /// A payment that shows it, as a payment is given.
    #[cfg_attr(feature = "http", schema(required, value_type = Option<crate::openapi::Payment>))]
    pub witness: Option<WitnessJson>,
}

impl Finding {
    /// What a diagnostic says. `show` gives the path to show for a file's path below the root.
    pub fn new(diagnostic: &Diagnostic, sources: &Sources, show: &dyn Fn(&str) -> String) -> Self {
        let span = diagnostic.primary.span;
        let file = sources.get(span.file);
        let place = |offset| file.map_or((1, 1), |file| file.line_column(offset));
        let ((line, column), (end_line, end_column)) = (place(span.start), place(span.end));
        Self {
            code: diagnostic.code.id(),
            name: diagnostic.code.name(),
            severity: diagnostic.severity().as_str(),
            stage: diagnostic.place.as_ref().map(|place| place.stage.as_str()),
            rule: diagnostic.place.as_ref().and_then(|place| place.rule.clone()),
            message: diagnostic.message.clone(),
            file: file.map(|file| show(&file.path)).unwrap_or_default(),
            line,
            column,
            end_line,
            end_column,
            help: diagnostic.help.clone(),
            witness: diagnostic.witness.clone().map(WitnessJson),
        }
    }
}
