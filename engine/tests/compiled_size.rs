//! Large policies compile to small graphs: counted in nodes and bytes, which are the same on every machine.

use waypost_dsl::hir::StageKind;
use waypost_engine::{Figures, Snapshot, evaluate, reference};
use waypost_generate::inside;
use waypost_generate::shape::{self, Shape};

fn compiled(rules: usize) -> Snapshot {
    shape::snapshot(Shape::Structured, 1, rules)
}

/// The figures of the route graph for so many rules.
fn figures(rules: usize) -> Figures {
    let none = Figures { tests: 0, leaves: 0, bytes: 0, longest: 0 };
    compiled(rules).figures(StageKind::Route).unwrap_or(none)
}

#[test]
fn few_rules_are_one_leaf() {
    let figures = figures(20);
    assert_eq!((figures.tests, figures.leaves, figures.longest), (0, 1, 1));
}

#[test]
fn a_thousand_rules_take_few_nodes_a_walk() {
    let figures = figures(1_000);
    assert!(figures.tests + figures.leaves < 300, "{figures:?}");
    assert!(figures.bytes < 120_000, "{figures:?}");
    assert!(figures.longest <= 8, "{figures:?}");
}

#[test]
fn ten_thousand_rules_stay_below_half_a_megabyte() {
    let figures = figures(10_000);
    assert!(figures.tests + figures.leaves < 2_500, "{figures:?}");
    assert!(figures.bytes < 500_000, "{figures:?}");
    assert!(figures.longest <= 12, "{figures:?}");
}

#[test]
fn the_same_policy_compiles_to_the_same_graph() {
    assert_eq!(figures(3_000), figures(3_000));
}

#[test]
fn a_thousand_structured_rules_decide_as_the_reference_does() {
    let snapshot = compiled(1_000);
    for payment in inside::payments(3, &snapshot, 2_000) {
        assert_eq!(evaluate(&snapshot, &payment), reference::evaluate(snapshot.policy(), &payment));
    }
}
