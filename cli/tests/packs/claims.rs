//! Each invariant of each pack, with a payment that breaks it and one close by that does not.

use std::collections::BTreeSet;
use std::fs;

use waypost_dsl::hir::Date;
use waypost_dsl::{Diagnostics, Sources, Unreadable, cases, load};
use waypost_engine::cases::run;
use waypost_engine::{Digest, Snapshot, compile};

use crate::{packs, policies};

/// The day on which most of them are tried.
const DAY: Date = Date::constant(2026, 11, 27);

/// The last day of what has ended since.
const LAST_DAY: Date = Date::constant(2025, 5, 24);

/// An invariant, a payment that breaks it, and one that does not.
type Claim = (&'static str, &'static str, &'static str);

/// What a customer pays with a card of a country, in a shop for which the policy `careless` decides what its name says.
macro_rules! card {
    ($country:literal, $shop:literal, $rest:literal) => {
        concat!("card.network=visa initiator=customer card.issuer_country=", $country, shop!($shop, $rest))
    };
}

/// What is charged on a mandate of an Indian card.
macro_rules! indian {
    ($rest:literal) => {
        concat!("card.network=visa card.issuer_country=IN recurring", shop!("recurring", $rest))
    };
}

macro_rules! shop {
    ($shop:literal, $rest:literal) => {
        concat!(" merchant.id=\"", $shop, "\" ", $rest)
    };
}

/// An attempt that failed.
macro_rules! attempt {
    ($network:literal, $rest:literal) => {
        concat!(
            "amount=80.00 EUR initiator=customer merchant.id=\"m\" connector=adyen card.network=",
            $network,
            " ",
            $rest
        )
    };
}

const CLAIMS: &[Claim] = &[
    (
        "SCA EEA: customers are challenged or exempted",
        card!("DE", "frictionless", "amount=0.01 EUR"),
        card!("DE", "frictionless", "amount=0.00 EUR"),
    ),
    (
        "SCA EEA: customers are challenged or exempted",
        "amount=80.00 EUR card.network=visa country=FR initiator=customer merchant.id=\"frictionless\"",
        "amount=80.00 EUR card.network=visa country=FR card.issuer_country=US initiator=customer merchant.id=\"frictionless\"",
    ),
    (
        "SCA EEA: what is in scope is not out of scope",
        card!("DE", "out_of_scope", "amount=80.00 EUR acquirer.country=FR channel=web"),
        card!("DE", "out_of_scope", "amount=80.00 EUR acquirer.country=US channel=web"),
    ),
    (
        "SCA EEA: what is in scope is not out of scope",
        card!("DE", "out_of_scope", "amount=80.00 EUR channel=app"),
        card!("DE", "out_of_scope", "amount=80.00 EUR channel=phone"),
    ),
    (
        "SCA EEA: what a customer initiates no merchant initiates",
        card!("DE", "merchant_initiated", "amount=80.00 EUR"),
        "amount=80.00 EUR card.network=visa card.issuer_country=DE initiator=merchant merchant.id=\"merchant_initiated\"",
    ),
    (
        "SCA EEA, article 13: customers name the payees whom they trust",
        card!("DE", "trusted_beneficiary", "amount=80.00 EUR"),
        card!("DE", "trusted_beneficiary", "amount=80.00 EUR customer.trusts_us"),
    ),
    (
        "SCA EEA, article 14: what is paid again begins with a challenge",
        card!("DE", "recurring", "amount=0.00 EUR recurring subscription.cycle=0"),
        card!("DE", "recurring", "amount=0.00 EUR recurring subscription.cycle=1"),
    ),
    (
        "SCA EEA, article 14: only renewals are exempt as recurring",
        card!("DE", "recurring", "amount=80.00 EUR"),
        card!("DE", "recurring", "amount=80.00 EUR recurring subscription.cycle=1"),
    ),
    (
        "SCA EEA, article 16: 30 euros at most are low value",
        card!("DE", "low_value", "amount=30.01 EUR"),
        card!("DE", "low_value", "amount=30.00 EUR"),
    ),
    (
        "SCA EEA, article 17: only cards of companies are corporate",
        card!("DE", "corporate", "amount=80.00 EUR"),
        card!("DE", "corporate", "amount=80.00 EUR card.commercial"),
    ),
    (
        "SCA EEA, article 18: no analysis above 0.13% of fraud",
        card!("DE", "transaction_risk", "amount=1.00 EUR acquirer.fraud_rate=0.14%"),
        card!("DE", "transaction_risk", "amount=1.00 EUR acquirer.fraud_rate=0.13%"),
    ),
    (
        "SCA EEA, article 18: above 100 euros only up to 0.06% of fraud",
        card!("DE", "transaction_risk", "amount=100.01 EUR acquirer.fraud_rate=0.07%"),
        card!("DE", "transaction_risk", "amount=100.00 EUR acquirer.fraud_rate=0.07%"),
    ),
    (
        "SCA EEA, article 18: above 250 euros only up to 0.01% of fraud",
        card!("DE", "transaction_risk", "amount=250.01 EUR acquirer.fraud_rate=0.02%"),
        card!("DE", "transaction_risk", "amount=250.01 EUR acquirer.fraud_rate=0.01%"),
    ),
    (
        "SCA EEA, article 18: no analysis above 500 euros",
        card!("DE", "transaction_risk", "amount=500.01 EUR acquirer.fraud_rate=0.01%"),
        card!("DE", "transaction_risk", "amount=500.00 EUR acquirer.fraud_rate=0.01%"),
    ),
    (
        "SCA UK: customers are challenged or exempted",
        card!("GB", "frictionless", "amount=80.00 GBP acquirer.country=GB"),
        card!("GB", "frictionless", "amount=80.00 GBP acquirer.country=DE"),
    ),
    (
        "SCA UK: what is in scope is not out of scope",
        card!("GB", "out_of_scope", "amount=51.00 EUR card.funding=prepaid"),
        "amount=51.00 EUR card.network=visa card.bin=404595 card.issuer_country=GB initiator=customer merchant.id=\"out_of_scope\"",
    ),
    (
        "SCA UK: what a customer initiates no merchant initiates",
        card!("GB", "merchant_initiated", "amount=80.00 GBP"),
        card!("DE", "merchant_initiated", "amount=80.00 GBP"),
    ),
    (
        "SCA UK, article 13: customers name the payees whom they trust",
        card!("GB", "trusted_beneficiary", "amount=80.00 GBP"),
        card!("GB", "trusted_beneficiary", "amount=80.00 GBP customer.trusts_us"),
    ),
    (
        "SCA UK, article 14: what is paid again begins with a challenge",
        card!("GB", "low_value", "amount=8.00 GBP recurring subscription.cycle=0"),
        card!("GB", "low_value", "amount=8.00 GBP recurring subscription.cycle=1"),
    ),
    (
        "SCA UK, article 14: only renewals are exempt as recurring",
        card!("GB", "recurring", "amount=80.00 GBP recurring"),
        card!("GB", "recurring", "amount=80.00 GBP recurring subscription.cycle=1"),
    ),
    (
        "SCA UK, article 16: 25 pounds at most are low value",
        card!("GB", "low_value", "amount=25.01 GBP"),
        card!("GB", "low_value", "amount=25.00 GBP"),
    ),
    (
        "SCA UK, article 17: only cards of companies are corporate",
        card!("GB", "corporate", "amount=80.00 GBP"),
        card!("GB", "corporate", "amount=80.00 GBP card.commercial"),
    ),
    (
        "SCA UK, article 18: no analysis above 0.13% of fraud",
        card!("GB", "transaction_risk", "amount=1.00 GBP"),
        card!("GB", "transaction_risk", "amount=1.00 GBP acquirer.fraud_rate=0.13%"),
    ),
    (
        "SCA UK, article 18: above 85 pounds only up to 0.06% of fraud",
        card!("GB", "transaction_risk", "amount=85.01 GBP acquirer.fraud_rate=0.07%"),
        card!("GB", "transaction_risk", "amount=85.00 GBP acquirer.fraud_rate=0.07%"),
    ),
    (
        "SCA UK, article 18: above 220 pounds only up to 0.01% of fraud",
        card!("GB", "transaction_risk", "amount=220.01 GBP acquirer.fraud_rate=0.02%"),
        card!("GB", "transaction_risk", "amount=220.00 GBP acquirer.fraud_rate=0.02%"),
    ),
    (
        "SCA UK, article 18: no analysis above 440 pounds",
        card!("GB", "transaction_risk", "amount=440.01 GBP acquirer.fraud_rate=0.01%"),
        card!("GB", "transaction_risk", "amount=440.00 GBP acquirer.fraud_rate=0.01%"),
    ),
    (
        "anonymous prepaid cards pay at most 50 euros",
        "amount=50.01 EUR card.network=visa card.bin=404595 initiator=customer merchant.id=\"m\"",
        "amount=50.00 EUR card.network=visa card.bin=404595 initiator=customer merchant.id=\"m\"",
    ),
    (
        "India: a mandate begins with an additional factor",
        indian!("amount=1.00 EUR initiator=customer subscription.cycle=0"),
        indian!("amount=1.00 EUR initiator=customer subscription.cycle=1"),
    ),
    (
        "India: above 15,000 rupees a charge is confirmed",
        indian!("amount=15000.01 INR initiator=merchant merchant.category=5941"),
        indian!("amount=15000.01 INR initiator=merchant merchant.category=6300"),
    ),
    (
        "India: above 1,00,000 rupees every charge is confirmed",
        indian!("amount=100000.01 INR initiator=merchant merchant.category=6300"),
        indian!("amount=100000.00 INR initiator=merchant merchant.category=6300"),
    ),
    (
        "India: a stored card is a token",
        indian!("amount=1.00 EUR initiator=merchant"),
        indian!("amount=1.00 EUR initiator=merchant card.tokenised"),
    ),
    (
        "no surcharge on cards of European consumers",
        card!("DE", "m", "amount=80.00 EUR surcharge"),
        card!("DE", "m", "amount=80.00 EUR surcharge card.commercial"),
    ),
    (
        "no surcharge on cards of European consumers",
        card!("DE", "m", "amount=80.00 EUR surcharge acquirer.country=FR"),
        "amount=80.00 EUR surcharge card.network=amex card.issuer_country=DE initiator=customer merchant.id=\"m\"",
    ),
    (
        "no surcharge on cards of British consumers",
        "amount=80.00 GBP surcharge card.network=amex card.issuer_country=GB initiator=customer merchant.id=\"m\"",
        card!("GB", "m", "amount=80.00 GBP surcharge acquirer.country=US"),
    ),
    (
        "Visa: what the issuer will never approve is not tried again",
        attempt!("visa", "attempt=1 decline=invalid_card_number"),
        attempt!("amex", "attempt=1 decline=invalid_card_number"),
    ),
    (
        "Visa: what is not permitted is not tried again",
        attempt!("visa", "attempt=1 decline=transaction_not_permitted"),
        attempt!("visa", "attempt=1 decline=do_not_honor"),
    ),
    (
        "Visa: 20 times again in 30 days",
        attempt!("visa", "attempt=1 decline=do_not_honor card.attempts_month=21"),
        attempt!("visa", "attempt=20 decline=do_not_honor card.attempts_month=20"),
    ),
    (
        "Mastercard: no attempt against its advice",
        attempt!("mastercard", "attempt=1 decline=do_not_retry"),
        attempt!("visa", "attempt=1 decline=do_not_retry"),
    ),
    (
        "Mastercard: 10 declines in 24 hours",
        attempt!("mastercard", "attempt=1 decline=do_not_honor card.attempts_today=10"),
        attempt!("mastercard", "attempt=1 decline=do_not_honor card.attempts_today=9"),
    ),
    (
        "Mastercard: 35 declines in 30 days",
        attempt!("mastercard", "attempt=35 decline=do_not_honor"),
        attempt!("mastercard", "attempt=34 decline=do_not_honor card.attempts_month=34"),
    ),
];

/// What has ended, and is tried on its last day.
const ENDED: &[Claim] = &[(
    "Visa: 15 times again in 30 days",
    attempt!("visa", "attempt=16 decline=do_not_honor"),
    attempt!("visa", "attempt=15 decline=do_not_honor card.attempts_month=15"),
)];

/// The invariants that the policy `careless` breaks on a day for each of the payments.
fn broken(day: Date, payments: &[&str]) -> Vec<BTreeSet<String>> {
    let (snapshot, mut sources) = careless();
    let mut diagnostics = Diagnostics::default();
    let case = |(number, payment): (usize, &&str)| {
        let card = if payment.contains("card.bin=") { "" } else { "card.bin=424242" };
        format!("\"{number}\" {payment} {card} method=card risk=10 merchant.tier=gold => route adyen\n")
    };
    let text: Vec<String> = payments.iter().enumerate().map(case).collect();
    let cases = cases::read("careless.cases", &text.concat(), &mut sources, &mut diagnostics);
    let ran = run(&snapshot, &cases, day, &mut diagnostics);
    let told: Vec<String> = diagnostics.into_sorted().into_iter().map(|found| found.message).collect();
    assert_eq!(ran.iter().filter(|ran| ran.payment.is_some()).count(), payments.len(), "{told:#?}");
    let of_payment = |number: usize| {
        let begin = format!("\"{number}\" breaks the invariant \"");
        let names = told.iter().filter_map(|told| told.strip_prefix(&begin));
        names.map(|name| name.trim_end_matches('"').to_owned()).collect()
    };
    (0..payments.len()).map(of_payment).collect()
}

/// The policy that breaks whatever it can. It is compiled without the proofs, which would refuse it.
fn careless() -> (Snapshot, Sources) {
    let mut read = |path: &str| match path {
        "careless/careless.way" => Ok(include_str!("careless.way").to_owned()),
        path => {
            fs::read_to_string(policies().with_file_name(path)).map_err(|why| Unreadable(why.to_string()))
        }
    };
    let mut diagnostics = Diagnostics::default();
    let loaded = load("careless/careless.way", &mut read, &mut diagnostics);
    let policy = waypost_dsl::check(&loaded, &mut diagnostics);
    let told: Vec<String> = diagnostics.into_sorted().into_iter().map(|found| found.message).collect();
    assert_eq!(told, [""; 0]);
    (compile(policy.unwrap(), Digest::of(&loaded.sources)), loaded.sources)
}

fn check(day: Date, claims: &[Claim]) {
    let breaking: Vec<&str> = claims.iter().map(|(_, breaking, _)| *breaking).collect();
    let keeping: Vec<&str> = claims.iter().map(|(.., keeping)| *keeping).collect();
    let (broken, kept) = (broken(day, &breaking), broken(day, &keeping));
    for (((name, breaks, keeps), broken), kept) in claims.iter().zip(&broken).zip(&kept) {
        assert!(broken.contains(*name), "{breaks} breaks {broken:?}, and not {name}");
        assert!(!kept.contains(*name), "{keeps} breaks {name}");
    }
}

#[test]
fn each_claim_of_a_pack_notices_what_it_forbids_and_lets_pass_what_is_next_to_it() {
    check(DAY, CLAIMS);
    check(LAST_DAY, ENDED);
}

#[test]
fn what_has_ended_forbids_nothing_any_more() {
    let breaking: Vec<&str> = ENDED.iter().map(|(_, breaking, _)| *breaking).collect();
    assert_eq!(broken(DAY, &breaking), [BTreeSet::new()]);
}

#[test]
fn no_claim_of_a_pack_is_left_out_here() {
    let tried: BTreeSet<String> = CLAIMS.iter().chain(ENDED).map(|(name, ..)| (*name).to_owned()).collect();
    let packs = packs();
    let claimed = packs.iter().flat_map(|pack| pack.invariants().map(|one| one.name.text.clone()));
    assert_eq!(tried, claimed.collect::<BTreeSet<String>>());
}
