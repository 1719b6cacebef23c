//! A stage without its last line has a gap exactly if a payment meets none of its rules.

use waypost_dsl::diagnostic::Code;
use waypost_dsl::hir::{Policy, Stage};
use waypost_engine::reference;

use crate::checked;
use crate::expected::Looked;
use crate::payments::{all, is_complete, spelled};
use crate::written::Written;

/// Takes the last line of a stage away, and compares.
pub(crate) fn compare(written: &Written, policy: &Policy, stage: &Stage, about: &str) {
    let payments = all(written, policy);
    let expected = Looked::at(policy, stage, &payments).met.iter().any(|(_, met)| met.is_empty());
    let diagnostics = match checked(&written.text(Some(stage.kind))) {
        Ok(_) => return assert!(!expected, "a gap is missed: {about}"),
        Err(diagnostics) => diagnostics.into_sorted(),
    };
    let gap = diagnostics.iter().find(|finding| finding.code == Code::Gap);
    let gap = gap.unwrap_or_else(|| panic!("{:?}: {about}", diagnostics.first().map(|one| &one.message)));
    assert!(expected || written.shapes, "there is no gap: {about}");
    match &gap.witness {
        None => assert!(written.shapes, "no payment is shown: {about}"),
        Some(witness) => {
            let payment = spelled(policy, witness);
            assert!(is_complete(policy, &payment), "{witness}: {about}");
            let mut rules = stage.rules.iter();
            assert!(
                !rules.any(|(_, rule)| reference::holds(policy, &rule.when, &payment)),
                "{witness}: {about}"
            );
        }
    }
}
