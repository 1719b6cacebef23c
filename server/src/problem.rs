//! Everything that goes wrong, as problem documents (RFC 9457). The types are stable; details of our own faults are
//! in the log only.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::access::Role;
use crate::judge::Report;
use crate::store::StoreError;
use crate::wire::payment::{Fault, PaymentError};

/// A problem, as a client gets it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    kind: Kind,
    detail: String,
    refused: Option<PaymentError>,
    report: Option<Box<Report>>,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $slug:literal, $status:ident, $title:literal;)*) => {
        /// The kinds of problems. Their types are `https://waypost.dev/problems/<name>`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Kind {
            $($(#[$doc])* $kind,)*
        }

        impl Kind {
            /// All of them.
            pub(crate) const ALL: &[Self] = &[$(Self::$kind,)*];

            /// The end of its type.
            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$kind => $slug),* }
            }

            fn ty(self) -> &'static str {
                match self { $(Self::$kind => concat!("https://waypost.dev/problems/", $slug)),* }
            }

            /// The status that it is answered with.
            pub(crate) fn status(self) -> StatusCode {
                match self { $(Self::$kind => StatusCode::$status),* }
            }

            /// What is wrong, of all problems of this kind.
            pub(crate) fn title(self) -> &'static str {
                match self { $(Self::$kind => $title),* }
            }
        }
    };
}

kinds! {
    /// The body is not JSON.
    NotJson = "not-json", BAD_REQUEST, "the body is not JSON";
    /// The body is not a batch of payments.
    WrongBatch = "wrong-batch", BAD_REQUEST, "the body is no batch of payments";
    /// The connection broke while the body was read.
    BrokenBody = "broken-body", BAD_REQUEST, "the body of the request did not arrive";
    /// What stands behind `?` is not what it may be.
    WrongQuery = "wrong-query", BAD_REQUEST, "the query of the path cannot be used";
    /// Nothing was shown that tells who asks.
    Unauthenticated = "unauthenticated", UNAUTHORIZED, "a key is needed";
    /// What was shown is no key or token that is taken.
    WrongKey = "wrong-key", UNAUTHORIZED, "the key is not taken";
    /// Who asks may not do that.
    Forbidden = "forbidden", FORBIDDEN, "the key does not allow this";
    /// Who proposes a version may not make it live.
    OwnProposal = "own-proposal", FORBIDDEN, "somebody else has to approve it";
    /// Who asks has asked too often.
    TooOften = "too-often", TOO_MANY_REQUESTS, "the key was used too often";
    /// No policy has that name.
    UnknownPolicy = "unknown-policy", NOT_FOUND, "there is no such policy";
    /// The policy has no version of that number.
    UnknownVersion = "unknown-version", NOT_FOUND, "there is no such version";
    /// The policy has no rollout.
    NoRollout = "no-rollout", NOT_FOUND, "there is no rollout";
    /// No policy has that connector.
    UnknownConnector = "unknown-connector", NOT_FOUND, "there is no such connector";
    /// No key has that id.
    UnknownKey = "unknown-key", NOT_FOUND, "there is no such key";
    /// There is no data folder.
    NoVersions = "no-versions", NOT_FOUND, "the server keeps no versions";
    /// No endpoint has that path.
    UnknownEndpoint = "unknown-endpoint", NOT_FOUND, "there is no such endpoint";
    /// The endpoint takes other methods.
    WrongMethod = "wrong-method", METHOD_NOT_ALLOWED, "the endpoint does not take this method";
    /// There is nothing to go back to.
    NothingBefore = "nothing-before", CONFLICT, "no other version was live before";
    /// The body did not arrive in time.
    BodyTooSlow = "body-too-slow", REQUEST_TIMEOUT, "the body of the request took too long";
    /// The body is larger than the limit.
    BodyTooLarge = "body-too-large", PAYLOAD_TOO_LARGE, "the body of the request is too large";
    /// The batch has too many payments.
    BatchTooLong = "batch-too-long", PAYLOAD_TOO_LARGE, "the batch has too many payments";
    /// The body is JSON, but not what the endpoint takes.
    WrongBody = "wrong-body", UNPROCESSABLE_ENTITY, "the body of the request cannot be used";
    /// The facts of the two versions do not go together.
    Incomparable = "incomparable", UNPROCESSABLE_ENTITY, "the versions cannot be compared";
    /// The files make no policy that may decide payments.
    UnsoundPolicy = "unsound-policy", UNPROCESSABLE_ENTITY, "the policy is not sound";
    /// The payment is JSON, but not one that the policy can decide.
    RefusedPayment = "refused-payment", UNPROCESSABLE_ENTITY, "the payment is refused";
    /// The policy is known, but its files were never good.
    NotLive = "not-live", SERVICE_UNAVAILABLE, "the policy is not live";
    /// Not all policies have been live.
    NotReady = "not-ready", SERVICE_UNAVAILABLE, "the server is not ready";
    /// The data folder cannot be read or written.
    NotStored = "not-stored", SERVICE_UNAVAILABLE, "the data folder cannot be used";
    /// Too many requests are under way.
    Overloaded = "overloaded", SERVICE_UNAVAILABLE, "the server has too much to do";
    /// The decision was not recorded in time, so it is not given.
    NotRecorded = "not-recorded", SERVICE_UNAVAILABLE, "the decision could not be recorded";
    /// A fault of ours.
    Internal = "internal", INTERNAL_SERVER_ERROR, "the server has failed";
}

impl Problem {
    fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), refused: None, report: None }
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

    pub(crate) fn not_json(line: usize, column: usize) -> Self {
        Self::new(Kind::NotJson, format!("it is no JSON, from line {line}, column {column} on"))
    }

    pub(crate) fn no_rollout() -> Self {
        Self::new(Kind::NoRollout, "no version is or was tried beside the one that is live")
    }

    pub(crate) fn unknown_connector() -> Self {
        Self::new(
            Kind::UnknownConnector,
            "no policy that is live has such a connector, or nothing is known of it",
        )
    }

    pub(crate) fn incomparable(detail: impl Into<String>) -> Self {
        Self::new(Kind::Incomparable, detail)
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

    pub(crate) fn unauthenticated() -> Self {
        Self::new(Kind::Unauthenticated, "show a key or a token: `authorization: Bearer …`")
    }

    pub(crate) fn wrong_key() -> Self {
        Self::new(Kind::WrongKey, "it is unknown, has expired or was revoked")
    }

    pub(crate) fn forbidden(roles: &[Role]) -> Self {
        let roles: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
        Self::new(Kind::Forbidden, format!("this is for: {}", roles.join(", ")))
    }

    pub(crate) fn out_of_scope() -> Self {
        Self::new(Kind::Forbidden, "the key is for other policies only")
    }

    pub(crate) fn own_proposal() -> Self {
        Self::new(Kind::OwnProposal, "who has proposed a version does not make it live")
    }

    pub(crate) fn too_often() -> Self {
        Self::new(Kind::TooOften, "wait a moment before it is used again")
    }

    pub(crate) fn unknown_version(policy: &str) -> Self {
        let detail = format!("`GET /v1/policies/{policy}/versions` lists the versions that there are");
        Self::new(Kind::UnknownVersion, detail)
    }

    pub(crate) fn unknown_key() -> Self {
        Self::new(Kind::UnknownKey, "`GET /v1/keys` lists the keys that there are")
    }

    pub(crate) fn no_versions() -> Self {
        Self::new(Kind::NoVersions, "start it with a data folder: `waypost serve --data DIR`")
    }

    pub(crate) fn nothing_before() -> Self {
        Self::new(Kind::NothingBefore, "there is no version to go back to")
    }

    pub(crate) fn wrong_body(detail: impl Into<String>) -> Self {
        Self::new(Kind::WrongBody, detail)
    }

    pub(crate) fn unsound(detail: impl Into<String>, report: Report) -> Self {
        Self { report: Some(Box::new(report)), ..Self::new(Kind::UnsoundPolicy, detail) }
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
        Self { kind, detail: refused.to_string(), refused: Some(refused), report: None }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "a request cannot be done");
        Self::new(Kind::NotStored, "its log tells why")
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
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    report: Option<&'p Report>,
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
            report: self.report.as_deref(),
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
        let headers = response.headers_mut();
        match self.kind {
            Kind::Overloaded | Kind::TooOften | Kind::NotRecorded => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            }
            Kind::Unauthenticated | Kind::WrongKey => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            _ => {}
        }
        response
    }
}
