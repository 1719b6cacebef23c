//! The keys that are taken, in memory: read again from the data folder every few seconds, since `waypost keys` writes
//! there while the server runs.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use waypost_engine::Live;

use crate::access::{Identity, key};
use crate::store::{Key, Store, StoreError};

/// The keys that are taken, by their ids.
#[derive(Debug)]
pub(crate) struct Keys {
    store: Store,
    known: Live<HashMap<String, Known>>,
}

#[derive(Debug)]
struct Known {
    hash: [u8; 32],
    expires: Option<Timestamp>,
    identity: Arc<Identity>,
}

impl Keys {
    /// Those of a data folder.
    pub(crate) async fn open(store: Store) -> Result<Self, StoreError> {
        let keys = Self { store, known: Live::default() };
        keys.refresh().await?;
        Ok(keys)
    }

    /// Reads them again.
    pub(crate) async fn refresh(&self) -> Result<(), StoreError> {
        let keys = self.store.keys().await?;
        let taken = keys.into_iter().filter(|key| key.revoked.is_none());
        self.known.publish(Arc::new(taken.map(known).collect()));
        Ok(())
    }

    /// Whose key it is, if it is one that is taken at this moment.
    pub(crate) fn identify(&self, key: &str) -> Option<Arc<Identity>> {
        let known = self.known.current();
        let known = known.get(key::id(key)?)?;
        let is_good =
            key::matches(key, &known.hash) && known.expires.is_none_or(|end| Timestamp::now() < end);
        is_good.then(|| Arc::clone(&known.identity))
    }
}

fn known(key: Key) -> (String, Known) {
    let identity = Identity::new(format!("key:{}", key.name), key.roles, key.policies);
    (key.id, Known { hash: key.hash, expires: key.expires, identity: Arc::new(identity) })
}
