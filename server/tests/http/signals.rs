//! What is told of connectors: where it is used, what an answer says of it, and what it counts as when it is old.

use std::time::Duration;

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::{Value, json};
use waypost_server::signals::StaleAs;

use crate::app::{Answer, Builder, PAYMENT, TestApp};

const POLICY: &str = r#"
policy checkout
facts { amount money in EUR  risk integer 0 to 100 }
connector adyen {}
connector stripe {}
route {
  rule "risky" when risk >= 90 -> best by latency { stripe, adyen }
  otherwise                    -> best by success_rate { adyen, stripe }
}
"#;

fn builder() -> Builder {
    TestApp::builder().file("checkout/checkout.way", POLICY)
}

async fn tell(app: &TestApp, connector: &str, told: Value) -> Answer {
    app.send(Method::PUT, &format!("/v1/signals/{connector}"), &told).await
}

/// The answer to a payment, without the ages of signals.
async fn decide(app: &TestApp, payment: &str) -> Value {
    let mut body = app.decide(payment).await.body;
    for (_, signal) in body["signals"].as_object_mut().into_iter().flatten() {
        assert!(signal["age_ms"].take().is_u64());
    }
    body
}

#[tokio::test]
async fn what_is_told_of_a_connector_decides_and_the_answer_says_so() {
    let app = builder().start().await;
    let before = decide(&app, PAYMENT).await;
    assert_eq!(
        (&before["route"]["connectors"], &before["signals"]),
        (&json!(["adyen", "stripe"]), &Value::Null)
    );
    assert_eq!(tell(&app, "stripe", json!({"success_rate_bps": 9500})).await.status, 200);
    assert_eq!(tell(&app, "adyen", json!({"health": "down", "latency_ms": 80})).await.status, 200);
    assert_snapshot!(format!("{:#}", decide(&app, PAYMENT).await), @r#"
    {
      "policy": {
        "digest": "sha256:eef2d9f9599a4e8bb95cf8a72263a9a82a370931b906e4d3149760462aa54e19",
        "name": "checkout"
      },
      "route": {
        "connectors": [
          "stripe",
          "adyen"
        ],
        "outcome": "plan",
        "rule": null,
        "struck": []
      },
      "signals": {
        "adyen": {
          "age_ms": null,
          "health": "down",
          "latency_ms": 80
        },
        "stripe": {
          "age_ms": null,
          "success_rate_bps": 9500
        }
      }
    }
    "#);
    assert_snapshot!(app.get("/v1/signals").await, @r#"
    200 application/json
    {
      "signals": {
        "adyen": {
          "health": "down",
          "latency_ms": 80,
          "since": "[instant]",
          "stale": false
        },
        "stripe": {
          "since": "[instant]",
          "stale": false,
          "success_rate_bps": 9500
        }
      }
    }
    "#);
}

#[tokio::test]
async fn what_a_payment_tells_itself_outweighs_what_was_told() {
    let app = builder().start().await;
    tell(&app, "adyen", json!({"health": "down", "success_rate_bps": 9000})).await;
    let payment = r#"{"amount":{"minor":1,"currency":"EUR"},"risk":1,"signals":{"adyen":{"health":"up"}}}"#;
    let decided = decide(&app, payment).await;
    assert_eq!(decided["route"]["connectors"], json!(["adyen", "stripe"]));
    assert_eq!(decided["signals"], json!({"adyen": {"success_rate_bps": 9000, "age_ms": null}}));
    let whole = payment.replace(r#""up""#, r#""up","success_rate_bps":1,"latency_ms":1"#);
    assert_eq!(decide(&app, &whole).await["signals"], Value::Null, "nothing of it was used");
}

#[tokio::test]
async fn old_signals_count_as_the_configuration_says() {
    for (counts_as, connectors, used) in [
        (StaleAs::Unknown, json!(["adyen", "stripe"]), Value::Null),
        (
            StaleAs::Degraded,
            json!(["adyen", "stripe"]),
            json!({"adyen": {"health": "degraded", "age_ms": null}}),
        ),
        (StaleAs::Down, json!(["stripe", "adyen"]), json!({"adyen": {"health": "down", "age_ms": null}})),
    ] {
        let app = builder()
            .config(|config| {
                config.signals.stale_after = Duration::ZERO;
                config.signals.stale_counts_as = counts_as;
            })
            .start()
            .await;
        tell(&app, "adyen", json!({"health": "up", "success_rate_bps": 1})).await;
        let decided = decide(&app, PAYMENT).await;
        assert_eq!((&decided["route"]["connectors"], &decided["signals"]), (&connectors, &used));
        assert_eq!(app.get("/v1/signals").await.body["signals"]["adyen"]["stale"], true);
    }
}

#[tokio::test]
async fn what_was_told_is_forgotten_on_demand() {
    let app = builder().start().await;
    tell(&app, "adyen", json!({"health": "down"})).await;
    let forget = async || app.send(Method::DELETE, "/v1/signals/adyen", &Value::Null).await.status;
    assert_eq!(forget().await, 204);
    assert_eq!(forget().await, 404);
    assert_eq!(decide(&app, PAYMENT).await["signals"], Value::Null);
}

#[tokio::test]
async fn what_is_told_anew_stands_in_the_place_of_all_that_was_told() {
    let app = builder().start().await;
    tell(&app, "adyen", json!({"health": "down"})).await;
    tell(&app, "adyen", json!({"latency_ms": 5})).await;
    let told = app.get("/v1/signals").await.body["signals"]["adyen"].clone();
    assert_eq!((&told["health"], &told["latency_ms"]), (&Value::Null, &json!(5)));
}

#[tokio::test]
async fn what_makes_no_sense_is_refused() {
    let app = builder().start().await;
    for (told, status) in [
        (json!({}), 422),
        (json!({"health": "fine"}), 422),
        (json!({"success_rate_bps": 10_001}), 422),
        (json!({"success_rate_bps": -1}), 422),
        (json!({"latency_ms": 1.5}), 422),
        (json!({"heath": "up"}), 422),
    ] {
        assert_eq!(tell(&app, "adyen", told.clone()).await.status, status, "{told}");
    }
    assert_eq!(tell(&app, "nobody", json!({"health": "up"})).await.status, 404);
    assert_eq!(app.get("/v1/signals").await.body["signals"], json!({}));
}

#[tokio::test]
async fn batches_and_explanations_use_signals_too() {
    let app = builder().start().await;
    tell(&app, "adyen", json!({"health": "down"})).await;
    let batch = format!(r#"{{"payments":[{PAYMENT}]}}"#);
    let path = "/v1/policies/checkout/decisions";
    let batch = Answer::of(app.request(Method::POST, &format!("{path}/batch")).body(batch)).await.body;
    let explained =
        Answer::of(app.request(Method::POST, &format!("{path}?explain=true")).body(PAYMENT)).await.body;
    for decision in [&batch["results"][0]["decision"], &explained] {
        assert_eq!(decision["route"]["connectors"], json!(["stripe", "adyen"]));
        assert_eq!(decision["signals"]["adyen"]["health"], "down");
    }
}

#[tokio::test]
async fn signals_hold_whatever_becomes_of_the_policies() {
    let app = builder().watched().start().await;
    tell(&app, "adyen", json!({"health": "down"})).await;
    app.replace("checkout/checkout.way", &POLICY.replace("adyen, stripe", "stripe, adyen"));
    let before = app.status().await["digest"].clone();
    app.until(async || app.status().await["digest"].clone(), |digest| *digest != before).await;
    assert_eq!(decide(&app, PAYMENT).await["signals"]["adyen"]["health"], "down");
}
