//! A version beside the one that is live: in the shadow, as a canary, and how it ends.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Answer, TestApp, policy};

const POLICY: &str = "/v1/policies/checkout";
const ROLLOUT: &str = "/v1/policies/checkout/rollout";

/// A server with version 1, which sends all to `stripe` and is live, and version 2, which sends all to `adyen`.
async fn app() -> TestApp {
    let app = TestApp::builder().data().start().await;
    propose(&app, &policy("checkout", "stripe")).await;
    propose(&app, &policy("checkout", "adyen")).await;
    assert_eq!(app.post(&format!("{POLICY}/versions/1/activate")).await.status, 200);
    app
}

async fn propose(app: &TestApp, text: &str) {
    let draft = json!({"main": "checkout/checkout.way", "files": {"checkout/checkout.way": text}});
    let answer = app.send(Method::PUT, POLICY, &draft).await;
    assert_eq!(answer.status, 201, "{answer}");
}

async fn roll_out(app: &TestApp, plan: &Value) -> Answer {
    app.send(Method::PUT, ROLLOUT, plan).await
}

async fn canary(app: &TestApp, percent: u8) {
    let plan = json!({"version": 2, "mode": "canary", "percent": percent, "by": "customer.id"});
    let answer = roll_out(app, &plan).await;
    assert_eq!(answer.status, 200, "{answer}");
}

fn payment(customer: usize) -> String {
    json!({"amount": {"minor": 1200, "currency": "EUR"}, "risk": 1, "customer": {"id": format!("c{customer}")}})
        .to_string()
}

/// Which of the first 100 customers the challenger decides for.
async fn decided_by_challenger(app: &TestApp) -> Vec<usize> {
    let mut customers = vec![];
    for customer in 0..100 {
        let answer = app.decide(payment(customer)).await;
        if answer.body["route"]["connectors"] == json!(["adyen"]) {
            customers.push(customer);
        }
    }
    customers
}

#[tokio::test]
async fn who_begins_a_rollout_is_told_how_it_stands() {
    let app = app().await;
    assert_snapshot!(roll_out(&app, &json!({"version": 2, "mode": "shadow"})).await, @r#"
    200 application/json
    {
      "abort_after": 100,
      "changed": 0,
      "changes": [],
      "compared": 0,
      "mode": "shadow",
      "refused": 0,
      "since": "[instant]",
      "state": "running",
      "version": 2
    }
    "#);
}

#[tokio::test]
async fn a_shadow_is_asked_and_never_heard() {
    let app = app().await;
    roll_out(&app, &json!({"version": 2, "mode": "shadow"})).await;
    assert_eq!(decided_by_challenger(&app).await, Vec::<usize>::new());
    let shadow = app.get(&format!("{POLICY}/shadow")).await;
    assert_snapshot!(shadow, @r#"
    200 application/json
    {
      "abort_after": 100,
      "changed": 100,
      "changes": [
        {
          "after": {
            "connectors": [
              "adyen"
            ],
            "outcome": "plan",
            "rule": null,
            "struck": []
          },
          "before": {
            "connectors": [
              "stripe"
            ],
            "outcome": "plan",
            "rule": null,
            "struck": []
          },
          "count": 100,
          "stage": "route",
          "witness": {
            "amount": {
              "currency": "EUR",
              "minor": 1200
            },
            "risk": 1
          }
        }
      ],
      "compared": 100,
      "mode": "shadow",
      "refused": 0,
      "since": "[instant]",
      "state": "running",
      "version": 2
    }
    "#);
    assert!(!shadow.to_string().contains("c0"), "the customer is private");
}

#[tokio::test]
async fn a_canary_decides_for_the_same_customers_and_for_more_when_it_is_widened() {
    let app = app().await;
    canary(&app, 20).await;
    let few = decided_by_challenger(&app).await;
    assert!((5..40).contains(&few.len()), "{few:?}");
    assert_eq!(decided_by_challenger(&app).await, few);
    canary(&app, 60).await;
    let more = decided_by_challenger(&app).await;
    assert!(more.len() > few.len() && few.iter().all(|customer| more.contains(customer)), "{few:?} {more:?}");
    canary(&app, 100).await;
    assert_eq!(decided_by_challenger(&app).await.len(), 100);
    let standing = app.get(ROLLOUT).await.body;
    assert_eq!(standing["compared"], json!(2 * few.len() + more.len() + 100), "widened, it goes on counting");
}

#[tokio::test]
async fn the_answer_names_the_version_that_has_decided() {
    let app = app().await;
    canary(&app, 50).await;
    for customer in 0..20 {
        let request = app.request(Method::POST, &format!("{POLICY}/decisions")).body(payment(customer));
        let response = request.send().await.unwrap();
        let version = response.headers()["waypost-version"].to_str().unwrap().to_owned();
        let digest = response.headers()["waypost-digest"].to_str().unwrap().to_owned();
        let body: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
        let expected = if version == "1" { "stripe" } else { "adyen" };
        assert_eq!(body["route"]["connectors"], json!([expected]));
        assert_eq!(body["policy"]["digest"], json!(digest));
    }
}

#[tokio::test]
async fn who_does_not_tell_the_fact_is_decided_for_by_what_is_live() {
    let app = app().await;
    canary(&app, 100).await;
    assert_eq!(app.connector().await, "stripe");
}

#[tokio::test]
async fn a_canary_that_decides_too_much_otherwise_ends_by_itself() {
    let app = app().await;
    let plan = json!({
        "version": 2, "mode": "canary", "percent": 100, "by": "customer.id",
        "abort_above_percent": 5, "abort_after": 10,
    });
    assert_eq!(roll_out(&app, &plan).await.status, 200);
    assert_eq!(decided_by_challenger(&app).await, (0..10).collect::<Vec<_>>());
    let ended = app.until(async || app.get(ROLLOUT).await.body, |body| body["reason"].is_string()).await;
    assert_eq!(ended["reason"], "too much was decided otherwise or refused");
    let journal = app.get("/v1/journal").await.body.to_string();
    assert!(journal.contains("end rollout"), "{journal}");
    let app = app.restart().await;
    assert_eq!(decided_by_challenger(&app).await, Vec::<usize>::new());
}

#[tokio::test]
async fn a_payment_that_the_challenger_refuses_is_decided_by_what_is_live() {
    let app = TestApp::builder().data().start().await;
    propose(&app, &policy("checkout", "stripe")).await;
    let stricter =
        policy("checkout", "adyen").replace("card.bin     digits 6 to 8, optional", "card.bin digits 6 to 8");
    propose(&app, &stricter).await;
    app.post(&format!("{POLICY}/versions/1/activate")).await;
    canary(&app, 100).await;
    assert_eq!(decided_by_challenger(&app).await, Vec::<usize>::new());
    let standing = app.get(ROLLOUT).await.body;
    assert_eq!((&standing["refused"], &standing["changes"][0]["stage"]), (&json!(100), &json!("payment")));
}

#[tokio::test]
async fn a_rollout_is_stopped_and_ends_when_a_version_is_made_live() {
    let app = app().await;
    canary(&app, 100).await;
    let stop = async || app.send(Method::DELETE, ROLLOUT, &Value::Null).await.status;
    assert_eq!((stop().await, stop().await), (204, 404));
    assert_eq!(app.get(ROLLOUT).await.body["reason"], "it was stopped");
    assert_eq!(decided_by_challenger(&app).await, Vec::<usize>::new());
    canary(&app, 10).await;
    app.post(&format!("{POLICY}/versions/2/activate")).await;
    assert_eq!(decided_by_challenger(&app).await.len(), 100, "it is promoted");
    assert_eq!(app.get(ROLLOUT).await.body["reason"], "another version was made live");
}

#[tokio::test]
async fn a_restart_goes_on_with_a_rollout() {
    let app = app().await;
    canary(&app, 30).await;
    let before = decided_by_challenger(&app).await;
    let app = app.restart().await;
    assert_eq!(decided_by_challenger(&app).await, before);
}

#[tokio::test]
async fn explanations_and_batches_are_those_of_the_version_that_decides() {
    let app = app().await;
    canary(&app, 100).await;
    let path = format!("{POLICY}/decisions");
    let explained =
        Answer::of(app.request(Method::POST, &format!("{path}?explain=true")).body(payment(1))).await;
    assert_eq!(explained.body["route"]["connectors"], json!(["adyen"]));
    let batch = format!(r#"{{"payments":[{},{}]}}"#, payment(1), crate::app::PAYMENT);
    let batch = Answer::of(app.request(Method::POST, &format!("{path}/batch")).body(batch)).await.body;
    let connector = |place: usize| batch["results"][place]["decision"]["route"]["connectors"][0].clone();
    assert_eq!((connector(0), connector(1)), (json!("adyen"), json!("stripe")));
}

#[tokio::test]
async fn a_rollout_that_makes_no_sense_is_refused() {
    let app = app().await;
    for (plan, status, told) in [
        (json!({"version": 2}), 422, "mode"),
        (json!({"version": 2, "mode": "loud"}), 422, "expected `shadow` or `canary`"),
        (json!({"version": 7, "mode": "shadow"}), 404, "versions"),
        (json!({"version": 1, "mode": "shadow"}), 422, "live already"),
        (json!({"version": 2, "mode": "canary", "percent": 0, "by": "customer.id"}), 422, "from 1 to 100"),
        (json!({"version": 2, "mode": "canary", "percent": 101, "by": "customer.id"}), 422, "from 1 to 100"),
        (
            json!({"version": 2, "mode": "canary", "percent": 1, "by": "custmer.id"}),
            422,
            "no fact `custmer.id`",
        ),
        (
            json!({"version": 2, "mode": "canary", "percent": 1, "by": "amount"}),
            422,
            "cannot be chosen by `amount`",
        ),
        (json!({"version": 2, "mode": "shadow", "abort_above_percent": 101}), 422, "from 1 to 100"),
    ] {
        let answer = roll_out(&app, &plan).await;
        let detail = answer.body["detail"].as_str().unwrap();
        assert!(answer.status == status && detail.contains(told), "{plan}: {} {detail}", answer.status);
    }
    assert_eq!(app.get(ROLLOUT).await.status, 404);
}
