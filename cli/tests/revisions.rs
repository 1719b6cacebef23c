//! `waypost diff` with policies in git revisions, in a repository of its own.

#![allow(clippy::unwrap_used, reason = "a test may take the repository for granted")]

#[path = "ci/scratch.rs"]
mod scratch;

use scratch::Scratch;

const MAIN: &str = "policies/subscriptions/subscriptions.way";

/// A repository with the policies, committed.
fn repository() -> Scratch {
    let scratch = Scratch::new();
    scratch.expect(0, "git init -q && git add policies && git commit -qm policies");
    scratch
}

/// What a script prints that ends with this status: to stdout, and to stderr.
fn printed(scratch: &Scratch, status: i32, script: &str) -> (String, String) {
    let output = scratch.expect(status, script);
    (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_policy_is_compared_with_what_was_committed() {
    let scratch = repository();
    scratch.expect(0, "waypost diff HEAD:policies/subscriptions policies/subscriptions");
    scratch.edit(MAIN, "-> paypal, adyen", "-> adyen, paypal");
    let (told, _) = printed(&scratch, 1, "waypost diff HEAD:policies/subscriptions policies/subscriptions");
    assert!(told.contains(r#"before  paypal, adyen, by "PayPal""#), "{told}");
    assert!(told.contains(r#"after   adyen, paypal, by "PayPal""#), "{told}");
    assert!(told.contains("waypost decide policies/subscriptions --payment '"), "{told}");
    scratch.expect(
        0,
        "git commit -qam change && waypost diff HEAD:policies/subscriptions policies/subscriptions",
    );
    scratch.expect(
        1,
        "waypost diff HEAD~1:policies/subscriptions HEAD:policies/subscriptions/subscriptions.way",
    );
}

#[test]
fn imports_and_lists_come_from_the_revision_too() {
    let scratch = repository();
    scratch
        .expect(0, "rm -rf policies && waypost diff HEAD:policies/subscriptions HEAD:policies/subscriptions");
    let (status, _) = printed(&scratch, 0, "git checkout -q . && git status --porcelain");
    assert_eq!(status, "", "the index of the user is left alone");
}

#[test]
fn what_is_wrong_with_a_revision_is_told_by_its_name() {
    let scratch = repository();
    scratch.edit(MAIN, "country in embargoed  ", "contry in embargoed  ");
    scratch.expect(0, "git commit -qam worse && git checkout -q HEAD~1 -- policies");
    let (_, told) = printed(&scratch, 2, "waypost diff HEAD:policies/subscriptions policies/subscriptions");
    assert!(told.contains("there is no fact `contry`"), "{told}");
    assert!(told.contains(&format!("--> HEAD:{MAIN}:")), "{told}");
}

#[test]
fn a_path_in_a_revision_may_begin_where_the_user_is() {
    let scratch = repository();
    scratch.expect(0, "cd policies && waypost diff HEAD:./subscriptions subscriptions");
    scratch.expect(
        0,
        "cd policies/shared && waypost diff HEAD:../subscriptions/subscriptions.way ../subscriptions",
    );
    scratch.expect(0, "cd policies && waypost diff HEAD:policies/subscriptions/ subscriptions");
}

#[test]
fn a_policy_may_lie_at_the_top_of_its_repository() {
    let scratch = Scratch::new();
    let alone = "policy p\nfacts { recurring flag }\nconnector a {}\nroute { otherwise -> a }\n";
    std::fs::write(scratch.path().join("p.way"), alone).unwrap();
    scratch.expect(0, "git init -q && git add p.way && git commit -qm policy");
    scratch.expect(0, "waypost diff HEAD:p.way p.way && waypost diff HEAD:. p.way");
    scratch.edit("p.way", "recurring flag", "recurring flg");
    scratch.expect(0, "git commit -qam worse");
    let (_, told) = printed(&scratch, 2, "waypost diff HEAD:p.way HEAD~1:p.way");
    assert!(told.contains("--> HEAD:./p.way:2:"), "{told}");
}

#[test]
fn a_path_that_exists_is_a_path_whatever_is_in_its_name() {
    let scratch = Scratch::new();
    scratch.expect(
        0,
        "mv policies HEAD:policies && waypost diff HEAD:policies/subscriptions HEAD:policies/subscriptions",
    );
}

#[test]
fn what_git_does_not_have_is_told() {
    let scratch = repository();
    let told = |old: &str| printed(&scratch, 2, &format!("waypost diff {old} policies/subscriptions")).1;
    assert_eq!(told("none:policies/subscriptions"), "error: `none` is no revision in this git repository\n");
    assert_eq!(
        told("HEAD:policies/none"),
        "error: `policies/none` does not exist in `HEAD`; paths count from the top of the repository, or from here with `./`\n"
    );
    assert_eq!(told("HEAD:policies"), "error: `HEAD:policies` holds 2 policies: name one of them\n");
    assert!(told("HEAD:policies/shared").starts_with("error: `HEAD:policies/shared` holds no policy"));
    assert_eq!(
        told("HEAD:policies/README.md"),
        "error: `HEAD:policies/README.md` is neither a folder nor a `.way` file\n"
    );
    assert_eq!(told("C:/policies"), "error: `C:/policies` cannot be read: there is no such file\n");
}

#[test]
fn without_git_or_a_repository_a_revision_is_told_apart_from_a_path() {
    let scratch = Scratch::new();
    let (_, told) = printed(&scratch, 2, "waypost diff HEAD:policies/subscriptions policies/subscriptions");
    let expected = "error: `HEAD:policies/subscriptions` cannot be read: it is no file, and no git revision is at hand: not a git repository";
    assert!(told.starts_with(expected), "{told}");
    let alone = "PATH=$(dirname \"$(command -v waypost)\") waypost diff HEAD:policies/subscriptions policies/subscriptions";
    let (_, told) = printed(&scratch, 2, alone);
    let expected = "error: `HEAD:policies/subscriptions` cannot be read: it is no file, and there is no `git` to look for a revision\n";
    assert_eq!(told, expected);
}
