//! The gate that every request passes: who asks, whether they may, and whether they ask too often.

use std::borrow::Cow;
use std::num::NonZeroU32;
use std::sync::Arc;

use axum::http::{HeaderMap, header};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::access::{Identity, Keys, PREFIX, Tokens};
use crate::problem::Problem;

/// Knows callers by what they show.
#[derive(Debug)]
pub(crate) struct Gate {
    keys: Option<Keys>,
    tokens: Option<Tokens>,
    /// Who asks where nobody has to show anything.
    anyone: Option<Arc<Identity>>,
    rates: Option<DefaultKeyedRateLimiter<String>>,
}

impl Gate {
    /// Lets in whoever has one of these keys or tokens; anyone, if there are neither. `rate` is how many requests one of
    /// them may make in a second.
    pub(crate) fn new(keys: Option<Keys>, tokens: Option<Tokens>, rate: Option<NonZeroU32>) -> Self {
        let is_open = keys.is_none() && tokens.is_none();
        Self {
            keys,
            tokens,
            anyone: is_open.then(|| Arc::new(Identity::anyone())),
            rates: rate.map(|rate| RateLimiter::keyed(Quota::per_second(rate))),
        }
    }

    /// Who has sent these headers.
    pub(super) async fn identify(&self, headers: &HeaderMap) -> Result<Cow<'_, Arc<Identity>>, Problem> {
        if let Some(anyone) = &self.anyone {
            return Ok(Cow::Borrowed(anyone));
        }
        let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let shown = shown.and_then(|value| value.split_once(' '));
        let shown = shown.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let (_, shown) = shown.ok_or_else(Problem::unauthenticated)?;
        let known = match (&self.keys, &self.tokens) {
            (Some(keys), _) if shown.starts_with(PREFIX) => {
                keys.identify(shown).ok_or_else(Problem::wrong_key)?
            }
            (_, Some(tokens)) => tokens.identify(shown).await?,
            _ => return Err(Problem::wrong_key()),
        };
        Ok(Cow::Owned(known))
    }

    /// Counts a request against what its caller may ask for in a second.
    pub(super) fn count(&self, identity: &Identity) -> Result<(), Problem> {
        match &self.rates {
            Some(rates) => rates.check_key(&identity.name).map_err(|_| Problem::too_often()),
            None => Ok(()),
        }
    }

    /// Reads again what may have changed, and forgets callers who have not asked for long.
    pub(crate) async fn refresh(&self) {
        if let Some(keys) = &self.keys
            && let Err(error) = keys.refresh().await
        {
            tracing::error!(%error, "the keys cannot be read again; those that are known are taken on");
        }
        if let Some(tokens) = &self.tokens {
            tokens.refresh().await;
        }
        if let Some(rates) = &self.rates {
            rates.retain_recent();
        }
    }
}
