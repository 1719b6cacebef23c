//! Any text at all is formatted without a panic, and what is formatted means the same and stays as it is.
#![no_main]

use libfuzzer_sys::fuzz_target;
use waypost_dsl::{Sources, Unformatted, format};

fn formatted(text: &str) -> Result<String, Unformatted> {
    let mut sources = Sources::default();
    let id = sources.add("case.way", text);
    sources.get(id).map_or(Err(Unformatted::Changed), |file| format(id, file))
}

fuzz_target!(|text: &str| {
    match formatted(text) {
        Ok(once) => assert_eq!(formatted(&once).as_ref(), Ok(&once)),
        Err(Unformatted::Faulty(found)) => assert!(!found.is_empty()),
        Err(Unformatted::Changed) => panic!("formatted, the text would mean something else"),
    }
});
