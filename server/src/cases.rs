//! Runs the cases that lie beside a policy, and adds what there is to say to what was built of it.

pub use covered::Covered;

mod covered;

use waypost_dsl::cases::{self, Case};
use waypost_dsl::{Code, Diagnostic, Diagnostics, Span};
use waypost_engine::cases::{Ran, run};

use crate::files::CaseFile;
use crate::pipeline::Built;

/// A case, and what became of it.
#[derive(Debug)]
pub struct Tested {
    /// The case as it is written.
    pub case: Case,
    /// What became of it; nothing if the policy has errors.
    pub ran: Option<Ran>,
}

impl Tested {
    /// Whether all is as the case expects.
    pub fn passed(&self) -> bool {
        self.ran.as_ref().is_some_and(|ran| ran.passed)
    }

    /// Whether `span` lies in the case.
    pub fn holds(&self, span: Span) -> bool {
        let end = self.case.expectations.iter().map(|one| one.span.end).max().unwrap_or(self.case.span.end);
        span.file == self.case.span.file && (self.case.span.start..end).contains(&span.start)
    }
}

/// Runs the cases of `files` and gives those that are sound. Their texts and what is wrong are added to `built`.
pub fn test(files: &[CaseFile], built: &mut Built) -> Vec<Tested> {
    let mut diagnostics = Diagnostics::default();
    let mut tested = vec![];
    for CaseFile { path, text } in files {
        let text = match text {
            Ok(text) => text,
            Err(why) => {
                diagnostics.add(unreadable(path, why, built));
                continue;
            }
        };
        let cases = cases::read(path, text, &mut built.sources, &mut diagnostics);
        let ran: Vec<Option<Ran>> = match &built.snapshot {
            Some(snapshot) => {
                run(snapshot, &cases, built.as_of, &mut diagnostics).into_iter().map(Some).collect()
            }
            None => cases.iter().map(|_| None).collect(),
        };
        tested.extend(cases.into_iter().zip(ran).map(|(case, ran)| Tested { case, ran }));
    }
    built.diagnostics.extend(diagnostics.into_sorted());
    tested
}

fn unreadable(path: &str, why: &str, built: &mut Built) -> Diagnostic {
    let file = built.sources.add(path, "");
    let start = Span { file, start: 0, end: 0 };
    Diagnostic::new(Code::UnreadableFile, start, format!("`{path}` cannot be read: {why}"))
        .help("see that it is text in UTF-8, or take it out of the policy's folder")
}
