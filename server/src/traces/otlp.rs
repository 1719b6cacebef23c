//! One span for each request that is traced, after the semantic conventions of `OpenTelemetry` for HTTP servers, with what has
//! decided. They are sent by a thread of their own; where the collector is slow, some are left out rather than any request held
//! up.
//!
//! Whether a request is traced says the `traceparent` of its caller; of those without one, every so many-th. A request that is
//! traced gets a `traceparent` that names its span in place of its caller's: what is logged and recorded belongs to it.

use std::env;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use axum::response::Response;
use hyper::http::request::Parts;
use opentelemetry::propagation::{Extractor, TextMapPropagator as _};
use opentelemetry::trace::{Span as _, SpanKind, Status, Tracer as _, TracerProvider as _};
use opentelemetry::{Context, KeyValue};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{Sampler, SdkTracer, SdkTracerProvider, Span as SdkSpan};

use crate::controllers::decisions::create::{DIGEST, VERSION};
use crate::request_log::UNKNOWN;
use crate::traces::{Settings, TracesError};

/// What the service is called, unless the environment calls it otherwise.
const SERVICE: &str = "waypost";
/// What the paths of requests that may be traced begin with: the others are asked again and again by probes.
const VERSIONED: &str = "/v1/";
/// What a method is called that HTTP does not know.
const OTHER: &str = "_OTHER";
/// How long the last spans may take to be sent.
const LAST: Duration = Duration::from_secs(5);

/// Begins the spans of requests, and sends them.
#[derive(Debug)]
pub(crate) struct Traces {
    provider: SdkTracerProvider,
    tracer: SdkTracer,
}

/// The span of a request that is traced.
#[derive(Debug)]
pub(crate) struct Span {
    begun: SdkSpan,
    method: Method,
    uri: Uri,
}

impl Traces {
    /// Sends spans as the settings say; none, if they are off.
    pub(crate) fn open(settings: &Settings) -> Result<Option<Self>, TracesError> {
        settings.verify()?;
        if !settings.are_on() {
            return Ok(None);
        }
        let exporter = SpanExporter::builder().with_http().with_protocol(Protocol::HttpBinary);
        let exporter = exporter.with_endpoint(&settings.endpoint).build();
        let exporter = exporter.map_err(|error| TracesError::Unusable(error.to_string()))?;
        let share = Sampler::TraceIdRatioBased(f64::from(settings.one_in.get()).recip());
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_sampler(Sampler::ParentBased(Box::new(share)))
            .with_resource(resource())
            .build();
        let tracer = provider.tracer(SERVICE);
        Ok(Some(Self { provider, tracer }))
    }

    /// Begins the span of a request, if it is traced.
    pub(crate) fn begin(&self, head: &Parts) -> Option<Span> {
        if !head.uri.path().starts_with(VERSIONED) {
            return None;
        }
        let caller = TraceContextPropagator::new();
        let caller = caller.extract_with_context(&Context::new(), &Headers(&head.headers));
        let span = self.tracer.span_builder("request").with_kind(SpanKind::Server);
        let span = span.start_with_context(&self.tracer, &caller);
        let is_traced = span.is_recording();
        let span = Span { begun: span, method: head.method.clone(), uri: head.uri.clone() };
        is_traced.then_some(span)
    }

    /// Sends what is left. It waits for the collector.
    pub(crate) fn finish(&self) {
        if let Err(error) = self.provider.shutdown_with_timeout(LAST) {
            tracing::warn!(%error, "the last traces could not be sent");
        }
    }
}

impl Span {
    /// The `traceparent` of what is done within it (W3C Trace Context).
    pub(crate) fn parent(&self) -> Option<HeaderValue> {
        let span = self.begun.span_context();
        HeaderValue::try_from(format!("00-{}-{}-01", span.trace_id(), span.span_id())).ok()
    }

    /// Ends the span of a request to this endpoint, which its caller calls so, with the answer.
    pub(crate) fn end(self, endpoint: &str, request: Option<&str>, response: &Response) {
        let Self { begun: mut span, method, uri } = self;
        let status = response.status();
        span.set_attribute(KeyValue::new("http.response.status_code", i64::from(status.as_u16())));
        if status.is_server_error() {
            span.set_attribute(KeyValue::new("error.type", status.as_str().to_owned()));
            span.set_status(Status::error(""));
        }
        // What is unknown may hold anything, so nothing of it is told.
        let method = is_known(&method).then(|| method.as_str().to_owned());
        span.update_name(match endpoint {
            UNKNOWN => UNKNOWN.to_owned(),
            _ => format!("{} {endpoint}", method.as_deref().unwrap_or("HTTP")),
        });
        if endpoint != UNKNOWN {
            span.set_attribute(KeyValue::new("http.route", endpoint.to_owned()));
        }
        let method = method.unwrap_or_else(|| OTHER.to_owned());
        span.set_attribute(KeyValue::new("http.request.method", method));
        if let Some(request) = request {
            span.set_attribute(KeyValue::new("waypost.request_id", request.to_owned()));
        }
        if let Some(digest) = response.headers().get(DIGEST).and_then(text) {
            span.set_attribute(KeyValue::new("waypost.digest", digest));
            // Only a policy that is there has decided, so its name is one.
            let policy = uri.path().split('/').nth(3).unwrap_or_default();
            span.set_attribute(KeyValue::new("waypost.policy", policy.to_owned()));
        }
        if let Some(version) = response.headers().get(VERSION).and_then(text) {
            span.set_attribute(KeyValue::new("waypost.version", version));
        }
        span.end();
    }
}

/// What the service is, and what the environment says of it: `OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES`.
fn resource() -> Resource {
    let named =
        Resource::builder().with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")));
    match env::var_os("OTEL_SERVICE_NAME") {
        Some(_) => named.build(),
        None => named.with_service_name(SERVICE).build(),
    }
}

/// Whether HTTP knows the method: a request may name any.
fn is_known(method: &Method) -> bool {
    const KNOWN: [Method; 9] = [
        Method::GET,
        Method::POST,
        Method::PUT,
        Method::DELETE,
        Method::HEAD,
        Method::OPTIONS,
        Method::PATCH,
        Method::CONNECT,
        Method::TRACE,
    ];
    KNOWN.contains(method)
}

fn text(value: &HeaderValue) -> Option<String> {
    value.to_str().ok().map(str::to_owned)
}

/// The headers of a request, as what reads trace contexts wants them.
struct Headers<'a>(&'a HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(|value| value.to_str().ok())
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(HeaderName::as_str).collect()
    }
}
