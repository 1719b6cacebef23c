//! The fewest rules above an unreachable one that together take all that it would.
//!
//! Every payment that the rule would take tells of some rules of which one at least must be among them. So the fewest
//! rules are looked for that agree with all payments known so far; if they do not take everything, a payment that slips
//! through is one more to agree with (an implicit hitting set: Karp 1972, Moreno-Centeno and Karp 2013).

use std::ops::ControlFlow;

use waypost_dsl::space::End;

use crate::analyze::rules::Asked;
use crate::proof::{Question, hitting};

/// How many payments are looked at before the fewest rules are given up.
const ROUNDS: usize = 64;

/// The numbers of the rules, in order: the fewest if they were found in time, else a set of which none can be left out.
pub(super) fn fewest(asked: Asked<'_, '_>) -> Vec<usize> {
    let mut known: Vec<Vec<usize>> = vec![];
    for _ in 0..ROUNDS {
        let Some(chosen) = hitting(&known) else { break };
        match left_over(asked, &chosen) {
            None => return chosen,
            Some(rules) if rules.is_empty() => break,
            Some(rules) => known.push(rules),
        }
    }
    irreducible(asked)
}

/// The rules that take a payment which none of `chosen` does, none if that payment was not found, or not in time; nothing
/// if it is proved that there is no such payment.
fn left_over(asked: Asked<'_, '_>, chosen: &[usize]) -> Option<Vec<usize>> {
    let Asked { proofs, stage, ladder, number, .. } = asked;
    let question = proofs.reaching(stage.kind, Some(number));
    let outside = chosen.iter().flat_map(|rule| ladder.of_rule(*rule)).collect();
    let question = Question { below: None, outside, ..question };
    let mut taken: Option<Vec<usize>> = None;
    for region in &question.within {
        let end = proofs.pieces(&question, region, &mut |piece| {
            taken = match proofs.shown(&piece, &|_| true) {
                Some(found) => Some(proofs.met(ladder, &found.payment)),
                None if proofs.space().is_out_of_order(&piece) => return ControlFlow::Continue(()),
                None => Some(vec![]),
            };
            ControlFlow::Break(())
        });
        if end == End::Spent {
            taken = Some(vec![]);
        }
        if taken.is_some() {
            break;
        }
    }
    Some(taken?.into_iter().take_while(|rule| *rule < number).collect())
}

/// Rules that take everything together, less those that can be left out, the last ones first.
fn irreducible(asked: Asked<'_, '_>) -> Vec<usize> {
    let mut chosen = enough(asked);
    for place in (0..chosen.len()).rev() {
        let rule = chosen.remove(place);
        if left_over(asked, &chosen).is_some() {
            chosen.insert(place, rule);
        }
    }
    chosen
}

/// Rules that take everything together: of those that take a payment that is left over, always the one that asks the least.
fn enough(asked: Asked<'_, '_>) -> Vec<usize> {
    let asks = |rule: &usize| {
        let regions = asked.ladder.of_rule(*rule).iter();
        regions.map(|region| region.sides().len()).min()
    };
    let mut chosen = vec![];
    while let Some(rules) = left_over(asked, &chosen) {
        let Some(rule) = rules.iter().copied().min_by_key(asks) else { return above(asked) };
        chosen.push(rule);
    }
    chosen.sort_unstable();
    chosen
}

/// All rules above that are near.
fn above(asked: Asked<'_, '_>) -> Vec<usize> {
    let within = asked.ladder.of_rule(asked.number).iter();
    let near = within.flat_map(|region| asked.ladder.near(region)).map(|(rule, _)| rule);
    let mut rules: Vec<usize> = near.filter(|rule| *rule < asked.number).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}
