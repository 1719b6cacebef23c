//! How many requests each endpoint has answered, by status. A number is registered when it is first needed, and then only
//! added to, without a lock.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use metrics::{Counter, Label};

use crate::metrics::Registry;

/// How many statuses there may be, from 100 on.
const STATUSES: usize = 500;

/// The numbers of answers, by endpoint and status.
pub(super) struct Requests(BTreeMap<&'static str, Vec<OnceLock<Counter>>>);

impl Requests {
    /// Of these endpoints; others are not counted.
    pub(super) fn new(endpoints: impl IntoIterator<Item = &'static str>) -> Self {
        let none = || (0..STATUSES).map(|_| OnceLock::new()).collect();
        Self(endpoints.into_iter().map(|endpoint| (endpoint, none())).collect())
    }

    pub(super) fn count(&self, registry: &Registry, endpoint: &str, status: u16) {
        let Some((endpoint, counts)) = self.0.get_key_value(endpoint) else { return };
        let place = usize::from(status).checked_sub(100);
        let Some(count) = place.and_then(|place| counts.get(place)) else { return };
        let register = || {
            let endpoint = Label::from_static_parts("endpoint", endpoint);
            let labels = vec![endpoint, Label::new("status", status.to_string())];
            registry.counter("waypost_requests_total", labels)
        };
        count.get_or_init(register).increment(1);
    }
}
