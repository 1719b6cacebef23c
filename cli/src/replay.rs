//! The command that decides a payment again, to be pasted into a shell.

/// Decides a payment, given in the notation of cases, with the policy at `path`.
pub(crate) fn command(path: &str, payment: &str) -> String {
    format!("waypost decide {} --payment {}", word(path), quoted(payment))
}

/// A word of a shell: as it is if nothing in it means something to a shell.
fn word(text: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "/._-".contains(letter);
    if !text.is_empty() && text.chars().all(is_plain) { text.to_owned() } else { quoted(text) }
}

/// A text in single quotes. One within ends them, stands alone, and begins new ones.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
