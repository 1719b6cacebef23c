//! Clients that take their time.

use std::time::Duration;

use insta::assert_snapshot;
use reqwest::Method;
use reqwest::header::HeaderValue;

use crate::app::{PAYMENT, TestApp, policy};
use crate::raw::{Raw, head};

const SHORT: Duration = Duration::from_millis(100);

async fn app() -> TestApp {
    TestApp::builder()
        .file("checkout/checkout.way", &policy("checkout", "stripe"))
        .settings(|settings| {
            settings.header_timeout = SHORT;
            settings.idle_timeout = SHORT;
            settings.body_timeout = SHORT;
        })
        .start()
        .await
}

#[tokio::test]
async fn a_connection_that_says_nothing_is_closed() {
    let app = app().await;
    assert_eq!(Raw::open(app.address).await.rest().await, "");
}

#[tokio::test]
async fn a_head_that_never_ends_is_not_waited_for() {
    let app = app().await;
    for begun in ["P", "PRI * HTTP/2.0\r\n", "POST /v1/policies/checkout/decisions HTTP/1.1\r\nhost: te"] {
        let mut raw = Raw::open(app.address).await;
        raw.send(begun).await;
        assert_eq!(raw.rest().await, "", "{begun}");
    }
}

#[tokio::test]
async fn nor_is_that_of_the_next_request() {
    let app = app().await;
    let mut raw = Raw::open(app.address).await;
    raw.send(format!("{}{PAYMENT}POST /v1", head(PAYMENT.len()))).await;
    let answers = raw.rest().await;
    assert!(answers.starts_with("HTTP/1.1 200 "), "{answers}");
    assert_eq!(answers.matches("HTTP/1.1").count(), 1, "{answers}");
}

#[tokio::test]
async fn a_body_that_never_ends_is_told_so() {
    let app = app().await;
    let mut raw = Raw::open(app.address).await;
    raw.send(format!("{}{{", head(100))).await;
    let answer = raw.rest().await;
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert_snapshot!(body, @r#"{"type":"https://waypost.dev/problems/body-too-slow","title":"the body of the request took too long","status":408,"detail":"the body did not arrive in time"}"#);
}

#[tokio::test]
async fn a_slow_client_does_not_keep_others_waiting() {
    let app = app().await;
    let mut slow = vec![];
    for _ in 0..50 {
        let mut raw = Raw::open(app.address).await;
        raw.send(head(10)).await;
        slow.push(raw);
    }
    assert_eq!(app.decide(PAYMENT).await.status, 200);
}

#[tokio::test]
async fn http_2_is_spoken_too() {
    let app = TestApp::start().await;
    let mut raw = Raw::open(app.address).await;
    let settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    raw.send([b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".as_slice(), &settings].concat()).await;
    let frame: [u8; 9] = raw.bytes().await;
    assert_eq!(frame[3], 4, "the first frame is one of settings");
}

#[tokio::test]
async fn who_comes_when_there_is_too_much_to_do_is_told_so_at_once() {
    let app = TestApp::builder()
        .file("checkout/checkout.way", &policy("checkout", "stripe"))
        .settings(|settings| settings.requests = 2)
        .start()
        .await;
    let mut slow = vec![];
    for _ in 0..2 {
        let mut raw = Raw::open(app.address).await;
        raw.send(head(10)).await;
        slow.push(raw);
    }
    let turned_away = app.until(async || app.decide(PAYMENT).await, |answer| answer.status == 503).await;
    assert_snapshot!(turned_away, @r#"
    503 application/problem+json
    {
      "detail": "too many requests are under way: ask again in a moment",
      "status": 503,
      "title": "the server has too much to do",
      "type": "https://waypost.dev/problems/overloaded"
    }
    "#);
    let response = app.request(Method::GET, "/v1/policies").send().await.unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["retry-after"]),
        (503, &HeaderValue::from_static("1"))
    );
    assert_eq!(app.get("/livez").await.status, 200, "how it is doing can be asked all the same");
    let metrics = app.request(Method::GET, "/metrics").send().await.unwrap().text().await.unwrap();
    assert!(!metrics.contains("waypost_shed_total 0"), "{metrics}");
    drop(slow);
    app.until(async || app.decide(PAYMENT).await, |answer| answer.status == 200).await;
}

#[tokio::test]
async fn a_connection_too_many_is_closed_and_the_others_stay() {
    let app = TestApp::builder()
        .file("checkout/checkout.way", &policy("checkout", "stripe"))
        .settings(|settings| settings.connections = 1)
        .start()
        .await;
    assert_eq!(app.decide(PAYMENT).await.status, 200, "the client keeps this connection");
    assert_eq!(Raw::open(app.address).await.rest().await, "");
    assert_eq!(app.decide(PAYMENT).await.status, 200);
}

#[tokio::test]
async fn the_callers_id_of_a_request_comes_back() {
    let app = TestApp::start().await;
    for (path, status) in [("/v1/policies", 200), ("/nowhere", 404)] {
        let answer = app.request(Method::GET, path).header("x-request-id", "order 7/2").send().await.unwrap();
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["x-request-id"]),
            (status, &HeaderValue::from_static("order 7/2"))
        );
    }
    let answer = app.request(Method::GET, "/v1/policies").send().await.unwrap();
    assert!(!answer.headers().contains_key("x-request-id"));
}
