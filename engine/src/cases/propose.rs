//! A payment for which a rule wins, found in the space of all payments, and decided to be sure.

use waypost_dsl::arena::Id;
use waypost_dsl::hir::{Policy, Stage};
use waypost_dsl::literal;
use waypost_dsl::{Diagnostics, Sources};

use crate::cases::{Target, payment, spell};
use crate::decision::Decision;
use crate::evaluate::evaluate;
use crate::payment::Payment;
use crate::proof::{BUDGET, Proofs, Verdict, spelled_out};
use crate::snapshot::Snapshot;

/// What was found for a rule that no case reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proposal {
    /// The lines of a case that reaches it, which expects what the policy decides.
    Case(String),
    /// No payment reaches it: proved.
    Unreachable,
    /// None was found, though there may be one.
    NotFound,
}

/// Looks for a payment for which `target` wins.
pub fn propose(snapshot: &Snapshot, target: &Target) -> Proposal {
    let proofs = Proofs::of(snapshot.policy(), BUDGET);
    let mut question = proofs.reaching(target.stage, target.rule.map(Id::index));
    question.past = proofs.undenied(target.stage).into_iter().collect();
    let case = |payment: &Payment| {
        let line = spelled_out(snapshot.policy(), payment)?.to_string();
        written(snapshot, target, &line)
    };
    match proofs.find(&question, &|payment| case(payment).is_some()) {
        Verdict::Shown(shown) => {
            let line = shown.witness.to_string();
            written(snapshot, target, &line).map_or(Proposal::NotFound, Proposal::Case)
        }
        Verdict::Never => Proposal::Unreachable,
        Verdict::Undecided | Verdict::Spent => Proposal::NotFound,
    }
}

/// The case of the payment that `line` spells, if `target` wins for it.
fn written(snapshot: &Snapshot, target: &Target, line: &str) -> Option<String> {
    let policy = snapshot.policy();
    let payment = payment(snapshot, "", line, &mut Sources::default(), &mut Diagnostics::default())?;
    let decision = evaluate(snapshot, &payment);
    let won = decision.stage(target.stage)?.rule.map(|rule| rule.name.as_str());
    if won != target.name.as_deref() {
        return None;
    }
    let name = match &target.name {
        Some(name) => name.clone(),
        None => format!("{} otherwise", target.stage.as_str()),
    };
    let parts: Vec<String> =
        policy.stages.iter().filter_map(|stage| part(policy, &decision, stage, target)).collect();
    Some(format!("{}  {line}\n  => {}\n", literal::quote(&name), parts.join(", ")))
}

/// What a stage decides, with the rule in the stage that the case is about.
fn part(policy: &Policy, decision: &Decision<'_>, stage: &Stage, target: &Target) -> Option<String> {
    let decided = spell::decided(policy, decision, stage.kind)?;
    Some(match stage.kind == target.stage {
        true => format!("{decided}, {}", spell::by(decision.stage(stage.kind)?.rule)),
        false => decided,
    })
}
