//! What benchmarks send is read as it was meant.

use waypost_engine::Payment;
use waypost_generate::shape::{self, Shape};
use waypost_generate::{inside, json};
use waypost_server::wire::payment::{Schema, read};

#[test]
fn generated_payments_are_read_as_they_were_made() {
    let snapshot = shape::snapshot(Shape::Structured, 1, 200);
    let facts = &snapshot.policy().facts;
    let schema = Schema::new(facts);
    let mut payment = Payment::new(facts);
    for made in inside::payments(1, &snapshot, 500) {
        let line = json::line(facts, &made);
        let skipped = read(line.as_bytes(), &schema, &snapshot, &mut payment).unwrap();
        assert_eq!((skipped.count, &payment), (0, &made), "{line}");
    }
}
