//! No bytes make the decoder of payments panic; what it takes is decided, and the decision is JSON. In `server`:
//!
//! ```sh
//! mkdir -p fuzz/corpus/decode_payment
//! RUSTC_BOOTSTRAP=1 cargo fuzz run decode_payment fuzz/corpus/decode_payment fuzz/seeds/decode_payment
//! ```
#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;
use waypost_dsl::Unreadable;
use waypost_dsl::diagnostic::Diagnostics;
use waypost_engine::Payment;
use waypost_server::{AsOf, Decider, pipeline};

const POLICY: &str = r#"
policy fuzz
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
connector stripe { serves method in [card, wallet] }
connector adyen  { serves card.bin starts with 42 or merchant.id ends with "x" or method is transfer }
screen {
  rule "old"   when customer.age > 5h                    -> review "age"
  rule "new"   when customer.disputes > 1.00%            -> deny "disputes"
  rule "words" when merchant.id contains "gift" and recurring -> review "words"
  otherwise                                              -> allow
}
route {
  rule "transfers" when method is transfer               -> adyen
  rule "yen"       when amount.currency is JPY           -> none "no yen"
  otherwise                                              -> stripe, adyen
}
"#;

fn decider() -> Decider {
    let mut diagnostics = Diagnostics::default();
    let mut read = |_: &str| Ok::<_, Unreadable>(POLICY.to_owned());
    let loaded = waypost_dsl::load("fuzz/fuzz.way", &mut read, &mut diagnostics);
    let built = pipeline::complete(loaded, diagnostics, AsOf::Today.day());
    Decider::new(built.snapshot.unwrap_or_else(|| panic!("{:?}", built.diagnostics)))
}

thread_local! {
    // One payment for all inputs, so that what is left over from one to the next would be found as well.
    static DECIDER: RefCell<(Decider, Option<Payment>)> = RefCell::new((decider(), None));
}

fuzz_target!(|json: &[u8]| {
    DECIDER.with_borrow_mut(|(decider, payment)| {
        let payment = payment.get_or_insert_with(|| decider.payment());
        let mut answer = vec![];
        match decider.decide(json, payment, &mut answer) {
            Ok(_) => assert!(answer.starts_with(b"{\"policy\":{\"name\":\"fuzz\"") && answer.ends_with(b"}")),
            Err(refused) => assert!(answer.is_empty() && refused.to_string().contains(", expected ")),
        }
    });
});
