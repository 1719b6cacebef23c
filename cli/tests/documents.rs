//! Runs the code blocks of the documents, so that none of them says what is not so.
//!
//! | block | what is done with it |
//! |---|---|
//! | `way` | is put into a folder as `NAME/NAME.way`, by its `policy` line, and must check without findings |
//! | `way,file=PATH` | is put there as a part of the document's other policies |
//! | `way,faulty` | is put there as a policy, and must not check; a session shows what is said of it |
//! | `way,fragment` | must check behind the declarations in `policies/shared`, but may leave payments unserved |
//! | `way,step=PATH`, `text,step=PATH` | is put there when the sessions come to it, in place of what was there |
//! | `cases` | must be written as cases are; with `file=PATH` it is put there too |
//! | `json`, `ndjson` | must be JSON, or a JSON value on each line; with `file=PATH` it is put there too |
//! | `console` | what stands behind `$ ` is run in that folder, and must print what stands below it |
//! | `yaml`, `bash` | must be the file at `file=PATH` in the repository to the letter, and is put there too |
//! | `sh` | may only hold `cargo …` and `./test`, and is not run: it would build and test everything once more |
//! | `text`, `toml`, `rust` | is only shown |
//!
//! The folder holds a copy of `policies/`. All sessions of a document are one; in what they print, `...` alone on a
//! line stands for any lines and `[..]` for any text. A command that ends in `&` may print more than the document
//! shows. Any other block is a fault, so that nothing escapes.

#![allow(clippy::unwrap_used, reason = "a test may take the repository for granted")]

#[path = "documents/block.rs"]
mod block;
#[path = "documents/folder.rs"]
mod folder;
#[path = "documents/session.rs"]
mod session;

use std::fs;
use std::path::{Path, PathBuf};

use block::Block;
use folder::Folder;

/// A fault of a document: the line of the block or the command, and what is wrong.
type Fault = (usize, String);

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The documents that are there, by their paths below the root.
fn documents() -> Vec<String> {
    let single = ["README.md", "CONTRIBUTING.md", "policies/README.md"];
    let mut found: Vec<String> = single.iter().map(|path| (*path).to_owned()).collect();
    for folder in ["docs", "docs/language"] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            found.push(format!("{folder}/{}", entry.unwrap().file_name().to_str().unwrap()));
        }
    }
    let is_document = |path: &Path| path.extension().is_some_and(|ending| ending == "md") && path.is_file();
    found.retain(|path| is_document(&root().join(path)));
    found.sort();
    found
}

/// All that is wrong with the document of that text.
fn faults(text: &str) -> Vec<Fault> {
    let blocks = match block::blocks(text) {
        Ok(blocks) => blocks,
        Err(fault) => return vec![fault],
    };
    let folder = Folder::new();
    let mut faults: Vec<Fault> = blocks.iter().filter_map(|block| folder.lay_out(block).err()).collect();
    faults.extend(blocks.iter().filter_map(|block| folder.check(block).err()));
    let sessions: Vec<&Block> =
        blocks.iter().filter(|block| block.language == "console" || block.step().is_some()).collect();
    faults.extend(session::run(&folder, &sessions));
    faults.sort();
    faults
}

#[test]
fn every_code_block_of_the_documents_holds() {
    let told = documents().into_iter().flat_map(|path| {
        let text = fs::read_to_string(root().join(&path)).unwrap();
        faults(&text).into_iter().map(move |(line, what)| format!("{path}:{line}: {what}"))
    });
    let told: Vec<String> = told.collect();
    assert!(told.is_empty(), "{} faults\n\n{}", told.len(), told.join("\n\n"));
}

#[test]
fn a_block_that_nothing_runs_is_a_fault() {
    for block in ["```bash\nls\n```", "```\nls\n```", "```sh\nls\n```", "```sh\ncargo build && ls\n```"] {
        assert_eq!(faults(block).len(), 1, "{block}");
    }
    let whole =
        "```sh\n./test\ncargo run --release -- check policies\ncd engine && X=1 cargo fuzz run it\n```";
    assert_eq!(faults(whole), []);
    assert_eq!(faults("```text\nanything\n```"), []);
}

#[test]
fn a_block_that_shows_a_file_of_the_repository_is_that_file() {
    let path = "docs/ci/pre-commit-config.yaml";
    let text = fs::read_to_string(root().join(path)).unwrap();
    let shown = |path: &str, text: &str| faults(&format!("```yaml,file={path}\n{text}```\n"));
    assert_eq!(shown(path, &text), []);
    assert_eq!(shown(path, &text.replace("local", "remote")).len(), 1);
    assert_eq!(shown("docs/ci/none.yaml", &text).len(), 1);
    assert_eq!(faults("```yaml\na: b\n```\n").len(), 1);
}

#[test]
fn a_block_that_is_never_closed_is_a_fault() {
    assert_eq!(faults("a\n\n```text\nanything"), [(3, "this block is never closed".to_owned())]);
}

#[test]
fn a_policy_must_check_and_a_faulty_one_must_not() {
    let good = "policy p\nfacts { recurring flag }\nconnector a {}\nroute { otherwise -> a }\n";
    let bad = good.replace("-> a", "-> b");
    let alone = |info: &str, text: &str| faults(&format!("```{info}\n{text}```\n")).len();
    assert_eq!([alone("way", good), alone("way", &bad)], [0, 1]);
    assert_eq!([alone("way,faulty", good), alone("way,faulty", &bad)], [1, 0]);
    assert_eq!([alone("way", "let x = [DE]\n"), alone("way,file=shared/x.way", "let x = [DE]\n")], [1, 0]);
    let (route, typo) = ("route { otherwise -> adyen }\n", "screen { rule \"x\" when rsk > 3 -> allow }\n");
    assert_eq!([alone("way,fragment", route), alone("way,fragment", typo)], [0, 1]);
}

#[test]
fn a_session_is_one_shell_and_is_compared_line_by_line() {
    let session = "```console\n$ x=1\n$ echo a$x; echo b; echo c\na1\n...\nc\n$ cat <<END\n> here\n> END\nh[..]e\n```\n";
    assert_eq!(faults(session), []);
    let other = faults(&session.replace("a1", "a2"));
    assert!(matches!(other.as_slice(), [(3, what)] if what.contains("echo a$x")), "{other:?}");
}

#[test]
fn a_step_is_taken_when_the_session_comes_to_it() {
    let step =
        |text: &str| format!("```text,step=a/b.way\n{text}\n```\n```console\n$ cat a/b.way\n{text}\n```\n");
    assert_eq!(faults(&(step("one $x") + &step("two"))), []);
}

#[test]
fn what_a_session_starts_ends_with_it() {
    let folder = Folder::new();
    let text = "```console\n$ sh -c 'echo up; echo $$ > pid; exec tail -f /dev/null' &\nup\n\
                $ until test -s pid; do :; done\n```\n";
    let blocks = block::blocks(text).unwrap();
    let sessions: Vec<&Block> = blocks.iter().collect();
    assert_eq!(session::run(&folder, &sessions), []);
    let pid = fs::read_to_string(folder.path().join("pid")).unwrap();
    assert!(!Path::new("/proc").join(pid.trim()).join("exe").exists(), "{pid} is still there");
}
