//! Traces, as a collector gets them.

use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use data_encoding::HEXLOWER;
use hyper::server::conn::http1::Builder;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use opentelemetry_proto::tonic::trace::v1::status::StatusCode;
use prost::Message as _;
use reqwest::Method;
use serde_json::json;
use tempfile::TempDir;
use tokio::net::TcpListener;
use waypost_server::traces::Settings;
use waypost_server::{Config, Drained};

use crate::app::{self, Answer, PAYMENT, TestApp, policy};
use crate::records::records;

/// One trace, and one span of it.
const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const CALLER: &str = "00f067aa0ba902b7";

type Exports = Arc<Mutex<Vec<ExportTraceServiceRequest>>>;

/// What takes traces, at its address.
struct Collector {
    endpoint: String,
    exports: Exports,
}

impl Collector {
    async fn start() -> Self {
        let exports = Exports::default();
        let take = async |State(exports): State<Exports>, body: Bytes| {
            exports.lock().unwrap().push(ExportTraceServiceRequest::decode(body).unwrap());
        };
        let router = Router::new().route("/v1/traces", post(take)).with_state(Arc::clone(&exports));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}/v1/traces", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let service = TowerToHyperService::new(router.clone());
                tokio::spawn(Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        Self { endpoint, exports }
    }

    /// A server that traces all requests whose callers do not say otherwise, and records what it decides.
    fn traced(&self, records: &TempDir) -> app::Builder {
        let endpoint = self.endpoint.clone();
        let app = TestApp::builder().file("checkout/checkout.way", &policy("checkout", "stripe"));
        app.config(|config| {
            config.traces = Settings { endpoint, one_in: NonZeroU32::MIN };
            records.path().clone_into(&mut config.records.folder);
            config.records.compress = false;
        })
    }

    /// All spans, once the server has ended.
    async fn spans(&self, mut app: TestApp) -> Vec<Span> {
        assert_eq!(app.stop().await.unwrap(), Drained::All);
        let exports = self.exports.lock().unwrap();
        let resources = exports.iter().flat_map(|export| &export.resource_spans);
        let mut all = vec![];
        for resource in resources {
            let service = &resource.resource.as_ref().unwrap().attributes;
            assert_eq!(attribute(service, "service.name"), "waypost");
            all.extend(resource.scope_spans.iter().flat_map(|scope| scope.spans.clone()));
        }
        all
    }
}

fn attribute(attributes: &[KeyValue], key: &str) -> String {
    let found = attributes.iter().find(|attribute| attribute.key == key);
    match found.and_then(|attribute| attribute.value.clone()) {
        Some(AnyValue { value: Some(Value::StringValue(text)) }) => text,
        Some(AnyValue { value: Some(Value::IntValue(number)) }) => number.to_string(),
        other => panic!("{key}: {other:?}"),
    }
}

fn hex(id: &[u8]) -> String {
    HEXLOWER.encode(id)
}

/// Asks for a decision of `checkout` as part of a trace.
async fn decide(app: &TestApp, parent: &str, payment: &str) -> Answer {
    let request = app.request(Method::POST, "/v1/policies/checkout/decisions").body(payment.to_owned());
    Answer::of(request.header("traceparent", parent).header("x-request-id", "order-7")).await
}

#[tokio::test]
async fn a_request_is_part_of_its_callers_trace() {
    let (collector, folder) = (Collector::start().await, TempDir::new().unwrap());
    let app = collector.traced(&folder).start().await;
    let answer = decide(&app, &format!("00-{TRACE}-{CALLER}-01"), PAYMENT).await;
    let spans = collector.spans(app).await;

    let [span] = &spans[..] else { panic!("{spans:?}") };
    assert_eq!((hex(&span.trace_id), hex(&span.parent_span_id)), (TRACE.to_owned(), CALLER.to_owned()));
    assert_eq!(span.name, "POST /v1/policies/{policy}/decisions");
    assert_eq!(span.kind(), SpanKind::Server);
    assert!(span.end_time_unix_nano >= span.start_time_unix_nano);
    let expected = [
        ("http.request.method", "POST"),
        ("http.route", "/v1/policies/{policy}/decisions"),
        ("http.response.status_code", "200"),
        ("waypost.request_id", "order-7"),
        ("waypost.policy", "checkout"),
        ("waypost.digest", answer.digest.as_deref().unwrap()),
    ];
    for (key, value) in expected {
        assert_eq!(attribute(&span.attributes, key), value);
    }
    assert_eq!(records(folder.path())[0]["trace"], TRACE);
}

#[tokio::test]
async fn its_caller_says_whether_a_request_is_traced() {
    let (collector, folder) = (Collector::start().await, TempDir::new().unwrap());
    let app = collector.traced(&folder).start().await;
    assert_eq!(decide(&app, &format!("00-{TRACE}-{CALLER}-00"), PAYMENT).await.status, 200);
    assert_eq!(collector.spans(app).await, []);
    assert_eq!(records(folder.path())[0]["trace"], TRACE);
}

#[tokio::test]
async fn a_request_without_a_trace_begins_one() {
    let (collector, folder) = (Collector::start().await, TempDir::new().unwrap());
    let app = collector.traced(&folder).start().await;
    assert_eq!(app.decide(PAYMENT).await.status, 200);
    let spans = collector.spans(app).await;
    assert_eq!((spans.len(), hex(&spans[0].parent_span_id)), (1, String::new()));
    assert_eq!(records(folder.path())[0]["trace"], hex(&spans[0].trace_id).as_str());
}

#[tokio::test]
async fn all_endpoints_are_traced_but_those_of_probes() {
    let (collector, folder) = (Collector::start().await, TempDir::new().unwrap());
    let app = collector.traced(&folder).start().await;
    assert_eq!(app.get("/readyz").await.status, 200);
    assert!(!app.metrics().await.is_empty());
    let batch = json!({ "payments": [serde_json::from_str::<serde_json::Value>(PAYMENT).unwrap()] });
    let batch = app.send(Method::POST, "/v1/policies/checkout/decisions/batch", &batch).await;
    assert_eq!(batch.status, 200, "{batch}");
    assert_eq!(app.get("/v1/4242424242424242").await.status, 404);
    let mut names: Vec<String> = collector.spans(app).await.into_iter().map(|span| span.name).collect();
    names.sort_unstable();
    assert_eq!(names, ["POST /v1/policies/{policy}/decisions/batch", "unknown"]);
}

#[tokio::test]
async fn a_method_that_http_does_not_know_is_not_told() {
    let (collector, folder) = (Collector::start().await, TempDir::new().unwrap());
    let app = collector.traced(&folder).start().await;
    let method = Method::from_bytes(b"M4242424242424242").unwrap();
    let answer = app.request(method, "/v1/policies/checkout/decisions").send().await.unwrap();
    assert_eq!(answer.status(), 405);
    let spans = collector.spans(app).await;
    assert_eq!(spans[0].name, "HTTP /v1/policies/{policy}/decisions");
    assert_eq!(attribute(&spans[0].attributes, "http.request.method"), "_OTHER");
}

#[tokio::test]
async fn nothing_that_a_payment_holds_is_traced() {
    let (collector, folder) = (Collector::start().await, TempDir::new().unwrap());
    let app = collector.traced(&folder).start().await;
    let parent = format!("00-{TRACE}-{CALLER}-01");
    let payment = r#"{"amount":{"minor":98761,"currency":"EUR"},"risk":1,"customer":{"id":"zaphod"}}"#;
    assert_eq!(decide(&app, &parent, payment).await.status, 200);
    assert_eq!(decide(&app, &parent, r#"{"zaphod":98761"#).await.status, 400);
    let card = app.request(Method::POST, "/v1/policies/4242424242424242/decisions").body(PAYMENT);
    assert_eq!(Answer::of(card).await.status, 404);
    let told = format!("{:?}", collector.spans(app).await);
    assert!(told.contains("checkout"), "{told}");
    for value in ["98761", "zaphod", "4242424242424242"] {
        assert!(!told.contains(value), "{value}: {told}");
    }
}

#[tokio::test]
async fn a_fault_of_the_server_is_an_error_of_the_span() {
    let (collector, folder) = (Collector::start().await, TempDir::new().unwrap());
    // There is room for no request.
    let app = collector.traced(&folder).settings(|settings| settings.requests = 0).start().await;
    assert_eq!(decide(&app, &format!("00-{TRACE}-{CALLER}-01"), PAYMENT).await.status, 503);
    let spans = collector.spans(app).await;
    assert_eq!(spans[0].status.as_ref().unwrap().code(), StatusCode::Error);
}

#[tokio::test]
async fn without_a_collector_decisions_go_on() {
    let (mut collector, folder) = (Collector::start().await, TempDir::new().unwrap());
    // Nobody listens there.
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    collector.endpoint = format!("http://{}/v1/traces", free.local_addr().unwrap());
    drop(free);
    let app = collector.traced(&folder).start().await;
    for _ in 0..100 {
        assert_eq!(app.decide(PAYMENT).await.status, 200);
    }
    assert_eq!(collector.spans(app).await, []);
}

#[test]
fn an_endpoint_has_to_be_an_address_of_http() {
    for (endpoint, told) in [
        ("collector:4318", "has to begin with http:// or https://"),
        ("ftp://collector/v1/traces", "has to begin with http:// or https://"),
        ("not an address", "is no address"),
    ] {
        let traces = Settings { endpoint: endpoint.to_owned(), ..Settings::default() };
        let refused = Config { traces, ..Config::default() }.verify().unwrap_err().to_string();
        assert!(refused.contains(told), "{refused}");
    }
}
