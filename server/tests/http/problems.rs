//! Each problem, as a client gets it.

use insta::assert_snapshot;
use reqwest::{Body, Method};

use crate::app::{Answer, PAYMENT, TestApp};

#[tokio::test]
async fn not_json() {
    let app = TestApp::start().await;
    assert_snapshot!(app.decide("{\"risk\": 1,}").await, @r#"
    400 application/problem+json
    {
      "detail": "the payment is not JSON at line 1, column 12: trailing comma, expected one JSON object",
      "expected": "one JSON object",
      "got": "not JSON at line 1, column 12: trailing comma",
      "status": 400,
      "title": "the body is not JSON",
      "type": "https://waypost.dev/problems/not-json"
    }
    "#);
    assert_eq!(app.decide("").await.status, 400);
}

#[tokio::test]
async fn a_refused_payment() {
    let app = TestApp::start().await;
    assert_snapshot!(app.decide(r#"{"amount":{"minor":1,"currency":"EUR"},"risk":101}"#).await, @r#"
    422 application/problem+json
    {
      "detail": "`risk` is 101, expected a whole number from 0 to 100",
      "expected": "a whole number from 0 to 100",
      "fact": "risk",
      "got": "101",
      "status": 422,
      "title": "the payment is refused",
      "type": "https://waypost.dev/problems/refused-payment"
    }
    "#);
    assert_snapshot!(app.decide("{}").await, @r#"
    422 application/problem+json
    {
      "detail": "`amount` is missing, expected an amount such as {\"minor\": 1200, \"currency\": \"EUR\"}",
      "expected": "an amount such as {\"minor\": 1200, \"currency\": \"EUR\"}",
      "fact": "amount",
      "got": "missing",
      "status": 422,
      "title": "the payment is refused",
      "type": "https://waypost.dev/problems/refused-payment"
    }
    "#);
    assert_snapshot!(app.decide(r#"{"note":"4242424242424242"}"#).await, @r#"
    422 application/problem+json
    {
      "detail": "a value that belongs to no fact looks like a card number, expected no card number anywhere in a payment",
      "expected": "no card number anywhere in a payment",
      "got": "what looks like a card number",
      "status": 422,
      "title": "the payment is refused",
      "type": "https://waypost.dev/problems/refused-payment"
    }
    "#);
}

#[tokio::test]
async fn an_unknown_policy() {
    let app = TestApp::start().await;
    assert_snapshot!(app.get("/v1/policies/nowhere").await, @r#"
    404 application/problem+json
    {
      "detail": "`GET /v1/policies` lists the policies that there are",
      "status": 404,
      "title": "there is no such policy",
      "type": "https://waypost.dev/problems/unknown-policy"
    }
    "#);
    for path in
        ["/v1/policies/nowhere/decisions", "/v1/policies/%ff/decisions", "/v1/policies/%2e%2e/decisions"]
    {
        let request = app.request(Method::POST, path).body(PAYMENT);
        assert_eq!(Answer::of(request).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn an_unknown_endpoint() {
    let app = TestApp::start().await;
    assert_snapshot!(app.get("/v2/policies").await, @r#"
    404 application/problem+json
    {
      "detail": "no endpoint has this path",
      "status": 404,
      "title": "there is no such endpoint",
      "type": "https://waypost.dev/problems/unknown-endpoint"
    }
    "#);
}

#[tokio::test]
async fn a_wrong_method() {
    let app = TestApp::start().await;
    let answer = app.get("/v1/policies/checkout/decisions").await;
    assert_eq!(answer.allow.as_deref(), Some("POST"));
    assert_snapshot!(answer, @r#"
    405 application/problem+json
    {
      "detail": "the header `allow` lists the methods that it takes",
      "status": 405,
      "title": "the endpoint does not take this method",
      "type": "https://waypost.dev/problems/wrong-method"
    }
    "#);
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
    assert_snapshot!(app.decide(format!("{PAYMENT} ")).await, @r#"
    413 application/problem+json
    {
      "detail": "a body may have 51 bytes",
      "status": 413,
      "title": "the body of the request is too large",
      "type": "https://waypost.dev/problems/body-too-large"
    }
    "#);
}

#[tokio::test]
async fn a_body_that_is_too_large_and_does_not_say_so() {
    let app = TestApp::builder()
        .file("checkout/checkout.way", &crate::app::policy("checkout", "stripe"))
        .settings(|settings| settings.body_limit = PAYMENT.len())
        .start()
        .await;
    let mut raw = crate::raw::Raw::open(app.address).await;
    raw.send(
        "POST /v1/policies/checkout/decisions HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n",
    )
    .await;
    raw.send(format!("64\r\n{}\r\n", " ".repeat(100))).await;
    assert!(raw.rest().await.starts_with("HTTP/1.1 413 "));
}

#[tokio::test]
async fn a_policy_that_is_not_live() {
    let app = TestApp::builder().file("checkout/checkout.way", "policy checkout").start().await;
    assert_snapshot!(app.decide(PAYMENT).await, @r#"
    503 application/problem+json
    {
      "detail": "the files of `checkout` hold errors: `GET /v1/policies/checkout` tells them",
      "status": 503,
      "title": "the policy is not live",
      "type": "https://waypost.dev/problems/not-live"
    }
    "#);
    assert_snapshot!(app.get("/readyz").await, @r#"
    503 application/problem+json
    {
      "detail": "these policies have never been live: `checkout`",
      "status": 503,
      "title": "the server is not ready",
      "type": "https://waypost.dev/problems/not-ready"
    }
    "#);
}

#[tokio::test]
async fn a_request_without_a_body() {
    let app = TestApp::start().await;
    let request = app.request(Method::POST, "/v1/policies/checkout/decisions").body(Body::default());
    assert_eq!(Answer::of(request).await.status, 400);
}
