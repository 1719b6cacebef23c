//! Many payments in one request.

use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Answer, PAYMENT, TestApp};

const BATCH: &str = "/v1/policies/checkout/decisions/batch";

async fn post(app: &TestApp, body: String) -> Answer {
    Answer::of(app.request(Method::POST, BATCH).body(body)).await
}

fn batch(payments: &[&str]) -> String {
    format!("{{\"payments\":[{}]}}", payments.join(","))
}

#[tokio::test]
async fn each_payment_is_answered_in_its_place_as_by_itself() {
    let app = TestApp::start().await;
    let payments = [PAYMENT, r#"{"risk":1}"#, r#"{"amount":{"minor":1,"currency":"EUR"},"risk":95}"#, "7"];
    let answer = post(&app, batch(&payments)).await;
    assert_eq!((answer.status, answer.content_type.as_str()), (200, "application/json"));
    let mut alone = vec![];
    for payment in payments {
        let answer = app.decide(payment).await;
        let member = if answer.status == 200 { "decision" } else { "problem" };
        alone.push(json!({ member: answer.body }));
    }
    assert_eq!(answer.body, json!({ "results": alone }));
    assert_eq!(alone.iter().filter(|one| one.get("problem").is_some()).count(), 2);
    assert_eq!(answer.digest, app.decide(PAYMENT).await.digest);
}

#[tokio::test]
async fn no_payment_is_no_fault_and_a_thousand_are_as_many_as_there_may_be() {
    let app = TestApp::start().await;
    assert_eq!(post(&app, batch(&[])).await.body, json!({ "results": [] }));
    let answer = post(&app, batch(&[PAYMENT; 1_000])).await;
    assert_eq!(answer.body["results"].as_array().unwrap().len(), 1_000);
    let answer = post(&app, batch(&[PAYMENT; 1_001])).await;
    assert_eq!((answer.status, &answer.body["type"]), (413, &kind("batch-too-long")));
}

#[tokio::test]
async fn what_is_no_batch_is_refused_without_its_values() {
    let app = TestApp::start().await;
    for body in [
        "",
        "[]",
        "7",
        r#"{"payments":"4242424242424242"}"#,
        r#"{"payments":[],"more":1}"#,
        r#"{"payments":[{]}"#,
    ] {
        let answer = post(&app, body.to_owned()).await;
        assert_eq!((answer.status, &answer.body["type"]), (400, &kind("wrong-batch")), "{body}");
        assert!(!answer.body.to_string().contains("4242"), "{}", answer.body);
    }
    let unknown = app.request(Method::POST, "/v1/policies/nowhere/decisions/batch").body(batch(&[]));
    assert_eq!(Answer::of(unknown).await.status, 404);
}

#[tokio::test]
async fn a_large_batch_is_refused_before_it_is_read() {
    let app = TestApp::builder()
        .file("checkout/checkout.way", &crate::app::policy("checkout", "stripe"))
        .settings(|settings| settings.batch_limit = 1_000)
        .start()
        .await;
    assert_eq!(post(&app, batch(&[PAYMENT; 100])).await.status, 413);
    assert_eq!(post(&app, batch(&[PAYMENT; 10])).await.status, 200);
}

fn kind(name: &str) -> Value {
    format!("https://waypost.dev/problems/{name}").into()
}
