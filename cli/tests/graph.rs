//! `waypost graph`: the conditions that it prints are of the language, and whoever follows them comes to the rule that is
//! decided by.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may take the repository for granted"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;
use waypost_dsl::hir::{Condition, Policy, StageKind};
use waypost_engine::{Payment, Sampler, Snapshot, reference};
use waypost_server::{AsOf, files, pipeline};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn snapshot(path: &Path) -> Snapshot {
    let built = pipeline::build(&files::find(path).unwrap()[0], AsOf::Today.day());
    let found: Vec<_> = built.diagnostics.iter().map(|found| &found.message).collect();
    assert!(built.snapshot.is_some(), "{found:#?}");
    built.snapshot.unwrap()
}

/// What `waypost graph` prints of a stage.
fn graph(path: &Path, stage: StageKind) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_waypost"));
    command.arg("graph").arg(path).args(["--format", "json", "--stage", stage.as_str()]);
    let printed = command.output().unwrap();
    assert!(printed.status.success(), "{}", String::from_utf8_lossy(&printed.stderr));
    let graph: Value = serde_json::from_slice(&printed.stdout).unwrap();
    graph["stages"][0].clone()
}

/// All conditions of a graph.
fn conditions(graph: &Value) -> Vec<&str> {
    let nodes = graph["nodes"].as_array().unwrap().iter();
    let lines =
        nodes.flat_map(|node| node["ways"].as_array().into_iter().chain(node["rules"].as_array()).flatten());
    let mut all: Vec<&str> = lines.map(|line| line["when"].as_str().unwrap()).collect();
    all.sort_unstable();
    all.dedup();
    all.retain(|condition| *condition != "every payment");
    all
}

/// Copies a folder without its cases.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()) {
        let there = to.join(entry.file_name().unwrap());
        match (entry.is_dir(), entry.extension().is_some_and(|kind| kind == "cases")) {
            (true, _) => copy(&entry, &there),
            (false, true) => {}
            (false, false) => assert!(fs::copy(&entry, &there).is_ok(), "{}", entry.display()),
        }
    }
}

/// A copy of the policy with a rule for each of the conditions and none of its own, and without packs, which claim
/// something of stages that are not there.
fn with_rules(main: &Path, stage: StageKind, conditions: &[&str]) -> Policy {
    let (folder, imported) = (TempDir::new().unwrap(), root().join("policies/shared"));
    let name = main.file_name().unwrap();
    for from in [main.parent().unwrap(), &imported] {
        copy(from, &folder.path().join(from.file_name().unwrap()));
    }
    let text = fs::read_to_string(main).unwrap();
    let first = ["\nscreen {", "\nroute {"].into_iter().filter_map(|stage| text.find(stage)).min().unwrap();
    let (head, outcome) = match stage {
        StageKind::Retry => ("route { otherwise -> none \"nobody\" }\nretry {", "next"),
        _ => ("route {", "none \"nobody\""),
    };
    let rule = |(number, condition)| format!("rule \"{number}\" when {condition} -> {outcome}");
    let rules: Vec<String> = conditions.iter().enumerate().map(rule).collect();
    let declared = text.get(..first).unwrap().lines();
    let declared: Vec<&str> = declared.filter(|line| !line.starts_with("import \"../packs/")).collect();
    let text = format!("{}\n{head}\n{}\notherwise -> {outcome} }}\n", declared.join("\n"), rules.join("\n"));
    let copy = folder.path().join(main.parent().unwrap().file_name().unwrap()).join(name);
    fs::write(&copy, text).unwrap();
    let policy = snapshot(&copy).policy().clone();
    folder.close().unwrap();
    policy
}

/// A graph whose conditions are those of the rules of a policy.
struct Walk<'g> {
    graph: &'g Value,
    conditions: Vec<(&'g str, Condition)>,
    policy: &'g Policy,
}

impl Walk<'_> {
    fn is_met(&self, when: &Value, payment: &Payment) -> bool {
        let known = self.conditions.iter().find(|(text, _)| when == text);
        known.is_none_or(|(_, condition)| reference::holds(self.policy, condition, payment))
    }

    /// The name of the rule that a walk comes to from there.
    fn rule(&self, mut at: Value, payment: &Payment) -> Value {
        while let Some(id) = at["node"].as_u64() {
            let mut nodes = self.graph["nodes"].as_array().unwrap().iter();
            let node = nodes.find(|node| node["id"] == id).unwrap();
            let is_met = |line: &&Value| self.is_met(&line["when"], payment);
            let lines = |kind: &str| node[kind].as_array().into_iter().flatten();
            assert!(lines("ways").filter(is_met).count() < 2, "{node}");
            at = match (lines("ways").find(is_met), lines("rules").find(is_met)) {
                (Some(way), _) => way["to"].clone(),
                (None, Some(rule)) => rule.clone(),
                (None, None) => node["otherwise"].clone(),
            };
        }
        assert!(at.get("rule").is_some(), "{at}");
        at["rule"].clone()
    }
}

fn leads_to_what_is_decided(main: &Path, stage: StageKind) {
    let original = snapshot(main);
    let graph = graph(main, stage);
    let texts = conditions(&graph);
    let policy = with_rules(main, stage, &texts);
    let rules = policy.stages.last().unwrap().rules.iter().map(|(_, rule)| rule.when.clone());
    let walk =
        Walk { graph: &graph, conditions: texts.iter().copied().zip(rules).collect(), policy: &policy };
    let names = original.policy().stages.iter().find(|known| known.kind == stage).unwrap();
    let mut sampler = Sampler::new(original.policy(), 1);
    let mut payment = Payment::new(&original.policy().facts);
    let attempt = original.policy().facts.find("attempt").filter(|_| stage == StageKind::Retry);
    for _ in 0..300 {
        sampler.fill(&mut payment);
        if attempt.is_some_and(|attempt| !payment.has(&original.policy().facts, attempt)) {
            continue;
        }
        let decided = original.first(stage, &payment).map(|id| names.rules[id].name.as_str());
        let roots = graph["roots"].as_array().unwrap().iter();
        let found = roots.map(|root| walk.rule(root.clone(), &payment)).filter_map(|rule| {
            let name = rule.as_str()?.to_owned();
            let place = names.rules.iter().position(|(_, rule)| rule.name == name).unwrap();
            Some((place, name))
        });
        assert_eq!(found.min().map(|(_, name)| name).as_deref(), decided, "{payment:?}");
    }
}

#[test]
fn following_the_conditions_of_a_graph_leads_to_the_rule_that_is_decided_by() {
    let all = [StageKind::Screen, StageKind::Authenticate, StageKind::Route, StageKind::Retry];
    for stage in all {
        leads_to_what_is_decided(&root().join("policies/checkout/checkout.way"), stage);
    }
    let sessions = root().join("cli/tests/commands/graph.in");
    leads_to_what_is_decided(&sessions.join("desk/desk.way"), StageKind::Route);
    leads_to_what_is_decided(&sessions.join("many/many.way"), StageKind::Route);
}
