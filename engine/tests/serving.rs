//! Which connectors serve a payment, where their conditions are about more facts than one leaf has columns.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::fmt::Write as _;

use waypost_dsl::hir::Value;
use waypost_engine::{Payment, evaluate, reference};
use waypost_generate::written::compiled;

const FLAGS: usize = 300;
/// Those that the plan names: around the last one of which a leaf knows.
const PLAN: std::ops::Range<usize> = 240..280;

/// A connector for each of many flags, which serves the payments that have it.
fn policy() -> String {
    let mut text = "policy flags\nfacts {\n".to_owned();
    (0..FLAGS).for_each(|flag| writeln!(text, "  f{flag} flag").unwrap());
    text.push_str("}\n");
    (0..FLAGS).for_each(|flag| writeln!(text, "connector c{flag} {{ serves f{flag} }}").unwrap());
    text.push_str("connector rest {}\nroute { otherwise -> ");
    PLAN.for_each(|flag| write!(text, "c{flag}, ").unwrap());
    text.push_str("rest }\n");
    text
}

#[test]
fn each_of_many_connectors_serves_by_a_fact_of_its_own() {
    let snapshot = compiled(&policy(), |_| None);
    let facts = &snapshot.policy().facts;
    for flags in [[240, 279], [254, 255], [256, 257], [0, 299]] {
        let mut payment = Payment::new(facts);
        for flag in flags {
            let fact = facts.find(&format!("f{flag}")).unwrap();
            assert_eq!(payment.set(facts, fact, Value::Flag(true)), Ok(()));
        }
        assert_eq!(snapshot.complete(&mut payment), Ok(()));
        let decision = evaluate(&snapshot, &payment);
        let serving = flags.into_iter().filter(|flag| PLAN.contains(flag));
        let expected: Vec<String> =
            serving.map(|flag| format!("c{flag}")).chain(["rest".to_owned()]).collect();
        let named: Vec<&str> =
            decision.connectors().map(|id| snapshot.policy().connectors[id].name.as_str()).collect();
        assert_eq!(named, expected);
        assert_eq!(decision, reference::evaluate(snapshot.policy(), &payment));
    }
}
