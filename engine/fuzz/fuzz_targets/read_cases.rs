//! Any text at all is read as cases and as a payment, typed, run, rendered and laid out without a panic.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use waypost_dsl::diagnostic::Colour;
use waypost_dsl::{Diagnostics, Sources, cases, check, load, render};
use waypost_engine::cases::{payment, run};
use waypost_engine::{Digest, Snapshot, compile};

const POLICY: &str = r#"
policy case
facts {
  amount       money in EUR, JPY, KWD
  method       one of card, other
  country      country, optional
  card.bin     digits 6 to 8, only when method is card
  risk         integer -5 to 100
  recurring    flag
  share        percent, optional
  age          duration, optional
  merchant.id  text, optional
  time         timestamp in "Europe/Berlin", optional
}
connector adyen { serves method is card }
connector stripe { }
screen { rule "risk" when risk > 50 -> deny "risk"  otherwise -> allow }
route { rule "small" when amount.currency is EUR and amount <= 30.00 EUR -> adyen, stripe  otherwise -> stripe }
retry { rule "again" when attempt < 3 -> again after 2s  otherwise -> next }
"#;

static SNAPSHOT: LazyLock<Snapshot> = LazyLock::new(|| {
    let mut diagnostics = Diagnostics::default();
    let loaded = load("case.way", &mut |_| Ok(POLICY.to_owned()), &mut diagnostics);
    let policy = check(&loaded, &mut diagnostics).expect("the policy is sound");
    compile(policy, Digest::of(&loaded.sources))
});

fuzz_target!(|text: &str| {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    payment(&SNAPSHOT, "--payment", text, &mut sources, &mut diagnostics);
    let cases = cases::read("case.cases", text, &mut sources, &mut diagnostics);
    for ran in run(&SNAPSHOT, &cases, &mut diagnostics) {
        assert!(!ran.disputed);
    }
    for diagnostic in diagnostics.into_sorted() {
        render(&diagnostic, &sources, &|path| path.to_owned(), Colour::Never);
    }
    if let Some(laid_out) = cases::format(text) {
        assert_eq!(cases::format(&laid_out).as_ref(), Some(&laid_out));
    }
});
