//! What the server counts.

use reqwest::Method;

use crate::app::{PAYMENT, TestApp, policy};

async fn metrics(app: &TestApp) -> String {
    let answer = app.request(Method::GET, "/metrics").send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    answer.text().await.unwrap()
}

/// The value of the one metric whose line begins like this.
fn value(text: &str, name: &str) -> u64 {
    let lines = text.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    let values: Vec<&str> = lines.collect();
    assert_eq!(values.len(), 1, "{name} in\n{text}");
    values[0].parse().unwrap()
}

#[tokio::test]
async fn decisions_are_counted_by_what_each_stage_decided() {
    let app = TestApp::start().await;
    let risky = r#"{"amount":{"minor":1200,"currency":"EUR"},"risk":95}"#;
    for payment in [PAYMENT, PAYMENT, risky, "{}"] {
        app.decide(payment).await;
    }
    app.get("/v1/policies/checkout/decisions").await;
    app.get("/nowhere/4242").await;
    let text = metrics(&app).await;
    let decided = |stage: &str, outcome: &str| {
        value(
            &text,
            &format!(r#"waypost_decisions_total{{policy="checkout",stage="{stage}",outcome="{outcome}"}}"#),
        )
    };
    assert_eq!([decided("screen", "allow"), decided("screen", "deny"), decided("route", "plan")], [2, 1, 2]);
    assert_eq!(value(&text, r#"waypost_refused_total{policy="checkout"}"#), 1);
    assert_eq!(value(&text, r#"waypost_decision_seconds_count{policy="checkout"}"#), 3);
    let answered = |endpoint: &str, status: u16| {
        value(&text, &format!(r#"waypost_requests_total{{endpoint="{endpoint}",status="{status}"}}"#))
    };
    let decisions = "/v1/policies/{policy}/decisions";
    assert_eq!([answered(decisions, 200), answered(decisions, 422), answered(decisions, 405)], [3, 1, 1]);
    assert_eq!(answered("unknown", 404), 1);
    assert_eq!(value(&text, "waypost_connections"), 1);
    assert!(value(&text, "process_resident_memory_bytes") > 0);
    assert!(!text.contains("4242"), "what a client sends is no label:\n{text}");
}

#[tokio::test]
async fn a_stale_policy_shows() {
    let app = TestApp::builder()
        .file("checkout/checkout.way", &policy("checkout", "stripe"))
        .watched()
        .start()
        .await;
    let stale = r#"waypost_policy_stale{policy="checkout"}"#;
    assert_eq!(value(&metrics(&app).await, stale), 0);
    app.replace("checkout/checkout.way", "policy checkout\n");
    app.until(async || metrics(&app).await, |text| value(text, stale) == 1).await;
    assert_eq!(value(&metrics(&app).await, r#"waypost_policy_live{policy="checkout"}"#), 1);
}
