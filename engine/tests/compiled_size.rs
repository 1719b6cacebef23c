//! Large policies compile to small graphs: counted in nodes and bytes, which are the same on every machine.

#[path = "generate/draw.rs"]
mod draw;
#[path = "generate/structured.rs"]
mod structured;

use draw::Draw;
use waypost_dsl::Sources;
use waypost_dsl::hir::StageKind;
use waypost_engine::{Digest, Snapshot, compile, evaluate, reference};

fn compiled(rules: usize) -> Snapshot {
    compile(structured::policy(1, rules), Digest::of(&Sources::default()))
}

#[test]
fn sizes() {
    for n in [100, 1000, 10_000] {
        eprintln!("{:?}", compiled(n).figures(StageKind::Route));
    }
}

#[test]
fn a_thousand_structured_rules_decide_as_the_reference_does() {
    let snapshot = compiled(1_000);
    let mut draw = Draw::seeded(3);
    for _ in 0..2_000 {
        let mut payment = structured::payment(&mut draw, snapshot.policy());
        assert_eq!(snapshot.complete(&mut payment), Ok(()));
        assert_eq!(evaluate(&snapshot, &payment), reference::evaluate(snapshot.policy(), &payment));
    }
}
