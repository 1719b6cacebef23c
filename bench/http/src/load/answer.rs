//! An answer, as far as it matters here: whether it is a decision, and by which policy.

/// An answer.
pub(crate) struct Answer<'a> {
    /// Whether the status is 200, and the digest of the body is that of the head.
    pub(crate) is_good: bool,
    /// The digest in the head; a bare server names none.
    pub(crate) digest: Option<&'a str>,
}

impl<'a> Answer<'a> {
    /// The answer that these bytes hold, if they are all of it.
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Self> {
        let text = str::from_utf8(bytes).ok()?;
        let (head, body) = text.split_once("\r\n\r\n")?;
        let length: usize = header(head, "content-length")?.parse().ok()?;
        if body.len() < length {
            return None;
        }
        let digest = header(head, "waypost-digest");
        let is_same = digest.is_none_or(|digest| body.contains(digest));
        Some(Self { is_good: head.starts_with("HTTP/1.1 200 ") && is_same, digest })
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut headers = head.split("\r\n").filter_map(|line| line.split_once(": "));
    headers.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}
