//! Whether a slip changes any decision at all: searched for in the space of all payments.

use std::collections::BTreeSet;

use waypost_dsl::arena::Id as _;
use waypost_dsl::hir::{Condition, Origin, Outcome, Policy, Stage, StageKind};
use waypost_dsl::space::{ABSENT, Answer, Filter, KeySet, Region, Search, Space};

/// How many regions a condition may come to, and how many of them one search may compare.
const MAX_REGIONS: usize = 4_096;
const BUDGET: u32 = 20_000_000;

/// The regions of each rule of a stage in order, with its outcome; `otherwise` takes everything.
type Ladder<'s> = Vec<(Vec<Region>, &'s Outcome)>;

/// A policy, and what is reckoned once for all slips in it.
pub(crate) struct Proof<'p> {
    policy: &'p Policy,
    space: Space<'p>,
    ladders: Vec<Ladder<'p>>,
    impossible: Vec<Region>,
    /// The rules of `screen` in order, with whether they deny.
    screen: Vec<(Region, bool)>,
}

impl<'p> Proof<'p> {
    pub(crate) fn new(policy: &'p Policy) -> Self {
        let mut space = Space::new(&policy.facts, &policy.rates, &policy.lists);
        let ladders: Vec<Ladder<'_>> =
            policy.stages.iter().map(|stage| ladder(stage, |when| regions(&mut space, when))).collect();
        let screen = policy.stages.iter().position(|stage| stage.kind == StageKind::Screen).unwrap();
        let denies = |(regions, outcome): &(Vec<Region>, &Outcome)| {
            let denies = matches!(outcome, Outcome::Deny(_));
            regions.iter().map(move |region| (region.clone(), denies)).collect::<Vec<_>>()
        };
        let screen = ladders[screen].iter().flat_map(denies).collect();
        let impossible = space.impossible(MAX_REGIONS).unwrap();
        Self { policy, space, ladders, impossible, screen }
    }

    /// A payment that `stage` decides differently than the policy does, as it is spelled; nothing if it is proved that
    /// there is none.
    pub(crate) fn difference(&self, stage: &Stage) -> Option<String> {
        let place = self.policy.stages.iter().position(|own| own.kind == stage.kind).unwrap();
        let (own, before) = (&self.policy.stages[place], &self.ladders[place]);
        let mut space = self.space.clone();
        let known = |when: &Condition| own.rules.iter().position(|(_, rule)| rule.when == *when);
        let after = ladder(stage, |when| match known(when) {
            Some(place) => before[place].0.clone(),
            None => regions(&mut space, when),
        });
        let told = told(self.policy, stage.kind, &space);
        let screen = if stage.kind == StageKind::Screen { &[] } else { self.screen.as_slice() };
        let screen: Vec<(&Region, bool)> = screen.iter().map(|(region, denies)| (region, *denies)).collect();
        for (one, other) in pairs(own, stage) {
            let ((here, outcome), (there, changed)) = (&before[one], &after[other]);
            let meet = here.iter().flat_map(|here| there.iter().filter_map(|there| here.intersection(there)));
            let meet: Vec<Region> = meet.filter_map(|region| region.intersection(&told)).collect();
            if outcome == changed || meet.is_empty() {
                continue;
            }
            let above = before[..one].iter().chain(&after[..other]).flat_map(|(regions, _)| regions);
            let struck: Vec<&Region> = self.impossible.iter().chain(above).collect();
            let filters = [Filter::Any(&struck), Filter::First(&screen)];
            for region in meet {
                match Search::survivor(&space, BUDGET, &region, &filters) {
                    Answer::Found(region) => return Some(space.witness(&region).unwrap().to_string()),
                    Answer::Undecided => return Some("nobody knows whether there is a payment".to_owned()),
                    Answer::Nothing => {}
                }
            }
        }
        None
    }
}

fn regions(space: &mut Space<'_>, when: &Condition) -> Vec<Region> {
    space.formula(when).regions(MAX_REGIONS).unwrap()
}

fn ladder(stage: &Stage, mut regions: impl FnMut(&Condition) -> Vec<Region>) -> Ladder<'_> {
    let rules = stage.rules.iter().map(|(_, rule)| (regions(&rule.when), &rule.outcome));
    let mut steps: Ladder<'_> = rules.collect();
    steps.extend(stage.otherwise.iter().map(|rest| (vec![Region::everything()], rest)));
    steps
}

/// The places in the two stages that may decide one payment, one of them at least changed.
fn pairs(own: &Stage, stage: &Stage) -> BTreeSet<(usize, usize)> {
    let rules = own.rules.iter().zip(stage.rules.iter());
    let rules = rules.map(|((id, one), (_, other))| (id.index(), one != other));
    let rest = (own.rules.len(), own.otherwise != stage.otherwise);
    let places: Vec<(usize, bool)> = rules.chain([rest]).collect();
    let changed = places.iter().filter(|(_, changed)| *changed).map(|(place, _)| *place);
    let with = |place: usize| (0..places.len()).flat_map(move |other| [(place, other), (other, place)]);
    changed.flat_map(with).collect()
}

/// The payments that the stage decides at all: those that tell of an attempt, for `retry`.
fn told(policy: &Policy, kind: StageKind, space: &Space<'_>) -> Region {
    let facts = policy.facts.all.iter();
    let attempts = facts.filter(|(_, fact)| kind == StageKind::Retry && fact.origin == Origin::Attempt);
    attempts.fold(Region::everything(), |region, (id, _)| {
        let axis = space.axis(id);
        region.with(axis, &space.whole(axis).minus(&KeySet::point(ABSENT))).unwrap()
    })
}
