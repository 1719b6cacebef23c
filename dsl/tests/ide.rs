//! Editors ask about texts that are full of faults, and about any place of them: all of it is answered.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::string_slice,
    reason = "the texts are files of this repository, cut where characters begin"
)]

use std::fs;
use std::path::Path;

use waypost_dsl::ide::{self, Names};
use waypost_dsl::{Diagnostics, Loaded, Unreadable, load};

fn loaded(text: &str) -> Loaded {
    let mut read = |path: &str| match path {
        "case.way" => Ok(text.to_owned()),
        _ => Err(Unreadable("no such file".into())),
    };
    load("case.way", &mut read, &mut Diagnostics::default())
}

/// Texts with faults, and the policies that work.
fn texts() -> Vec<String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["tests/findings", "../policies/checkout", "../policies/shared"];
    let paths = folders.iter().flat_map(|folder| fs::read_dir(here.join(folder)).unwrap());
    let mut paths: Vec<_> = paths.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "way"));
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// Asks everything about a text, and about places of it.
fn ask(text: &str, places: impl Iterator<Item = usize>) {
    let loaded = loaded(text);
    let names = Names::new(&loaded);
    let (file, source) = loaded.sources.iter().next().unwrap();
    ide::outline(&loaded, file);
    ide::folds(file, source);
    for word in ide::highlights(&names, file) {
        assert!(!loaded.sources.text(word.span).contains('\n'), "a word stands on one line");
    }
    for place in places {
        let place = u32::try_from(place).unwrap();
        ide::hover(&names, file, place);
        ide::definition(&names, file, place);
        ide::prepare_rename(&names, file, place);
        let completions = ide::complete(&names, file, place);
        if text.is_char_boundary(place as usize) {
            let replace = completions.unwrap().replace.range();
            assert!(
                text.get(replace.clone()).is_some() && replace.contains(&(place as usize))
                    || replace.end == place as usize
            );
        }
    }
}

#[test]
fn every_place_of_a_text_is_answered() {
    for text in texts() {
        ask(&text, (0..text.len() + 3).step_by(29));
    }
}

#[test]
fn a_text_that_breaks_off_anywhere_is_answered_at_its_end() {
    for text in texts() {
        for end in text.char_indices().map(|(at, _)| at).step_by(211) {
            ask(&text[..end], [0, end / 2, end].into_iter());
        }
    }
}

#[test]
fn all_uses_of_a_name_are_spelled_like_it() {
    for text in texts() {
        let loaded = loaded(&text);
        for found in Names::new(&loaded).occurrences() {
            let spelled = loaded.sources.text(found.span);
            let name = found.symbol.name().to_lowercase();
            assert!(
                spelled.replace('\\', "").trim_matches('"').to_lowercase().replace('-', "_").contains(&name)
                    || name.contains(['"', '\\']),
                "`{spelled}` stands for `{name}`"
            );
        }
    }
}
