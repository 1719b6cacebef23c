//! Each problem, as a client gets it.

use insta::assert_snapshot;
use reqwest::{Body, Method};

use crate::app::{Answer, PAYMENT, TestApp};

#[tokio::test]
async fn not_json() {
    let app = TestApp::start().await;
    assert_snapshot!(app.decide("{\"risk\": 1,}").await, @"");
    assert_eq!(app.decide("").await.status, 400);
}

#[tokio::test]
async fn a_refused_payment() {
    let app = TestApp::start().await;
    assert_snapshot!(app.decide(r#"{"amount":{"minor":1,"currency":"EUR"},"risk":101}"#).await, @"");
    assert_snapshot!(app.decide("{}").await, @"");
    assert_snapshot!(app.decide(r#"{"note":"4242424242424242"}"#).await, @"");
}

#[tokio::test]
async fn an_unknown_policy() {
    let app = TestApp::start().await;
    assert_snapshot!(app.get("/v1/policies/nowhere").await, @"");
    for path in ["/v1/policies/nowhere/decisions", "/v1/policies/%ff/decisions", "/v1/policies/%2e%2e/decisions"] {
        let request = app.request(Method::POST, path).body(PAYMENT);
        assert_eq!(Answer::of(request).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn an_unknown_endpoint() {
    let app = TestApp::start().await;
    assert_snapshot!(app.get("/v2/policies").await, @"");
}

#[tokio::test]
async fn a_wrong_method() {
    let app = TestApp::start().await;
    let answer = app.get("/v1/policies/checkout/decisions").await;
    assert_eq!(answer.allow.as_deref(), Some("POST"));
    assert_snapshot!(answer, @"");
    assert_eq!(Answer::of(app.request(Method::DELETE, "/v1/policies/checkout")).await.status, 405);
}

#[tokio::test]
async fn a_body_that_is_too_large() {
    let app = TestApp::builder()
        .file("checkout/checkout.way", &crate::app::policy("checkout", "stripe"))
        .settings(|settings| settings.body_limit = PAYMENT.len())
        .start()
        .await;
    assert_eq!(app.decide(PAYMENT).await.status, 200);
    assert_snapshot!(app.decide(format!("{PAYMENT} ")).await, @"");
}

#[tokio::test]
async fn a_body_that_is_too_large_and_does_not_say_so() {
    let app = TestApp::builder()
        .file("checkout/checkout.way", &crate::app::policy("checkout", "stripe"))
        .settings(|settings| settings.body_limit = PAYMENT.len())
        .start()
        .await;
    let mut raw = crate::raw::Raw::open(app.address).await;
    raw.send("POST /v1/policies/checkout/decisions HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n").await;
    raw.send(format!("64\r\n{}\r\n", " ".repeat(100))).await;
    assert!(raw.rest().await.starts_with("HTTP/1.1 413 "));
}

#[tokio::test]
async fn a_policy_that_is_not_live() {
    let app = TestApp::builder().file("checkout/checkout.way", "policy checkout").start().await;
    assert_snapshot!(app.decide(PAYMENT).await, @"");
    assert_snapshot!(app.get("/readyz").await, @"");
}

#[tokio::test]
async fn a_request_without_a_body() {
    let app = TestApp::start().await;
    let request = app.request(Method::POST, "/v1/policies/checkout/decisions").body(Body::default());
    assert_eq!(Answer::of(request).await.status, 400);
}
