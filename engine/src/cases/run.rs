//! Decides the payments of cases, and tells what is not as expected.

use std::collections::HashSet;

use waypost_dsl::cases::{Case, Expected, expected};
use waypost_dsl::hir::{ConnectorId, Date, Outcome, Policy, RuleId, StageKind};
use waypost_dsl::literal;
use waypost_dsl::{Code, Diagnostic, Diagnostics};

use crate::cases::{claims, filled, spell};
use crate::decision::{Decision, StageDecision};
use crate::evaluate::evaluate;
use crate::payment::Payment;
use crate::reference;
use crate::snapshot::Snapshot;

/// What became of one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// Whether all is as it expects.
    pub passed: bool,
    /// For each stage that decided, the rule that won; none for `otherwise`.
    pub won: Vec<(StageKind, Option<RuleId>)>,
    /// The payment, unless it was refused.
    pub payment: Option<Payment>,
    /// Whether the compiled policy and the reference evaluator decide differently, which is a fault of ours.
    pub disputed: bool,
}

/// Runs the cases of one file, and holds them to the invariants of the day `as_of`; gives what became of each, in order,
/// and adds what there is to say.
pub fn run(snapshot: &Snapshot, cases: &[Case], as_of: Date, diagnostics: &mut Diagnostics) -> Vec<Ran> {
    let mut names = HashSet::new();
    cases
        .iter()
        .map(|case| {
            let known = diagnostics.len();
            if !names.insert(case.name.text.as_str()) {
                diagnostics.add(named_twice(case, cases));
            }
            let mut ran = run_one(snapshot, case, as_of, diagnostics);
            ran.passed = diagnostics.len() == known;
            ran
        })
        .collect()
}

fn run_one(snapshot: &Snapshot, case: &Case, as_of: Date, diagnostics: &mut Diagnostics) -> Ran {
    let policy = snapshot.policy();
    let expected = expected(case, policy, diagnostics).unwrap_or_default();
    let mut ran = Ran { passed: false, won: vec![], payment: None, disputed: false };
    let Some(payment) = filled(snapshot, &case.payment, case.span, diagnostics) else { return ran };
    let decision = evaluate(snapshot, &payment);
    ran.disputed = decision != reference::evaluate(policy, &payment);
    ran.won = StageKind::ALL.into_iter().filter_map(|kind| won(policy, &decision, kind)).collect();
    for expected in &expected {
        if let Some(fault) = compare(policy, &decision, expected, case) {
            diagnostics.add(fault);
        }
    }
    for invariant in claims::broken(policy, &payment, &decision, as_of) {
        let message = format!("{} breaks the invariant {}", name(case), literal::quote(&invariant.name));
        let got = spell::decided(policy, &decision, invariant.stage).unwrap_or_default();
        diagnostics.add(
            Diagnostic::new(Code::FailedCase, case.span, message)
                .saying(format!("this payment gets `{got}`"))
                .label(
                    invariant.span,
                    format!("this is claimed of all payments{}", invariant.effective.in_words()),
                )
                .help("change the rule that decides it, or the invariant"),
        );
    }
    ran.payment = Some(payment);
    ran
}

fn won(policy: &Policy, decision: &Decision<'_>, kind: StageKind) -> Option<(StageKind, Option<RuleId>)> {
    let stage = policy.stages.iter().find(|stage| stage.kind == kind)?;
    let rule = decision.stage(kind)?.rule;
    let id = rule.and_then(|won| stage.rules.iter().find(|(_, rule)| rule.name == won.name));
    Some((kind, id.map(|(id, _)| id)))
}

/// What is not as expected of a stage, if anything.
fn compare(policy: &Policy, decision: &Decision<'_>, expected: &Expected, case: &Case) -> Option<Diagnostic> {
    let kind = expected.stage;
    let Some(StageDecision { outcome, rule }) = decision.stage(kind) else {
        return Some(undecided(decision, expected, case));
    };
    let tried: Vec<ConnectorId> = decision.connectors().collect();
    let same_outcome = expected.outcome.as_ref().is_none_or(|wanted| wanted.is_met(outcome, &tried));
    let stage = policy.stages.iter().find(|stage| stage.kind == kind)?;
    let named = |id: RuleId| stage.rules.at(id).map(|rule| rule.name.as_str());
    let same_rule = expected.by.is_none_or(|by| by.and_then(named) == rule.map(|rule| rule.name.as_str()));
    if same_outcome && same_rule {
        return None;
    }
    let (got, by) = (spell::decided(policy, decision, kind)?, spell::by(rule));
    let (wanted, got) = match &expected.by {
        None => (spell::wanted(policy, stage, expected), got),
        Some(_) => (spell::wanted(policy, stage, expected), format!("{got}, {by}")),
    };
    let message = format!("{} expects `{wanted}` and gets `{got}`", name(case));
    let fault = Diagnostic::new(Code::FailedCase, expected.span, message)
        .saying(format!("it is decided {by}"))
        .help(format!("change the policy, or expect what it decides: `{got}`"))
        .fix(expected.span, got)
        .at(kind, rule.map(|rule| rule.name.as_str()));
    Some(match rule {
        Some(rule) => fault.label(rule.span, "this rule wins"),
        None => fault.label(stage.span, "no rule wins"),
    })
}

fn undecided(decision: &Decision<'_>, expected: &Expected, case: &Case) -> Diagnostic {
    let kind = expected.stage.as_str();
    let fault = Diagnostic::new(
        Code::FailedCase,
        expected.span,
        format!("`{kind}` decides nothing for {}", name(case)),
    );
    match decision.screen {
        Some(StageDecision { outcome: Outcome::Deny(reason), rule }) => {
            let fault = fault
                .saying(format!("`screen` denies the payment, {}", literal::quote(reason)))
                .help("change the policy, or expect `screen deny`");
            match rule {
                Some(rule) => fault.label(rule.span, "this rule wins"),
                None => fault,
            }
        }
        _ => fault
            .saying("the payment tells of no attempt")
            .help("give the attempt that failed: `attempt=1 decline=… connector=…`"),
    }
}

fn named_twice(case: &Case, cases: &[Case]) -> Diagnostic {
    let message = format!("{} is the name of two cases", name(case));
    let fault =
        Diagnostic::new(Code::DuplicateName, case.name.span, message).help("give one of them another name");
    match cases.iter().find(|other| other.name.text == case.name.text) {
        Some(first) => fault.label(first.name.span, "the first one is here"),
        None => fault,
    }
}

fn name(case: &Case) -> String {
    literal::quote(&case.name.text)
}
