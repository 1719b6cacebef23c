//! `ineligible-connector`: a plan names a connector that does not serve some payment that gets there. It is struck from the
//! plan then, which may be meant, and often is not.

use rayon::prelude::*;
use waypost_dsl::diagnostic::{Code, Diagnostic};
use waypost_dsl::hir::{Condition, ConnectorId, Signal, StageKind};
use waypost_dsl::space::Region;

use crate::analyze::empty_plan::{Plan, gets_to, is_empty, plans};
use crate::payment::Payment;
use crate::proof::{Proofs, Question, Shown, Verdict};
use crate::reference;

/// The findings about the connectors of all plans that are never empty; an empty one is worse, and is told by itself.
pub(super) fn analyze(proofs: &Proofs<'_>) -> Vec<Diagnostic> {
    let Some((route, _)) = proofs.stage(StageKind::Route) else { return vec![] };
    let plans = plans(route).into_par_iter();
    let told = plans.filter(|plan| matches!(is_empty(proofs, plan), Verdict::Never)).flat_map_iter(|plan| {
        let connectors = plan.plan.connectors().to_vec();
        connectors.into_iter().filter_map(move |connector| finding(proofs, &plan, connector))
    });
    told.collect()
}

fn finding(proofs: &Proofs<'_>, plan: &Plan<'_>, connector: ConnectorId) -> Option<Diagnostic> {
    let policy = proofs.policy();
    let declared = &policy.connectors[connector];
    if declared.serves == Condition::ALWAYS {
        return None;
    }
    let serves = proofs.serves(connector);
    let question = Question { outside: serves.iter().collect(), ..reaching(proofs, plan) };
    let is_struck = |payment: &Payment| {
        gets_to(proofs, plan, payment) && !reference::holds(policy, &declared.serves, payment)
    };
    let Verdict::Shown(shown) = proofs.find(&question, &is_struck) else { return None };
    let whose = plan.name.map_or("`otherwise`".to_owned(), |name| format!("\"{name}\""));
    let name = &declared.name;
    let message = match is_ever_tried(proofs, plan, serves) {
        true => format!("`{name}` does not serve some payments that get to {whose}"),
        false => format!("`{name}` serves none of the payments that get to {whose}"),
    };
    let fault = Diagnostic::new(Code::IneligibleConnector, plan.span, message)
        .saying(format!("`{name}` is struck from this plan for such a payment"))
        .help(format!(
            "leave `{name}` out of this plan, take those payments out above with a rule of their own, or, if they are \
             few and the others of the plan should have them, let it be"
        ))
        .at(StageKind::Route, plan.name);
    Some(labelled(proofs, connector, &shown, fault).witness(shown.witness))
}

fn reaching<'q>(proofs: &'q Proofs<'_>, plan: &Plan<'_>) -> Question<'q> {
    let mut question = proofs.reaching(StageKind::Route, plan.rule);
    question.past = proofs.undenied(StageKind::Route).into_iter().collect();
    question
}

/// Whether the connector serves some payment that gets to the plan.
fn is_ever_tried(proofs: &Proofs<'_>, plan: &Plan<'_>, serves: &[Region]) -> bool {
    let question = reaching(proofs, plan);
    let served =
        question.within.iter().flat_map(|one| serves.iter().filter_map(|other| one.intersection(other)));
    let question = Question { within: served.collect(), ..question };
    !matches!(proofs.find(&question, &|payment| gets_to(proofs, plan, payment)), Verdict::Never)
}

/// Points to the connector.
fn labelled(proofs: &Proofs<'_>, connector: ConnectorId, _shown: &Shown, fault: Diagnostic) -> Diagnostic {
    let facts = &proofs.policy().facts;
    match facts.signal(connector, Signal::Health) {
        Some(health) => fault.label(facts[health].span, "what it serves is declared here"),
        None => fault,
    }
}
