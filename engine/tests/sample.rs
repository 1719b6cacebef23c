//! Sampled payments: complete, the same for the same seed, and such that every rule and every end of a range is met.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeSet;

use waypost_dsl::Sources;
use waypost_dsl::hir::{Policy, Value};
use waypost_engine::{Digest, Payment, Sampler, Snapshot, compile, reference};
use waypost_generate::draw::Draw;
use waypost_generate::random;
use waypost_generate::written::{self, complete};

fn small(rules: &str) -> Snapshot {
    let policy = format!(
        "policy small\nrates 2026-11-20 per EUR {{ USD 1.25 }}\nconnector a {{}}\nfacts {{
           amount money in EUR, USD\n method one of card, wallet\n risk integer 0 to 100\n recurring flag
           card.bin digits 6 to 8, only when method is card\n merchant.id text\n seen timestamp in \"Europe/Berlin\", optional
           country country, optional\n home country, optional
         }}\n{rules}"
    );
    written::compiled(&policy, |_| None)
}

fn drawn(policy: &Policy, seed: u64, many: usize) -> Vec<Payment> {
    let mut sampler = Sampler::new(policy, seed);
    let mut payment = Payment::new(&policy.facts);
    let next = |_| {
        sampler.fill(&mut payment);
        payment.clone()
    };
    (0..many).map(next).collect()
}

/// How many of the payments meet the condition of the rule of that name.
fn met(policy: &Policy, rule: &str, payments: &[Payment]) -> usize {
    let rules = policy.stages.iter().flat_map(|stage| stage.rules.iter());
    let (_, rule) = rules.into_iter().find(|(_, known)| known.name == rule).unwrap();
    payments.iter().filter(|payment| reference::holds(policy, &rule.when, payment)).count()
}

/// The values that payments give a fact, as they are spelled for debugging.
fn values(policy: &Policy, fact: &str, payments: &[Payment]) -> BTreeSet<String> {
    let fact = policy.facts.find(fact).unwrap();
    payments.iter().map(|payment| format!("{:?}", payment.value(&policy.facts, fact))).collect()
}

#[test]
fn sampled_payments_have_all_that_they_need_and_nothing_else() {
    let random = (0..20).map(|seed| {
        let policy = random::policy(&mut Draw::seeded(seed), 12);
        compile(policy, Digest::of(&Sources::default()))
    });
    for snapshot in std::iter::once(complete()).chain(random) {
        for payment in drawn(snapshot.policy(), 1, 100) {
            let mut completed = payment.clone();
            assert_eq!(snapshot.complete(&mut completed), Ok(()), "{payment:?}");
            assert_eq!(completed, payment, "no fact was left to be made up");
        }
    }
}

#[test]
fn the_same_seed_draws_the_same_payments_and_another_one_others() {
    let snapshot = complete();
    let payments = drawn(snapshot.policy(), 1, 100);
    assert_eq!(payments, drawn(snapshot.policy(), 1, 100));
    assert_ne!(payments, drawn(snapshot.policy(), 2, 100));
}

#[test]
fn every_rule_is_met() {
    let snapshot = complete();
    let policy = snapshot.policy();
    let payments = drawn(policy, 1, 5_000);
    for (_, rule) in policy.stages.iter().flat_map(|stage| stage.rules.iter()) {
        assert!(met(policy, &rule.name, &payments) > 0, "{}", rule.name);
    }
}

#[test]
fn three_in_five_payments_lie_inside_of_a_rule() {
    let route = "route { rule \"narrow\" when merchant.id is \"m1\" and card.bin starts with 42424242 and risk is 7 -> a
                 otherwise -> a }";
    let snapshot = small(route);
    let met = met(snapshot.policy(), "narrow", &drawn(snapshot.policy(), 1, 10_000));
    assert!((5_800..6_300).contains(&met), "{met}");
}

#[test]
fn amounts_and_numbers_stand_on_both_sides_of_every_end() {
    let snapshot = small("route { rule \"r\" when amount > 30.00 EUR and risk < 90 -> a otherwise -> a }");
    let payments = drawn(snapshot.policy(), 1, 2_000);
    let amounts = values(snapshot.policy(), "amount", &payments);
    for (minor, currency) in [(3_000, "EUR"), (3_001, "EUR"), (3_750, "USD"), (3_751, "USD")] {
        let start = format!("Some(Money(Money {{ minor: {minor}, currency: Currency({currency}");
        assert!(amounts.iter().any(|amount| amount.starts_with(&start)), "{minor} {currency}: {amounts:?}");
    }
    let risks = values(snapshot.policy(), "risk", &payments);
    for risk in [0, 89, 90, 100] {
        assert!(risks.contains(&format!("Some(Whole({risk}))")), "{risk}");
    }
}

#[test]
fn texts_are_those_of_conditions_and_others() {
    let snapshot = small(
        "route { rule \"a\" when merchant.id in [\"m1\", \"m2\"] -> a
                 rule \"b\" when merchant.id starts with \"x\" and merchant.id contains \"gift\" -> a
                 rule \"c\" when merchant.id ends with \"z\" and merchant.id not in [\"az\"] -> a otherwise -> a }",
    );
    let policy = snapshot.policy();
    let payments = drawn(policy, 1, 2_000);
    for rule in ["a", "b", "c"] {
        assert!(met(policy, rule, &payments) > 300, "{rule}");
    }
    let texts = values(policy, "merchant.id", &payments);
    assert!(
        ["m1", "m2", "az"].iter().all(|text| texts.contains(&format!("Some(Text({text:?}))"))),
        "{texts:?}"
    );
    assert!(texts.len() > 500, "{texts:?}");
}

#[test]
fn facts_that_are_compared_are_often_alike() {
    let snapshot = small(
        "route { rule \"home\" when country is home -> a
                 rule \"away\" when country is present and home is present and country is not home -> a
                 otherwise -> a }",
    );
    let payments = drawn(snapshot.policy(), 1, 1_000);
    for rule in ["home", "away"] {
        assert!(met(snapshot.policy(), rule, &payments) > 250, "{rule}");
    }
}

#[test]
fn long_lists_have_payments_inside_and_outside() {
    let snapshot = complete();
    let payments = drawn(snapshot.policy(), 1, 5_000);
    for rule in ["bins", "merchants"] {
        let met = met(snapshot.policy(), rule, &payments);
        assert!((100..4_500).contains(&met), "{rule}: {met}");
    }
}

#[test]
fn instants_are_of_our_days_unless_a_rule_asks_for_others() {
    let snapshot = small(
        "route { rule \"old\" when seen.date < 1999-12-31 -> a
                 rule \"nights\" when seen.hour < 6 and seen.weekday in [sat, sun] -> a otherwise -> a }",
    );
    let policy = snapshot.policy();
    let seen = policy.facts.find("seen").unwrap();
    let payments = drawn(policy, 1, 2_000);
    let of_ours = payments.iter().filter(|payment| {
        let year_2026 = 1_767_222_000_000_000..1_830_294_000_000_000_i64;
        matches!(payment.value(&policy.facts, seen), Some(Value::Instant(at)) if year_2026.contains(&at))
    });
    assert!(of_ours.count() > 700);
    assert!(met(policy, "old", &payments) > 400);
    assert!(met(policy, "nights", &payments) > 400);
}

#[test]
fn some_payments_tell_of_an_attempt_and_of_connectors() {
    let snapshot = complete();
    let payments = drawn(snapshot.policy(), 1, 2_000);
    let policy = snapshot.policy();
    for fact in ["attempt", "decline", "connector", "a.success_rate", "b.latency"] {
        let fact = policy.facts.find(fact).unwrap();
        let given = payments.iter().filter(|payment| payment.has(&policy.facts, fact)).count();
        assert!((200..1_900).contains(&given), "{fact:?}: {given}");
    }
    let health = values(policy, "c.health", &payments);
    assert_eq!(health.len(), 3, "{health:?}");
}
