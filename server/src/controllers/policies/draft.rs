//! The files of a policy as a client sends them: `{"main": "checkout/checkout.way", "files": {"checkout/checkout.way": "…"},
//! "message": "…"}`.

use std::collections::BTreeMap;

use axum::extract::Request;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::app::App;
use crate::bundle::Bundle;
use crate::controllers::body;
use crate::problem::Problem;

/// The most bytes of a message.
const MOST_MESSAGE: usize = 4 * 1024;

/// All files of a policy.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Draft, examples(example))]
pub(super) struct DraftJson {
    /// The path of the main file, one of `files`.
    main: String,
    /// The texts, by their paths below the folder that holds the policy's.
    files: BTreeMap<String, String>,
    /// What it is for.
    #[serde(default)]
    #[schema(max_length = 4096)]
    message: String,
}

/// A draft that is sound.
fn example() -> Value {
    let text = "policy checkout\nfacts { amount money in EUR }\nconnector stripe {}\nroute { otherwise -> stripe }\n";
    json!({"main": "checkout/checkout.way", "files": {"checkout/checkout.way": text}, "message": "all to stripe"})
}

/// A bundle, and what it is for.
pub(super) struct Draft {
    pub(super) bundle: Bundle,
    pub(super) message: String,
}

/// The draft in the body of a request.
pub(super) async fn read(app: &App, request: Request) -> Result<Draft, Problem> {
    let body = body::read(request.into_body(), &app.settings, app.settings.policy_limit).await?;
    let DraftJson { main, files, message } = body::parse(&body)?;
    if message.len() > MOST_MESSAGE {
        return Err(Problem::wrong_body(format!("`message` may have {MOST_MESSAGE} bytes")));
    }
    let bundle = Bundle::new(main, files).map_err(|error| Problem::wrong_body(error.to_string()))?;
    Ok(Draft { bundle, message })
}
