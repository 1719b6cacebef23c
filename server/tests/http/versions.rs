//! Versions: proposed, made live, rolled back, compared, and still there after a restart.

use std::fs;

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{PAYMENT, TestApp, policy};

const POLICY: &str = "/v1/policies/checkout";

/// The files of a policy that sends all to that connector.
fn draft(connector: &str) -> Value {
    json!({
        "main": "checkout/checkout.way",
        "files": {"checkout/checkout.way": policy("checkout", connector)},
        "message": format!("all to {connector}"),
    })
}

/// A server without any policy, which keeps versions.
async fn empty() -> TestApp {
    TestApp::builder().data().start().await
}

async fn propose(app: &TestApp, connector: &str) -> u64 {
    let answer = app.send(Method::PUT, POLICY, &draft(connector)).await;
    assert_eq!(answer.status, 201, "{answer}");
    answer.body["number"].as_u64().unwrap()
}

async fn activate(app: &TestApp, number: u64) {
    let answer = app.post(&format!("{POLICY}/versions/{number}/activate")).await;
    assert_eq!(answer.status, 200, "{answer}");
}

#[tokio::test]
async fn a_version_is_live_once_it_is_activated() {
    let app = empty().await;
    assert_snapshot!(app.send(Method::PUT, POLICY, &draft("stripe")).await, @r#"
    201 application/json
    {
      "author": "anyone",
      "bundle": "[digest]",
      "digest": "[digest]",
      "message": "all to stripe",
      "number": 1,
      "policy": "checkout",
      "time": "[instant]"
    }
    "#);
    assert_eq!(app.decide(PAYMENT).await.status, 404);
    activate(&app, 1).await;
    assert_eq!(app.connector().await, "stripe");
    assert_eq!(propose(&app, "adyen").await, 2);
    assert_eq!(app.connector().await, "stripe");
    activate(&app, 2).await;
    assert_eq!(app.connector().await, "adyen");
}

#[tokio::test]
async fn versions_are_listed_the_newest_first_with_the_one_that_is_live() {
    let app = empty().await;
    for connector in ["stripe", "adyen"] {
        propose(&app, connector).await;
    }
    activate(&app, 2).await;
    assert_snapshot!(app.get(&format!("{POLICY}/versions")).await, @r#"
    200 application/json
    {
      "live": 2,
      "versions": [
        {
          "author": "anyone",
          "bundle": "[digest]",
          "digest": "[digest]",
          "message": "all to adyen",
          "number": 2,
          "policy": "checkout",
          "time": "[instant]"
        },
        {
          "author": "anyone",
          "bundle": "[digest]",
          "digest": "[digest]",
          "message": "all to stripe",
          "number": 1,
          "policy": "checkout",
          "time": "[instant]"
        }
      ]
    }
    "#);
    assert_snapshot!(app.get("/v1/policies").await, @r#"
    200 application/json
    {
      "faults": [],
      "policies": [
        {
          "digest": "[digest]",
          "live": true,
          "name": "checkout",
          "reason": null,
          "since": "[instant]",
          "stale": false,
          "stale_since": null,
          "version": 2
        }
      ]
    }
    "#);
}

#[tokio::test]
async fn the_same_files_again_are_the_same_version() {
    let app = empty().await;
    propose(&app, "stripe").await;
    let again = app.send(Method::PUT, POLICY, &draft("stripe")).await;
    assert_eq!((again.status, &again.body["number"]), (200, &json!(1)));
}

#[tokio::test]
async fn what_is_not_sound_is_refused_with_the_findings() {
    let app = empty().await;
    let mut draft = draft("stripe");
    draft["files"]["checkout/checkout.way"] =
        policy("checkout", "stripe").replace("risk >= 90", "rsk >= 90").into();
    assert_snapshot!(app.send(Method::PUT, POLICY, &draft).await, @r#"
    422 application/problem+json
    {
      "cases": [],
      "detail": "its files hold errors",
      "findings": [
        {
          "code": "WP0201",
          "column": 21,
          "end_column": 24,
          "end_line": 11,
          "file": "[folder]/checkout/checkout.way",
          "help": "did you mean `risk`?",
          "line": 11,
          "message": "there is no fact `rsk`",
          "name": "unknown-fact",
          "rule": "risky",
          "severity": "error",
          "stage": "screen",
          "witness": null
        }
      ],
      "status": 422,
      "title": "the policy is not sound",
      "type": "https://waypost.dev/problems/unsound-policy"
    }
    "#);
    assert_eq!(app.get(&format!("{POLICY}/versions")).await.status, 404);
}

#[tokio::test]
async fn a_case_that_fails_refuses_a_version() {
    let app = empty().await;
    let mut draft = draft("stripe");
    draft["files"]["checkout/cases/some.cases"] =
        "\"low risk\"  amount=12.00 EUR risk=1\n  => screen deny\n".into();
    let refused = app.send(Method::PUT, POLICY, &draft).await;
    assert_eq!((refused.status, &refused.body["detail"]), (422, &json!("its cases fail")));
    assert_eq!(refused.body["cases"][0]["passed"], json!(false));
}

#[tokio::test]
async fn a_policy_is_published_under_its_own_name_only() {
    let app = empty().await;
    let refused = app.send(Method::PUT, "/v1/policies/other", &draft("stripe")).await;
    assert_eq!(refused.status, 422);
    assert_snapshot!(refused.body["detail"], @r#""its `policy` line names `checkout`, and not `other`""#);
}

#[tokio::test]
async fn a_draft_that_is_none_is_told_so() {
    let app = empty().await;
    let files = json!({"checkout/checkout.way": "policy checkout"});
    for (body, told) in [
        (json!({"files": files}), "missing field `main`"),
        (json!({"main": "a.way", "files": files}), "the main file `a.way` is not among the files"),
        (json!({"main": "../a.way", "files": {"../a.way": ""}}), "is no path below a folder"),
        (json!({"main": "a.way", "files": {"a.way": ""}, "mesage": ""}), "unknown field `mesage`"),
        (json!({"main": "a.way", "files": {"a.way": 7}}), "invalid type"),
    ] {
        for (method, path) in [(Method::PUT, POLICY.to_owned()), (Method::POST, format!("{POLICY}/check"))] {
            let answer = app.send(method, &path, &body).await;
            let detail = answer.body["detail"].as_str().unwrap();
            assert!(answer.status == 422 && detail.contains(told), "{body}: {detail}");
        }
    }
}

#[tokio::test]
async fn a_draft_is_checked_and_compared_with_what_is_live() {
    let app = empty().await;
    let check = format!("{POLICY}/check");
    assert_eq!(app.send(Method::POST, &check, &draft("stripe")).await.body["sound"], true);
    propose(&app, "stripe").await;
    activate(&app, 1).await;
    let checked = app.send(Method::POST, &check, &draft("adyen")).await.body;
    assert_eq!(
        (&checked["sound"], &checked["reason"], &checked["cases"]),
        (&json!(true), &Value::Null, &json!([]))
    );
    assert_eq!(checked["findings"].as_array().map(Vec::len), Some(2));
    assert_snapshot!(format!("{:#}", checked["diff"]), @r#"
    {
      "changes": [
        {
          "after": {
            "connectors": [
              "adyen"
            ],
            "outcome": "plan",
            "rule": null
          },
          "before": {
            "connectors": [
              "stripe"
            ],
            "outcome": "plan",
            "rule": null
          },
          "region": "risk <= 89",
          "regions": 1,
          "share": 0.5,
          "stage": "route",
          "witness": {
            "amount": {
              "currency": "EUR",
              "minor": 0
            },
            "risk": 0
          }
        }
      ],
      "same": false,
      "undecided": []
    }
    "#);
}

#[tokio::test]
async fn nothing_is_kept_of_a_draft_that_is_checked() {
    let app = empty().await;
    let check = format!("{POLICY}/check");
    propose(&app, "stripe").await;
    activate(&app, 1).await;
    let same = app.send(Method::POST, &check, &draft("stripe")).await;
    assert_eq!(same.body["diff"]["same"], true);
    let broken = json!({"main": "a.way", "files": {"a.way": "policy !"}});
    let broken = app.send(Method::POST, &check, &broken).await;
    assert_eq!(
        (broken.status, &broken.body["sound"], &broken.body["diff"]),
        (200, &json!(false), &Value::Null)
    );
    assert_eq!(
        app.get(&format!("{POLICY}/versions")).await.body["versions"].as_array().map(Vec::len),
        Some(1)
    );
}

#[tokio::test]
async fn a_roll_back_leads_to_what_was_live_before_and_further() {
    let app = empty().await;
    for connector in ["stripe", "adyen", "worldpay"] {
        let number = propose(&app, connector).await;
        activate(&app, number).await;
    }
    let rollback = format!("{POLICY}/rollback");
    for (status, connector) in [(200, "adyen"), (200, "stripe"), (409, "stripe")] {
        assert_eq!(app.post(&rollback).await.status, status);
        assert_eq!(app.connector().await, connector);
    }
    activate(&app, 3).await;
    assert_eq!(app.post(&rollback).await.body["number"], 1, "3 was made live after 1");
    assert_snapshot!(app.post(&rollback).await, @r#"
    409 application/problem+json
    {
      "detail": "there is no version to go back to",
      "status": 409,
      "title": "no other version was live before",
      "type": "https://waypost.dev/problems/nothing-before"
    }
    "#);
    assert_eq!(app.post("/v1/policies/nowhere/rollback").await.status, 404);
}

#[tokio::test]
async fn to_activate_what_is_live_changes_nothing() {
    let app = empty().await;
    for connector in ["stripe", "adyen"] {
        let number = propose(&app, connector).await;
        activate(&app, number).await;
    }
    activate(&app, 2).await;
    assert_eq!(app.post(&format!("{POLICY}/rollback")).await.body["number"], 1);
}

#[tokio::test]
async fn two_versions_are_compared() {
    let app = empty().await;
    propose(&app, "stripe").await;
    propose(&app, "adyen").await;
    let diff = app.get(&format!("{POLICY}/diff?from=1&to=2")).await;
    assert_eq!((diff.status, &diff.body["same"]), (200, &json!(false)));
    assert_eq!(diff.body["changes"][0]["after"]["connectors"], json!(["adyen"]));
    assert_eq!(app.get(&format!("{POLICY}/diff?from=1&to=1")).await.body["same"], true);
    assert_eq!(app.get(&format!("{POLICY}/diff?from=1&to=7")).await.status, 404);
    assert_eq!(app.get(&format!("{POLICY}/diff?from=1")).await.status, 400);
}

#[tokio::test]
async fn a_version_is_shown_with_its_files_and_what_was_found() {
    let app = empty().await;
    propose(&app, "stripe").await;
    let shown = app.get(&format!("{POLICY}/versions/1")).await.body;
    assert_eq!(shown["files"], draft("stripe")["files"]);
    assert_eq!(shown["report"]["findings"][0]["name"], "unused");
    for number in ["2", "0", "-1", "x", "99999999999"] {
        assert_eq!(app.get(&format!("{POLICY}/versions/{number}")).await.status, 404, "{number}");
    }
}

#[tokio::test]
async fn a_restart_serves_what_was_live() {
    let app = empty().await;
    for connector in ["stripe", "adyen"] {
        let number = propose(&app, connector).await;
        activate(&app, number).await;
    }
    app.post(&format!("{POLICY}/rollback")).await;
    propose(&app, "worldpay").await;
    let before = app.decide(PAYMENT).await;
    let app = app.restart().await;
    assert_eq!(app.decide(PAYMENT).await, before);
    assert_eq!(app.get(&format!("{POLICY}/versions")).await.body["live"], 1);
    assert_eq!(app.get("/readyz").await.status, 200);
}

#[tokio::test]
async fn a_folder_publishes_versions_too() {
    let app = TestApp::builder()
        .file("checkout/checkout.way", &policy("checkout", "stripe"))
        .data()
        .watched()
        .start()
        .await;
    app.replace("checkout/checkout.way", &policy("checkout", "adyen"));
    app.until(async || app.connector().await, |connector| connector == "adyen").await;
    assert_snapshot!(app.get(&format!("{POLICY}/versions")).await, @r#"
    200 application/json
    {
      "live": 2,
      "versions": [
        {
          "author": "folder",
          "bundle": "[digest]",
          "digest": "[digest]",
          "message": "",
          "number": 2,
          "policy": "checkout",
          "time": "[instant]"
        },
        {
          "author": "folder",
          "bundle": "[digest]",
          "digest": "[digest]",
          "message": "",
          "number": 1,
          "policy": "checkout",
          "time": "[instant]"
        }
      ]
    }
    "#);
    app.post(&format!("{POLICY}/rollback")).await;
    assert_eq!(app.connector().await, "stripe");
    // What the folder says has not changed since, so what was chosen stays, also after a restart.
    let app = app.restart().await;
    assert_eq!(app.connector().await, "stripe");
    fs::remove_dir_all(app.path("checkout")).unwrap();
    let app = app.restart().await;
    assert_eq!(app.connector().await, "stripe", "the folder that it came from is gone");
    assert_eq!(app.status().await["stale"], false);
}

#[tokio::test]
async fn without_a_data_folder_there_are_no_versions() {
    let app = TestApp::start().await;
    for (method, path) in
        [(Method::PUT, ""), (Method::POST, "/check"), (Method::POST, "/rollback"), (Method::GET, "/versions")]
    {
        let answer = app.send(method, &format!("{POLICY}{path}"), &draft("adyen")).await;
        assert_eq!(answer.status, 404);
        assert_eq!(answer.body["type"], "https://waypost.dev/problems/no-versions");
    }
}

#[tokio::test]
async fn what_is_done_stands_in_the_journal() {
    let app = empty().await;
    propose(&app, "stripe").await;
    activate(&app, 1).await;
    assert_snapshot!(app.get("/v1/journal").await, @r#"
    200 application/json
    {
      "entries": [
        {
          "act": "propose",
          "actor": "anyone",
          "detail": "{\"bundle\":\"sha256:0dff4a6cac984dbec26f1c9980dc41d09ca73e26c38cdce006468118191dda25\",\"digest\":\"sha256:0dff4a6cac984dbec26f1c9980dc41d09ca73e26c38cdce006468118191dda25\",\"version\":1}",
          "hash": "[digest]",
          "policy": "checkout",
          "seq": 1,
          "time": "[instant]"
        },
        {
          "act": "activate",
          "actor": "anyone",
          "detail": "{\"digest\":\"sha256:0dff4a6cac984dbec26f1c9980dc41d09ca73e26c38cdce006468118191dda25\",\"version\":1}",
          "hash": "[digest]",
          "policy": "checkout",
          "seq": 2,
          "time": "[instant]"
        }
      ]
    }
    "#);
    let second = app.get("/v1/journal?after=1&limit=1").await.body;
    assert_eq!(
        (second["entries"].as_array().map(Vec::len), &second["entries"][0]["seq"]),
        (Some(1), &json!(2))
    );
    assert_eq!(app.get("/v1/journal?from=1").await.status, 400);
}
