//! Questions about every payment that there can be, answered exactly: is there one that …, or is it proved that there is
//! none?
//!
//! Rules, what connectors serve and what cannot be are laid out as regions of one space, and a question is which
//! payments of some regions slip through others ([`Search`]). That there is none is proved by the regions alone. That
//! there is one is only said with a payment that was decided again by the conditions as they are written; if none can be
//! found (as where no text has all the shapes that are asked of it), or the budget ends, the question is undecided.

mod falls;
mod hitting;
mod ladder;
mod shown;

pub(crate) use hitting::hitting;
pub(crate) use ladder::Ladder;
pub(crate) use shown::{Shown, spelled_out};

use std::ops::ControlFlow;

use waypost_dsl::arena::Id;
use waypost_dsl::hir::{Condition, ConnectorId, Origin, Outcome, Policy, Stage, StageKind};
use waypost_dsl::space::{ABSENT, Answer, AxisId, End, Filter, KeySet, Region, Search, Space};

use crate::keys::{Axes, Placed};
use crate::payment::Payment;
use crate::sample::Known;

/// How many regions a question may compare if nothing else is said: about as many as in a second.
pub const BUDGET: u32 = 20_000_000;
/// How many regions a condition may come to before a part of it becomes an axis of its own.
const MAX_REGIONS: usize = 4_096;
/// How many pieces are looked through for a payment, all regions of a question together.
const MOST_PIECES: usize = 64;
/// The same where many payments are drawn from each.
const MOST_PIECES_BY_CHANCE: usize = 16;

/// The most regions that two lists may have in common.
const MOST_COMMON: usize = 65_536;

/// What two lists of regions have in common; nothing if that is too much to look through.
pub(crate) fn meet(ones: &[Region], others: &[Region]) -> Option<Vec<Region>> {
    let pairs = ones.iter().flat_map(|one| others.iter().filter_map(|other| one.intersection(other)));
    let common: Vec<Region> = pairs.take(MOST_COMMON + 1).collect();
    (common.len() <= MOST_COMMON).then_some(common)
}

/// A policy laid out to be asked about.
pub(crate) struct Proofs<'p> {
    policy: &'p Policy,
    known: Known<'p>,
    axes: Axes,
    /// The rules of each stage, in the order of the policy's stages.
    ladders: Vec<Ladder>,
    /// What each connector serves.
    serves: Vec<Vec<Region>>,
    /// For which payments each invariant claims something.
    claims: Vec<Vec<Region>>,
    /// What no payment can be.
    impossible: Vec<Region>,
    budget: u32,
}

/// Which payments are looked for: those of one of the regions `within` that get past everything else.
#[derive(Debug, Default)]
pub(crate) struct Question<'q> {
    /// In one of these.
    pub(crate) within: Vec<Region>,
    /// In none of these.
    pub(crate) outside: Vec<&'q Region>,
    /// Met by none of the first rules of a stage, so many of them.
    pub(crate) below: Option<(&'q Ladder, usize)>,
    /// Which of those rules need not be asked, since others of them take all that they do.
    pub(crate) idle: &'q [bool],
    /// Let through by the first rule of each of these that they meet.
    pub(crate) past: Vec<Gate<'q>>,
    /// Whether only some payments of a region show it, as on which side of a split they fall: then many are drawn.
    pub(crate) by_chance: bool,
}

/// Rules of which the first that a payment meets stops it or lets it through.
#[derive(Debug, Clone)]
pub(crate) struct Gate<'q> {
    ladder: &'q Ladder,
    /// The number of the first rule that counts.
    from: usize,
    /// Whether each rule of the stage stops payments, and, as the last, whether those are stopped that meet none.
    stops: Vec<bool>,
}

/// What is known of a question.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// There is such a payment.
    Shown(Box<Shown>),
    /// There is none: proved.
    Never,
    /// Neither is certain: no payment was found where the regions leave some.
    Undecided,
    /// Neither is certain, since the budget ended.
    Spent,
}

/// The conditions of a policy as regions.
struct Lowered {
    ladders: Vec<Ladder>,
    serves: Vec<Vec<Region>>,
    claims: Vec<Vec<Region>>,
}

impl Lowered {
    fn of(policy: &Policy, space: &mut Space<'_>) -> Self {
        let mut lower = |condition: &Condition| {
            let formula = space.formula(condition);
            space.regions(&formula, MAX_REGIONS)
        };
        let ladders = policy
            .stages
            .iter()
            .map(|stage| Ladder::of(stage.rules.iter().map(|(_, rule)| lower(&rule.when)).collect()));
        let ladders = ladders.collect();
        let serves = policy.connectors.iter().map(|(_, connector)| lower(&connector.serves)).collect();
        let claims = policy.invariants.iter().map(|invariant| lower(&invariant.when)).collect();
        Self { ladders, serves, claims }
    }
}

impl<'p> Proofs<'p> {
    /// Lays a policy out; each question may compare `budget` regions.
    pub(crate) fn of(policy: &'p Policy, budget: u32) -> Self {
        let mut space = Space::new(&policy.facts, &policy.rates, &policy.lists);
        let lowered = Lowered::of(policy, &mut space);
        Self::laid_out(policy, lowered, space, budget)
    }

    /// Lays out two policies over the same facts, lists and connectors in one space, and of each what else `lay_out` does.
    pub(crate) fn pair<O, T>(
        [(old, of_old), (new, of_new)]: [(&'p Policy, O); 2],
        budget: u32,
        lay_out: impl Fn(O, &mut Space<'_>) -> T,
    ) -> [(Self, T); 2] {
        let mut space = Space::new(&old.facts, &old.rates, &old.lists);
        let before = (Lowered::of(old, &mut space), lay_out(of_old, &mut space));
        space.set_rates(&new.rates);
        let after = (Lowered::of(new, &mut space), lay_out(of_new, &mut space));
        [
            (Self::laid_out(old, before.0, space.clone(), budget), before.1),
            (Self::laid_out(new, after.0, space, budget), after.1),
        ]
    }

    fn laid_out(policy: &'p Policy, lowered: Lowered, mut space: Space<'p>, budget: u32) -> Self {
        space.set_rates(&policy.rates);
        // What is left out here only makes that more questions are undecided.
        let impossible = space.impossible(usize::MAX).unwrap_or_default();
        let known = Known::of(policy, space);
        let axes = Axes::of(known.space());
        let Lowered { ladders, serves, claims } = lowered;
        Self { policy, known, axes, ladders, serves, claims, impossible, budget }
    }

    /// The policy.
    pub(crate) fn policy(&self) -> &'p Policy {
        self.policy
    }

    /// The space in which its regions lie.
    pub(crate) fn space(&self) -> &Space<'p> {
        self.known.space()
    }

    /// How many regions a question may compare.
    pub(crate) fn budget(&self) -> u32 {
        self.budget
    }

    /// What no payment can be.
    pub(crate) fn impossible(&self) -> &[Region] {
        &self.impossible
    }

    /// The stages, each with its rules as regions.
    pub(crate) fn stages(&self) -> impl Iterator<Item = (&'p Stage, &Ladder)> {
        self.policy.stages.iter().zip(&self.ladders)
    }

    /// A stage with its rules as regions, if the policy has it.
    pub(crate) fn stage(&self, kind: StageKind) -> Option<(&'p Stage, &Ladder)> {
        self.stages().find(|(stage, _)| stage.kind == kind)
    }

    /// What a connector serves.
    pub(crate) fn serves(&self, connector: ConnectorId) -> &[Region] {
        self.serves.get(connector.index()).map_or(&[], Vec::as_slice)
    }

    /// For which payments the invariant at that place claims something.
    pub(crate) fn claim(&self, place: usize) -> &[Region] {
        self.claims.get(place).map_or(&[], Vec::as_slice)
    }

    /// The payments for which a stage is decided at all: those that tell of an attempt, for `retry`.
    pub(crate) fn start(&self, kind: StageKind) -> Region {
        let attempts = self.policy.facts.all.iter().filter(|(_, fact)| fact.origin == Origin::Attempt);
        let attempts = attempts.filter(|_| kind == StageKind::Retry).map(|(id, _)| self.space().axis(id));
        let told = |region: Region, axis: AxisId| {
            region.with(axis, &self.space().whole(axis).minus(&KeySet::point(ABSENT)))
        };
        attempts.fold(Region::everything(), |region, axis| told(region.clone(), axis).unwrap_or(region))
    }

    /// The payments for which a rule wins, or for which none does; not asked is whether an earlier stage ends it.
    pub(crate) fn reaching(&self, kind: StageKind, rule: Option<usize>) -> Question<'_> {
        let Some((_, ladder)) = self.stage(kind) else { return Question::default() };
        let start = self.start(kind);
        let within = match rule {
            None => vec![start],
            Some(rule) => {
                ladder.of_rule(rule).iter().filter_map(|region| region.intersection(&start)).collect()
            }
        };
        let below = Some((ladder, rule.unwrap_or(ladder.rules())));
        Question { within, below, ..Question::default() }
    }

    /// What gets past `screen`, for the stages behind it.
    pub(crate) fn undenied(&self, kind: StageKind) -> Option<Gate<'_>> {
        let (stage, ladder) = self.stage(StageKind::Screen).filter(|_| kind != StageKind::Screen)?;
        let denies = |outcome: &Outcome| matches!(outcome, Outcome::Deny(_));
        let rules = stage.rules.iter().map(|(_, rule)| denies(&rule.outcome));
        let stops = rules.chain([stage.otherwise.as_ref().is_some_and(denies)]).collect();
        Some(Gate { ladder, from: 0, stops })
    }

    /// Looks for a payment that shows what is asked, as `is_shown` says of one.
    pub(crate) fn find(&self, question: &Question<'_>, is_shown: &dyn Fn(&Payment) -> bool) -> Verdict {
        let most = if question.by_chance { MOST_PIECES_BY_CHANCE } else { MOST_PIECES };
        let mut unknown = 0;
        for region in &question.within {
            let mut found = None;
            let end = self.pieces(question, region, &mut |piece| {
                if self.space().is_out_of_order(&piece) {
                    return ControlFlow::Continue(());
                }
                found = self.shown_in(&piece, question.by_chance, is_shown);
                unknown += usize::from(found.is_none());
                match found.is_some() || unknown == most {
                    true => ControlFlow::Break(()),
                    false => ControlFlow::Continue(()),
                }
            });
            match (found, end) {
                (Some(found), _) => return Verdict::Shown(Box::new(found)),
                (None, End::Spent) => return Verdict::Spent,
                (None, End::Stopped) => return Verdict::Undecided,
                (None, End::Seen) => {}
            }
        }
        if unknown == 0 { Verdict::Never } else { Verdict::Undecided }
    }

    /// A piece of what is asked that has some of these keys on an axis.
    pub(crate) fn piece(&self, question: &Question<'_>, axis: AxisId, keys: &KeySet) -> Answer {
        for region in question.within.iter().filter_map(|region| region.clone().with(axis, keys)) {
            let mut found = None;
            let end = self.pieces(question, &region, &mut |piece| {
                found = Some(piece);
                ControlFlow::Break(())
            });
            match (found, end) {
                (Some(piece), _) => return Answer::Found(piece),
                (None, End::Spent) => return Answer::Undecided,
                (None, _) => {}
            }
        }
        Answer::Nothing
    }

    /// Shows `see` the pieces of `region` that hold what is asked.
    pub(crate) fn pieces(
        &self,
        question: &Question<'_>,
        region: &Region,
        see: &mut dyn FnMut(Region) -> ControlFlow<()>,
    ) -> End {
        let everything = Region::everything();
        let cuts = self.cuts(question, region);
        let gates: Vec<Vec<(&Region, bool)>> =
            question.past.iter().map(|gate| gate.cuts(region, &everything)).collect();
        let mut filters = vec![Filter::Any(&cuts)];
        filters.extend(gates.iter().map(|gate| Filter::First(gate)));
        Search::survivors(self.space(), self.budget, region, &filters, see)
    }

    /// What takes payments of `region` out of a question, gates aside.
    fn cuts<'r>(&'r self, question: &Question<'r>, region: &Region) -> Vec<&'r Region> {
        let above = question.below.iter().flat_map(|(ladder, rules)| {
            let above = ladder.near(region).take_while(|(rule, _)| rule < rules);
            above
                .filter(|(rule, _)| !question.idle.get(*rule).is_some_and(|idle| *idle))
                .map(|(_, region)| region)
        });
        self.impossible.iter().chain(question.outside.iter().copied()).chain(above).collect()
    }

    /// The part of `region` around one of its payments that is left of it by the cuts of a question, gates aside; nothing if the
    /// payment itself is not.
    pub(crate) fn around(
        &self,
        payment: &Payment,
        question: &Question<'_>,
        region: &Region,
    ) -> Option<Region> {
        let placed = self.placed(payment);
        self.cuts(question, region).into_iter().try_fold(region.clone(), |part, cut| {
            if !cut.intersects(&part) {
                return Some(part);
            }
            let (axis, keys) = cut.sides().iter().find(|(axis, keys)| !keys.contains(placed.on(*axis)))?;
            part.with(*axis, &self.space().whole(*axis).minus(keys))
        })
    }

    /// The rules of a stage that a payment meets, in order.
    pub(crate) fn met(&self, ladder: &Ladder, payment: &Payment) -> Vec<usize> {
        let placed = self.placed(payment);
        ladder.met(|axis| placed.on(axis))
    }

    /// Where a payment lies on each axis of the space.
    pub(crate) fn placed<'a>(&'a self, payment: &'a Payment) -> Placed<'a> {
        Placed::new(&self.axes, payment)
    }
}

impl<'q> Gate<'q> {
    /// The rules of a stage from number `from` on; `stops` tells of each rule, and at the end of none.
    pub(crate) fn new(ladder: &'q Ladder, from: usize, stops: Vec<bool>) -> Self {
        Self { ladder, from, stops }
    }

    fn cuts<'r>(&self, region: &Region, everything: &'r Region) -> Vec<(&'r Region, bool)>
    where
        'q: 'r,
    {
        let stops = |rule: usize| self.stops.get(rule).copied().unwrap_or(false);
        let near = self.ladder.near(region).filter(|(rule, _)| *rule >= self.from);
        let rules = near.map(|(rule, region)| (region, stops(rule)));
        rules.chain(stops(self.ladder.rules()).then_some((everything, true))).collect()
    }
}
