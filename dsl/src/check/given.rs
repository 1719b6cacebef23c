//! Facts that no policy declares: the signals of its connectors, and what is told of the last attempt.

use crate::arena::Id as _;
use crate::check::collect::Declarations;
use crate::hir::{Condition, ConnectorId, Fact, FactId, Facts, Origin, Predicate, Signal, Test, Type};
use crate::source::Span;

/// The categories of declined payments, across connectors and schemes; `other` takes what is none of them.
const DECLINES: &[&str] = &[
    "account_closed",
    "authentication_failed",
    "authentication_required",
    "avs_mismatch",
    "cancelled",
    "card_not_activated",
    "card_restricted",
    "compliance_blocked",
    "currency_not_supported",
    "do_not_honor",
    "do_not_retry",
    "duplicate",
    "expired_card",
    "fraud_blocked_merchant",
    "fraud_blocked_psp",
    "insufficient_funds",
    "invalid_amount",
    "invalid_card_data",
    "invalid_card_number",
    "invalid_cvc",
    "invalid_pin",
    "invalid_request",
    "issuer_technical",
    "issuer_unavailable",
    "limit_exceeded",
    "lost_card",
    "mandate_revoked",
    "merchant_config",
    "new_card_data_available",
    "outcome_unknown",
    "pin_tries_exceeded",
    "prepaid_single_use",
    "psp_technical",
    "retry_limit_reached",
    "route_not_possible",
    "stolen_card",
    "suspected_fraud",
    "three_ds_technical",
    "token_invalid",
    "transaction_not_permitted",
    Type::OTHER,
];

/// The greatest number of an attempt.
const MAX_ATTEMPTS: i64 = 1_000;

/// Adds them behind the facts that are declared.
pub(super) fn add(facts: &mut Facts, declared: &Declarations<'_>) {
    for (place, connector) in declared.connectors.values().enumerate() {
        let name = &connector.name;
        for signal in Signal::ALL {
            let (ty, optional) = match signal {
                Signal::Health => (one_of(Signal::HEALTH.iter().copied()), false),
                Signal::SuccessRate => (Type::Percent, true),
                Signal::Latency => (Type::Duration, true),
            };
            let origin = Origin::Signal(ConnectorId::new(place), signal);
            let name_of = format!("{}.{}", name.text, signal.as_str());
            facts.all.add(fact(name_of, ty, optional, origin, name.span));
        }
    }
    let Some(retry) = declared.stages.iter().find(|stage| stage.name.text == "retry") else { return };
    let span = retry.name.span;
    let attempt = Type::Integer { min: 1, max: MAX_ATTEMPTS };
    let attempt = facts.all.add(fact("attempt".to_owned(), attempt, true, Origin::Attempt, span));
    let of_it = |name: &str, ty| Fact {
        only_when: Some(is_there(attempt)),
        ..fact(name.to_owned(), ty, false, Origin::Attempt, span)
    };
    facts.all.add(of_it("decline", one_of(DECLINES.iter().copied())));
    facts.all.add(of_it("connector", one_of(declared.connectors.keys().copied())));
}

fn one_of<'n>(names: impl Iterator<Item = &'n str>) -> Type {
    Type::OneOf(names.map(str::to_owned).collect())
}

fn is_there(fact: FactId) -> Condition {
    Condition::Test(Test { fact, predicate: Predicate::Present })
}

fn fact(name: String, ty: Type, optional: bool, origin: Origin, span: Span) -> Fact {
    Fact { name, ty, optional, only_when: None, private: false, origin, spellings: vec![], span }
}
