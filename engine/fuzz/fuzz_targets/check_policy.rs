//! Any text at all goes through the whole front end, the analyses and the rendering without a panic, and what is a
//! policy is compiled. All lists that it names hold the same few lines.
#![no_main]

use libfuzzer_sys::fuzz_target;
use waypost_dsl::diagnostic::Colour;
use waypost_dsl::{Diagnostics, Unreadable, check, load, render};
use waypost_engine::{Digest, analyze, compile};

fuzz_target!(|text: &str| {
    let mut diagnostics = Diagnostics::default();
    let mut read = |path: &str| match path {
        "case.way" => Ok(text.to_owned()),
        list if list.starts_with("lists/") => Ok("424242\n510000\n".to_owned()),
        _ => Err(Unreadable("no such file".to_owned())),
    };
    let loaded = load("case.way", &mut read, &mut diagnostics);
    if let Some(policy) = check(&loaded, &mut diagnostics) {
        analyze(&policy, analyze::Options::default(), &mut diagnostics);
        compile(policy, Digest::of(&loaded.sources));
    }
    for diagnostic in diagnostics.into_sorted() {
        render(&diagnostic, &loaded.sources, &|path| path.to_owned(), Colour::Never);
    }
});
