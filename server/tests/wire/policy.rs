//! A policy with facts of all types, made from its text.

use waypost_dsl::Unreadable;
use waypost_dsl::diagnostic::{Diagnostics, Severity};
use waypost_engine::Payment;
use waypost_server::pipeline::{Built, complete};
use waypost_server::wire::payment::PaymentError;
use waypost_server::{AsOf, Decider};

pub(crate) const FACTS: &str = "
facts {
  amount            money in EUR, USD, JPY
  method            one of card, wallet, transfer
  country           country, optional
  card.network      one of visa, mastercard, other, only when method is card
  card.funding      one of credit, debit, only when method is card, optional
  card.bin          digits 6 to 8, only when method is card
  risk              integer -10 to 100
  recurring         flag
  merchant.id       text
  customer.id       text, optional, private
  customer.age      duration, optional
  customer.disputes percent, optional
}
";

const STAGES: &str = r#"
policy checkout

connector stripe { serves method in [card, wallet] }
connector adyen  { serves method is card }

screen {
  rule "embargo" when country in [CU, KP]  -> deny "compliance"
  rule "risky"   when risk >= 90           -> review "fraud"
  otherwise                                -> allow
}
authenticate {
  rule "small" when amount.currency is EUR and amount <= 30.00 EUR -> exempt low_value
  rule "Europe" when country in [DE, FR]                           -> challenge
  otherwise                                                        -> frictionless
}
route {
  rule "transfers"    when method is transfer                    -> none "not offered"
  rule "German debit" when country is DE and card.funding is debit -> adyen, stripe
  otherwise                                                      -> stripe, adyen
}
"#;

/// A payment that the policy takes.
pub(crate) const WALLET: &str =
    r#"{"amount":{"minor":1200,"currency":"EUR"},"method":"wallet","risk":1,"merchant":{"id":"m1"}}"#;

/// A policy that asks for signals, attempts, instants and values of several spellings.
const ASKING: &str = r#"
policy asking

facts {
  amount  money in EUR
  method  one of card ("Card", "CB", "Кредитная карта"), wallet ("Apple Pay"), other
  time    timestamp in "Europe/Berlin", optional
  born    timestamp in "UTC", optional, private
  flag    flag
}

connector adyen  { fee 0.60% + 0.11 EUR }
connector stripe { serves flag or stripe.health is not degraded }

route {
  rule "night" when time.hour < 6 and time.weekday is mon       -> adyen
  rule "slow"  when adyen.latency > 2s and method is not other  -> stripe, adyen
  rule "names" when method is other                             -> none "no names"
  otherwise                                                     -> best by success_rate { stripe, adyen }
}

retry {
  rule "final" when decline is stolen_card                          -> stop
  rule "wait"  when decline is issuer_unavailable and attempt < 3   -> again after 2s
  rule "now"   when decline is other                                -> again
  rule "moved" when connector is adyen                              -> next
  otherwise                                                         -> stop
}
"#;

/// Decides with the policy that asks for more.
pub(crate) fn asking() -> Decider {
    let built = build(ASKING);
    assert!(
        built.diagnostics.iter().all(|found| found.severity() != Severity::Error),
        "{:?}",
        built.diagnostics
    );
    Decider::new(built.snapshot.unwrap())
}

/// What that policy decides for a card payment with these members, without the policy's name and digest, or why it
/// refuses the payment.
pub(crate) fn asked(members: &str) -> String {
    asked_by("card", members)
}

/// The same for a payment by that method.
pub(crate) fn asked_by(method: &str, members: &str) -> String {
    let payment = format!(r#"{{"amount":{{"minor":1200,"currency":"EUR"}},"method":"{method}"{members}}}"#);
    let (decider, mut answer) = (asking(), vec![]);
    match decider.decide(payment.as_bytes(), &mut decider.payment(), &mut answer) {
        Err(refused) => refused.to_string(),
        Ok(skipped) => {
            let answer = String::from_utf8(answer).unwrap();
            let (_, stages) = answer.split_once("},").unwrap();
            let skipped = skipped.first.map(|first| format!(" and skips {first}")).unwrap_or_default();
            format!("{{{stages}{skipped}")
        }
    }
}

/// Builds a policy from one file.
pub(crate) fn build(text: &str) -> Built {
    let mut diagnostics = Diagnostics::default();
    let mut read = |_: &str| Ok::<_, Unreadable>(text.to_owned());
    let loaded = waypost_dsl::load("checkout/checkout.way", &mut read, &mut diagnostics);
    complete(loaded, diagnostics, AsOf::Today.day())
}

/// Decides with the policy above.
pub(crate) fn decider() -> Decider {
    let built = build(&format!("{STAGES}{FACTS}"));
    assert!(
        built.diagnostics.iter().all(|found| found.severity() != Severity::Error),
        "{:?}",
        built.diagnostics
    );
    Decider::new(built.snapshot.unwrap())
}

/// Why the policy above refuses a payment.
pub(crate) fn refusal(json: impl AsRef<[u8]>) -> PaymentError {
    let decider = decider();
    decider.decide(json.as_ref(), &mut decider.payment(), &mut vec![]).unwrap_err()
}

/// Why the policy above refuses a payment, given by members that [`WALLET`] lacks or has otherwise.
pub(crate) fn refused(members: &str) -> String {
    refusal(with(members)).to_string()
}

/// The decision on a payment, and how many members were skipped.
pub(crate) fn decided(json: &str) -> (String, usize) {
    let decider = decider();
    let mut answer = vec![];
    let skipped = decider.decide(json.as_bytes(), &mut decider.payment(), &mut answer).unwrap();
    (String::from_utf8(answer).unwrap(), skipped.count)
}

/// The facts that are read from a payment.
pub(crate) fn decoded(json: &str) -> Vec<String> {
    let decider = decider();
    let facts = &decider.snapshot().policy().facts;
    let mut payment = Payment::new(facts);
    let schema = waypost_server::wire::payment::Schema::new(facts);
    waypost_server::wire::payment::decode(json.as_bytes(), &schema, facts, &mut payment).unwrap();
    let given = facts.given().filter_map(|(id, fact)| Some((&fact.name, payment.value(facts, id)?)));
    given.map(|(name, value)| format!("{name} = {value:?}")).collect()
}

/// [`WALLET`] with these members in the place of those of the same names.
pub(crate) fn with(members: &str) -> String {
    let mut payment: serde_json::Map<String, serde_json::Value> = serde_json::from_str(WALLET).unwrap();
    let others: serde_json::Map<String, serde_json::Value> = serde_json::from_str(members).unwrap();
    payment.extend(others);
    serde_json::to_string(&payment).unwrap()
}
