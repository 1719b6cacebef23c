//! What was decided for a payment, by reference into the snapshot that decided it.

use waypost_dsl::hir::{Best, Candidate, ConnectorId, Outcome, Plan, Rule, Split, StageKind};

/// The decision of one payment: an outcome for each stage that was decided.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decision<'s> {
    /// Of `screen`, if the policy has it.
    pub screen: Option<StageDecision<'s>>,
    /// Of `authenticate`, if the policy has it and the payment was not denied.
    pub authenticate: Option<StageDecision<'s>>,
    /// Of `route`, if the payment was not denied.
    pub route: Option<StageDecision<'s>>,
    /// Of `retry`, if the policy has it, the payment tells of an attempt and was not denied.
    pub retry: Option<StageDecision<'s>>,
    // INVARIANT: places in the plan of `route`; empty if it decided none.
    order: Order,
}

/// What one stage decided.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StageDecision<'s> {
    /// The outcome.
    pub outcome: &'s Outcome,
    /// The rule that won, or nothing for `otherwise`.
    pub rule: Option<&'s Rule>,
}

/// What became of the connectors of a plan, by their places in it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Order {
    /// The plan comes to all of them as they are written; those are struck that have a bit.
    Written(u64),
    /// It comes to some of them, in an order of their own.
    Arranged(Arranged),
}

/// The connectors that a plan comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Arranged {
    tried: [u8; Plan::MAX],
    len: usize,
    struck: u64,
}

impl Arranged {
    const EMPTY: Self = Self { tried: [0; Plan::MAX], len: 0, struck: 0 };

    /// Adds the connector at `place`, to those that are tried or those that are struck.
    fn add(&mut self, place: usize, serves: bool) {
        let Ok(number) = u8::try_from(place) else { return };
        if !serves {
            self.struck |= bit(place);
        } else if let Some(slot) = self.tried.get_mut(self.len) {
            *slot = number;
            self.len += 1;
        }
    }
}

/// What an outcome means for what is decided behind it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Effect<'s> {
    /// Nothing more is decided.
    Denial,
    /// A plan is to be put in order. It equals that of the outcome, and need not be the same one.
    Plan(&'s Plan),
    /// Nothing.
    None,
}

impl<'s> Effect<'s> {
    /// What an outcome means.
    pub(crate) fn of(outcome: &'s Outcome) -> Self {
        match outcome {
            Outcome::Deny(_) => Self::Denial,
            Outcome::Plan(plan) => Self::Plan(plan),
            _ => Self::None,
        }
    }
}

/// What it takes to decide one payment.
pub(crate) trait Judge<'s> {
    /// The decision of a stage, if the policy has it, and what it means.
    fn decide(&self, kind: StageKind) -> Option<(StageDecision<'s>, Effect<'s>)>;
    /// Whether the payment tells of an attempt.
    fn was_attempted(&self) -> bool;
    /// Whether a connector takes the payment.
    fn serves(&self, connector: ConnectorId) -> bool;
    /// The number of the side that the payment falls on.
    fn side(&self, split: &Split) -> usize;
    /// How good a connector is for the payment, the least number the best; nothing if that is not known.
    fn measure(&self, best: &Best, connector: ConnectorId) -> Option<u64>;
    /// Whether a connector is known to be down.
    fn is_down(&self, connector: ConnectorId) -> bool;
}

impl<'s> Decision<'s> {
    /// What `kind` decided.
    pub fn stage(&self, kind: StageKind) -> Option<StageDecision<'s>> {
        match kind {
            StageKind::Screen => self.screen,
            StageKind::Authenticate => self.authenticate,
            StageKind::Route => self.route,
            StageKind::Retry => self.retry,
        }
    }

    /// The connectors that try the payment, in order.
    pub fn connectors(&self) -> impl Iterator<Item = ConnectorId> {
        let all = self.plan();
        let (written, arranged) = match self.order {
            Order::Written(struck) => (self.at(!struck), None),
            Order::Arranged(Arranged { tried, len, .. }) => (self.at(0), Some(tried.into_iter().take(len))),
        };
        let arranged = arranged.into_iter().flatten();
        written.chain(arranged.filter_map(move |place| all.get(usize::from(place)).copied()))
    }

    /// The connectors that the plan comes to and that do not serve the payment, in the order in which they are written.
    pub fn struck(&self) -> impl Iterator<Item = ConnectorId> {
        let (Order::Written(struck) | Order::Arranged(Arranged { struck, .. })) = self.order;
        self.at(struck)
    }

    /// The connectors of the plan at places that have a bit.
    fn at(&self, places: u64) -> impl Iterator<Item = ConnectorId> + use<'s> {
        self.plan().iter().enumerate().filter(move |(place, _)| places & bit(*place) != 0).map(|(_, id)| *id)
    }

    fn plan(&self) -> &'s [ConnectorId] {
        match self.route {
            Some(StageDecision { outcome: Outcome::Plan(plan), .. }) => plan.connectors(),
            _ => &[],
        }
    }

    /// Puts the stages together: decides them in order, and none after a denial.
    pub(crate) fn of(judge: &impl Judge<'s>) -> Self {
        let none =
            Self { screen: None, authenticate: None, route: None, retry: None, order: Order::Written(0) };
        let screen = judge.decide(StageKind::Screen);
        let decision = Self { screen: screen.map(|(screen, _)| screen), ..none };
        if let Some((_, Effect::Denial)) = screen {
            return decision;
        }
        let route = judge.decide(StageKind::Route);
        let order = match route {
            Some((_, Effect::Plan(plan))) => order(judge, plan),
            _ => Order::Written(0),
        };
        let stage = |kind| judge.decide(kind).map(|(decided, _)| decided);
        Self {
            authenticate: stage(StageKind::Authenticate),
            route: route.map(|(route, _)| route),
            retry: if judge.was_attempted() { stage(StageKind::Retry) } else { None },
            order,
            ..decision
        }
    }
}

/// The bit of a place in a plan.
fn bit(place: usize) -> u64 {
    u32::try_from(place).ok().and_then(|place| 1_u64.checked_shl(place)).unwrap_or(0)
}

/// Which connectors of a plan try the payment, in which order.
fn order<'s>(judge: &impl Judge<'s>, plan: &Plan) -> Order {
    if plan.is_settled() {
        let places = plan.connectors().iter().enumerate();
        let struck = places.filter(|(_, connector)| !judge.serves(**connector));
        return Order::Written(struck.fold(0, |struck, (place, _)| struck | bit(place)));
    }
    let mut order = Arranged::EMPTY;
    let mut first = 0;
    for candidate in plan.candidates() {
        let next = first + candidate.len();
        let mut add = |place: usize| {
            if let Some(&connector) = plan.connectors().get(place) {
                order.add(place, judge.serves(connector));
            }
        };
        match candidate {
            Candidate::Connector(_) => add(first),
            Candidate::Split(split) => add(first + judge.side(split)),
            Candidate::Best(best) => ranked(judge, best).for_each(|place| add(first + place)),
        }
        first = next;
    }
    Order::Arranged(order)
}

/// The places of the connectors, the best one first: those that are down come last, those of which nothing is known
/// behind those of which something is, and equals as they are written.
pub(crate) fn ranked<'s>(judge: &impl Judge<'s>, best: &Best) -> impl Iterator<Item = usize> {
    let mut ranks = [(true, true, u64::MAX, usize::MAX); Plan::MAX];
    let connectors = best.connectors.iter().enumerate();
    for (rank, (place, &connector)) in ranks.iter_mut().zip(connectors) {
        let measure = judge.measure(best, connector);
        *rank = (judge.is_down(connector), measure.is_none(), measure.unwrap_or(0), place);
    }
    let few = ranks.get_mut(..best.connectors.len()).unwrap_or_default();
    few.sort_unstable();
    ranks.into_iter().map(|(.., place)| place).take(best.connectors.len())
}
