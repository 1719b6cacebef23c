//! The description of the API: served, kept in the repository, true, and shown by a viewer that asks nobody else.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use reqwest::Method;
use serde_json::Value;

use crate::app::TestApp;

/// The copy that clients are made from.
pub(crate) fn copy() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../clients/openapi.json")
}

#[tokio::test]
async fn the_description_in_the_repository_is_the_one_that_is_served() {
    let app = TestApp::start().await;
    let served = app.request(Method::GET, "/openapi.json").send().await.unwrap();
    assert_eq!(served.headers()["content-type"], "application/json");
    let served = served.text().await.unwrap();
    if env::var_os("BLESS").is_some() {
        fs::write(copy(), &served).unwrap();
    }
    let kept = fs::read_to_string(copy()).unwrap_or_default();
    assert!(kept == served, "clients/openapi.json is old: run this test with BLESS=1");
}

#[tokio::test]
async fn each_endpoint_takes_the_methods_that_are_described_and_no_other() {
    let app = TestApp::start().await;
    let description = app.get("/openapi.json").await.body;
    assert_eq!(description["openapi"], "3.1.0");
    for (path, item) in description["paths"].as_object().unwrap() {
        let path = path.replace("{policy}", "checkout").replace("{number}", "1");
        let path = path.replace("{connector}", "stripe").replace("{key}", "0");
        let refused = app.send(Method::PATCH, &path, &Value::Null).await;
        assert_eq!(refused.status, 405, "{path}");
        let allowed = refused.allow.unwrap();
        let allowed: BTreeSet<&str> = allowed.split(',').filter(|method| *method != "HEAD").collect();
        let described: Vec<String> =
            item.as_object().unwrap().keys().map(|method| method.to_uppercase()).collect();
        assert_eq!(allowed, described.iter().map(String::as_str).collect(), "{path}");
    }
}

#[tokio::test]
async fn every_endpoint_says_who_may_use_it_and_has_a_name_of_its_own() {
    let app = TestApp::start().await;
    let description = app.get("/openapi.json").await.body;
    let mut names = BTreeSet::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        for operation in item.as_object().unwrap().values() {
            assert!(names.insert(operation["operationId"].as_str().unwrap().to_owned()), "{path}");
            let is_guarded = !operation["security"].is_null();
            assert_eq!(is_guarded, path.starts_with("/v1/"), "{path}");
            assert_eq!(is_guarded, operation["responses"]["401"].is_object(), "{path}");
        }
    }
}

#[tokio::test]
async fn the_viewer_loads_nothing_from_elsewhere() {
    let app = TestApp::builder().keys().start().await;
    let page = app.request(Method::GET, "/docs").send().await.unwrap();
    assert_eq!(page.status(), 200);
    assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{policy}");
    let page = page.text().await.unwrap();
    assert!(!page.contains("http"), "{page}");
    let loaded: Vec<&str> = page.split('"').filter(|word| word.starts_with("docs/")).collect();
    assert_eq!(loaded, ["docs/swagger-ui.css", "docs/swagger-ui-bundle.js", "docs/start.js"]);
    for path in loaded {
        let file = app.request(Method::GET, &format!("/{path}")).send().await.unwrap();
        assert_eq!(file.status(), 200, "{path}");
        let content_type = file.headers()["content-type"].to_str().unwrap().to_owned();
        let expected = if path.contains("css") { "text/css" } else { "text/javascript" };
        assert!(content_type.starts_with(expected), "{path}: {content_type}");
        assert!(!file.bytes().await.unwrap().is_empty(), "{path}");
    }
    assert_eq!(app.get("/docs/..%2Fsecret").await.status, 404);
}
