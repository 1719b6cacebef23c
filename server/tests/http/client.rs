//! The client in Rust, against a server that keeps versions and asks for keys.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use waypost_server::client::{Client, ClientError};
use waypost_server::{Bundle, Role};

use crate::app::{PAYMENT, TestApp, policy};

const MAIN: &str = "checkout/checkout.way";

/// A policy that sends all to that connector.
fn bundle(connector: &str) -> Bundle {
    let files = BTreeMap::from([(MAIN.to_owned(), policy("checkout", connector))]);
    Bundle::new(MAIN.to_owned(), files).unwrap()
}

fn payment() -> Value {
    serde_json::from_str(PAYMENT).unwrap()
}

fn client(app: &TestApp, key: Option<String>) -> Client {
    // The slash at the end does not matter.
    Client::new(&format!("http://{}/", app.address), key).unwrap()
}

/// A server without any policy, and a client that may do everything there.
async fn start() -> (TestApp, Client) {
    let mut app = TestApp::builder().keys().start().await;
    let key = app.show("all", &Role::ALL, None).await;
    let client = client(&app, Some(key));
    (app, client)
}

/// The status and the name of the problem that is answered.
fn problem<T: std::fmt::Debug>(answer: Result<T, ClientError>) -> (u16, String) {
    match answer {
        Err(ClientError::Problem(problem)) => {
            (problem.status, problem.r#type.rsplit('/').next().unwrap().to_owned())
        }
        other => panic!("no problem: {other:?}"),
    }
}

#[tokio::test]
async fn what_is_proposed_and_activated_decides_and_can_be_rolled_back() {
    let (_app, client) = start().await;
    let first = client.propose("checkout", &bundle("stripe"), "all to stripe").await.unwrap();
    assert_eq!(
        (first.number, first.author.as_str(), first.message.as_str()),
        (1, "key:all", "all to stripe")
    );
    assert_eq!(client.activate("checkout", 1).await.unwrap(), first);

    let decision = client.decide("checkout", &payment()).await.unwrap();
    assert_eq!(decision["policy"]["digest"], first.digest);
    assert_eq!(decision["route"]["connectors"], json!(["stripe"]));

    let checked = client.check("checkout", &bundle("adyen")).await.unwrap();
    assert_eq!((&checked["sound"], &checked["diff"]["same"]), (&json!(true), &json!(false)));

    let second = client.propose("checkout", &bundle("adyen"), "").await.unwrap();
    assert_eq!(client.activate("checkout", second.number).await.unwrap(), second);
    let versions = client.versions("checkout").await.unwrap();
    assert_eq!((versions.live, versions.versions), (Some(2), vec![second, first.clone()]));

    assert_eq!(client.roll_back("checkout").await.unwrap(), first);
    assert_eq!(client.versions("checkout").await.unwrap().live, Some(1));
}

#[tokio::test]
async fn problems_come_as_they_are_answered() {
    let (app, client) = start().await;
    assert_eq!(problem(client.decide("nowhere", &payment()).await), (404, "unknown-policy".to_owned()));
    assert_eq!(problem(client.activate("nowhere", 7).await), (404, "unknown-version".to_owned()));
    assert_eq!(problem(client.roll_back("nowhere").await), (404, "unknown-policy".to_owned()));
    assert_eq!(problem(client.versions("no/where").await), (404, "unknown-policy".to_owned()));
    let stranger = self::client(&app, None);
    assert_eq!(problem(stranger.decide("checkout", &payment()).await), (401, "unauthenticated".to_owned()));
}

#[tokio::test]
async fn an_unsound_policy_is_refused_with_what_was_found() {
    let (_app, client) = start().await;
    let wrong = policy("checkout", "stripe").replace("-> stripe", "-> strip");
    let wrong = Bundle::new(MAIN.to_owned(), BTreeMap::from([(MAIN.to_owned(), wrong)])).unwrap();
    let refused = client.propose("checkout", &wrong, "").await;
    let Err(ClientError::Problem(problem)) = refused else { panic!("{refused:?}") };
    assert_eq!(problem.status, 422);
    assert_eq!(problem.findings[0]["file"], MAIN);
    let checked = client.check("checkout", &wrong).await.unwrap();
    assert_eq!(checked["findings"], json!(problem.findings));
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_told_from_one_that_is_no_waypost() {
    let (mut app, client) = start().await;
    let gone = app.stop();
    gone.await.unwrap();
    let refused = client.versions("checkout").await;
    assert!(matches!(refused, Err(ClientError::Unreachable(_))), "{refused:?}");
}
