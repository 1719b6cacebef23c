//! `docs/ci/waypost.yml`.

use std::fs;

use serde_yaml_ng::Value;

use crate::scratch::{Scratch, root};

fn steps() -> Vec<Value> {
    let text = fs::read_to_string(root().join("docs/ci/waypost.yml")).unwrap();
    let workflow: Value = serde_yaml_ng::from_str(&text).unwrap();
    workflow["jobs"]["policies"]["steps"].as_sequence().unwrap().clone()
}

/// The script of the step of that name.
fn script(name: &str) -> String {
    let step = steps().into_iter().find(|step| step["name"] == name);
    step.unwrap()["run"].as_str().unwrap().to_owned()
}

/// All scripts, with the names of their steps.
fn scripts() -> impl Iterator<Item = (String, String)> {
    let named = |step: &Value| Some((step["name"].as_str()?.to_owned(), step["run"].as_str()?.to_owned()));
    steps().into_iter().filter_map(move |step| named(&step))
}

/// What a pull request is tested with: its merge, whose first parent is what it is merged into.
fn merged(scratch: &Scratch) {
    scratch.expect(0, "git init -q && git add policies && git commit -qm base && git checkout -qb change");
    scratch.edit("policies/subscriptions/subscriptions.way", "-> paypal, adyen", "-> adyen, paypal");
    scratch.expect(0, "git commit -qam change && git checkout -q - && git merge -q --no-ff --no-edit change");
}

#[test]
fn what_a_pull_request_changes_is_told_in_a_comment() {
    let scratch = Scratch::new();
    merged(&scratch);
    scratch.expect(0, &format!("GITHUB_STEP_SUMMARY=summary.md\n{}", script("Compare")));
    let comment = fs::read_to_string(scratch.path().join("diff.md")).unwrap();
    assert!(comment.starts_with("### `HEAD^1:policies/subscriptions/subscriptions.way` → "), "{comment}");
    assert!(comment.contains("| route | `") && !comment.contains("checkout.way"), "{comment}");
    scratch.expect(0, "cmp diff.md summary.md");
}

#[test]
fn a_pull_request_that_changes_no_payment_has_no_comment() {
    let scratch = Scratch::new();
    merged(&scratch);
    scratch.expect(0, "git commit -q --allow-empty -m more");
    scratch.expect(0, &format!("GITHUB_STEP_SUMMARY=summary.md\n{}\ntest ! -s diff.md", script("Compare")));
}

#[test]
fn sound_policies_pass_every_step_that_calls_waypost() {
    let scratch = Scratch::new();
    let (called, others): (Vec<_>, Vec<_>) =
        scripts().partition(|(_, script)| script.starts_with("waypost "));
    let others: Vec<String> = others.into_iter().map(|(name, _)| name).collect();
    assert_eq!(others, ["Install Waypost", "Compare", "Comment on what changes"]);
    for (_, script) in called {
        scratch.expect(0, &script);
    }
}

#[test]
fn a_broken_policy_fails_the_check_and_leaves_a_report_to_upload() {
    let scratch = Scratch::new();
    scratch.edit("policies/checkout/checkout.way", "country is DE", "contry is DE");
    scratch.expect(1, &script("Check"));
    let report = fs::read(scratch.path().join("check.sarif")).unwrap();
    let report: serde_json::Value = serde_json::from_slice(&report).unwrap();
    assert_eq!(report["runs"][0]["results"][0]["ruleId"], "WP0201");
}

#[test]
fn a_policy_in_disarray_fails_the_format() {
    let scratch = Scratch::new();
    scratch.edit("policies/checkout/checkout.way", "policy checkout", "policy    checkout");
    scratch.expect(1, &script("Format"));
}

#[test]
fn what_a_step_writes_is_what_a_later_one_reads() {
    let steps = steps();
    let calls = scripts().map(|(_, script)| script).filter(|script| script.starts_with("waypost "));
    let written: Vec<String> =
        calls.filter_map(|script| Some(script.split_once(" > ")?.1.trim().to_owned())).collect();
    let with = |name: &str| steps.iter().find_map(|step| step["with"][name].as_str()).unwrap();
    assert_eq!(written, [with("sarif_file"), with("report_paths")]);
}

#[test]
fn actions_are_pinned_and_the_version_is_this_one() {
    for step in steps() {
        let Some(action) = step["uses"].as_str() else { continue };
        let (_, pin) = action.split_once('@').unwrap();
        assert!(pin.len() == 40 && pin.bytes().all(|byte| byte.is_ascii_hexdigit()), "{action}");
    }
    assert!(script("Install Waypost").contains(concat!("--tag v", env!("CARGO_PKG_VERSION"), " ")));
}
