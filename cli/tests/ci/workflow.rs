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

#[test]
fn sound_policies_pass_every_step_that_calls_waypost() {
    let scratch = Scratch::new();
    let scripts: Vec<String> =
        steps().iter().filter_map(|step| step["run"].as_str()).map(str::to_owned).collect();
    let called: Vec<&String> = scripts.iter().filter(|script| script.starts_with("waypost ")).collect();
    assert_eq!(called.len(), scripts.len() - 1, "all but the installation: {scripts:?}");
    for script in called {
        scratch.expect(0, script);
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
    let written = steps.iter().filter_map(|step| step["run"].as_str()?.split_once(" > "));
    let written: Vec<&str> = written.map(|(_, file)| file.trim()).collect();
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
