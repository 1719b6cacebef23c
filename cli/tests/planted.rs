//! Faults that are planted into a copy of `policies/checkout`, one at a time: each is found where it is, and the payment
//! that is shown is one that such a fault harms.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may take the repository for granted"
)]

use std::fs;
use std::path::Path;

use waypost_dsl::diagnostic::{Code, Diagnostic};
use waypost_server::{AsOf, files, pipeline};

/// What is found in the copy with these texts of one of its files replaced, and not without.
fn planted(file: &str, edits: &[(&str, &str)]) -> Vec<Diagnostic> {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies"), folder.path());
    let before = found(folder.path());
    let path = folder.path().join(file);
    let mut text = fs::read_to_string(&path).unwrap();
    for (old, new) in edits {
        assert_eq!(text.matches(old).count(), 1, "`{old}` does not stand once in {file}");
        text = text.replace(old, new);
    }
    fs::write(&path, text).unwrap();
    let messages: Vec<&str> = before.iter().map(|finding| finding.message.as_str()).collect();
    found(folder.path()).into_iter().filter(|finding| !messages.contains(&finding.message.as_str())).collect()
}

fn found(policies: &Path) -> Vec<Diagnostic> {
    let files = files::find(&policies.join("checkout")).unwrap();
    pipeline::build(files.first().unwrap(), AsOf::Today.day()).diagnostics
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), &target).unwrap()),
        }
    }
}

/// The one new finding of a kind, with its payment.
fn one(found: &[Diagnostic], code: Code) -> (&Diagnostic, String) {
    let of_kind: Vec<&Diagnostic> = found.iter().filter(|finding| finding.code == code).collect();
    assert_eq!(of_kind.len(), 1, "{:?}", found.iter().map(|finding| &finding.message).collect::<Vec<_>>());
    let witness = of_kind[0].witness.as_ref().map(ToString::to_string).unwrap_or_default();
    (of_kind[0], witness)
}

#[test]
fn a_rule_that_three_others_hide_together_is_found() {
    let rows = "    90 .. 96 -> review \"fraud\"\n  }\n";
    let hidden = "    94 .. 96 -> review \"fraud\"\n    90 .. 93 -> review \"manual\"\n  }\n  \
                  rule \"very risky\" when risk >= 90 -> review \"very risky\"\n";
    let found = planted("checkout/checkout.way", &[(rows, hidden)]);
    let (finding, witness) = one(&found, Code::UnreachableRule);
    assert_eq!(
        finding.message,
        "no payment reaches \"very risky\": \"score#1\", \"score#2\" and \"score#3\" above it together take all that it would"
    );
    assert!(witness.contains("risk="), "{witness}");
}

#[test]
fn a_gap_of_one_amount_in_one_currency_is_found() {
    let last = "  otherwise -> frictionless\n";
    let halves = "  rule \"up to here\" when amount < 800.00 USD -> frictionless\n  \
                  rule \"from there\" when amount > 800.00 USD -> frictionless\n";
    let found = planted("checkout/checkout.way", &[(last, halves)]);
    let (finding, witness) = one(&found, Code::Gap);
    assert!(finding.primary.text.contains("800.00 USD"), "{}", finding.primary.text);
    assert!(witness.contains("amount=800.00 USD"), "{witness}");
}

#[test]
fn an_invariant_that_is_broken_behind_two_lets_is_found() {
    let lets = "let night  = [0 .. 5, 23]\n";
    let more = "let night  = [0 .. 5, 23]\nlet own_shop = merchant.tier is gold\n\
                let waved_through = own_shop and amount <= 5000.00 EUR\n";
    let first = "screen {\n";
    let rule = "screen {\n  rule \"our own shops\" when waved_through -> allow\n";
    let found = planted("checkout/checkout.way", &[(lets, more), (first, rule)]);
    let broken: Vec<&Diagnostic> =
        found.iter().filter(|finding| finding.code == Code::BrokenInvariant).collect();
    let messages: Vec<&str> = broken.iter().map(|finding| finding.message.as_str()).collect();
    // Those of the packs that it breaks as well come after the policy's own.
    assert_eq!(
        messages[..2],
        [
            "\"embargoes bind\" does not hold: it is broken by \"our own shops\" of `screen`",
            "\"test cards never pass\" does not hold: it is broken by \"our own shops\" of `screen`",
        ]
    );
    for finding in &broken[..2] {
        assert!(finding.witness.as_ref().unwrap().to_string().contains("merchant.tier=gold"));
    }
}

#[test]
fn a_connector_that_does_not_take_a_currency_is_found() {
    let serves = "serves amount.currency not in [BRL, INR] and checkout_methods";
    let less = "serves amount.currency not in [BRL, INR, JPY] and checkout_methods";
    let found = planted("shared/connectors.way", &[(serves, less)]);
    let of_rule = |finding: &&Diagnostic| {
        let place = finding.place.as_ref().and_then(|place| place.rule.as_deref());
        finding.code == Code::IneligibleConnector && place == Some("Europe by size#3")
    };
    let finding = found.iter().find(of_rule).unwrap();
    let witness = finding.witness.as_ref().unwrap().to_string();
    assert_eq!(finding.message, "`checkout` does not serve some payments that get to \"Europe by size#3\"");
    let told: Vec<&str> = finding.labels.iter().map(|label| label.text.as_str()).collect();
    assert_eq!(told, ["`checkout` serves only these, and here comes `amount.currency is JPY`"]);
    assert!(witness.contains(" JPY "), "{witness}");
}

#[test]
fn a_contradiction_of_a_rule_with_the_block_around_it_is_found() {
    let block = "  when method is wallet {\n";
    let rule = "  when method is wallet {\n    rule \"Visa in a wallet\" when card.network is visa -> stripe, adyen\n";
    let found = planted("checkout/checkout.way", &[(block, rule)]);
    let (finding, _) = one(&found, Code::Contradiction);
    assert_eq!(finding.message, "no payment can meet the condition of \"Visa in a wallet\"");
    assert_eq!(finding.labels.len(), 3, "the block, the test, and why `card.network` is not there");
}
