//! The catalog follows the files, and the last good policy stays.

use std::fs;
use std::os::unix::fs::symlink;
use std::time::Duration;

use insta::assert_snapshot;
use serde_json::Value;

use crate::app::{PAYMENT, TestApp, policy};

const MAIN: &str = "checkout/checkout.way";

async fn app() -> TestApp {
    TestApp::builder().file(MAIN, &policy("checkout", "stripe")).watched().start().await
}

/// Waits until `checkout` is stale, or is not.
async fn until_stale(app: &TestApp, stale: bool) -> Value {
    app.until(async || app.status().await, |status| status["stale"] == stale).await
}

/// Waits until `checkout` sends payments to that connector.
async fn until_sent_to(app: &TestApp, connector: &str) {
    app.until(async || app.connector().await, |sent| sent == connector).await;
}

#[tokio::test]
async fn an_edit_is_decided_with() {
    let app = app().await;
    let before = app.decide(PAYMENT).await.digest;
    app.replace(MAIN, &policy("checkout", "adyen"));
    until_sent_to(&app, "adyen").await;
    assert_ne!(app.decide(PAYMENT).await.digest, before);
}

#[tokio::test]
async fn a_file_may_be_written_in_place() {
    let app = app().await;
    fs::write(app.path(MAIN), policy("checkout", "adyen")).unwrap();
    until_sent_to(&app, "adyen").await;
}

#[tokio::test]
async fn a_broken_edit_makes_it_stale_and_a_good_one_mends_it() {
    let app = app().await;
    let before = app.status().await;
    app.replace(MAIN, &policy("checkout", "stripe").replace("risk >= 90", "rsk >= 90"));
    let stale = until_stale(&app, true).await;
    assert_eq!((&stale["digest"], &stale["since"]), (&before["digest"], &before["since"]));
    assert_snapshot!(app.get("/v1/policies").await, @r#"
    200 application/json
    {
      "faults": [],
      "policies": [
        {
          "digest": "[digest]",
          "live": true,
          "name": "checkout",
          "reason": "its files hold errors",
          "since": "[instant]",
          "stale": true,
          "stale_since": "[instant]",
          "version": null
        }
      ]
    }
    "#);
    assert_snapshot!(format!("{:#}", stale["findings"][0]["message"]), @r#""there is no fact `rsk`""#);
    assert_eq!(app.connector().await, "stripe");
    assert_eq!(app.get("/readyz").await.status, 200);

    app.replace(MAIN, &policy("checkout", "adyen"));
    until_sent_to(&app, "adyen").await;
    let mended = app.status().await;
    assert_eq!((&mended["stale"], &mended["findings"]), (&false.into(), &Value::Array(vec![])));
}

#[tokio::test]
async fn a_broken_name_is_still_that_policy() {
    let app = app().await;
    app.replace(MAIN, "policy !");
    until_stale(&app, true).await;
    assert_eq!(app.get("/v1/policies").await.body["policies"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_policy_that_was_never_good_becomes_live() {
    let app = TestApp::builder().file(MAIN, "policy checkout").watched().start().await;
    assert_eq!(app.get("/readyz").await.status, 503);
    app.replace(MAIN, &policy("checkout", "stripe"));
    app.until(async || app.get("/readyz").await.status, |status| *status == 200).await;
    until_sent_to(&app, "stripe").await;
}

#[tokio::test]
async fn an_imported_file_is_followed() {
    let main = policy("checkout", "stripe")
        .replace("policy checkout", "policy checkout\nimport \"../shared/more.way\"");
    let app = TestApp::builder().file(MAIN, &main).watched().start().await;
    assert_eq!(app.get("/readyz").await.status, 503);
    fs::create_dir(app.path("shared")).unwrap();
    fs::write(app.path("shared/more.way"), "connector adyen { serves risk < 90 }").unwrap();
    until_stale(&app, false).await;
    app.replace("shared/more.way", "connector adyen {");
    until_stale(&app, true).await;
}

#[tokio::test]
async fn a_new_folder_is_served() {
    let app = app().await;
    fs::create_dir(app.path("new")).unwrap();
    fs::write(app.path("new/new.way"), policy("subscriptions", "adyen")).unwrap();
    app.until(async || app.get("/v1/policies/subscriptions").await.status, |status| *status == 200).await;
}

#[tokio::test]
async fn a_folder_that_vanishes_is_served_on_and_stale() {
    let app = TestApp::builder()
        .file(MAIN, &policy("checkout", "stripe"))
        .file("b/b.way", &policy("subscriptions", "adyen"))
        .watched()
        .start()
        .await;
    fs::rename(app.path("checkout"), app.path(".checkout")).unwrap();
    let gone = until_stale(&app, true).await;
    assert_snapshot!(gone["reason"], @r#""there is no such policy in the files any more""#);
    assert_eq!(app.connector().await, "stripe");
    fs::remove_dir_all(app.path("b")).unwrap();
    let reason = async || app.get("/v1/policies/subscriptions").await.body["reason"].clone();
    let gone = app.until(reason, |reason| *reason != Value::Null).await;
    assert!(gone.as_str().unwrap().contains("holds no policy"), "{gone}");
    fs::rename(app.path(".checkout"), app.path("checkout")).unwrap();
    until_stale(&app, false).await;
}

#[tokio::test]
async fn of_two_folders_with_one_name_the_first_stays() {
    let app = app().await;
    fs::create_dir(app.path("again")).unwrap();
    fs::write(app.path("again/again.way"), policy("checkout", "adyen")).unwrap();
    let faults = async || app.get("/v1/policies").await.body["faults"].clone();
    let faults = app.until(faults, |faults| *faults != Value::Array(vec![])).await;
    let told = faults[0].as_str().unwrap().replace(app.path("").to_str().unwrap(), "");
    assert_snapshot!(told, @"`again/again.way` is not served: `checkout/checkout.way` is a policy named `checkout` too");
    assert_eq!(app.connector().await, "stripe");
    assert_eq!(app.status().await["stale"], false);
}

#[tokio::test]
async fn the_links_of_a_config_map_are_followed_when_they_are_swapped() {
    let app = TestApp::builder()
        .file("checkout/..1/checkout.way", &policy("checkout", "stripe"))
        .file("checkout/..2/checkout.way", &policy("checkout", "adyen"))
        .file("checkout/checkout.way", &policy("checkout", "worldpay"))
        .watched()
        .start()
        .await;
    symlink("..1", app.path("checkout/..data")).unwrap();
    fs::remove_file(app.path(MAIN)).unwrap();
    symlink("..data/checkout.way", app.path(MAIN)).unwrap();
    until_sent_to(&app, "stripe").await;
    symlink("..2", app.path("checkout/..new")).unwrap();
    fs::rename(app.path("checkout/..new"), app.path("checkout/..data")).unwrap();
    until_sent_to(&app, "adyen").await;
}

#[tokio::test]
async fn a_folder_that_is_never_quiet_is_read_all_the_same() {
    let app = app().await;
    let noise = app.path("checkout/noise.txt");
    let mut often = tokio::time::interval(Duration::from_millis(5));
    let noise = tokio::spawn(async move {
        loop {
            fs::write(&noise, "").unwrap();
            often.tick().await;
        }
    });
    app.replace(MAIN, &policy("checkout", "adyen"));
    until_sent_to(&app, "adyen").await;
    noise.abort();
}

const CASES: &str = "checkout/cases/risk/high.cases";

/// Cases that `checkout` passes if it sends payments to that connector.
fn cases(connector: &str) -> String {
    format!("\"low risk\"  amount=12.00 EUR risk=1\n  => screen allow, route {connector}\n")
}

#[tokio::test]
async fn a_policy_whose_cases_fail_is_not_served() {
    let builder = TestApp::builder().file(MAIN, &policy("checkout", "stripe")).file(CASES, &cases("stripe"));
    let app = builder.watched().start().await;
    let before = app.decide(PAYMENT).await.digest;
    assert!(before.is_some());
    app.replace(MAIN, &policy("checkout", "adyen"));
    let stale = until_stale(&app, true).await;
    assert_eq!(stale["reason"], "its cases fail");
    assert_snapshot!(stale["findings"][0]["message"], @r#""there is no connector `stripe`""#);
    assert_eq!(app.connector().await, "stripe");
    app.replace(CASES, &cases("adyen"));
    until_sent_to(&app, "adyen").await;
}

#[tokio::test]
async fn cases_are_watched_and_are_no_part_of_the_digest() {
    let app = app().await;
    let before = app.decide(PAYMENT).await.digest;
    fs::create_dir_all(app.path(CASES).parent().unwrap()).unwrap();
    fs::write(app.path(CASES), cases("stripe").replace("allow", "deny")).unwrap();
    let stale = until_stale(&app, true).await;
    assert_snapshot!(stale["findings"][0]["message"], @r#""\"low risk\" expects `screen deny` and gets `screen allow`""#);
    assert_snapshot!(stale["findings"][0]["file"].as_str().unwrap().ends_with(CASES), @"true");
    app.replace(CASES, &cases("stripe"));
    until_stale(&app, false).await;
    assert_eq!(app.decide(PAYMENT).await.digest, before);
}
