//! What is answered when all is well.

use insta::assert_snapshot;
use reqwest::Method;

use crate::app::{Answer, PAYMENT, TestApp, policy};

#[tokio::test]
async fn a_payment_is_decided() {
    let app = TestApp::start().await;
    assert_snapshot!(app.decide(PAYMENT).await, @r#"
    200 application/json
    {
      "policy": {
        "digest": "[digest]",
        "name": "checkout"
      },
      "route": {
        "connectors": [
          "stripe"
        ],
        "outcome": "plan",
        "rule": null,
        "struck": []
      },
      "screen": {
        "outcome": "allow",
        "rule": null
      }
    }
    "#);
}

#[tokio::test]
async fn a_decision_names_the_digest_of_the_policy() {
    let app = TestApp::start().await;
    let answer = app.decide(PAYMENT).await;
    let digest = answer.digest.unwrap();
    assert_eq!(answer.body["policy"]["digest"], digest);
    assert_eq!(app.status().await["digest"], digest);
}

#[tokio::test]
async fn any_content_type_will_do() {
    let app = TestApp::start().await;
    for content_type in ["application/json", "text/plain", "application/x-www-form-urlencoded", "?"] {
        let request = app.request(Method::POST, "/v1/policies/checkout/decisions");
        let answer = Answer::of(request.header("content-type", content_type).body(PAYMENT)).await;
        assert_eq!(answer.status, 200, "{content_type}");
    }
}

#[tokio::test]
async fn each_policy_decides_by_its_own_rules() {
    let app = TestApp::builder()
        .file("checkout/checkout.way", &policy("checkout", "stripe"))
        .file("b/b.way", &policy("subscriptions", "adyen"))
        .start()
        .await;
    let request = app.request(Method::POST, "/v1/policies/subscriptions/decisions").body(PAYMENT);
    assert_eq!(Answer::of(request).await.body["route"]["connectors"][0], "adyen");
    assert_eq!(app.connector().await, "stripe");
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
          "version": null
        },
        {
          "digest": "[digest]",
          "live": true,
          "name": "subscriptions",
          "reason": null,
          "since": "[instant]",
          "stale": false,
          "stale_since": null,
          "version": null
        }
      ]
    }
    "#);
}

#[tokio::test]
async fn a_policy_tells_what_it_needs_to_know() {
    let app = TestApp::start().await;
    assert_snapshot!(app.get("/v1/policies/checkout").await, @r#"
    200 application/json
    {
      "connectors": [
        "stripe"
      ],
      "digest": "[digest]",
      "facts": [
        {
          "name": "amount",
          "only_when": false,
          "optional": false,
          "private": false,
          "type": "money in EUR"
        },
        {
          "name": "risk",
          "only_when": false,
          "optional": false,
          "private": false,
          "type": "integer 0 to 100"
        },
        {
          "name": "card.bin",
          "only_when": false,
          "optional": true,
          "private": false,
          "type": "digits 6 to 8"
        },
        {
          "name": "customer.id",
          "only_when": false,
          "optional": true,
          "private": true,
          "type": "text"
        }
      ],
      "file": "[folder]/checkout/checkout.way",
      "findings": [],
      "live": true,
      "name": "checkout",
      "reason": null,
      "since": "[instant]",
      "stages": [
        {
          "name": "screen",
          "rules": 1
        },
        {
          "name": "route",
          "rules": 0
        }
      ],
      "stale": false,
      "stale_since": null,
      "version": null
    }
    "#);
}

#[tokio::test]
async fn a_policy_that_was_never_good_is_listed_with_its_findings() {
    let app = TestApp::builder().file("checkout/checkout.way", "policy checkout").start().await;
    assert_snapshot!(app.get("/v1/policies/checkout").await, @r#"
    200 application/json
    {
      "connectors": [],
      "digest": null,
      "facts": [],
      "file": "[folder]/checkout/checkout.way",
      "findings": [
        {
          "code": "WP0501",
          "column": 8,
          "end_column": 16,
          "end_line": 1,
          "file": "[folder]/checkout/checkout.way",
          "help": "add a stage `route { … }` that ends in `otherwise -> …`",
          "line": 1,
          "message": "the policy `checkout` does not say where payments go",
          "name": "missing-stage",
          "rule": null,
          "severity": "error",
          "stage": null,
          "witness": null
        }
      ],
      "live": false,
      "name": "checkout",
      "reason": "its files hold errors",
      "since": null,
      "stages": [],
      "stale": true,
      "stale_since": "[instant]",
      "version": null
    }
    "#);
}

#[tokio::test]
async fn the_server_is_live_and_ready() {
    let app = TestApp::start().await;
    assert_snapshot!(app.get("/livez").await, @r#"
    200 application/json
    {
      "live": true
    }
    "#);
    assert_snapshot!(app.get("/readyz").await, @r#"
    200 application/json
    {
      "ready": true
    }
    "#);
    assert_eq!(Answer::of(app.request(Method::HEAD, "/readyz")).await.status, 200);
}
