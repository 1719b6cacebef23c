//! Reading a payment from JSON, deciding it and writing the decision allocates nothing, once payment and answer have been
//! used before: for all payments of a policy as people write them, members without a fact among them.

use std::fs;
use std::path::Path;

use allocation_counter::measure;
use waypost_server::{AsOf, Decider, files, pipeline};

const CHECKOUT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../policies/checkout");

#[test]
fn a_usual_payment_is_read_decided_and_answered_without_allocation() {
    let files = files::find(Path::new(CHECKOUT)).unwrap();
    let decider = Decider::new(pipeline::build(&files[0], AsOf::Today.day()).snapshot.unwrap());
    let lines = fs::read_to_string(format!("{CHECKOUT}/payments.ndjson")).unwrap();
    let (mut payment, mut answer) = (decider.payment(), Vec::with_capacity(4_096));
    for line in lines.lines() {
        let line = line.replacen('{', r#"{"trace":{"id":"t1","spans":[1,2.5,null]},"#, 1);
        answer.clear();
        let allocated = measure(|| {
            let skipped = decider.decide(line.as_bytes(), &mut payment, &mut answer).unwrap();
            assert!(skipped.count > 0);
        });
        assert_eq!(allocated.count_total, 0, "{line}");
    }
}
