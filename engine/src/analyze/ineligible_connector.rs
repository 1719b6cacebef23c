//! `ineligible-connector`: a plan names a connector that does not serve some payment that gets there. It is struck from the
//! plan then, which may be meant, and often is not.

use rayon::prelude::*;
use waypost_dsl::diagnostic::{Code, Diagnostic};
use waypost_dsl::hir::{Condition, Connector, ConnectorId, StageKind};
use waypost_dsl::source::Span;
use waypost_dsl::space::{Describer, Formula, KeySet, Search};

use crate::analyze::empty_plan::{Plan, gets_to, is_empty, plans};
use crate::payment::Payment;
use crate::proof::{Proofs, Question, Shown, Verdict, meet};
use crate::reference;

/// The longest condition that is told.
const LONGEST: usize = 120;

/// A connector that is struck from a plan for some payments.
struct Struck<'p> {
    id: ConnectorId,
    connector: &'p Connector,
    /// One of them.
    shown: Box<Shown>,
    /// Whether it is struck for all payments that get to the plan.
    always: bool,
}

/// The findings about the connectors of all plans that are never empty; an empty one is worse, and is told by itself.
pub(super) fn analyze(proofs: &Proofs<'_>) -> Vec<Diagnostic> {
    let Some((route, _)) = proofs.stage(StageKind::Route) else { return vec![] };
    let describer = proofs.space().describer();
    plans(route).into_par_iter().filter_map(|plan| finding(proofs, &describer, &plan)).collect()
}

/// The finding about all connectors of a plan that are struck for some payments.
fn finding(proofs: &Proofs<'_>, describer: &Describer<'_, '_>, plan: &Plan<'_>) -> Option<Diagnostic> {
    let connectors = plan.tried.connectors().iter();
    let struck: Vec<Struck<'_>> =
        connectors.filter_map(|connector| struck(proofs, plan, *connector)).collect();
    let first = struck.iter().find(|one| one.always).or(struck.first())?;
    if !matches!(is_empty(proofs, plan), Verdict::Never) {
        return None;
    }
    let whose = plan.name.map_or("`otherwise`".to_owned(), |name| format!("\"{name}\""));
    let name = &first.connector.name;
    let message = match (first.always, struck.as_slice()) {
        (true, _) => format!("`{name}` serves none of the payments that get to {whose}"),
        (false, [_]) => format!("`{name}` does not serve some payments that get to {whose}"),
        (false, all) => {
            let names: Vec<String> = all.iter().map(|one| format!("`{}`", one.connector.name)).collect();
            format!("{} do not each serve all payments that get to {whose}", names.join(", "))
        }
    };
    let fault = Diagnostic::new(Code::IneligibleConnector, plan.span, message)
        .saying(format!("`{name}` is struck from this plan for such a payment"))
        .help(format!(
            "leave `{name}` out of this plan, or take those payments out above with a rule of their own; if the rest of \
             the plan is meant for them, let it be"
        ))
        .at(StageKind::Route, plan.name)
        .witness(first.shown.witness.clone());
    let labels = struck.iter().flat_map(|one| constraints(proofs, describer, plan, one));
    Some(labels.fold(fault, |fault, (span, text)| fault.label(span, text)))
}

fn struck<'p>(proofs: &Proofs<'p>, plan: &Plan<'_>, id: ConnectorId) -> Option<Struck<'p>> {
    let policy = proofs.policy();
    let connector = &policy.connectors[id];
    if connector.serves == Condition::ALWAYS {
        return None;
    }
    let question = Question { outside: proofs.serves(id).iter().collect(), ..reaching(proofs, plan) };
    let is_struck = |payment: &Payment| {
        gets_to(proofs, plan, payment) && !reference::holds(policy, &connector.serves, payment)
    };
    match proofs.find(&question, &is_struck) {
        Verdict::Shown(shown) => {
            Some(Struck { id, connector, shown, always: !is_ever_tried(proofs, plan, id) })
        }
        Verdict::Never | Verdict::Undecided | Verdict::Spent => None,
    }
}

fn reaching<'q>(proofs: &'q Proofs<'_>, plan: &Plan<'_>) -> Question<'q> {
    let mut question = proofs.reaching(StageKind::Route, plan.rule);
    question.past = proofs.undenied(StageKind::Route).into_iter().collect();
    question
}

/// Whether the connector serves some payment that gets to the plan, or may do so.
fn is_ever_tried(proofs: &Proofs<'_>, plan: &Plan<'_>, connector: ConnectorId) -> bool {
    let question = reaching(proofs, plan);
    let Some(within) = meet(&question.within, proofs.serves(connector)) else { return true };
    let question = Question { within, ..question };
    !matches!(proofs.find(&question, &|payment| gets_to(proofs, plan, payment)), Verdict::Never)
}

/// The parts of what a connector serves that its payment does not meet, each with what gets to the plan besides, where
/// that is said in a few words.
fn constraints(
    proofs: &Proofs<'_>,
    describer: &Describer<'_, '_>,
    plan: &Plan<'_>,
    one: &Struck<'_>,
) -> Vec<(Span, String)> {
    let Connector { name, serves, parts, .. } = one.connector;
    let conditions: Vec<&Condition> = match serves {
        Condition::All(conditions) if conditions.len() == parts.len() => conditions.iter().collect(),
        _ => vec![serves],
    };
    let unmet = parts
        .iter()
        .zip(conditions)
        .filter(|(_, condition)| !reference::holds(proofs.policy(), condition, &one.shown.payment));
    let told = unmet.map(|(span, condition)| match besides(proofs, describer, plan, one, condition) {
        Some(said) => (*span, format!("`{name}` serves only these, and here comes `{said}`")),
        None => (*span, format!("`{name}` serves only these")),
    });
    told.collect()
}

/// The payments that get to a plan and do not meet a part of what a connector serves that is about one fact.
fn besides(
    proofs: &Proofs<'_>,
    describer: &Describer<'_, '_>,
    plan: &Plan<'_>,
    one: &Struck<'_>,
    part: &Condition,
) -> Option<String> {
    let Formula::In(axis, served) = proofs.space().clone().formula(part) else { return None };
    let question = Question { outside: proofs.serves(one.id).iter().collect(), ..reaching(proofs, plan) };
    let look = |others: &KeySet| proofs.piece(&question, axis, others);
    let keys = Search::spread(proofs.space(), axis, served.clone(), look)?.minus(&served);
    let said = describer.keys(axis, &keys);
    said.condition().filter(|said| said.len() <= LONGEST).map(str::to_owned)
}
