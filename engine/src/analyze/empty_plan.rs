//! `empty-plan`: a rule whose plan leaves some payment without a connector that serves it, so that it goes nowhere.

use rayon::prelude::*;
use waypost_dsl::arena::Id;
use waypost_dsl::diagnostic::{Code, Diagnostic};
use waypost_dsl::hir::{self, Candidate, Condition, ConnectorId, Outcome, Policy, Split, Stage, StageKind};
use waypost_dsl::source::Span;
use waypost_dsl::space::{KeySet, Region};

use crate::payment::Payment;
use crate::proof::{Proofs, Verdict, meet};
use crate::reference;

/// A plan and the rule that it belongs to; no rule for `otherwise`.
pub(super) struct Plan<'p> {
    pub(super) tried: &'p hir::Plan,
    pub(super) rule: Option<usize>,
    pub(super) name: Option<&'p str>,
    pub(super) span: Span,
}

/// Every plan that may end up empty.
pub(super) fn analyze(proofs: &Proofs<'_>) -> Vec<Diagnostic> {
    let Some((route, _)) = proofs.stage(StageKind::Route) else { return vec![] };
    plans(route).into_par_iter().filter_map(|plan| finding(proofs, &plan)).collect()
}

/// The plans of a stage, each with its rule.
pub(super) fn plans(route: &Stage) -> Vec<Plan<'_>> {
    let rules = route
        .rules
        .iter()
        .map(|(id, rule)| (&rule.outcome, Some(id.index()), Some(rule.name.as_str()), rule.span));
    let otherwise = route.otherwise.iter().map(|outcome| (outcome, None, None, route.span));
    let plans = rules.chain(otherwise).filter_map(|(outcome, rule, name, span)| match outcome {
        Outcome::Plan(plan) => Some(Plan { tried: plan, rule, name, span }),
        _ => None,
    });
    plans.collect()
}

fn finding(proofs: &Proofs<'_>, plan: &Plan<'_>) -> Option<Diagnostic> {
    match is_empty(proofs, plan) {
        Verdict::Never => None,
        verdict => Some(told(proofs.policy(), plan, &verdict)),
    }
}

/// Whether some payment that gets as far as `plan` is served by none of its candidates.
pub(super) fn is_empty(proofs: &Proofs<'_>, plan: &Plan<'_>) -> Verdict {
    let candidates = plan.tried.candidates();
    if candidates.iter().any(|candidate| always_serves(proofs.policy(), candidate)) {
        return Verdict::Never;
    }
    let served: Vec<Region> = candidates.iter().flat_map(|candidate| served(proofs, candidate)).collect();
    let mut question = proofs.reaching(StageKind::Route, plan.rule);
    question.outside = served.iter().collect();
    question.past = proofs.undenied(StageKind::Route).into_iter().collect();
    question.by_chance = candidates.iter().any(|candidate| matches!(candidate, Candidate::Split(_)));
    proofs.find(&question, &|payment| {
        let decision = reference::evaluate(proofs.policy(), payment);
        let is_this =
            decision.route.is_some_and(|route| route.rule.map(|rule| rule.name.as_str()) == plan.name);
        is_this && decision.connectors().next().is_none()
    })
}

/// Whether a candidate has a connector for every payment.
fn always_serves(policy: &Policy, candidate: &Candidate) -> bool {
    let always = |id: ConnectorId| policy.connectors[id].serves == Condition::ALWAYS;
    match candidate {
        Candidate::Connector(id) => always(*id),
        Candidate::Split(split) => split.sides.iter().all(|(id, _)| always(*id)),
        Candidate::Best(best) => best.connectors.iter().any(|id| always(*id)),
    }
}

/// The payments that a candidate surely has a connector for: of a split whose sides cannot be told apart, those that all
/// of them serve. Of too many, some are left out.
fn served(proofs: &Proofs<'_>, candidate: &Candidate) -> Vec<Region> {
    match candidate {
        Candidate::Connector(id) => proofs.serves(*id).to_vec(),
        Candidate::Best(best) => best.connectors.iter().flat_map(|id| proofs.serves(*id)).cloned().collect(),
        Candidate::Split(split) => {
            let axis = proofs.space().axis(split.by);
            let served = |(id, keys): &(ConnectorId, KeySet)| {
                let falling: Vec<Region> = Region::everything().with(axis, keys).into_iter().collect();
                meet(&falling, proofs.serves(*id))
            };
            let apart =
                proofs.sides(split).and_then(|sides| sides.iter().map(served).collect::<Option<Vec<_>>>());
            apart.map_or_else(|| served_by_all(proofs, split), |apart| apart.into_iter().flatten().collect())
        }
    }
}

fn served_by_all(proofs: &Proofs<'_>, split: &Split) -> Vec<Region> {
    let sides = split.sides.iter().map(|(id, _)| proofs.serves(*id));
    sides.fold(vec![Region::everything()], |both, side| meet(&both, side).unwrap_or_default())
}

fn told(policy: &Policy, plan: &Plan<'_>, verdict: &Verdict) -> Diagnostic {
    let names: Vec<String> =
        plan.tried.connectors().iter().map(|id| format!("`{}`", policy.connectors[*id].name)).collect();
    let whose = plan.name.map_or("of `otherwise`".to_owned(), |name| format!("of \"{name}\""));
    let message = match verdict {
        Verdict::Undecided | Verdict::Spent => {
            format!("it could not be proved that the plan {whose} always has a connector that serves")
        }
        _ => format!("the plan {whose} leaves some payments without a connector"),
    };
    let split = plan.tried.candidates().iter().any(|one| matches!(one, Candidate::Split(_)));
    let serves = match names.as_slice() {
        _ if split => "some payments that get here can fall on a side that does not serve them".to_owned(),
        [only] => format!("{only} does not serve all payments that get here"),
        _ => format!("some payments that get here are served by none of {}", names.join(", ")),
    };
    let fault = Diagnostic::new(Code::EmptyPlan, plan.span, message)
        .saying(serves)
        .help(
            "add a connector that serves them, or take them out above with a rule that ends in `none \"…\"`",
        )
        .at(StageKind::Route, plan.name);
    match verdict {
        Verdict::Shown(shown) => fault.witness(shown.witness.clone()),
        _ => fault,
    }
}

/// Whether a payment gets as far as a plan, by the conditions as they are written.
pub(super) fn gets_to(proofs: &Proofs<'_>, plan: &Plan<'_>, payment: &Payment) -> bool {
    let decision = reference::evaluate(proofs.policy(), payment);
    decision.route.is_some_and(|route| route.rule.map(|rule| rule.name.as_str()) == plan.name)
}
