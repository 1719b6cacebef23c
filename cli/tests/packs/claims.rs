//! Each invariant of each pack, with a payment that breaks it and one close by that does not.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use tempfile::TempDir;
use waypost_dsl::hir::Date;
use waypost_server::files::{self, CaseFile};
use waypost_server::{cases, pipeline};

use crate::{packs, policies};

/// The day on which most of them are tried.
const DAY: Date = Date::constant(2026, 11, 27);

/// The last day of what has ended since.
const LAST_DAY: Date = Date::constant(2025, 5, 24);

/// What every payment has.
const CARD: &str = "method=card card.bin=424242 risk=10 merchant.tier=gold";

/// An invariant, a payment that breaks it, and one that does not.
type Claim = (&'static str, &'static str, &'static str);

/// What the policy `careless` decides for a shop of that name, for a German card.
macro_rules! german {
    ($shop:literal, $rest:literal) => {
        concat!(
            "card.network=visa card.issuer_country=DE initiator=customer merchant.id=\"",
            $shop,
            "\" ",
            $rest
        )
    };
}

/// The same for a British card.
macro_rules! british {
    ($shop:literal, $rest:literal) => {
        concat!(
            "card.network=visa card.issuer_country=GB initiator=customer merchant.id=\"",
            $shop,
            "\" ",
            $rest
        )
    };
}

/// The same for an Indian card that is charged on a mandate.
macro_rules! indian {
    ($shop:literal, $rest:literal) => {
        concat!("card.network=visa card.issuer_country=IN recurring merchant.id=\"", $shop, "\" ", $rest)
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
        german!("frictionless", "amount=0.01 EUR"),
        german!("frictionless", "amount=0.00 EUR"),
    ),
    (
        "SCA EEA: customers are challenged or exempted",
        "amount=80.00 EUR card.network=visa country=FR initiator=customer merchant.id=\"frictionless\"",
        "amount=80.00 EUR card.network=visa country=FR card.issuer_country=US initiator=customer merchant.id=\"frictionless\"",
    ),
    (
        "SCA EEA: what is in scope is not out of scope",
        german!("out_of_scope", "amount=80.00 EUR acquirer.country=FR channel=web"),
        german!("out_of_scope", "amount=80.00 EUR acquirer.country=US channel=web"),
    ),
    (
        "SCA EEA: what is in scope is not out of scope",
        german!("out_of_scope", "amount=80.00 EUR channel=app"),
        german!("out_of_scope", "amount=80.00 EUR channel=phone"),
    ),
    (
        "SCA EEA: what a customer initiates no merchant initiates",
        german!("merchant_initiated", "amount=80.00 EUR"),
        "amount=80.00 EUR card.network=visa card.issuer_country=DE initiator=merchant merchant.id=\"merchant_initiated\"",
    ),
    (
        "SCA EEA, article 13: customers name the payees whom they trust",
        german!("trusted_beneficiary", "amount=80.00 EUR"),
        german!("trusted_beneficiary", "amount=80.00 EUR customer.trusts_us"),
    ),
    (
        "SCA EEA, article 14: what is paid again begins with a challenge",
        german!("recurring", "amount=0.00 EUR recurring subscription.cycle=0"),
        german!("recurring", "amount=0.00 EUR recurring subscription.cycle=1"),
    ),
    (
        "SCA EEA, article 14: only renewals are exempt as recurring",
        german!("recurring", "amount=80.00 EUR"),
        german!("recurring", "amount=80.00 EUR recurring subscription.cycle=1"),
    ),
    (
        "SCA EEA, article 16: 30 euros at most are low value",
        german!("low_value", "amount=30.01 EUR"),
        german!("low_value", "amount=30.00 EUR"),
    ),
    (
        "SCA EEA, article 17: only cards of companies are corporate",
        german!("corporate", "amount=80.00 EUR"),
        german!("corporate", "amount=80.00 EUR card.commercial"),
    ),
    (
        "SCA EEA, article 18: no analysis above 0.13% of fraud",
        german!("transaction_risk", "amount=1.00 EUR acquirer.fraud_rate=0.14%"),
        german!("transaction_risk", "amount=1.00 EUR acquirer.fraud_rate=0.13%"),
    ),
    (
        "SCA EEA, article 18: above 100 euros only up to 0.06% of fraud",
        german!("transaction_risk", "amount=100.01 EUR acquirer.fraud_rate=0.07%"),
        german!("transaction_risk", "amount=100.00 EUR acquirer.fraud_rate=0.07%"),
    ),
    (
        "SCA EEA, article 18: above 250 euros only up to 0.01% of fraud",
        german!("transaction_risk", "amount=250.01 EUR acquirer.fraud_rate=0.02%"),
        german!("transaction_risk", "amount=250.01 EUR acquirer.fraud_rate=0.01%"),
    ),
    (
        "SCA EEA, article 18: no analysis above 500 euros",
        german!("transaction_risk", "amount=500.01 EUR acquirer.fraud_rate=0.01%"),
        german!("transaction_risk", "amount=500.00 EUR acquirer.fraud_rate=0.01%"),
    ),
    (
        "SCA UK: customers are challenged or exempted",
        british!("frictionless", "amount=80.00 GBP acquirer.country=GB"),
        british!("frictionless", "amount=80.00 GBP acquirer.country=DE"),
    ),
    (
        "SCA UK: what is in scope is not out of scope",
        british!("out_of_scope", "amount=51.00 EUR card.funding=prepaid"),
        "amount=51.00 EUR method=card card.network=visa card.bin=404595 card.issuer_country=GB initiator=customer merchant.id=\"out_of_scope\"",
    ),
    (
        "SCA UK: what a customer initiates no merchant initiates",
        british!("merchant_initiated", "amount=80.00 GBP"),
        german!("merchant_initiated", "amount=80.00 GBP"),
    ),
    (
        "SCA UK, article 13: customers name the payees whom they trust",
        british!("trusted_beneficiary", "amount=80.00 GBP"),
        british!("trusted_beneficiary", "amount=80.00 GBP customer.trusts_us"),
    ),
    (
        "SCA UK, article 14: what is paid again begins with a challenge",
        british!("low_value", "amount=8.00 GBP recurring subscription.cycle=0"),
        british!("low_value", "amount=8.00 GBP recurring subscription.cycle=1"),
    ),
    (
        "SCA UK, article 14: only renewals are exempt as recurring",
        british!("recurring", "amount=80.00 GBP recurring"),
        british!("recurring", "amount=80.00 GBP recurring subscription.cycle=1"),
    ),
    (
        "SCA UK, article 16: 25 pounds at most are low value",
        british!("low_value", "amount=25.01 GBP"),
        british!("low_value", "amount=25.00 GBP"),
    ),
    (
        "SCA UK, article 17: only cards of companies are corporate",
        british!("corporate", "amount=80.00 GBP"),
        british!("corporate", "amount=80.00 GBP card.commercial"),
    ),
    (
        "SCA UK, article 18: no analysis above 0.13% of fraud",
        british!("transaction_risk", "amount=1.00 GBP"),
        british!("transaction_risk", "amount=1.00 GBP acquirer.fraud_rate=0.13%"),
    ),
    (
        "SCA UK, article 18: above 85 pounds only up to 0.06% of fraud",
        british!("transaction_risk", "amount=85.01 GBP acquirer.fraud_rate=0.07%"),
        british!("transaction_risk", "amount=85.00 GBP acquirer.fraud_rate=0.07%"),
    ),
    (
        "SCA UK, article 18: above 220 pounds only up to 0.01% of fraud",
        british!("transaction_risk", "amount=220.01 GBP acquirer.fraud_rate=0.02%"),
        british!("transaction_risk", "amount=220.00 GBP acquirer.fraud_rate=0.02%"),
    ),
    (
        "SCA UK, article 18: no analysis above 440 pounds",
        british!("transaction_risk", "amount=440.01 GBP acquirer.fraud_rate=0.01%"),
        british!("transaction_risk", "amount=440.00 GBP acquirer.fraud_rate=0.01%"),
    ),
    (
        "anonymous prepaid cards pay at most 50 euros",
        "amount=50.01 EUR method=card card.network=visa card.bin=404595 initiator=customer merchant.id=\"m\"",
        "amount=50.00 EUR method=card card.network=visa card.bin=404595 initiator=customer merchant.id=\"m\"",
    ),
    (
        "India: a mandate begins with an additional factor",
        indian!("recurring", "amount=1.00 EUR initiator=customer subscription.cycle=0"),
        indian!("recurring", "amount=1.00 EUR initiator=customer subscription.cycle=1"),
    ),
    (
        "India: above 15,000 rupees a charge is confirmed",
        indian!("recurring", "amount=15000.01 INR initiator=merchant merchant.category=5941"),
        indian!("recurring", "amount=15000.01 INR initiator=merchant merchant.category=6300"),
    ),
    (
        "India: above 1,00,000 rupees every charge is confirmed",
        indian!("recurring", "amount=100000.01 INR initiator=merchant merchant.category=6300"),
        indian!("recurring", "amount=100000.00 INR initiator=merchant merchant.category=6300"),
    ),
    (
        "India: a stored card is a token",
        indian!("recurring", "amount=1.00 EUR initiator=merchant"),
        indian!("recurring", "amount=1.00 EUR initiator=merchant card.tokenised"),
    ),
    (
        "no surcharge on cards of European consumers",
        german!("m", "amount=80.00 EUR surcharge"),
        german!("m", "amount=80.00 EUR surcharge card.commercial"),
    ),
    (
        "no surcharge on cards of European consumers",
        german!("m", "amount=80.00 EUR surcharge acquirer.country=FR"),
        "amount=80.00 EUR surcharge card.network=amex card.issuer_country=DE initiator=customer merchant.id=\"m\"",
    ),
    (
        "no surcharge on cards of British consumers",
        "amount=80.00 GBP surcharge card.network=amex card.issuer_country=GB initiator=customer merchant.id=\"m\"",
        british!("m", "amount=80.00 GBP surcharge acquirer.country=US"),
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

/// The invariants that the policy `careless` breaks on a day for a payment, one set for each payment.
fn broken(day: Date, payments: &[&str]) -> Vec<BTreeSet<String>> {
    let folder = TempDir::with_prefix("waypost-packs-").unwrap();
    let copied = Command::new("cp").arg("-R").arg(policies()).arg(folder.path()).status().unwrap();
    assert!(copied.success(), "`policies` cannot be copied");
    let careless = folder.path().join("careless");
    fs::create_dir(&careless).unwrap();
    fs::write(careless.join("careless.way"), include_str!("careless.way")).unwrap();
    let mut built = pipeline::build(&files::find(&careless).unwrap()[0], day);
    let text = payments.iter().enumerate().map(|(number, payment)| {
        let card = if payment.contains("card.bin=") { "risk=10 merchant.tier=gold" } else { CARD };
        format!("\"{number}\" {payment} {card} => route adyen\n")
    });
    let file = CaseFile { path: "careless/careless.cases".to_owned(), text: Ok(text.collect()) };
    let tested = cases::test(&[file], &mut built);
    let decided = |case: &cases::Tested| case.ran.as_ref().is_some_and(|ran| ran.payment.is_some());
    let told: Vec<&str> = built.diagnostics.iter().map(|found| found.message.as_str()).collect();
    assert!(tested.len() == payments.len() && tested.iter().all(decided), "{told:#?}");
    let of_payment = |number: usize| {
        let begin = format!("\"{number}\" breaks the invariant \"");
        told.iter().filter_map(|told| Some(told.strip_prefix(&begin)?.trim_end_matches('"').to_owned())).collect()
    };
    (0..payments.len()).map(of_payment).collect()
}

fn check(day: Date, claims: &[Claim]) {
    let breaking: Vec<&str> = claims.iter().map(|(_, breaking, _)| *breaking).collect();
    let keeping: Vec<&str> = claims.iter().map(|(.., keeping)| *keeping).collect();
    let (broken, kept) = (broken(day, &breaking), broken(day, &keeping));
    for (place, (name, ..)) in claims.iter().enumerate() {
        assert!(broken[place].contains(*name), "{} breaks only {:?}, not {name}", breaking[place], broken[place]);
        assert!(!kept[place].contains(*name), "{} breaks {name}", keeping[place]);
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
    assert_eq!(tried, claimed.collect());
}
