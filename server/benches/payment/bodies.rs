//! The payments of `policies/checkout` as shops send them: with members that no policy asks for.

use std::fs;
use std::path::{Path, PathBuf};

use waypost_server::{AsOf, Decider, files, pipeline};

/// About as many bytes as a payment has.
const BYTES: usize = 600;

/// Members that no fact is declared for; as many as it takes are put into a payment.
const OTHERS: [&str; 4] = [
    r#""id":"pay_01JDB2S8FVX7Q3""#,
    r#""metadata":{"order":"2026-118233","locale":"de-DE"}"#,
    r#""created":1763628159"#,
    r#""basket":[{"sku":"TENT-2P-GREEN","quantity":1},{"sku":"MAP-17","quantity":2}]"#,
];

fn policies() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in a folder").join("policies")
}

/// The policy `checkout`.
pub(crate) fn decider() -> Decider {
    let found = files::find(&policies().join("checkout")).expect("the policy is there");
    let built = pipeline::build(found.first().expect("there is one policy"), AsOf::Today.day());
    Decider::new(built.snapshot.expect("the policy has no errors"))
}

/// Its payments, most of about 600 bytes.
pub(crate) fn bodies() -> Vec<Vec<u8>> {
    let file = policies().join("checkout/payments.ndjson");
    let payments = fs::read_to_string(file).expect("the payments are there");
    payments.lines().map(|payment| filled(payment).into_bytes()).collect()
}

fn filled(payment: &str) -> String {
    let mut payment = payment.to_owned();
    for other in OTHERS {
        if payment.len() < BYTES {
            payment.insert_str(1, &format!("{other},"));
        }
    }
    payment
}
