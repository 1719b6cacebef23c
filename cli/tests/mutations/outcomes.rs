//! Slips in an outcome: another one of the stage, and in a plan the order, a candidate left out, a share.

use waypost_dsl::hir::{Candidate, Outcome, Plan};

/// The outcome with each slip that there is; `others` are all outcomes of the stage.
pub(crate) fn slips(outcome: &Outcome, others: &[&Outcome]) -> Vec<(&'static str, Outcome)> {
    let own = others.iter().position(|other| *other == outcome).unwrap();
    let next = others.iter().cycle().skip(own + 1).take(others.len() - 1).next();
    let mut found: Vec<_> = next.map(|other| ("another outcome", (*other).clone())).into_iter().collect();
    if let Outcome::Plan(plan) = outcome {
        let plans = of_plan(plan.candidates()).into_iter();
        found.extend(plans.map(|(kind, candidates)| (kind, Outcome::Plan(Plan::new(candidates)))));
    }
    found
}

fn of_plan(candidates: &[Candidate]) -> Vec<(&'static str, Vec<Candidate>)> {
    let mut found = vec![];
    for (place, candidate) in candidates.iter().enumerate() {
        let with = |changed: Option<Candidate>| {
            let mut candidates = candidates.to_vec();
            candidates.splice(place..=place, changed);
            candidates
        };
        if candidates.len() > 1 {
            found.push(("candidate left out", with(None)));
        }
        if place + 1 < candidates.len() {
            let mut swapped = candidates.to_vec();
            swapped.swap(place, place + 1);
            found.push(("candidates swapped", swapped));
        }
        found.extend(of_candidate(candidate).into_iter().map(|(kind, changed)| (kind, with(Some(changed)))));
    }
    found
}

fn of_candidate(candidate: &Candidate) -> Vec<(&'static str, Candidate)> {
    match candidate {
        Candidate::Connector(_) => vec![],
        Candidate::Best(best) => {
            let places = 1..best.connectors.len();
            let swapped = places.map(|place| {
                let mut best = best.clone();
                best.connectors.swap(place - 1, place);
                ("candidates swapped", Candidate::Best(best))
            });
            let mut fixed = best.clone();
            fixed.connectors.truncate(1);
            swapped.chain([("candidate left out", Candidate::Best(fixed))]).collect()
        }
        Candidate::Split(split) => {
            let moved = |from: usize, to: usize| {
                let mut split = split.clone();
                split.sides[from].1 -= 1;
                split.sides[to].1 += 1;
                ("share off by one", Candidate::Split(split))
            };
            let mut turned = split.clone();
            turned.sides.reverse();
            vec![moved(0, 1), moved(1, 0), ("candidates swapped", Candidate::Split(turned))]
        }
    }
}
