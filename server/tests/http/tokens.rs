//! Tokens of an issuer.

use std::fs;

use data_encoding::BASE64URL_NOPAD;
use insta::assert_snapshot;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use rcgen::KeyPair;
use reqwest::Method;
use serde_json::{Value, json};
use waypost_server::JwtConfig;

use crate::app::{PAYMENT, TestApp, policy};

const ISSUER: &str = "https://issuer.test";
/// The end of the year 2099.
const FAR: u64 = 4_102_444_799;

/// An issuer, with one key.
struct Issuer {
    key: KeyPair,
    id: &'static str,
}

impl Issuer {
    fn new(id: &'static str) -> Self {
        Self { key: KeyPair::generate().unwrap(), id }
    }

    /// Its keys as it publishes them.
    fn jwks(&self) -> String {
        // A point of P-256: 4, and then both coordinates.
        let (x, y) = self.key.public_key_raw()[1..].split_at(32);
        let coordinate = |bytes| BASE64URL_NOPAD.encode(bytes);
        let key = json!({
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.id,
            "x": coordinate(x), "y": coordinate(y),
        });
        json!({"keys": [key]}).to_string()
    }

    fn sign(&self, claims: &Value) -> String {
        let header = Header { kid: Some(self.id.to_owned()), ..Header::new(Algorithm::ES256) };
        let key = EncodingKey::from_ec_der(self.key.serialized_der());
        encode(&header, claims, &key).unwrap()
    }
}

fn claims(roles: &Value) -> Value {
    json!({"iss": ISSUER, "aud": "waypost", "sub": "alice", "exp": FAR, "waypost_roles": roles})
}

/// A server that takes the tokens of that issuer, whose keys lie in a file.
async fn app(issuer: &Issuer) -> TestApp {
    let builder = TestApp::builder()
        .file("checkout/checkout.way", &policy("checkout", "stripe"))
        .file(".jwks.json", &issuer.jwks())
        .data();
    let jwks = builder.path(".jwks.json").display().to_string();
    let jwt = JwtConfig {
        issuer: ISSUER.to_owned(),
        audience: "waypost".to_owned(),
        jwks,
        roles_claim: "waypost_roles".to_owned(),
        policies_claim: "waypost_policies".to_owned(),
    };
    builder.config(|config| config.auth.jwt = Some(jwt)).start().await
}

#[tokio::test]
async fn a_token_says_what_its_bearer_may_do() {
    let issuer = Issuer::new("first");
    let mut app = app(&issuer).await;
    app.show_key(Some(&issuer.sign(&claims(&json!(["service", "dancer"])))));
    assert_eq!(app.decide(PAYMENT).await.status, 200);
    assert_eq!(app.get("/v1/journal").await.status, 403);
    app.show_key(Some(&issuer.sign(&claims(&json!("auditor analyst")))));
    assert_eq!(app.decide(PAYMENT).await.status, 403);
    assert_eq!(app.get("/v1/journal").await.status, 200);
}

#[tokio::test]
async fn a_token_may_be_for_some_policies_only() {
    let issuer = Issuer::new("first");
    let mut app = app(&issuer).await;
    let mut claims = claims(&json!(["service"]));
    claims["waypost_policies"] = json!(["subscriptions"]);
    app.show_key(Some(&issuer.sign(&claims)));
    assert_eq!(app.decide(PAYMENT).await.status, 403);
    claims["waypost_policies"] = json!(["checkout"]);
    app.show_key(Some(&issuer.sign(&claims)));
    assert_eq!(app.decide(PAYMENT).await.status, 200);
}

#[tokio::test]
async fn who_has_done_something_stands_in_the_journal() {
    let issuer = Issuer::new("first");
    let mut app = app(&issuer).await;
    app.show_key(Some(&issuer.sign(&claims(&json!(["analyst", "auditor"])))));
    let files = json!({"checkout/checkout.way": policy("checkout", "adyen")});
    let draft = json!({"main": "checkout/checkout.way", "files": files});
    assert_eq!(app.send(Method::PUT, "/v1/policies/checkout", &draft).await.body["author"], "jwt:alice");
}

#[tokio::test]
async fn a_token_with_something_wrong_is_not_taken() {
    let issuer = Issuer::new("first");
    let mut app = app(&issuer).await;
    let right = claims(&json!(["service"]));
    let but = |name: &str, value: Value| {
        let mut claims = right.clone();
        claims[name] = value;
        issuer.sign(&claims)
    };
    let good = issuer.sign(&right);
    let (signed, signature) = good.rsplit_once('.').unwrap();
    let none = BASE64URL_NOPAD.encode(br#"{"alg":"none","kid":"first"}"#);
    let secret = EncodingKey::from_secret(issuer.jwks().as_bytes());
    let header = Header { kid: Some("first".to_owned()), ..Header::new(Algorithm::HS256) };
    let wrong = [
        but("exp", json!(1)),
        but("nbf", json!(FAR)),
        but("iss", json!("https://elsewhere.test")),
        but("aud", json!("others")),
        but("sub", Value::Null),
        Issuer::new("first").sign(&right),
        Issuer::new("second").sign(&right),
        encode(&header, &right, &secret).unwrap(),
        format!("{signed}.{}", signature.replace(|letter: char| letter.is_ascii_digit(), "A")),
        format!("{none}.{}.", signed.split('.').nth(1).unwrap()),
        "token".to_owned(),
    ];
    for token in wrong {
        app.show_key(Some(&token));
        assert_eq!(app.decide(PAYMENT).await.status, 401, "{token}");
    }
    app.show_key(Some(&good));
    assert_eq!(app.decide(PAYMENT).await.status, 200);
}

#[tokio::test]
async fn keys_are_not_taken_where_only_tokens_are() {
    let issuer = Issuer::new("first");
    let mut app = app(&issuer).await;
    app.show_key(Some(&format!("wp_{}_{}", "0".repeat(16), "0".repeat(64))));
    assert_snapshot!(app.decide(PAYMENT).await, @r#"
    401 application/problem+json
    {
      "detail": "it is unknown, has expired or was revoked",
      "status": 401,
      "title": "the key is not taken",
      "type": "https://waypost.dev/problems/wrong-key"
    }
    "#);
}

#[tokio::test]
async fn an_issuer_without_keys_keeps_the_server_from_starting() {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("jwks.json");
    let tried = async |jwks: &str| {
        let mut config = waypost_server::Config::default();
        config.auth.jwt = Some(JwtConfig {
            issuer: ISSUER.to_owned(),
            audience: "waypost".to_owned(),
            jwks: jwks.to_owned(),
            roles_claim: "r".to_owned(),
            policies_claim: "p".to_owned(),
        });
        let service = waypost_server::Service::open(&config, std::sync::Arc::default(), None).await;
        service.unwrap_err().to_string()
    };
    let path = file.display().to_string();
    assert!(tried(&path).await.contains("cannot be read"));
    fs::write(&file, "{}").unwrap();
    assert!(tried(&path).await.contains("holds no set of keys"));
    assert!(tried("http://127.0.0.1:1/jwks").await.contains("does not answer"));
}
