//! No traces.

use axum::http::HeaderValue;
use axum::response::Response;
use hyper::http::request::Parts;

use crate::traces::{Settings, TracesError};

/// What there is none of.
#[derive(Debug)]
pub(crate) enum Traces {}

/// What there is none of.
#[derive(Debug)]
pub(crate) enum Span {}

impl Traces {
    pub(crate) fn open(settings: &Settings) -> Result<Option<Self>, TracesError> {
        settings.verify().map(|()| None)
    }

    pub(crate) fn begin(&self, _head: &Parts) -> Option<Span> {
        match *self {}
    }

    pub(crate) fn finish(&self) {
        match *self {}
    }
}

impl Span {
    pub(crate) fn parent(&self) -> Option<HeaderValue> {
        match *self {}
    }

    pub(crate) fn end(self, _endpoint: &str, _request: Option<&str>, _response: &Response) {
        match self {}
    }
}
