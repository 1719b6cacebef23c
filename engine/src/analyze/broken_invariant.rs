//! `broken-invariant`: a payment for which a stage decides otherwise than an invariant claims, and the rule that does it.

use rayon::prelude::*;
use waypost_dsl::diagnostic::{Code, Diagnostic};
use waypost_dsl::hir::{Candidate, Claim, ConnectorId, Expected, Invariant, Outcome, Plan, Rule, Stage};
use waypost_dsl::source::Span;
use waypost_dsl::space::Region;

use crate::cases::{is_kept, is_like};
use crate::payment::Payment;
use crate::proof::{Proofs, Question, Shown, Verdict};
use crate::reference;

/// How many breaking rules are pointed to.
const NAMED: usize = 4;

/// A way in which an outcome can break a claim: if these connectors serve, and this one does not.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Breach {
    serves: Option<ConnectorId>,
    does_not: Option<ConnectorId>,
}

/// What an outcome of the stage may do to the claim.
struct Breaker<'p> {
    rule: Option<(usize, &'p Rule)>,
    span: Span,
    verdict: Verdict,
}

/// A finding for each invariant that some payment breaks, or that could not be proved.
pub(super) fn analyze(proofs: &Proofs<'_>) -> Vec<Diagnostic> {
    let invariants: Vec<(usize, &Invariant)> = proofs.policy().invariants.iter().enumerate().collect();
    let findings = invariants.into_par_iter().filter_map(|(place, invariant)| {
        let (stage, _) = proofs.stage(invariant.stage)?;
        finding(invariant, &breakers(proofs, place, invariant, stage))
    });
    findings.collect()
}

/// The rules, and `otherwise`, that break the invariant or are not proved not to.
fn breakers<'p>(
    proofs: &Proofs<'p>,
    place: usize,
    invariant: &Invariant,
    stage: &'p Stage,
) -> Vec<Breaker<'p>> {
    let rules = stage
        .rules
        .iter()
        .enumerate()
        .map(|(number, (_, rule))| (&rule.outcome, Some((number, rule)), rule.span));
    let otherwise = stage.otherwise.iter().map(|outcome| (outcome, None, stage.span));
    let suspects: Vec<_> = rules
        .chain(otherwise)
        .map(|(outcome, rule, span)| (breaches(&invariant.claim, outcome), rule, span))
        .filter(|(breaches, ..)| !breaches.is_empty())
        .collect();
    let proved = suspects.into_par_iter().map(|(breaches, rule, span)| {
        let verdict = breaks(proofs, place, invariant, rule.map(|(number, _)| number), &breaches);
        Breaker { rule, span, verdict }
    });
    proved.filter(|breaker| !matches!(breaker.verdict, Verdict::Never)).collect()
}

/// Whether a payment that a rule takes breaks the invariant in one of these ways.
fn breaks(
    proofs: &Proofs<'_>,
    place: usize,
    invariant: &Invariant,
    rule: Option<usize>,
    breaches: &[Breach],
) -> Verdict {
    let shows = |payment: &Payment| {
        let policy = proofs.policy();
        let decision = reference::evaluate(policy, payment);
        let decided =
            decision.stage(invariant.stage).map(|decided| decided.rule.map(|rule| rule.name.as_str()));
        let wanted = rule.and_then(|number| proofs.stage(invariant.stage)?.0.rules.iter().nth(number));
        decided == Some(wanted.map(|(_, rule)| rule.name.as_str()))
            && reference::holds(policy, &invariant.when, payment)
            && !is_kept(invariant, &decision)
    };
    let mut verdict = Verdict::Never;
    for breach in breaches {
        let mut question = proofs.reaching(invariant.stage, rule);
        question.within = meet(&question.within, proofs.claim(place));
        if let Some(connector) = breach.serves {
            question.within = meet(&question.within, proofs.serves(connector));
        }
        let struck = breach.does_not.map_or(&[][..], |connector| proofs.serves(connector));
        let question = Question {
            outside: struck.iter().collect(),
            past: proofs.undenied(invariant.stage).into_iter().collect(),
            ..question
        };
        match proofs.find(&question, &shows) {
            Verdict::Never => {}
            Verdict::Undecided => verdict = Verdict::Undecided,
            shown @ Verdict::Shown(_) => return shown,
        }
    }
    verdict
}

fn meet(ones: &[Region], others: &[Region]) -> Vec<Region> {
    ones.iter().flat_map(|one| others.iter().filter_map(|other| one.intersection(other))).collect()
}

/// The ways in which a payment with this outcome may break the claim; none if it cannot.
fn breaches(claim: &Claim, outcome: &Outcome) -> Vec<Breach> {
    let always = |breaks: bool| if breaks { vec![Breach::default()] } else { vec![] };
    match (claim, outcome) {
        (Claim::Always(Expected::Outcome(expected)), _) => always(!is_like(expected, outcome)),
        (Claim::Never(Expected::Outcome(expected)), _) => always(is_like(expected, outcome)),
        (Claim::Always(Expected::InPlan(connector)), Outcome::Plan(plan)) => missing(plan, *connector),
        (Claim::Never(Expected::InPlan(connector)), Outcome::Plan(plan)) => {
            let is_in = plan.connectors().contains(connector);
            if is_in { vec![Breach { serves: Some(*connector), does_not: None }] } else { vec![] }
        }
        (Claim::First(connector), Outcome::Plan(plan)) => before(plan, *connector),
        (Claim::Never(Expected::InPlan(_)), _) => vec![],
        (Claim::Always(Expected::InPlan(_)) | Claim::First(_), _) => always(true),
    }
}

/// The ways in which a plan may come out without a connector.
fn missing(plan: &Plan, connector: ConnectorId) -> Vec<Breach> {
    match plan.candidates().iter().find(|candidate| candidate.connectors().contains(&connector)) {
        Some(Candidate::Split(split)) if split.sides.len() > 1 => vec![Breach::default()],
        Some(_) => vec![Breach { serves: None, does_not: Some(connector) }],
        None => vec![Breach::default()],
    }
}

/// The ways in which a plan may begin with another connector, or come out without this one.
fn before(plan: &Plan, connector: ConnectorId) -> Vec<Breach> {
    let mut breaches = missing(plan, connector);
    for candidate in plan.candidates() {
        let is_own = candidate.connectors().contains(&connector);
        let others = candidate.connectors().into_iter().filter(|other| *other != connector);
        let may_be_first = !is_own || matches!(candidate, Candidate::Best(_));
        breaches.extend(
            others.filter(|_| may_be_first).map(|other| Breach { serves: Some(other), does_not: None }),
        );
        if is_own {
            break;
        }
    }
    breaches
}

fn finding(invariant: &Invariant, breakers: &[Breaker<'_>]) -> Option<Diagnostic> {
    let shown = breakers.iter().filter_map(|breaker| match &breaker.verdict {
        Verdict::Shown(shown) => Some((breaker, shown)),
        _ => None,
    });
    let shown: Vec<(&Breaker<'_>, &Box<Shown>)> = shown.collect();
    let (name, stage) = (&invariant.name, invariant.stage.as_str());
    let Some((first, payment)) = shown.first() else {
        let open = breakers.first()?;
        let message = format!("it could not be proved that \"{name}\" holds for every payment");
        let fault = Diagnostic::new(Code::BrokenInvariant, invariant.span, message)
            .label(open.span, "this may break it")
            .help("give `check` a larger `--budget`, or make the claim or this rule simpler")
            .at(invariant.stage, open.rule.map(|(_, rule)| rule.name.as_str()));
        return Some(fault);
    };
    let rule = |breaker: &Breaker<'_>| match breaker.rule {
        Some((_, rule)) => format!("\"{}\"", rule.name),
        None => "`otherwise`".to_owned(),
    };
    let more = match shown.len() {
        1 => String::new(),
        2 => " and by one more rule".to_owned(),
        many => format!(" and by {} more rules", many - 1),
    };
    let message = format!("\"{name}\" does not hold: it is broken by {} of `{stage}`{more}", rule(first));
    let fault = Diagnostic::new(Code::BrokenInvariant, invariant.span, message)
        .saying("this is claimed of every payment")
        .help("let a rule above decide as is claimed, change the rule, or narrow the claim")
        .at(invariant.stage, first.rule.map(|(_, rule)| rule.name.as_str()))
        .witness(payment.witness.clone());
    Some(
        shown
            .iter()
            .take(NAMED)
            .fold(fault, |fault, (breaker, _)| fault.label(breaker.span, "decides otherwise")),
    )
}
