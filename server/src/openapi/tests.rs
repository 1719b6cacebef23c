//! The description beside the table of endpoints.

use std::collections::BTreeSet;

use crate::openapi::document;
use crate::router::path;

#[test]
fn every_endpoint_is_described_but_the_viewer_itself() {
    let described = document().paths.paths.into_keys().collect::<BTreeSet<String>>();
    let viewer = [path::DOCS, path::DOCS_FILE];
    let endpoints = path::ALL.into_iter().filter(|path| !viewer.contains(path)).map(str::to_owned);
    assert_eq!(described, endpoints.collect());
}
