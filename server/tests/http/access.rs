//! Who may do what: keys, roles, scopes, four eyes, and how often.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::{Value, json};
use waypost_server::Role;

use crate::app::{PAYMENT, TestApp, policy};

const POLICY: &str = "/v1/policies/checkout";

async fn app() -> TestApp {
    TestApp::builder()
        .file("checkout/checkout.way", &policy("checkout", "stripe"))
        .file("b/b.way", &policy("subscriptions", "adyen"))
        .keys()
        .start()
        .await
}

/// Every endpoint that asks for a role, with the roles that may use it.
fn endpoints() -> Vec<(Method, &'static str, &'static [Role])> {
    use Role::{Admin, Analyst, Approver, Auditor, Service};
    let readers: &[Role] = &[Analyst, Approver, Auditor];
    vec![
        (Method::GET, "/v1/policies", &Role::ALL),
        (Method::GET, "/v1/policies/checkout", &Role::ALL),
        (Method::PUT, "/v1/policies/checkout", &[Analyst]),
        (Method::POST, "/v1/policies/checkout/decisions", &[Service]),
        (Method::POST, "/v1/policies/checkout/decisions/batch", &[Service]),
        (Method::POST, "/v1/policies/checkout/check", &[Analyst, Approver]),
        (Method::GET, "/v1/policies/checkout/versions", readers),
        (Method::GET, "/v1/policies/checkout/versions/1", readers),
        (Method::GET, "/v1/policies/checkout/diff?from=1&to=1", readers),
        (Method::POST, "/v1/policies/checkout/versions/1/activate", &[Approver]),
        (Method::POST, "/v1/policies/checkout/rollback", &[Approver]),
        (Method::GET, "/v1/policies/checkout/rollout", readers),
        (Method::GET, "/v1/policies/checkout/shadow", readers),
        (Method::PUT, "/v1/policies/checkout/rollout", &[Approver]),
        (Method::DELETE, "/v1/policies/checkout/rollout", &[Approver]),
        (Method::GET, "/v1/signals", &[Service, Analyst, Approver, Auditor]),
        (Method::PUT, "/v1/signals/adyen", &[Service]),
        (Method::DELETE, "/v1/signals/adyen", &[Service]),
        (Method::GET, "/v1/journal", &[Auditor, Admin]),
        (Method::GET, "/v1/keys", &[Admin]),
        (Method::POST, "/v1/keys", &[Admin]),
        (Method::DELETE, "/v1/keys/0", &[Admin]),
    ]
}

#[tokio::test]
async fn each_role_may_do_its_own_and_nothing_else() {
    let mut app = app().await;
    for role in Role::ALL {
        app.show(role.as_str(), &[role], None).await;
        for (method, path, roles) in endpoints() {
            let status = app.send(method.clone(), path, &Value::Null).await.status;
            assert_eq!(status != 403, roles.contains(&role), "{role}: {method} {path}: {status}");
        }
    }
}

#[tokio::test]
async fn without_a_key_nothing_is_told_but_how_the_server_is_doing() {
    let app = app().await;
    for (method, path, _) in endpoints() {
        let answer = app.send(method.clone(), path, &Value::Null).await;
        assert_eq!(answer.status, 401, "{method} {path}");
    }
    assert_snapshot!(app.get("/v1/policies").await, @r#"
    401 application/problem+json
    {
      "detail": "show a key or a token: `authorization: Bearer …`",
      "status": 401,
      "title": "a key is needed",
      "type": "https://waypost.dev/problems/unauthenticated"
    }
    "#);
    let response = app.request(Method::GET, "/v1/policies").send().await.unwrap();
    assert_eq!(response.headers()["www-authenticate"], "Bearer");
    for path in ["/livez", "/readyz", "/metrics"] {
        assert_eq!(app.get(path).await.status, 200, "{path}");
    }
    assert_eq!(app.get("/v1/nowhere").await.status, 404);
}

#[tokio::test]
async fn a_key_that_is_not_quite_right_is_not_taken() {
    let mut app = app().await;
    let key = app.show("shop", &[Role::Service], None).await;
    let (start, last) = key.split_at(key.len() - 1);
    let other = if last == "0" { "1" } else { "0" };
    let wrong = [
        format!("{start}{other}"),
        start.to_owned(),
        key.to_uppercase(),
        key.replace("wp_", ""),
        String::new(),
    ];
    for wrong in wrong {
        app.show_key(Some(&wrong));
        assert_eq!(app.decide(PAYMENT).await.status, 401, "{wrong}");
    }
    app.show_key(Some(&key));
    assert_eq!(app.decide(PAYMENT).await.status, 200);
}

#[tokio::test]
async fn a_key_for_some_policies_shows_no_others() {
    let mut app = app().await;
    app.show("shop", &[Role::Service, Role::Auditor], Some(&["checkout"])).await;
    assert_eq!(app.decide(PAYMENT).await.status, 200);
    let other = app.send(Method::POST, "/v1/policies/subscriptions/decisions", &Value::Null).await;
    assert_snapshot!(other, @r#"
    403 application/problem+json
    {
      "detail": "the key is for other policies only",
      "status": 403,
      "title": "the key does not allow this",
      "type": "https://waypost.dev/problems/forbidden"
    }
    "#);
    let listed = app.get("/v1/policies").await.body;
    assert_eq!(listed["policies"].as_array().map(Vec::len), Some(1));
    assert_eq!(app.get("/v1/journal").await.status, 403, "the journal tells of all policies");
}

#[tokio::test]
async fn admins_make_and_revoke_keys() {
    let mut app = app().await;
    let admin = app.show("root", &[Role::Admin], None).await;
    let wanted = json!({"name": "shop", "roles": ["service"], "policies": ["checkout"]});
    let made = app.send(Method::POST, "/v1/keys", &wanted).await;
    assert_eq!(made.status, 201);
    let (id, secret) = (made.body["id"].as_str().unwrap(), made.body["secret"].as_str().unwrap());
    let keys = app.get("/v1/keys").await.body.to_string();
    assert!(keys.contains(id) && !keys.contains(secret));
    app.show_key(Some(secret));
    assert_eq!(app.decide(PAYMENT).await.status, 200);
    app.show_key(Some(&admin));
    let path = format!("/v1/keys/{id}");
    assert_eq!(app.send(Method::DELETE, &path, &Value::Null).await.status, 204);
    assert_eq!(app.send(Method::DELETE, &path, &Value::Null).await.status, 404);
    app.show_key(Some(secret));
    assert_eq!(app.decide(PAYMENT).await.status, 401, "it is revoked");
    let entries = app.store().await.journal(0, 100).await.unwrap();
    let acts: Vec<_> = entries.iter().map(|entry| (entry.actor.as_str(), entry.act.as_str())).collect();
    assert!(acts.ends_with(&[("key:root", "create key"), ("key:root", "revoke key")]), "{acts:?}");
    assert!(entries.iter().all(|entry| !entry.detail.contains(secret)));
}

#[tokio::test]
async fn a_key_that_makes_no_sense_is_not_made() {
    let mut app = app().await;
    app.show("root", &[Role::Admin], None).await;
    for (wanted, told) in [
        (json!({"name": "", "roles": ["service"]}), "a name has 1 to 100"),
        (json!({"name": "4111111111111111", "roles": ["service"]}), "a name has 1 to 100"),
        (json!({"name": "a", "roles": []}), "at least one role"),
        (json!({"name": "a", "roles": ["king"]}), "unknown variant `king`"),
        (json!({"name": "a", "roles": ["service"], "policies": []}), "no name of a policy"),
        (json!({"name": "a", "roles": ["service"], "expires": "2020-01-01T00:00:00Z"}), "expired already"),
    ] {
        let answer = app.send(Method::POST, "/v1/keys", &wanted).await;
        let detail = answer.body["detail"].as_str().unwrap();
        assert!(answer.status == 422 && detail.contains(told), "{wanted}: {detail}");
    }
}

#[tokio::test]
async fn who_proposes_does_not_approve_where_four_eyes_are_asked_for() {
    let builder = TestApp::builder().file("checkout/checkout.way", &policy("checkout", "stripe"));
    let mut app = builder.keys().config(|config| config.auth.four_eyes = true).start().await;
    app.show("alice", &[Role::Analyst, Role::Approver], None).await;
    let draft = json!({
        "main": "checkout/checkout.way",
        "files": {"checkout/checkout.way": policy("checkout", "adyen")},
    });
    assert_eq!(app.send(Method::PUT, POLICY, &draft).await.status, 201);
    let activate = format!("{POLICY}/versions/2/activate");
    assert_snapshot!(app.post(&activate).await, @r#"
    403 application/problem+json
    {
      "detail": "who has proposed a version does not make it live",
      "status": 403,
      "title": "somebody else has to approve it",
      "type": "https://waypost.dev/problems/own-proposal"
    }
    "#);
    app.show("alice", &[Role::Approver], None).await;
    assert_eq!(app.post(&activate).await.status, 403, "another key of hers is hers");
    app.show("bob", &[Role::Approver], None).await;
    assert_eq!(app.post(&activate).await.status, 200);
}

#[tokio::test]
async fn a_caller_who_asks_too_often_waits_and_others_do_not() {
    let builder = TestApp::builder().file("checkout/checkout.way", &policy("checkout", "stripe"));
    let mut app = builder.keys().settings(|settings| settings.key_rate = 2).start().await;
    let first = app.show("first", &[Role::Service], None).await;
    let second = app.show("second", &[Role::Service], None).await;
    app.show_key(Some(&first));
    let limited = app.until(async || app.decide(PAYMENT).await, |answer| answer.status == 429).await;
    assert_snapshot!(limited, @r#"
    429 application/problem+json
    {
      "detail": "wait a moment before it is used again",
      "status": 429,
      "title": "the key was used too often",
      "type": "https://waypost.dev/problems/too-often"
    }
    "#);
    app.show_key(Some(&second));
    app.until(async || app.decide(PAYMENT).await, |answer| answer.status == 200).await;
    app.show_key(Some(&first));
    app.until(async || app.decide(PAYMENT).await, |answer| answer.status == 200).await;
}
