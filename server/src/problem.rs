//! Everything that goes wrong, as problem documents (RFC 9457). The types are stable; details of our own faults are
//! in the log only.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::wire::payment::{Fault, PaymentError};

/// A problem, as a client gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    kind: Kind,
    detail: String,
    refused: Option<PaymentError>,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $slug:literal, $status:ident, $title:literal;)*) => {
        /// The kinds of problems. Their types are `https://waypost.dev/problems/<name>`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        enum Kind {
            $($(#[$doc])* $kind,)*
        }

        impl Kind {
            fn ty(self) -> &'static str {
                match self { $(Self::$kind => concat!("https://waypost.dev/problems/", $slug)),* }
            }

            fn status(self) -> StatusCode {
                match self { $(Self::$kind => StatusCode::$status),* }
            }

            fn title(self) -> &'static str {
                match self { $(Self::$kind => $title),* }
            }
        }
    };
}

kinds! {
    /// The body is not JSON.
    NotJson = "not-json", BAD_REQUEST, "the payment is not JSON";
    /// The body is not a batch of payments.
    WrongBatch = "wrong-batch", BAD_REQUEST, "the body is no batch of payments";
    /// The connection broke while the body was read.
    BrokenBody = "broken-body", BAD_REQUEST, "the body of the request did not arrive";
    /// What stands behind `?` is not what it may be.
    WrongQuery = "wrong-query", BAD_REQUEST, "the query of the path cannot be used";
    /// No policy has that name.
    UnknownPolicy = "unknown-policy", NOT_FOUND, "there is no such policy";
    /// No endpoint has that path.
    UnknownEndpoint = "unknown-endpoint", NOT_FOUND, "there is no such endpoint";
    /// The endpoint takes other methods.
    WrongMethod = "wrong-method", METHOD_NOT_ALLOWED, "the endpoint does not take this method";
    /// The body did not arrive in time.
    BodyTooSlow = "body-too-slow", REQUEST_TIMEOUT, "the body of the request took too long";
    /// The body is larger than the limit.
    BodyTooLarge = "body-too-large", PAYLOAD_TOO_LARGE, "the body of the request is too large";
    /// The batch has too many payments.
    BatchTooLong = "batch-too-long", PAYLOAD_TOO_LARGE, "the batch has too many payments";
    /// The payment is JSON, but not one that the policy can decide.
    RefusedPayment = "refused-payment", UNPROCESSABLE_ENTITY, "the payment is refused";
    /// The policy is known, but its files were never good.
    NotLive = "not-live", SERVICE_UNAVAILABLE, "the policy is not live";
    /// Not all policies have been live.
    NotReady = "not-ready", SERVICE_UNAVAILABLE, "the server is not ready";
    /// Too many requests are under way.
    Overloaded = "overloaded", SERVICE_UNAVAILABLE, "the server has too much to do";
    /// The decision was not recorded in time, so it is not given.
    NotRecorded = "not-recorded", SERVICE_UNAVAILABLE, "the decision could not be recorded";
    /// A fault of ours.
    Internal = "internal", INTERNAL_SERVER_ERROR, "the server has failed";
}

impl Problem {
    fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), refused: None }
    }

    pub(crate) fn broken_body() -> Self {
        Self::new(Kind::BrokenBody, "the connection ended before the body did")
    }

    pub(crate) fn wrong_batch(line: usize, column: usize) -> Self {
        let detail =
            format!(r#"a batch is `{{"payments": […]}}`; this is not, from line {line}, column {column} on"#);
        Self::new(Kind::WrongBatch, detail)
    }

    pub(crate) fn batch_too_long(payments: usize, most: usize) -> Self {
        Self::new(Kind::BatchTooLong, format!("it has {payments} payments, and may have {most}"))
    }

    pub(crate) fn overloaded() -> Self {
        Self::new(Kind::Overloaded, "too many requests are under way: ask again in a moment")
    }

    pub(crate) fn not_recorded() -> Self {
        Self::new(Kind::NotRecorded, "there was no room for its record in time: ask again in a moment")
    }

    pub(crate) fn wrong_query(detail: &'static str) -> Self {
        Self::new(Kind::WrongQuery, detail)
    }

    pub(crate) fn unknown_policy() -> Self {
        Self::new(Kind::UnknownPolicy, "`GET /v1/policies` lists the policies that there are")
    }

    pub(crate) fn unknown_endpoint() -> Self {
        Self::new(Kind::UnknownEndpoint, "no endpoint has this path")
    }

    pub(crate) fn wrong_method() -> Self {
        Self::new(Kind::WrongMethod, "the header `allow` lists the methods that it takes")
    }

    pub(crate) fn body_too_slow() -> Self {
        Self::new(Kind::BodyTooSlow, "the body did not arrive in time")
    }

    pub(crate) fn body_too_large(limit: usize) -> Self {
        Self::new(Kind::BodyTooLarge, format!("a body may have {limit} bytes"))
    }

    pub(crate) fn not_live(name: &str) -> Self {
        Self::new(
            Kind::NotLive,
            format!("the files of `{name}` hold errors: `GET /v1/policies/{name}` tells them"),
        )
    }

    pub(crate) fn not_ready(detail: impl Into<String>) -> Self {
        Self::new(Kind::NotReady, detail)
    }

    pub(crate) fn internal() -> Self {
        Self::new(Kind::Internal, "this is a fault of waypost; its log tells more")
    }
}

impl From<PaymentError> for Problem {
    fn from(refused: PaymentError) -> Self {
        let kind = match refused.fault {
            Fault::NotJson => Kind::NotJson,
            _ => Kind::RefusedPayment,
        };
        Self { kind, detail: refused.to_string(), refused: Some(refused) }
    }
}

/// The document.
#[derive(Debug, Serialize)]
struct Document<'p> {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    detail: &'p str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fact: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    got: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<&'p str>,
}

impl Problem {
    /// Appends the document.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let refused = self.refused.as_ref();
        let document = Document {
            r#type: self.kind.ty(),
            title: self.kind.title(),
            status: self.kind.status().as_u16(),
            detail: &self.detail,
            fact: refused.and_then(|refused| refused.fact.as_deref()),
            got: refused.map(|refused| refused.got.as_str()),
            expected: refused.map(|refused| refused.expected.as_str()),
        };
        // A document of strings and a number is always writable.
        let _ = serde_json::to_writer(out, &document);
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut body = vec![];
        self.write(&mut body);
        let content_type = HeaderValue::from_static("application/problem+json");
        let mut response = (self.kind.status(), [(header::CONTENT_TYPE, content_type)], body).into_response();
        if matches!(self.kind, Kind::Overloaded | Kind::NotRecorded) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}
