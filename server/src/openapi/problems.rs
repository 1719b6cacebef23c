//! The problems that each endpoint can answer with, as a table.

use axum::http::Method;

use crate::problem::Kind::{
    self, BatchTooLong, BodyTooLarge, BodyTooSlow, BrokenBody, Forbidden, Incomparable, NoRollout,
    NoVersions, NotJson, NotLive, NotReady, NotRecorded, NotStored, NothingBefore, Overloaded, OwnProposal,
    RefusedPayment, TooOften, Unauthenticated, UnknownConnector, UnknownKey, UnknownPolicy, UnknownVersion,
    UnsoundPolicy, WrongBatch, WrongBody, WrongKey, WrongQuery,
};
use crate::router::path;

/// Of every endpoint that asks who its caller is.
pub(super) const GUARDED: &[Kind] = &[Unauthenticated, WrongKey, Forbidden, TooOften, Overloaded];
/// Of every endpoint that reads a body.
const BODY: &[Kind] = &[BrokenBody, BodyTooSlow, BodyTooLarge];
/// Of every endpoint that works with what is kept in the data folder.
const KEPT: &[Kind] = &[NoVersions, NotStored];

/// The problems of the endpoint at `path` with that method, in groups, without those that any endpoint has.
pub(super) fn of(method: &Method, path: &str) -> &'static [&'static [Kind]] {
    let is_read = *method == Method::GET;
    match path {
        path::POLICY if is_read => &[&[UnknownPolicy]],
        path::POLICY => &[BODY, KEPT, &[NotJson, WrongBody, UnknownPolicy, UnsoundPolicy]],
        path::DECISIONS => {
            &[BODY, &[NotJson, WrongQuery, UnknownPolicy, RefusedPayment, NotLive, NotRecorded]]
        }
        path::BATCH => &[BODY, &[WrongBatch, BatchTooLong, UnknownPolicy, NotLive, NotRecorded]],
        path::CHECK => &[BODY, KEPT, &[NotJson, WrongBody, UnknownPolicy]],
        path::VERSIONS => &[KEPT, &[UnknownPolicy]],
        path::VERSION => &[KEPT, &[UnknownPolicy, UnknownVersion]],
        path::ACTIVATE => &[KEPT, &[UnknownPolicy, UnknownVersion, OwnProposal, UnsoundPolicy]],
        path::ROLLBACK => &[KEPT, &[UnknownPolicy, NothingBefore]],
        path::DIFF => &[KEPT, &[WrongQuery, UnknownPolicy, UnknownVersion, Incomparable]],
        path::ROLLOUT if *method == Method::PUT => &[
            BODY,
            KEPT,
            &[NotJson, WrongBody, UnknownPolicy, UnknownVersion, OwnProposal, UnsoundPolicy, NotLive],
        ],
        path::ROLLOUT | path::SHADOW => &[KEPT, &[UnknownPolicy, NoRollout]],
        path::SIGNAL if *method == Method::PUT => &[BODY, &[NotJson, WrongBody, UnknownConnector]],
        path::SIGNAL => &[&[UnknownConnector]],
        path::JOURNAL => &[KEPT, &[WrongQuery]],
        path::KEYS if is_read => &[KEPT],
        path::KEYS => &[BODY, KEPT, &[NotJson, WrongBody]],
        path::KEY => &[KEPT, &[UnknownKey]],
        path::READY => &[&[NotReady]],
        _ => &[],
    }
}
