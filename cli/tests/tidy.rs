//! The rules of the house that no lint knows: which crate may know which, where an outside package may be named, how
//! large a file may be, and that the map in `docs/architecture.md` is true.

#![allow(clippy::unwrap_used, reason = "a test may take the repository for granted")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The most lines that a hand-written file may have.
const MAX_LINES: usize = 400;

/// The crates' folders and names, and those of ours that each may depend on.
const CRATES: [(&str, &str, &[&str]); 5] = [
    ("dsl", "waypost-dsl", &[]),
    ("engine", "waypost-engine", &["waypost-dsl"]),
    ("generate", "waypost-generate", &["waypost-dsl", "waypost-engine"]),
    ("server", "waypost-server", &["waypost-dsl", "waypost-engine"]),
    ("cli", "waypost", &["waypost-dsl", "waypost-engine", "waypost-server"]),
];

/// Outside packages, and the only places that may name them.
const PLACES: &[(&str, &[&str])] = &[
    ("lalrpop_util", &["dsl/src/syntax/"]),
    ("logos", &["dsl/src/syntax/"]),
    ("pest", &["dsl/src/cases/"]),
    ("pest_derive", &["dsl/src/cases/"]),
    ("annotate_snippets", &["dsl/src/diagnostic/render.rs"]),
    ("iso_currency", &["dsl/src/iso.rs"]),
    ("rust_iso3166", &["dsl/src/iso.rs"]),
    ("aho_corasick", &["engine/src/keys/shapes.rs"]),
    ("arc_swap", &["engine/src/live.rs"]),
    ("hashbrown", &["engine/src/keys/texts.rs"]),
    (
        "rayon",
        &[
            "engine/src/",
            "server/src/background",
            "cli/src/command/decide/",
            "cli/src/command/diff/",
            "bench/src/main.rs",
        ],
    ),
    ("indicatif", &["cli/src/progress.rs"]),
    ("sha2", &["engine/src/digest.rs", "server/src/access/", "server/src/records/", "server/src/store/"]),
    ("subtle", &["server/src/access/"]),
    ("getrandom", &["server/src/access/", "server/src/store"]),
    ("data_encoding", &["server/src/access/", "server/src/store/"]),
    ("jsonwebtoken", &["server/src/access/tokens.rs"]),
    ("governor", &["server/src/access/gate.rs"]),
    ("tokio_rustls", &["server/src/tls.rs"]),
    ("reqwest", &["server/src/access/tokens.rs", "server/src/client"]),
    ("sqlx", &["server/src/store"]),
    ("opentelemetry", &["server/src/traces/"]),
    ("opentelemetry_otlp", &["server/src/traces/"]),
    ("opentelemetry_sdk", &["server/src/traces/"]),
    ("utoipa", &["server/src/"]),
    ("hmac", &["server/src/records/key.rs"]),
    ("uuid", &["server/src/records/", "server/src/wire/record.rs"]),
    ("zstd", &["server/src/records/"]),
    ("fastrand", &["engine/src/", "server/src/records/", "cli/src/command/bench/"]),
    ("hdrhistogram", &["cli/src/command/bench/", "bench/http/src/"]),
    ("comfy_table", &["cli/src/command/bench/", "cli/src/command/diff/"]),
    ("axum", &["server/src/", "bench/http/src/"]),
    ("hyper", &["server/src/"]),
    ("rustix", &["server/src/background", "bench/http/src/load/drive.rs"]),
    ("notify", &["server/src/"]),
    ("self_cell", &["server/src/catalog/explaining.rs"]),
    ("tracing", &["server/src/", "cli/src/command/serve.rs"]),
    ("lsp_server", &["cli/src/lsp"]),
    ("gen_lsp_types", &["cli/src/lsp/"]),
    ("serde", &["server/src/", "cli/src/", "bench/src/", "bench/http/src/"]),
    ("clap", &["cli/src/", "generate/src/main.rs", "bench/src/", "bench/http/src/"]),
    ("anyhow", &["cli/src/", "bench/http/src/"]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The files that git tracks or would track, with these endings, by their paths below the root.
fn files(endings: &[&str]) -> Vec<String> {
    let mut git = Command::new("git");
    let list =
        git.args(["ls-files", "--cached", "--others", "--exclude-standard"]).current_dir(root()).output();
    let list = String::from_utf8(list.unwrap().stdout).unwrap();
    let wanted =
        |path: &&str| endings.iter().any(|ending| path.ends_with(ending)) && root().join(path).is_file();
    let found: Vec<String> = list.lines().filter(wanted).map(str::to_owned).collect();
    assert!(!found.is_empty(), "git lists no file that ends in {endings:?}");
    found
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn is_test(path: &str) -> bool {
    let folders = ["/tests/", "/benches/", "/examples/", "/fuzz/"];
    folders.iter().any(|part| path.contains(part)) || path.ends_with("tests.rs")
}

#[test]
fn crates_depend_on_one_another_in_one_direction_only() {
    for (folder, name, allowed) in CRATES {
        let manifest = read(&format!("{folder}/Cargo.toml"));
        let mut of_tests = false;
        for line in manifest.lines() {
            of_tests |= line == "[dev-dependencies]";
            let other = line.split(['.', ' ', '=']).next().unwrap();
            let may = allowed.contains(&other) || of_tests && other == "waypost-generate";
            assert!(may || !other.starts_with("waypost"), "{name} must not depend on {other}");
        }
    }
}

#[test]
fn outside_packages_are_named_where_they_belong() {
    for path in files(&[".rs", ".lalrpop"]).iter().filter(|path| path.contains("/src/")) {
        let text = read(path);
        for (package, places) in PLACES {
            let names = |line: &str| {
                let code = line.split("//").next().unwrap_or_default();
                [" ", "(", "<", "&", "["].iter().any(|before| code.contains(&format!("{before}{package}::")))
            };
            let here = places.iter().any(|place| path.starts_with(place));
            assert!(
                here || !text.lines().any(names),
                "{path} names `{package}`, which belongs to {places:?}"
            );
        }
    }
}

#[test]
fn no_file_is_too_large() {
    // A grammar is one file, however large the language is: LALRPOP reads no other.
    for path in files(&[".rs"]) {
        let lines = read(&path).lines().count();
        assert!(is_test(&path) || lines <= MAX_LINES, "{path} has {lines} lines: split it by concept");
    }
}

#[test]
fn every_file_says_what_lives_in_it() {
    for path in files(&[".rs", ".lalrpop"]) {
        assert!(read(&path).starts_with("//! "), "{path} does not begin with `//!`");
    }
}

#[test]
fn no_file_has_a_name_that_says_nothing() {
    let empty = ["mod", "utils", "helpers", "common", "types", "manager", "misc"];
    for path in files(&[".rs"]) {
        let stem = Path::new(&path).file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(!empty.contains(&stem.as_str()), "{path} is named for nothing that is in it");
    }
}

#[test]
fn no_test_is_switched_off_and_none_waits_blindly() {
    for path in files(&[".rs"]).iter().filter(|path| !path.ends_with("tidy.rs")) {
        let text = read(path);
        for mark in ["#[ignore", "should_panic", "todo!(", "FIXME", "thread::sleep("] {
            assert!(!text.contains(mark), "{path} holds `{mark}`");
        }
    }
}

#[test]
fn the_map_of_the_architecture_names_every_module_and_no_other() {
    let map = read("docs/architecture.md");
    let libraries = ["dsl/src/lib.rs", "engine/src/lib.rs", "generate/src/lib.rs", "server/src/lib.rs"];
    for main in libraries.into_iter().chain(["cli/src/main.rs"]) {
        let (folder, _) = main.rsplit_once('/').unwrap();
        for line in read(main).lines() {
            let module = line.strip_prefix("pub ").unwrap_or(line).strip_prefix("mod ");
            let Some(module) = module.and_then(|rest| rest.strip_suffix(';')) else { continue };
            let path = format!("`{folder}/{module}.rs`");
            assert!(map.contains(&path), "docs/architecture.md does not name {path}");
        }
    }
    for path in map.split('`').filter(|word| word.contains("/src/") || word.contains("/tests/")) {
        assert!(root().join(path).is_file(), "docs/architecture.md names {path}, which does not exist");
    }
}

#[test]
fn the_repository_stands_alone() {
    let all = files(&[".rs", ".md", ".toml", ".way", ".lalrpop", "test", ".ci/run"]);
    for path in all.iter().filter(|path| !path.ends_with("tidy.rs")) {
        for elsewhere in ["shared/design", "shared/reference", "shared/data", "/work/"] {
            assert!(!read(path).contains(elsewhere), "{path} refers to {elsewhere}");
        }
    }
}
