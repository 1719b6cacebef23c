//! Sets of payments in words: pasted as the condition of a rule, they are met by exactly those payments, and the checks
//! take them, for random policies and random sets.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

#[path = "conditions_told/place.rs"]
mod place;

use place::lies_in;
use proptest::prelude::*;
use waypost_dsl::arena::Id;
use waypost_dsl::hir::{Condition, Fact, FactId, Facts, Origin, Policy, Predicate, StageKind, Test, Type};
use waypost_dsl::space::{ABSENT, Axis, AxisId, Described, Formula, KeySet, Region, Space};
use waypost_dsl::{Diagnostics, Sources, Span, check};
use waypost_engine::{Digest, Payment, compile, reference};
use waypost_generate::declared::Declared;
use waypost_generate::draw::Draw;
use waypost_generate::payments::{self, Corners};
use waypost_generate::{random, written};

/// The condition with the facts of another policy that have the same names.
fn moved(condition: &Condition, from: &Facts, to: &Facts) -> Condition {
    let all = |parts: &[Condition]| parts.iter().map(|part| moved(part, from, to)).collect();
    let fact = |id: FactId| to.find(&from[id].name).unwrap();
    match condition {
        Condition::All(parts) => Condition::All(all(parts)),
        Condition::Any(parts) => Condition::Any(all(parts)),
        Condition::Not(inner) => Condition::Not(Box::new(moved(inner, from, to))),
        Condition::Test(Test { fact: tested, predicate }) => {
            let predicate = match predicate {
                Predicate::Against(relation, other) => Predicate::Against(*relation, fact(*other)),
                predicate => predicate.clone(),
            };
            Condition::Test(Test { fact: fact(*tested), predicate })
        }
    }
}

/// All key sets of a formula.
fn sets(formula: &Formula, found: &mut Vec<(AxisId, KeySet)>) {
    match formula {
        Formula::In(axis, keys) => found.push((*axis, keys.clone())),
        Formula::All(parts) | Formula::Any(parts) => parts.iter().for_each(|part| sets(part, found)),
    }
}

/// A set on the axis of one of those known, made from several of them.
fn some_side(draw: &mut Draw, space: &Space<'_>, known: &[(AxisId, KeySet)]) -> (AxisId, KeySet) {
    let (axis, first) = draw.pick(known).clone();
    let near: Vec<&KeySet> = known.iter().filter(|(other, _)| *other == axis).map(|(_, keys)| keys).collect();
    let mut keys = first;
    for _ in 0..draw.below(4) {
        let other = *draw.pick(&near);
        keys = match draw.below(4) {
            0 => keys.union(other),
            1 => keys.intersection(other),
            2 => keys.minus(other),
            _ => space.whole(axis).minus(&keys),
        };
        if draw.once_in(8) {
            keys = keys.union(&KeySet::point(ABSENT));
        }
    }
    (axis, keys)
}

fn some_region(draw: &mut Draw, space: &Space<'_>, known: &[(AxisId, KeySet)]) -> Region {
    let sides: Vec<_> = (0..=draw.below(4)).map(|_| some_side(draw, space, known)).collect();
    sides
        .iter()
        .fold(Region::everything(), |region, (axis, keys)| region.clone().with(*axis, keys).unwrap_or(region))
}

/// What a random policy declares, and in which stage every fact may be asked for.
struct Ground {
    declared: Declared,
    has_attempts: bool,
}

impl Ground {
    fn of(policy: &Policy) -> Self {
        // Without connectors, no payment can tell by which one it was declined.
        let has_attempts =
            !policy.connectors.is_empty() && policy.stages.iter().any(|stage| stage.kind == StageKind::Retry);
        Self { declared: Declared::of(policy), has_attempts }
    }

    /// The policy with a rule for each of the conditions.
    fn with_rules(&self, conditions: &[String]) -> Policy {
        let (head, outcome) = match self.has_attempts {
            true => ("route { otherwise -> none \"nobody\" }\nretry {", "next"),
            false => ("route {", "none \"nobody\""),
        };
        let mut lines = vec![self.declared.text.clone(), head.to_owned()];
        let rule = |(number, condition)| format!("rule \"{number}\" when {condition} -> {outcome}");
        lines.extend(conditions.iter().enumerate().map(rule));
        lines.push(format!("otherwise -> {outcome} }}"));
        let text = lines.join("\n");
        let loaded = written::loaded(&text, |file| self.declared.file(file));
        let mut found = Diagnostics::default();
        let policy = check(&loaded, &mut found);
        let before = |place: Span| text.get(..place.start as usize).unwrap_or_default();
        let line = |place: Span| text.lines().nth(before(place).matches('\n').count());
        let found = found.into_sorted();
        let told: Vec<_> = found.iter().map(|found| (&found.message, line(found.primary.span))).collect();
        assert!(told.is_empty(), "{told:#?}\n{}", self.declared.text);
        policy.unwrap()
    }
}

/// Random sets of payments, made of what the conditions of `original` ask, with the facts of `space`.
fn some_sets(draw: &mut Draw, original: &Policy, space: &mut Space<'_>) -> Vec<Vec<Region>> {
    let facts = space.facts();
    let rules = original.stages.iter().flat_map(|stage| stage.rules.iter()).map(|(_, rule)| &rule.when);
    let conditions = rules.chain(original.facts.all.iter().filter_map(|(_, fact)| fact.only_when.as_ref()));
    let is_known = |fact: &FactId| facts.find(&original.facts[*fact].name).is_some();
    let (mut known, mut regions) = (vec![], vec![]);
    for condition in conditions.filter(|condition| condition.facts().iter().all(is_known)) {
        let formula = space.formula(&moved(condition, &original.facts, facts));
        sets(&formula, &mut known);
        regions.push(space.regions(&formula, 3));
    }
    known.extend(regions.iter().flatten().flat_map(Region::sides).cloned());
    for _ in 0..if known.is_empty() { 0 } else { 8 } {
        let (axis, keys) = some_side(draw, space, &known);
        regions.push(Region::everything().with(axis, &keys).into_iter().collect());
        regions.push((0..=draw.below(4)).map(|_| some_region(draw, space, &known)).collect());
    }
    let single: Vec<Vec<Region>> = regions.iter().flatten().map(|region| vec![region.clone()]).collect();
    regions.into_iter().chain(single).collect()
}

/// Says some random sets of payments and pastes what is said.
fn told_exactly(draw: &mut Draw, payments: usize) {
    let original = random::policy(draw, 10);
    let ground = Ground::of(&original);
    let plain = ground.with_rules(&[]);
    let mut space = Space::new(&plain.facts, &plain.rates, &plain.lists);
    let sets = some_sets(draw, &original, &mut space);
    let describer = space.describer();
    let told: Vec<Described> = sets
        .iter()
        .map(|regions| match regions.as_slice() {
            [region] => describer.region(region),
            regions => describer.regions(regions),
        })
        .collect();
    let conditions: Vec<String> = told.iter().filter_map(Described::condition).map(str::to_owned).collect();
    let snapshot = compile(ground.with_rules(&conditions), Digest::of(&Sources::default()));
    let policy = snapshot.policy();
    let rules = &policy.stages.last().unwrap().rules;
    let mut next_rule = rules.iter();
    // For each set the rule that has its condition, unless it is all payments or none.
    let sets = told.iter().zip(&sets).map(|(told, regions)| {
        let rule = told.condition().map(|_| next_rule.next().unwrap().1);
        (rule, told, regions)
    });
    let sets: Vec<_> = sets.collect();
    for (rule, told, regions) in &sets {
        if let (Some(rule), [region]) = (rule, regions.as_slice()) {
            same_keys(&space, policy, &rule.when, region, told);
        }
    }
    let corners = Corners::of_policy(policy);
    for _ in 0..payments {
        let near = (!rules.is_empty() && !draw.once_in(4)).then(|| &rules[Id::new(draw.place(rules.len()))]);
        let mut payment = match near {
            Some(rule) => payments::payment_near(draw, policy, &corners, rule),
            None => payments::payment(draw, policy, &corners),
        };
        if ground.has_attempts && !has_attempt(policy, &payment) {
            continue;
        }
        snapshot.complete(&mut payment).unwrap();
        for (rule, told, regions) in &sets {
            let inside = regions.iter().any(|region| lies_in(&space, &payment, region));
            let met = match rule {
                Some(rule) => reference::holds(policy, &rule.when, &payment),
                None => **told == Described::Everything,
            };
            assert_eq!(met, inside, "{told}\n{regions:?}\n{payment:?}\n{}", ground.declared.text);
        }
    }
}

fn has_attempt(policy: &Policy, payment: &Payment) -> bool {
    policy.facts.find("attempt").is_none_or(|attempt| payment.has(&policy.facts, attempt))
}

/// A region on one axis that is a fact's: what is said of it means the same keys.
fn same_keys(space: &Space<'_>, policy: &Policy, said: &Condition, region: &Region, text: &Described) {
    let [(axis, keys)] = region.sides() else { return };
    let Axis::Fact(fact) = space.axes()[*axis] else { return };
    let Fact { ty, origin, .. } = &space.facts()[fact];
    if *ty == Type::Text || *origin == Origin::Attempt {
        return;
    }
    let mut own = Space::new(&policy.facts, &policy.rates, &policy.lists);
    let formula = own.formula(said);
    assert!(matches!(formula, Formula::In(..)), "{text}");
    let Formula::In(said_axis, said) = formula else { return };
    // Of some facts that depend on others it is known that they are always there.
    let there = |keys: &KeySet| keys.intersection(&space.whole(*axis)).minus(&KeySet::point(ABSENT));
    assert_eq!((said_axis, there(&said)), (*axis, there(keys)), "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_said_of_a_set_is_met_by_its_payments_alone(seed in any::<u64>()) {
        told_exactly(&mut Draw::seeded(seed), 20);
    }
}
