//! `redundant-rule`: without it, what comes below decides just the same.

use waypost_dsl::arena::Id;
use waypost_dsl::diagnostic::{Code, Diagnostic, Witness};
use waypost_dsl::hir::{Outcome, RuleId};
use waypost_dsl::space::{Region, Space};

use crate::analyze::rules::Asked;
use crate::payment::Payment;
use crate::proof::{Question, Verdict, spelled_out};
use crate::reference;

/// The most pieces of a rule that are looked at one by one.
const MOST_PIECES: usize = 64;

/// The finding, if for no payment that reaches the rule anything else would be decided without it; some that reach it
/// are known.
pub(super) fn find(asked: Asked<'_, '_>, reached: &[Payment]) -> Option<Diagnostic> {
    if reached.iter().any(|payment| next(asked, payment) != Some(&asked.rule.outcome)) {
        return None;
    }
    let differs = |outcome: Option<&Outcome>| outcome != Some(&asked.rule.outcome);
    let within = asked.reaching().within;
    for region in within {
        let near = asked.ladder.near(&region).filter(|(rule, _)| *rule > asked.number);
        let below: Vec<(usize, &Region)> = near.collect();
        let mut left = Left(vec![region]);
        for (rule, other) in below {
            if left.0.is_empty() {
                break;
            }
            let outcome = asked.stage.rules.at(RuleId::new(rule)).map(|rule| &rule.outcome);
            if differs(outcome) && !left.within(other).all(|inside| is_never(asked, inside, rule)) {
                return None;
            }
            left.take_off(other, asked.proofs.space());
        }
        let otherwise = asked.ladder.rules();
        if differs(asked.stage.otherwise.as_ref())
            && !left.0.into_iter().all(|inside| is_never(asked, inside, otherwise))
        {
            return None;
        }
    }
    Some(finding(asked, reached))
}

/// What may be left of a region behind some rules, in pieces of which no two have a payment in common. As long as they are
/// few: what would make them many is not taken off.
struct Left(Vec<Region>);

impl Left {
    /// The parts that lie in `other`.
    fn within(&self, other: &Region) -> impl Iterator<Item = Region> {
        self.0.iter().filter_map(|piece| piece.intersection(other))
    }

    fn take_off(&mut self, other: &Region, space: &Space<'_>) {
        let minus = |piece: &Region| match piece.intersects(other) {
            true => piece.minus(other, |axis| space.whole(axis)),
            false => vec![piece.clone()],
        };
        let pieces: Vec<Region> = self.0.iter().flat_map(minus).take(MOST_PIECES + 1).collect();
        if pieces.len() <= MOST_PIECES {
            self.0 = pieces;
        }
    }
}

/// Whether it is proved that no payment in there comes to the rule, and without it to the one that decides otherwise, which
/// has the number `below`.
fn is_never(asked: Asked<'_, '_>, inside: Region, below: usize) -> bool {
    let between = asked.number + 1..below;
    let outside = asked.ladder.near(&inside).filter(|(rule, _)| between.contains(rule));
    let outside = outside.map(|(_, region)| region).collect();
    let question = Question { within: vec![inside], outside, ..asked.reaching() };
    let shows = |payment: &Payment| {
        asked.wins(payment) && next_by_reference(asked, payment) != Some(&asked.rule.outcome)
    };
    matches!(asked.proofs.find(&question, &shows), Verdict::Never)
}

fn finding(asked: Asked<'_, '_>, reached: &[Payment]) -> Diagnostic {
    let name = &asked.rule.name;
    let message = format!("\"{name}\" changes nothing: without it, every payment is decided the same");
    let fault = Diagnostic::new(Code::RedundantRule, asked.rule.span, message)
        .help("take the rule out, or change what it decides")
        .at(asked.stage.kind, Some(name));
    let witness = reached.iter().find_map(|payment| plain(asked, payment));
    let fault = witness.into_iter().fold(fault, Diagnostic::witness);
    let below = reached.first().and_then(|payment| second(asked, payment));
    match below.map(|number| asked.stage.rules.at(RuleId::new(number))) {
        Some(Some(rule)) => fault.label(rule.span, "decides the same for payments that would come here"),
        _ => fault.label(asked.stage.span, "decides the same"),
    }
}

/// A payment that reaches the rule and says little, near to one that was drawn, which says more than it must.
fn plain(asked: Asked<'_, '_>, payment: &Payment) -> Option<Witness> {
    let reaching = asked.reaching();
    let region = reaching.within.iter().find(|region| asked.proofs.lies_in(region, payment))?;
    let piece = asked.proofs.around(payment, &reaching, region);
    let plain = piece.and_then(|piece| asked.proofs.shown(&piece, &|payment| asked.wins(payment)));
    plain.map(|plain| plain.witness).or_else(|| spelled_out(asked.proofs.policy(), payment))
}

/// The rule below that takes a payment.
fn second(asked: Asked<'_, '_>, payment: &Payment) -> Option<usize> {
    asked.proofs.met(asked.ladder, payment).into_iter().find(|rule| *rule > asked.number)
}

/// What would be decided without the rule.
fn next<'p>(asked: Asked<'_, 'p>, payment: &Payment) -> Option<&'p Outcome> {
    match second(asked, payment) {
        Some(number) => Some(&asked.stage.rules.at(RuleId::new(number))?.outcome),
        None => asked.stage.otherwise.as_ref(),
    }
}

fn next_by_reference<'p>(asked: Asked<'_, 'p>, payment: &Payment) -> Option<&'p Outcome> {
    let mut below = asked.stage.rules.iter().skip(asked.number + 1).map(|(_, rule)| rule);
    let next = below.find(|rule| reference::holds(asked.proofs.policy(), &rule.when, payment));
    next.map(|rule| &rule.outcome).or(asked.stage.otherwise.as_ref())
}
