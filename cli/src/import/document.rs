//! Documents in JSON, read with the path of whatever is wrong with them.

use anyhow::{Context as _, anyhow};
use serde::de::DeserializeOwned;

/// A document, and the paths of the members that nothing reads.
#[derive(Debug)]
pub(super) struct Document<T> {
    pub(super) content: T,
    pub(super) unread: Vec<String>,
}

/// Reads `json` as a `what`; members whose names are among `harmless` say nothing that a policy could mean.
pub(super) fn read<T: DeserializeOwned>(
    json: &[u8],
    what: &str,
    harmless: &[&str],
) -> anyhow::Result<Document<T>> {
    let mut unread = vec![];
    let mut track = serde_path_to_error::Track::new();
    let mut source = serde_json::Deserializer::from_slice(json);
    let tracked = serde_path_to_error::Deserializer::new(&mut source, &mut track);
    let mut pass_over = |path: serde_ignored::Path<'_>| {
        let path = path.to_string();
        let name = path.rsplit('.').next().unwrap_or_default();
        if !harmless.contains(&name) {
            unread.push(path);
        }
    };
    let content = serde_ignored::deserialize(tracked, &mut pass_over).map_err(|error| {
        let path = track.path().to_string();
        let place = if path == "." { "the top".to_owned() } else { format!("`{path}`") };
        anyhow!("{place}: {error}").context(format!("this is not {what}"))
    })?;
    source.end().with_context(|| format!("this is not {what}: something stands behind its end"))?;
    Ok(Document { content, unread })
}
