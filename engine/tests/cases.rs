//! Cases against a policy: what fails, what is reached, where nothing stands, and what is proposed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may take its own texts for granted")]

use waypost_dsl::hir::Date;
use waypost_dsl::{Diagnostics, Sources, check, load};
use waypost_engine::cases::{
    Boundary, Proposal, Ran, Target, boundaries, coverage, missed_blocks, propose, run,
};
use waypost_engine::{Digest, Snapshot, analyze, compile};

const POLICY: &str = r#"
policy shop
facts {
  amount   money in EUR, GBP
  method   one of card, wallet, crypto
  country  country, optional
  age      duration
  trusted  flag, only when method is wallet
}
rates 2026-11-20 per EUR { GBP 0.8345 }
connector adyen { serves method is card }
connector stripe { }
screen {
  rule "crypto" when method is crypto -> deny "not offered"
  otherwise -> allow
}
route {
  when country in [DE, FR] {
    rule "small" when amount <= 30.00 EUR -> adyen, stripe
    rule "young" when age < 24h -> stripe
  }
  rule "never" when method is crypto -> none "not offered"
  otherwise -> stripe
}
retry {
  rule "wait" when attempt < 3 -> again after 2s
  otherwise -> stop
}
invariant "no young German cards" when country is DE and age < 1h: screen never allow
invariant "no old French cards" effective from 2027-01-01 until 2027-12-31 when country is FR and age > 9h: screen never allow
"#;

fn policy(text: &str) -> (Snapshot, Sources) {
    let mut diagnostics = Diagnostics::default();
    let loaded = load("shop.way", &mut |_| Ok(text.to_owned()), &mut diagnostics);
    let policy = check(&loaded, &mut diagnostics);
    let told: Vec<String> = diagnostics.into_sorted().into_iter().map(|found| found.message).collect();
    let policy = policy.unwrap_or_else(|| panic!("{told:?}"));
    analyze(&policy, analyze::Options::default(), &mut Diagnostics::default());
    let digest = Digest::of(&loaded.sources);
    (compile(policy, digest), loaded.sources)
}

/// A day on which all invariants hold but those that are dated otherwise.
const TODAY: Date = Date::constant(2026, 11, 27);

/// What became of the cases, and what is said of them.
fn ran(cases: &str) -> (Vec<Ran>, Vec<String>) {
    ran_on(TODAY, cases)
}

/// The same, on a day.
fn ran_on(day: Date, cases: &str) -> (Vec<Ran>, Vec<String>) {
    let (snapshot, mut sources) = policy(POLICY);
    let mut diagnostics = Diagnostics::default();
    let cases = waypost_dsl::cases::read("shop.cases", cases, &mut sources, &mut diagnostics);
    let ran = run(&snapshot, &cases, day, &mut diagnostics);
    assert!(ran.iter().all(|ran| !ran.disputed), "the compiled policy is the policy");
    (ran, diagnostics.into_sorted().into_iter().map(|found| found.message).collect())
}

/// What is said of cases, all of which fail.
fn said(cases: &str) -> Vec<String> {
    let (ran, said) = ran(cases);
    assert!(ran.iter().all(|ran| !ran.passed));
    said
}

const SOUND: &str = r#"
"small"   amount=30.00 EUR method=card country=DE age=2h    => route adyen, stripe, by "small", screen allow
"struck"  amount=20.00 GBP method=wallet trusted country=FR age=1h => route stripe, by "small"
"crypto"  amount=20.00 GBP method=crypto age=1h => screen deny
"#;

#[test]
fn what_is_as_expected_passes() {
    let (ran, said) = ran(SOUND);
    assert_eq!(said, Vec::<String>::new());
    assert!(ran.iter().all(|ran| ran.passed));
}

#[test]
fn a_reason_and_a_delay_may_be_left_out() {
    let retried = "amount=1.00 EUR method=card age=2h attempt=1 decline=do_not_honor connector=adyen";
    let (_, said) = ran(&format!(
        "\"a\" {retried} => retry again\n\"b\" {retried} => retry again after 2s, by \"wait\"\n\"c\" {retried} => retry, by \"wait\""
    ));
    assert_eq!(said, Vec::<String>::new());
}

#[test]
fn what_is_otherwise_says_what_was_expected_and_what_is_decided() {
    assert_eq!(
        said(
            r#"
"plan"      amount=30.01 EUR method=card country=DE age=2h => route adyen, stripe
"rule"      amount=30.00 EUR method=card country=DE age=2h => route adyen, stripe, by otherwise
"reason"    amount=30.00 EUR method=crypto age=2h          => screen deny "other"
"denied"    amount=30.00 EUR method=crypto age=2h          => route stripe
"attempt"   amount=30.00 EUR method=card age=2h            => retry again
"delay"     amount=1.00 EUR method=card age=2h attempt=1 decline=do_not_honor connector=adyen => retry again after 3s
"invariant" amount=1.00 EUR method=card country=DE age=10m => screen allow
"#
        ),
        [
            "\"plan\" expects `route adyen, stripe` and gets `route stripe`",
            "\"rule\" expects `route adyen, stripe, by otherwise` and gets `route adyen, stripe, by \"small\"`",
            "\"reason\" expects `screen deny \"other\"` and gets `screen deny \"not offered\"`",
            "`route` decides nothing for \"denied\"",
            "`retry` decides nothing for \"attempt\"",
            "\"delay\" expects `retry again after 3s` and gets `retry again after 2s`",
            "\"invariant\" breaks the invariant \"no young German cards\"",
        ]
    );
}

#[test]
fn an_invariant_counts_from_its_first_day_to_its_last_one_and_on_no_other() {
    let old = "\"old\" amount=1.00 EUR method=card country=FR age=10h => screen allow";
    let broken = |year, month, day| ran_on(Date::constant(year, month, day), old).1.len();
    assert_eq!([broken(2026, 12, 31), broken(2027, 1, 1)], [0, 1]);
    assert_eq!([broken(2027, 12, 31), broken(2028, 1, 1)], [1, 0]);
}

#[test]
fn a_payment_that_the_facts_do_not_allow_is_refused() {
    assert_eq!(
        said(
            r#"
"missing"     country=DE                                     => screen allow
"unexpected"  amount=1.00 EUR method=card age=1h trusted     => screen allow
"twice"       amount=1.00 EUR method=card age=1h risk=3      => screen allow
"twice"       amount=1.00 EUR method=card age=1h method=card => screen allow
"#
        ),
        [
            "this payment has no `amount`, `method` and `age`",
            "this payment cannot have `trusted`",
            "there is no fact `risk`",
            "\"twice\" is the name of two cases",
            "`method` is given twice",
        ]
    );
}

fn missed(ran: &[Ran]) -> Vec<Target> {
    let (snapshot, _) = policy(POLICY);
    let stages = coverage(snapshot.policy(), &ran.iter().collect::<Vec<_>>());
    stages.into_iter().flat_map(|stage| stage.missed).collect()
}

#[test]
fn what_wins_for_no_case_is_missed() {
    let (some, _) = ran(SOUND);
    let names: Vec<_> =
        missed(&some).into_iter().map(|target| (target.stage.as_str(), target.name)).collect();
    let of = |stage: &'static str, name: &str| (stage, Some(name.to_owned()));
    assert_eq!(
        names,
        [of("route", "young"), of("route", "never"), ("route", None), of("retry", "wait"), ("retry", None)]
    );
}

#[test]
fn a_block_is_missed_if_nothing_in_it_wins() {
    let (snapshot, sources) = policy(POLICY);
    let (file, source) = sources.iter().next().unwrap();
    let tree = waypost_dsl::syntax::parse(file, source, &mut Diagnostics::default());
    let of = |ran: &[Ran]| {
        let stages = coverage(snapshot.policy(), &ran.iter().collect::<Vec<_>>());
        missed_blocks([&tree].into_iter(), &stages).len()
    };
    assert_eq!(of(&[]), 1);
    let (some, _) = ran("\"a\" amount=1.00 EUR method=card country=DE age=2h => screen allow");
    assert_eq!(of(&some), 0);
}

#[test]
fn the_ends_of_ranges_are_stood_on_in_one_currency() {
    let (snapshot, _) = policy(POLICY);
    let of = |ran: &[Ran]| -> Vec<(String, Vec<String>)> {
        let payments: Vec<_> = ran.iter().filter_map(|ran| ran.payment.as_ref()).collect();
        let ends = boundaries(snapshot.policy(), &payments).into_iter();
        ends.map(|Boundary { test, missing, .. }| (test, missing)).collect()
    };
    let told = |test: &str, missing: &[&str]| {
        (test.to_owned(), missing.iter().map(|&value| value.to_owned()).collect::<Vec<_>>())
    };
    let amount = told("amount <= 30.00 EUR", &["amount=30.00 EUR", "amount=30.01 EUR"]);
    let age = told("age < 24h", &["age=86399999ms", "age=24h"]);
    let attempt = told("attempt <= 2", &["attempt=2", "attempt=3"]);
    assert_eq!(of(&[]), [amount, age, attempt.clone()]);
    // 30.00 EUR are worth 25.035 GBP.
    let (some, _) = ran(r#"
"a"  amount=25.03 GBP method=card age=86399999ms => screen allow
"b"  amount=25.04 GBP method=card age=1h         => screen allow
"#);
    assert_eq!(of(&some), [told("age < 24h", &["age=24h"]), attempt]);
}

#[test]
fn a_case_is_proposed_for_whatever_a_payment_can_reach() {
    let (snapshot, _) = policy(POLICY);
    let mut proposed = String::new();
    for target in missed(&[]) {
        match propose(&snapshot, &target) {
            Proposal::Case(lines) => proposed += &lines,
            other => assert_eq!((other, target.name.as_deref()), (Proposal::Unreachable, Some("never"))),
        }
    }
    let (all, said) = ran(&proposed);
    // The payment that comes first to mind is young and German, which an invariant forbids.
    let broken =
        said.iter().filter(|said| said.ends_with("breaks the invariant \"no young German cards\"")).count();
    assert_eq!(broken, said.len(), "{said:?}");
    let names: Vec<_> = missed(&all).into_iter().map(|target| target.name).collect();
    assert_eq!(names, [Some("never".to_owned())], "{proposed}");
}
