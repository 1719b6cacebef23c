//! No bytes make the decoder panic, and what it takes is what JSON means by them.

use proptest::collection::vec;
use proptest::prelude::*;
use waypost_server::Decider;

use crate::policy::{WALLET, decider, with};

const CARD: &str = r#"{"method":"card","country":"DE","card":{"network":"visa","funding":"debit","bin":"42424242"},
    "recurring":true,"customer":{"id":"c1","age":5,"disputes":7},"note":[1,{"a":null}]}"#;

/// Decides, or not; what is written is JSON.
fn survives(decider: &Decider, json: &[u8]) {
    let mut answer = vec![];
    match decider.decide(json, &mut decider.payment(), &mut answer) {
        Ok(_) => assert!(serde_json::from_slice::<serde_json::Value>(&answer).is_ok()),
        Err(refused) => assert!(!refused.to_string().is_empty()),
    }
}

/// Some JSON, with the names of facts and values in their places and elsewhere.
fn json() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::Value;
    let words = ["card", "visa", "DE", "EUR", "424242", "4242424242424242", "", "é", "other"];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-20_i64..120).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(words.to_vec()).prop_map(Value::from),
        "\\PC{0,300}".prop_map(Value::from),
    ];
    let names = [
        "amount", "minor", "currency", "method", "country", "card", "network", "bin", "risk", "merchant",
        "id", "customer", "age", "signals", "x",
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        let members = vec((prop::sample::select(names.to_vec()), inner.clone()), 0..6);
        prop_oneof![
            vec(inner, 0..4).prop_map(Value::from),
            members.prop_map(|members| members
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect()),
        ]
    })
}

proptest! {
    #[test]
    fn arbitrary_bytes(bytes in vec(any::<u8>(), 0..400)) {
        survives(&decider(), &bytes);
    }

    #[test]
    fn arbitrary_json(json in json()) {
        survives(&decider(), json.to_string().as_bytes());
    }

    #[test]
    fn a_payment_with_members_of_any_kind(json in json(), name in "amount|method|card|risk|customer|x") {
        let mut payment: serde_json::Value = serde_json::from_str(WALLET).unwrap();
        payment[name] = json;
        survives(&decider(), payment.to_string().as_bytes());
    }

    #[test]
    fn a_payment_with_some_bytes_changed(changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = with(CARD).into_bytes();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        survives(&decider(), &bytes);
    }

    #[test]
    fn a_payment_that_is_cut_off(end in any::<prop::sample::Index>()) {
        let payment = with(CARD);
        survives(&decider(), &payment.as_bytes()[..end.index(payment.len())]);
    }
}
