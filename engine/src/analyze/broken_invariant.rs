//! `broken-invariant`: a payment for which a stage decides otherwise than an invariant claims, and the rule that does it.

use rayon::prelude::*;
use waypost_dsl::arena::Id;
use waypost_dsl::diagnostic::{Code, Diagnostic};
use waypost_dsl::hir::{
    Candidate, Claim, ConnectorId, Date, Expected, Invariant, Outcome, Plan, Rule, RuleId, Signal, Stage,
};
use waypost_dsl::source::Span;
use waypost_dsl::space::{KeySet, Region};

use crate::cases::{is_kept, is_like};
use crate::payment::Payment;
use crate::proof::{Proofs, Question, Shown, Verdict, meet};
use crate::reference;

/// How many breaking rules are pointed to.
const NAMED: usize = 4;

/// A way in which an outcome can break a claim.
#[derive(Debug, Default, Clone)]
struct Breach {
    /// If this connector serves.
    serves: Option<ConnectorId>,
    /// If this one does not.
    does_not: Option<ConnectorId>,
    /// If this one is down.
    is_down: Option<ConnectorId>,
    /// For payments in one of these, if there are any.
    within: Option<Vec<Region>>,
    /// Perhaps, by something else that no region tells.
    by_chance: bool,
}

/// What an outcome of the stage may do to the claim.
struct Breaker<'p> {
    rule: Option<(usize, &'p Rule)>,
    span: Span,
    verdict: Verdict,
}

/// A finding for each invariant of a day, or of all, that some payment breaks, or that could not be proved.
pub(super) fn analyze(proofs: &Proofs<'_>, as_of: Option<Date>) -> Vec<Diagnostic> {
    let holds = |invariant: &Invariant| as_of.is_none_or(|day| invariant.effective.holds_on(day));
    let all = proofs.policy().invariants.iter().enumerate();
    let invariants: Vec<(usize, &Invariant)> = all.filter(|(_, invariant)| holds(invariant)).collect();
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
        .map(|(outcome, rule, span)| (breaches(proofs, &invariant.claim, outcome), rule, span))
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
    let policy = proofs.policy();
    let wanted = rule.and_then(|number| proofs.stage(invariant.stage)?.0.rules.at(RuleId::new(number)));
    let is_broken = |payment: &Payment| {
        let decision = reference::evaluate(policy, payment);
        let decided =
            decision.stage(invariant.stage).map(|decided| decided.rule.map(|rule| rule.name.as_str()));
        decided == Some(wanted.map(|rule| rule.name.as_str()))
            && reference::holds(policy, &invariant.when, payment)
            && !is_kept(invariant, &decision)
    };
    let mut so_far = Verdict::Never;
    for breach in breaches {
        let question = question(proofs, place, invariant, rule, breach);
        match question.map_or(Verdict::Spent, |question| proofs.find(&question, &is_broken)) {
            Verdict::Never => {}
            found @ Verdict::Shown(_) => return found,
            unknown => so_far = unknown,
        }
    }
    so_far
}

/// Asks for a payment that a rule takes and that breaks the invariant in this way; nothing if that is too much to ask.
fn question<'q>(
    proofs: &'q Proofs<'_>,
    place: usize,
    invariant: &Invariant,
    rule: Option<usize>,
    breach: &Breach,
) -> Option<Question<'q>> {
    let reaching = proofs.reaching(invariant.stage, rule);
    let health = breach.is_down.and_then(|id| proofs.policy().facts.signal(id, Signal::Health));
    let down = health.and_then(|health| {
        let down = KeySet::point(u64::from(Signal::DOWN));
        Region::everything().with(proofs.space().axis(health), &down)
    });
    let serves = breach.serves.map(|connector| proofs.serves(connector));
    let down = down.as_slice();
    let narrower =
        [Some(proofs.claim(place)), serves, breach.within.as_deref(), breach.is_down.map(|_| down)];
    let narrower = narrower.into_iter().flatten();
    let struck = breach.does_not.map_or(&[][..], |connector| proofs.serves(connector));
    Some(Question {
        within: narrower.into_iter().try_fold(reaching.within, |within, one| meet(&within, one))?,
        outside: struck.iter().collect(),
        past: proofs.undenied(invariant.stage).into_iter().collect(),
        by_chance: breach.by_chance,
        below: reaching.below,
        idle: &[],
    })
}

/// The ways in which a payment with this outcome may break the claim; none if it cannot.
fn breaches(proofs: &Proofs<'_>, claim: &Claim, outcome: &Outcome) -> Vec<Breach> {
    let always = |breaks: bool| if breaks { vec![Breach::default()] } else { vec![] };
    match (claim, outcome) {
        (Claim::Always(Expected::Outcome(expected)), _) => always(!is_like(expected, outcome)),
        (Claim::Never(Expected::Outcome(expected)), _) => always(is_like(expected, outcome)),
        (Claim::Always(Expected::InPlan(connector)), Outcome::Plan(plan)) => {
            missing(proofs, plan, *connector)
        }
        (Claim::Never(Expected::InPlan(connector)), Outcome::Plan(plan)) => tried(proofs, plan, *connector),
        (Claim::First(connector), Outcome::Plan(plan)) => before(proofs, plan, *connector),
        (Claim::Never(Expected::InPlan(_)), _) => vec![],
        (Claim::Always(Expected::InPlan(_)) | Claim::First(_), _) => always(true),
    }
}

/// The payments that a candidate names a connector for; nothing if that cannot be told.
fn named(proofs: &Proofs<'_>, candidate: &Candidate, connector: ConnectorId) -> Option<Vec<Region>> {
    match candidate {
        Candidate::Split(split) => proofs.falling(split, |side| side == connector),
        _ => Some(vec![Region::everything()]),
    }
}

/// The way in which a plan may try a connector.
fn tried(proofs: &Proofs<'_>, plan: &Plan, connector: ConnectorId) -> Vec<Breach> {
    let own = plan.candidates().iter().find(|candidate| candidate.connectors().contains(&connector));
    let breach = |candidate: &Candidate| {
        let within = named(proofs, candidate, connector);
        Breach { serves: Some(connector), by_chance: within.is_none(), within, ..Breach::default() }
    };
    own.map(breach).into_iter().collect()
}

/// The ways in which a plan may come out without a connector.
fn missing(proofs: &Proofs<'_>, plan: &Plan, connector: ConnectorId) -> Vec<Breach> {
    let own = plan.candidates().iter().find(|candidate| candidate.connectors().contains(&connector));
    let Some(own) = own else { return vec![Breach::default()] };
    let struck = Breach { does_not: Some(connector), ..Breach::default() };
    match own {
        Candidate::Split(split) => match proofs.falling(split, |side| side != connector) {
            Some(elsewhere) => {
                let within = named(proofs, own, connector);
                vec![Breach { within: Some(elsewhere), ..Breach::default() }, Breach { within, ..struck }]
            }
            None => vec![struck, Breach { by_chance: true, ..Breach::default() }],
        },
        _ => vec![struck],
    }
}

/// The ways in which a plan may begin with another connector, or come out without this one.
fn before(proofs: &Proofs<'_>, plan: &Plan, connector: ConnectorId) -> Vec<Breach> {
    let mut breaches = missing(proofs, plan, connector);
    for candidate in plan.candidates() {
        let is_own = candidate.connectors().contains(&connector);
        for other in candidate.connectors().into_iter().filter(|other| *other != connector) {
            let serves = Some(other);
            match candidate {
                Candidate::Best(_) if is_own => {
                    breaches.push(Breach { serves, is_down: Some(connector), ..Breach::default() });
                    breaches.push(Breach { serves, by_chance: true, ..Breach::default() });
                }
                _ if is_own => {}
                _ => breaches.extend(tried(proofs, plan, other)),
            }
        }
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
    // What another file claims, such as a law in a pack, is not this policy's to narrow.
    let help = match first.span.file == invariant.span.file {
        true => "let a rule above decide as is claimed, change the rule, or narrow the claim",
        false => "let a rule above decide as is claimed, or change the rule",
    };
    let fault = Diagnostic::new(Code::BrokenInvariant, invariant.span, message)
        .saying(format!("this is claimed of every payment{}", invariant.effective.in_words()))
        .help(help)
        .at(invariant.stage, first.rule.map(|(_, rule)| rule.name.as_str()))
        .witness(payment.witness.clone());
    Some(
        shown
            .iter()
            .take(NAMED)
            .fold(fault, |fault, (breaker, _)| fault.label(breaker.span, "decides otherwise")),
    )
}
