//! The pages in `docs/diagnostics/` say what the tools say: the first policy of a page shows its code and nothing
//! else, the text below it is the diagnostic as it is printed, and all other policies of the page are sound.
//!
//! Where a block ```` ```cases ```` follows, these cases of the policy above are what is shown or is sound. What a policy
//! imports from `packs/` stands in a block ```` ```way,imported ```` above it.
//!
//! `BLESS=1 cargo test -p waypost-engine --test diagnostic_pages` writes the printed diagnostics and the index, to be
//! read before they are committed. A fault that no small policy can show stands in a block ```` ```way,no-example ````,
//! and the page says why.
#![expect(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::string_slice,
    reason = "the pages are files of ours, and the environment says whether to write them"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use waypost_dsl::diagnostic::Colour;
use waypost_dsl::hir::Date;
use waypost_dsl::{
    Code, Diagnostic, Diagnostics, Severity, Sources, Unreadable, check, load, render, unused,
};
use waypost_engine::cases::run;
use waypost_engine::{Digest, analyze, compile};

const MAIN: &str = "checkout.way";
/// A day on which all invariants hold but those that are dated otherwise.
const TODAY: Date = Date::constant(2026, 11, 27);

/// All pages, read before any is written.
static PAGES: LazyLock<Vec<(Code, String)>> = LazyLock::new(|| {
    let read = |code: Code| match fs::read_to_string(path(code.id())) {
        Ok(page) => (code, page),
        Err(fault) => panic!("{code}.md cannot be read: {fault}"),
    };
    Code::ALL.iter().copied().map(read).collect()
});

#[test]
fn there_is_a_page_for_every_code_and_for_nothing_else() {
    let mut pages: Vec<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "README.md")
        .collect();
    pages.sort();
    let codes: Vec<String> = Code::ALL.iter().map(|code| format!("{}.md", code.id())).collect();
    assert_eq!(pages, codes);
}

#[test]
fn a_page_begins_with_its_code_and_how_bad_it_is() {
    for (code, page) in &*PAGES {
        let head = format!("# {}: {}\n\nSeverity: {}.\n\n", code.id(), code.name(), code.severity().as_str());
        assert!(page.starts_with(&head), "{code}.md does not begin with {head:?}");
    }
}

#[test]
fn a_page_shows_its_code_as_it_is_printed() {
    for (code, page) in &*PAGES {
        let code = *code;
        let blocks = blocks(page);
        let no_example = blocks.iter().any(|block| block.info == "way,no-example");
        let (Some(example), false) = (examples(&blocks).first().copied(), no_example) else {
            assert!(no_example, "{code}.md shows no policy and does not say why");
            continue;
        };
        let (sources, found) = findings(code, example);
        let codes: Vec<Code> = found.iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!(codes, [code], "{code}.md shows something else:\n{}", printed(&sources, &found));
        let printed = printed(&sources, &found);
        let shown = blocks.get(example.end).filter(|block| block.info == "text");
        let shown = shown.unwrap_or_else(|| panic!("{code}.md lacks the printed diagnostic"));
        if blesses() {
            let mut blessed = page.clone();
            blessed.replace_range(shown.start..shown.start + shown.text.len(), &printed);
            fs::write(path(code.id()), blessed).unwrap();
        } else {
            assert_eq!(shown.text, printed, "{code}.md shows something else than what is printed");
        }
    }
}

#[test]
fn what_a_page_proposes_is_sound() {
    for (code, page) in &*PAGES {
        let code = *code;
        let blocks = blocks(page);
        let no_example = blocks.iter().any(|block| block.info == "way,no-example");
        let mended: Vec<Example<'_>> = examples(&blocks).into_iter().skip(usize::from(!no_example)).collect();
        assert!(!mended.is_empty(), "{code}.md does not show how to mend it");
        for example in mended {
            let (sources, mut found) = findings(code, example);
            // A small policy may well do with fewer rules, and say so: that is not what the page is about.
            found.retain(|one| one.code == code || one.severity() == Severity::Error);
            assert!(found.is_empty(), "{code}.md proposes\n{example:?}\n{}", printed(&sources, &found));
        }
    }
}

#[test]
fn the_index_lists_every_code_with_what_it_means() {
    let mut table = "| code | name | severity | what it says |\n|---|---|---|---|\n".to_owned();
    for code in Code::ALL {
        let (id, name, severity) = (code.id(), code.name(), code.severity().as_str());
        writeln!(table, "| [{id}]({id}.md) | {name} | {severity} | {} |", code.title()).unwrap();
    }
    let index = fs::read_to_string(path("README")).unwrap();
    let start = index.find("| code |").unwrap();
    let end = index[start..].find("\n\n").map_or(index.len(), |end| start + end + 1);
    if blesses() {
        let blessed = [&index[..start], &table, &index[end..]].concat();
        fs::write(path("README"), blessed).unwrap();
    } else {
        assert_eq!(index[start..end], table);
    }
}

/// A fenced block of a page: the word behind the fence, and the text with its place in the page.
struct Block<'p> {
    info: &'p str,
    text: &'p str,
    start: usize,
}

/// A policy of a page, and the cases below it, if there are any.
#[derive(Debug, Clone, Copy)]
struct Example<'p> {
    /// What it imports: the last block ```` ```way,imported ```` above it.
    imported: &'p str,
    /// What the lists of the policy read: the last block ```` ```csv ```` above it.
    list: &'p str,
    policy: &'p str,
    cases: Option<&'p str>,
    /// How many blocks go before what follows it.
    end: usize,
}

/// The policies of a page; each block of cases with the policy above it is one of its own.
fn examples<'p>(blocks: &[Block<'p>]) -> Vec<Example<'p>> {
    let (mut examples, mut policy, mut list, mut imported) = (vec![], "", "", "");
    for (place, block) in blocks.iter().enumerate() {
        let end = place + 1;
        match block.info {
            "csv" => list = block.text,
            "way,imported" => imported = block.text,
            "way" => {
                policy = block.text;
                if blocks.get(end).is_none_or(|next| next.info != "cases") {
                    examples.push(Example { imported, list, policy, cases: None, end });
                }
            }
            "cases" => examples.push(Example { imported, list, policy, cases: Some(block.text), end }),
            _ => {}
        }
    }
    examples
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let (mut blocks, mut at, mut open) = (vec![], 0, None);
    for line in page.split_inclusive('\n') {
        match (line.strip_prefix("```"), open) {
            (Some(_), Some((info, start))) => {
                blocks.push(Block { info, text: &page[start..at], start });
                open = None;
            }
            (Some(info), None) => open = Some((info.trim_end(), at + line.len())),
            (None, _) => {}
        }
        at += line.len();
    }
    blocks
}

/// What is found in a policy of one file and what it imports, and in its cases.
fn findings(code: Code, example: Example<'_>) -> (Sources, Vec<Diagnostic>) {
    let Example { imported, list, policy, cases, .. } = example;
    let mut diagnostics = Diagnostics::default();
    let mut read = |path: &str| match path {
        MAIN => Ok(policy.to_owned()),
        path if path.starts_with("packs/") && !imported.is_empty() => Ok(imported.to_owned()),
        path if path.starts_with("lists/") => Ok(list.to_owned()),
        _ => Err(Unreadable("no such file".into())),
    };
    let mut loaded = load(MAIN, &mut read, &mut diagnostics);
    let Some(policy) = check(&loaded, &mut diagnostics) else {
        return (loaded.sources, diagnostics.into_sorted());
    };
    // What is declared for the sake of a policy's size is told only where the page is about that.
    if code == Code::Unused {
        unused(&loaded, &mut diagnostics);
    }
    analyze(&policy, analyze::Options::default(), &mut diagnostics);
    if let Some(text) = cases {
        let snapshot = compile(policy, Digest::of(&loaded.sources));
        let cases = waypost_dsl::cases::read("checkout.cases", text, &mut loaded.sources, &mut diagnostics);
        run(&snapshot, &cases, TODAY, &mut diagnostics);
    }
    (loaded.sources, diagnostics.into_sorted())
}

fn printed(sources: &Sources, found: &[Diagnostic]) -> String {
    found
        .iter()
        .map(|diagnostic| render(diagnostic, sources, &|path| path.to_owned(), Colour::Never) + "\n")
        .collect()
}

fn path(name: &str) -> PathBuf {
    folder().join(format!("{name}.md"))
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/diagnostics")
}

fn blesses() -> bool {
    std::env::var_os("BLESS").is_some()
}
