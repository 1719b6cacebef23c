//! Invariants: what is claimed of a stage, typed; whether it holds is for the proofs to say.

use crate::ast::{self, OutcomePart, OutcomeWords};
use crate::check::collect::Declarations;
use crate::check::knowledge::Knowledge;
use crate::check::outcome::{self, connector};
use crate::check::packs::Need;
use crate::check::scope::{Reach, Scope};
use crate::check::test::bad_literal;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, suggest};
use crate::hir::{Claim, Condition, Connectors, Effective, Expected, Invariant, Outcome, StageKind};
use crate::literal;

/// The words that a claim begins with.
const CLAIMS: [&str; 3] = ["always", "never", "first"];

/// The invariants of a policy.
pub(super) fn check<'a>(
    scope: &mut Scope<'a, '_>,
    declared: &Declarations<'a>,
    connectors: &Connectors,
) -> Vec<Invariant> {
    declared.invariants.values().filter_map(|item| invariant(scope, item, connectors)).collect()
}

fn invariant<'a>(
    scope: &mut Scope<'a, '_>,
    item: &'a ast::Invariant,
    connectors: &Connectors,
) -> Option<Invariant> {
    let Some(stage) = StageKind::ALL.into_iter().find(|kind| kind.as_str() == item.stage.text) else {
        unknown_stage(scope, &item.stage);
        return None;
    };
    let is_there = scope.declared.stages.iter().any(|written| written.name.text == item.stage.text);
    if !is_there && !scope.lacks(item.stage.span, Need::Stage(item.stage.text.clone())) {
        let message =
            format!("the policy has no stage `{}`, so nothing can be claimed of it", item.stage.text);
        let fault = Diagnostic::new(Code::BadInvariant, item.stage.span, message);
        scope.diagnostics.add(fault.help("add the stage, or leave the invariant out"));
        return None;
    }
    scope.reach = if stage == StageKind::Retry { Reach::Attempt } else { Reach::Signals };
    let known = scope.start(stage);
    let when = match &item.when {
        Some(condition) => scope.condition(condition, &known),
        None => Some(Condition::ALWAYS),
    };
    if !is_there {
        return None;
    }
    let claim = claim(scope, stage, item, connectors);
    let effective = effective(item.effective.as_deref(), scope.diagnostics);
    let (name, span) = (item.name.text.clone(), item.name.span);
    Some(Invariant { name, span, effective: effective?, when: when?, stage, claim: claim? })
}

/// The days on which an invariant holds; nothing if they are not sound.
fn effective(written: Option<&ast::Effective>, diagnostics: &mut Diagnostics) -> Option<Effective> {
    let Some(written) = written else { return Some(Effective::default()) };
    let mut day = |value: &Option<ast::Value>| match value {
        None => Some(None),
        Some(value) => match literal::date(&value.spelled()) {
            Ok(day) => Some(Some(day)),
            Err(fault) => {
                diagnostics.add(bad_literal(value, &fault));
                None
            }
        },
    };
    let (from, until) = (day(&written.from), day(&written.until));
    let effective = Effective { from: from?, until: until? };
    if let (Some(from), Some(until)) = (&written.from, &written.until)
        && effective.from > effective.until
    {
        let message = format!("this invariant ends on {}, before it begins", until.spelled());
        let fault = Diagnostic::new(Code::NeverEffective, until.span, message);
        diagnostics.add(
            fault
                .label(from.span, "it begins here")
                .help("both days are included: give the earlier one behind `from`, or leave one of them out"),
        );
        return None;
    }
    Some(effective)
}

fn unknown_stage(scope: &mut Scope<'_, '_>, name: &ast::Name) {
    let stages = StageKind::ALL.map(StageKind::as_str);
    let fault = Diagnostic::new(Code::BadInvariant, name.span, format!("there is no stage `{}`", name.text));
    scope.diagnostics.add(match suggest::closest(&name.text, stages) {
        Some(close) => fault.help(format!("did you mean `{close}`?")).fix(name.span, close),
        None => fault.help(format!("the stages are {}", suggest::list(stages, 4))),
    });
}

fn claim(
    scope: &mut Scope<'_, '_>,
    stage: StageKind,
    item: &ast::Invariant,
    connectors: &Connectors,
) -> Option<Claim> {
    let word = item.claim.text.as_str();
    if !CLAIMS.contains(&word) || (word == "first" && stage != StageKind::Route) {
        let message = format!("an invariant of `{}` cannot say `{word}`", stage.as_str());
        let fault = Diagnostic::new(Code::BadInvariant, item.claim.span, message);
        scope.diagnostics.add(match suggest::closest(word, CLAIMS) {
            Some(close) if close != word => {
                fault.help(format!("did you mean `{close}`?")).fix(item.claim.span, close)
            }
            _ => fault.help(
                "write `always` or `never` before the outcome; of `route` also `first` before a connector",
            ),
        });
        return None;
    }
    let part = match item.outcome.parts.as_slice() {
        [OutcomePart::Words(part)] => part,
        [] => return None,
        _ => {
            let fault = Diagnostic::new(
                Code::BadInvariant,
                item.outcome.span,
                "an invariant names one outcome or one connector",
            );
            scope.diagnostics.add(fault.help("write an invariant for each"));
            return None;
        }
    };
    let expected = expected(scope, stage, part, &item.outcome, connectors)?;
    match (word, expected) {
        ("always", expected) => Some(Claim::Always(expected)),
        ("never", expected) => Some(Claim::Never(expected)),
        (_, Expected::InPlan(connector)) => Some(Claim::First(connector)),
        (_, Expected::Outcome(_)) => {
            let fault = Diagnostic::new(
                Code::BadInvariant,
                part.span,
                "`first` names the connector that is tried first",
            );
            scope.diagnostics.add(fault.help("write `route first adyen`, or `route always none`"));
            None
        }
    }
}

/// What the claim names; a reason may be left out.
fn expected(
    scope: &mut Scope<'_, '_>,
    stage: StageKind,
    part: &OutcomeWords,
    whole: &ast::Outcome,
    connectors: &Connectors,
) -> Option<Expected> {
    let words: Vec<&str> = part.words.iter().map(|word| word.text.as_str()).collect();
    let any = |outcome: fn(String) -> Outcome| Some(Expected::Outcome(outcome(String::new())));
    match (stage, words.as_slice(), &part.value) {
        (StageKind::Screen, ["deny"], None) => any(Outcome::Deny),
        (StageKind::Screen, ["review"], None) => any(Outcome::Review),
        (StageKind::Route, ["none"], None) => any(Outcome::NoRoute),
        (StageKind::Route, ["none"], Some(_))
        | (StageKind::Screen | StageKind::Authenticate | StageKind::Retry, ..) => {
            outcome::check(scope, stage, whole, connectors, &Knowledge::default()).map(Expected::Outcome)
        }
        (StageKind::Route, [_], None) => {
            connector(scope, part.words.first()?, connectors).map(Expected::InPlan)
        }
        (StageKind::Route, ..) => {
            let fault = Diagnostic::new(
                Code::BadInvariant,
                part.span,
                "an invariant of `route` names a connector, or `none`",
            );
            scope
                .diagnostics
                .add(fault.help("write `route never stripe`, `route always adyen` or `route first adyen`"));
            None
        }
    }
}
