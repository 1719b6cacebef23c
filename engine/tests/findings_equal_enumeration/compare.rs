//! What is found against what ought to be.

use std::collections::BTreeSet;

use waypost_dsl::Diagnostics;
use waypost_dsl::arena::Id;
use waypost_dsl::diagnostic::{Code, Diagnostic};
use waypost_dsl::hir::{Policy, StageKind};
use waypost_engine::{Payment, analyze, reference};

use crate::expected::{Looked, Plans, breaks};
use crate::payments;
use crate::shown;
use crate::written::Written;

/// The codes of which a rule has one at most.
const OF_RULES: [Code; 4] =
    [Code::UnreachableRule, Code::Contradiction, Code::Tautology, Code::RedundantRule];

/// Compares all findings about a policy; `about` tells which one it is.
pub(crate) fn compare(written: &Written, policy: &Policy, about: &str) {
    let mut diagnostics = Diagnostics::default();
    let options = analyze::Options { notes: true, ..analyze::Options::default() };
    analyze(policy, options, &mut diagnostics);
    let found = diagnostics.into_sorted();
    let payments = payments::all(written, policy);
    for finding in &found {
        shown::hold(policy, finding, about);
    }
    of_rules(written, policy, &payments, &found, about);
    of_plans(written, policy, &payments, &found, about);
    of_invariants(written, policy, &payments, &found, about);
}

fn is_about(finding: &Diagnostic, stage: StageKind, rule: &str) -> bool {
    finding.place.as_ref().is_some_and(|place| place.stage == stage && place.rule.as_deref() == Some(rule))
}

fn of_rules(written: &Written, policy: &Policy, payments: &[Payment], found: &[Diagnostic], about: &str) {
    for stage in &policy.stages {
        let looked = Looked::at(policy, stage, payments);
        for (id, rule) in stage.rules.iter() {
            let own = || found.iter().filter(|finding| is_about(finding, stage.kind, &rule.name));
            let told = own().find(|finding| OF_RULES.contains(&finding.code));
            let expected = looked.of_rule(id.index());
            let which = format!("\"{}\" of {}, {about}", rule.name, stage.kind.as_str());
            match told {
                Some(told) => assert_eq!(Some(told.code), expected, "{which}"),
                None => assert!(written.shapes || expected.is_none(), "{expected:?} is missed of {which}"),
            }
            let overlaps = own().any(|finding| finding.code == Code::Overlap);
            let expected = looked.overlaps(id.index());
            assert!(overlaps == expected || written.shapes, "overlap of {which}");
            let fewest = told.filter(|told| told.code == Code::UnreachableRule && !written.shapes);
            if let Some(told) = fewest {
                assert_eq!(told.labels.len(), looked.fewest(id.index()) as usize, "{} {which}", told.message);
            }
        }
    }
}

fn of_plans(written: &Written, policy: &Policy, payments: &[Payment], found: &[Diagnostic], about: &str) {
    let expected = Plans::of(policy, payments);
    let mut plans = Plans::default();
    for finding in found {
        let rule = finding.place.as_ref().and_then(|place| place.rule.clone()).unwrap_or_default();
        match finding.code {
            Code::EmptyPlan => drop(plans.empty.insert(rule)),
            Code::IneligibleConnector => {
                let names =
                    finding.labels.iter().map(|label| label.text.split('`').nth(1).unwrap_or_default());
                plans.struck.extend(names.map(|name| (rule.clone(), name.to_owned())));
            }
            _ => {}
        }
    }
    match written.shapes {
        true => assert!(plans.empty.is_superset(&expected.empty), "{about}"),
        false => assert_eq!(plans, expected, "{about}"),
    }
}

fn of_invariants(
    written: &Written,
    policy: &Policy,
    payments: &[Payment],
    found: &[Diagnostic],
    about: &str,
) {
    let broken = found.iter().filter(|finding| finding.code == Code::BrokenInvariant);
    let told: BTreeSet<_> = broken.map(|finding| finding.primary.span).collect();
    for invariant in &policy.invariants {
        let expected = payments
            .iter()
            .any(|payment| breaks(policy, invariant, payment, &reference::evaluate(policy, payment)));
        let told = told.contains(&invariant.span);
        assert!(told == expected || (told && written.shapes), "\"{}\" is {told}, {about}", invariant.name);
    }
}
