//! Explanations over HTTP.

use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Answer, PAYMENT, TestApp};

const PRIVATE: &str = r#"
policy checkout
facts { customer.id text, private  risk integer 0 to 100 }
connector stripe {}
connector adyen { serves risk < 50 }
screen {
  rule "a friend" when customer.id is "c1" -> allow
  otherwise                                -> review "all"
}
route { otherwise -> adyen, stripe }
"#;

async fn ask(app: &TestApp, query: &str, payment: &'static str) -> Answer {
    let path = format!("/v1/policies/checkout/decisions{query}");
    Answer::of(app.request(Method::POST, &path).body(payment)).await
}

#[tokio::test]
async fn a_decision_is_explained_on_request() {
    let app = TestApp::start().await;
    let Answer { mut body, status, digest, .. } = ask(&app, "?explain=true", PAYMENT).await;
    assert_eq!(status, 200);
    let explanation = body.as_object_mut().unwrap().remove("explanation").unwrap();
    let plain = app.decide(PAYMENT).await;
    assert_eq!((body, digest), (plain.body, plain.digest));
    let risk = json!([{"fact": "risk", "value": 1}]);
    assert_eq!(
        explanation["stages"][0],
        json!({
            "stage": "screen", "decided": "screen allow", "rule": null, "facts": risk, "fewest": true,
            "misses": [{"rule": "risky", "failed": "risk >= 90", "facts": risk, "apart": 1}], "struck": []
        })
    );
    assert_eq!(explanation["stages"][1]["decided"], "route stripe");
    assert_eq!(explanation["stages"][1]["facts"], json!([]));
}

#[tokio::test]
async fn a_decision_is_plain_if_nobody_asks() {
    let app = TestApp::start().await;
    for query in ["", "?explain=false", "?other=1"] {
        assert_eq!(ask(&app, query, PAYMENT).await.body.get("explanation"), None, "{query}");
    }
}

#[tokio::test]
async fn what_is_private_is_named_without_its_value() {
    let app = TestApp::builder().file("checkout/checkout.way", PRIVATE).start().await;
    let answer = ask(&app, "?explain=true", r#"{"customer":{"id":"c-77"},"risk":60}"#).await;
    let stages = &answer.body["explanation"]["stages"];
    assert_eq!(stages[0]["facts"], json!([{"fact": "customer.id"}]));
    assert_eq!(stages[0]["misses"][0]["facts"], json!([{"fact": "customer.id"}]));
    assert_eq!(stages[1]["struck"][0]["connector"], "adyen");
    assert_eq!(stages[1]["struck"][0]["failed"], "risk <= 49");
    assert!(!answer.body.to_string().contains("c-77"));
}

#[tokio::test]
async fn a_refused_payment_is_not_explained() {
    let app = TestApp::start().await;
    assert_eq!(ask(&app, "?explain=true", "{}").await.status, 422);
    assert_eq!(ask(&app, "?explain=true", "{").await.status, 400);
}

#[tokio::test]
async fn an_explanation_is_asked_for_by_true_or_false() {
    let app = TestApp::start().await;
    let answer = ask(&app, "?explain=yes", PAYMENT).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.body["type"], Value::from("https://waypost.dev/problems/wrong-query"));
}
