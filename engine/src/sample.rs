//! Payments drawn from the rules of a policy, for whoever has to decide some before anybody has sent any: three in five
//! lie inside of what a rule asks for, the rest anywhere. All of them are complete.

mod alike;
mod asked;
mod drawing;
mod inside;
mod key;
mod text;

use fastrand::Rng;
use rustc_hash::FxHashMap;
use waypost_dsl::hir::{FactId, ListValues, Origin, Policy, Rule, StageKind};
use waypost_dsl::space::{ABSENT, Axis, AxisId, Formula, KeySet, Region, Space};

use crate::complete::in_order;
use crate::order::Order;
use crate::payment::Payment;
use asked::Asked;
use drawing::Drawing;

/// In how many of [`OF`] payments all that a rule asks for is given.
const INSIDE: u32 = 3;
const OF: u32 = 5;
/// The numbers of the days from which most instants are: 2026 and 2027.
const RECENT: (u64, u64) = (739_980, 740_709);

/// Draws payments for a policy: the same ones in the same order for the same policy and seed.
///
/// Each rule is as likely as any other, and so is each way to meet it. Now and then a fact that is left open has a value
/// that some other condition asks for, or one just inside or just outside of that.
#[derive(Debug)]
pub struct Sampler<'p> {
    known: Known<'p>,
    rng: Rng,
}

/// What is known of a policy before the first payment.
#[derive(Debug)]
pub(crate) struct Known<'p> {
    policy: &'p Policy,
    space: Space<'p>,
    /// What each rule asks for, of all stages.
    rules: Vec<Formula>,
    /// The facts that payments give, each after those that its `only when` names.
    facts: Vec<Given>,
    /// The keys in each long list of digits.
    listed: FxHashMap<AxisId, KeySet>,
    orders: Vec<Compared>,
    /// The keys of the instants of our days.
    recent: KeySet,
}

/// A fact that payments give.
#[derive(Debug)]
struct Given {
    id: FactId,
    axis: AxisId,
    /// The keys that it can have where it is there.
    present: KeySet,
    /// The keys of the texts that conditions name.
    named: KeySet,
    /// What its `only when` asks for, and the opposite of it.
    only_when: Option<[Formula; 2]>,
    /// What conditions ask of it, each with the axis that it is asked on.
    asked: Vec<(AxisId, KeySet)>,
}

/// Two facts that are compared.
#[derive(Debug)]
struct Compared {
    axis: AxisId,
    /// The facts that are given for them.
    given: [FactId; 2],
    order: Order,
}

impl<'p> Sampler<'p> {
    /// Draws payments for `policy`, by chance that comes from `seed` alone.
    pub fn new(policy: &'p Policy, seed: u64) -> Self {
        let space = Space::new(&policy.facts, &policy.rates, &policy.lists);
        Self { known: Known::of(policy, space), rng: Rng::with_seed(seed) }
    }

    /// Puts another payment in the place of `payment`, which is made for the facts of the policy.
    pub fn fill(&mut self, payment: &mut Payment) {
        let Self { known, rng } = self;
        let is_inside = rng.u32(..OF) < INSIDE;
        let region = is_inside.then(|| inside::region(known, rng)).flatten();
        Drawing { known, rng }.fill(&region.unwrap_or_default(), payment);
    }
}

impl<'p> Known<'p> {
    /// What is known of `policy`, laid out in `space`, which may have axes already.
    pub(crate) fn of(policy: &'p Policy, mut space: Space<'p>) -> Self {
        let facts = &policy.facts;
        let stages =
            policy.stages.iter().flat_map(|stage| stage.rules.iter().map(|(_, rule)| (stage.kind, rule)));
        let rules: Vec<Formula> = stages.map(|(kind, rule)| taken(policy, &mut space, kind, rule)).collect();
        let serves: Vec<Formula> =
            policy.connectors.iter().map(|(_, connector)| space.formula(&connector.serves)).collect();
        let mut given: Vec<Given> = in_order(facts).into_iter().map(|id| Given::of(&mut space, id)).collect();
        let needs = given.iter().filter_map(|given| given.only_when.as_ref()?.first());
        let mut asked = Asked::of(&space, rules.iter().chain(&serves).chain(needs));
        for given in &mut given {
            given.asked = asked.take(given.id);
            given.named = KeySet::range(1, space.texts(given.id).count() as u64);
        }
        let (listed, orders) = (listed(&space), orders(&space));
        Self {
            policy,
            space,
            rules,
            facts: given,
            listed,
            orders,
            recent: KeySet::of_days(RECENT.0, RECENT.1),
        }
    }

    /// The space in which the regions lie that payments are drawn from.
    pub(crate) fn space(&self) -> &Space<'p> {
        &self.space
    }

    /// Puts a payment in the place of `payment` that lies in `region`, if one can be found there soon, else another one.
    pub(crate) fn fill_in(&self, rng: &mut Rng, region: &Region, payment: &mut Payment) {
        let needed = inside::needed(self, rng, region.clone());
        Drawing { known: self, rng }.fill(needed.as_ref().unwrap_or(region), payment);
    }
}

impl Given {
    fn of(space: &mut Space<'_>, id: FactId) -> Self {
        let axis = space.axis(id);
        let present = space.whole(axis).minus(&KeySet::point(ABSENT));
        let only_when = space.facts()[id].only_when.as_ref();
        let only_when = only_when.map(|when| [space.formula(when), space.negation(when)]);
        Self { id, axis, present, named: KeySet::EMPTY, only_when, asked: vec![] }
    }
}

/// What takes a payment to a rule; to one of `retry`, it tells of an attempt too.
fn taken(policy: &Policy, space: &mut Space<'_>, kind: StageKind, rule: &Rule) -> Formula {
    let mut parts = vec![space.formula(&rule.when)];
    if kind == StageKind::Retry {
        let attempts = policy.facts.all.iter().filter(|(_, fact)| fact.origin == Origin::Attempt);
        let axes = attempts.map(|(id, _)| space.axis(id));
        parts.extend(axes.map(|axis| Formula::In(axis, space.whole(axis).minus(&KeySet::point(ABSENT)))));
    }
    Formula::all(parts)
}

/// The facts of which an axis tells, as payments give them.
fn about(space: &Space<'_>, axis: AxisId) -> impl Iterator<Item = FactId> {
    let facts = match space.axes().at(axis) {
        Some(Axis::Fact(id) | Axis::Pattern(id, _) | Axis::Listed(id, _)) => [Some(*id), None],
        Some(Axis::Order(one, other, _)) => [Some(*one), Some(*other)],
        Some(Axis::Opaque(_)) | None => [None, None],
    };
    facts.into_iter().flatten().map(|id| space.facts().base(id))
}

fn listed(space: &Space<'_>) -> FxHashMap<AxisId, KeySet> {
    let keys = |(axis, kind): (AxisId, &Axis)| match kind {
        Axis::Listed(fact, list) if matches!(space.lists()[*list].values, ListValues::Digits(_)) => {
            Some((axis, space.list_keys(*fact, *list)))
        }
        _ => None,
    };
    space.axes().iter().filter_map(keys).collect()
}

fn orders(space: &Space<'_>) -> Vec<Compared> {
    let facts = space.facts();
    let compared = |(axis, kind): (AxisId, &Axis)| match kind {
        Axis::Order(one, other, rates) => Some(Compared {
            axis,
            given: [facts.base(*one), facts.base(*other)],
            order: Order::of(facts, space.rates_of(*rates), *one, *other),
        }),
        _ => None,
    };
    space.axes().iter().filter_map(compared).collect()
}
