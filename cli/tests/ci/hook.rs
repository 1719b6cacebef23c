//! `docs/ci/pre-commit`, installed in a repository.

use std::fs;

use serde_yaml_ng::Value;

use crate::scratch::{Scratch, root};

const MAIN: &str = "policies/checkout/checkout.way";

/// A repository with the policies, committed, and the hook.
fn repository() -> Scratch {
    let scratch = Scratch::new();
    let hook = root().join("docs/ci/pre-commit").display().to_string();
    scratch.expect(0, "git init -q && git add policies && git commit -qm policies");
    scratch.expect(0, &format!("cp '{hook}' .git/hooks/"));
    scratch
}

#[test]
fn a_sound_policy_is_committed() {
    let scratch = repository();
    scratch.edit(MAIN, "policy checkout", "# Where the payments of the shop go.\npolicy checkout");
    scratch.edit("policies/shared/facts.way", "facts {", "# What every payment has.\nfacts {");
    scratch.expect(0, "git commit -qam better");
}

#[test]
fn a_broken_policy_is_refused() {
    let scratch = repository();
    scratch.edit(MAIN, "country is DE", "contry is DE");
    let output = scratch.expect(1, "git commit -qam worse");
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("there is no fact `contry`") && told.contains(&format!(" {MAIN}:")), "{told}");
    scratch.expect(0, "test \"$(git log --oneline | wc -l)\" = 1");
}

#[test]
fn a_change_in_a_shared_file_is_checked_with_all_that_import_it() {
    let scratch = repository();
    scratch.expect(0, "git rm -q policies/shared/regions.way");
    let output = scratch.expect(1, "git commit -qm worse");
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("`../shared/regions.way` cannot be read"), "{told}");
}

#[test]
fn only_what_is_staged_counts() {
    let scratch = repository();
    scratch.edit(MAIN, "country is DE", "contry is DE");
    scratch.expect(0, "git add -A");
    scratch.edit(MAIN, "contry is DE", "country is DE");
    scratch.expect(1, "git commit -qm worse");
    scratch.expect(0, "git add -A");
    scratch.edit(MAIN, "country is DE", "contry is DE");
    scratch.expect(0, "echo read me > policies/note.txt && git add policies/note.txt && git commit -qm note");
}

#[test]
fn a_commit_that_touches_no_policy_is_not_held_up() {
    let scratch = repository();
    scratch.edit(MAIN, "country is DE", "contry is DE");
    scratch.expect(0, "git commit -qnam worse");
    scratch.expect(0, "echo read me > README && git add README && git commit -qm note");
}

#[test]
fn a_policy_in_disarray_is_refused() {
    let scratch = repository();
    scratch.edit(MAIN, "policy checkout", "policy    checkout");
    scratch.expect(1, "git commit -qam worse");
}

#[test]
fn the_configuration_of_pre_commit_names_the_hook() {
    let text = fs::read_to_string(root().join("docs/ci/pre-commit-config.yaml")).unwrap();
    let configuration: Value = serde_yaml_ng::from_str(&text).unwrap();
    let hook = &configuration["repos"][0]["hooks"][0];
    assert!(root().join(hook["entry"].as_str().unwrap()).is_file());
}
