//! Names of Way for what other products call otherwise.

/// Words that are never names.
const WORDS: [&str; 37] = [
    "policy",
    "import",
    "facts",
    "connector",
    "let",
    "rates",
    "screen",
    "authenticate",
    "route",
    "rule",
    "when",
    "otherwise",
    "and",
    "or",
    "not",
    "is",
    "in",
    "absent",
    "present",
    "optional",
    "private",
    "only",
    "of",
    "to",
    "starts",
    "ends",
    "contains",
    "list",
    "retry",
    "invariant",
    "table",
    "split",
    "best",
    "signals",
    "attempt",
    "decline",
    "true",
];

/// `text` as a name: `AmericanExpress` is `american_express`, `order-type` is `order_type`.
pub(crate) fn normalise(text: &str) -> String {
    let name = words(text);
    if WORDS.contains(&name.as_str()) { format!("{name}_") } else { name }
}

/// A path such as `customer.firstOrder` as the name of a fact: `customer.first_order`.
pub(crate) fn fact(path: &str) -> String {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let rest = rest.split('.').filter(|part| !part.is_empty()).map(words);
    [normalise(first)].into_iter().chain(rest).collect::<Vec<_>>().join(".")
}

/// Whether `text` is a name as it stands.
pub(crate) fn is_name(text: &str) -> bool {
    normalise(text) == text
}

/// `wanted`, or with the first number from 2 that makes it free.
pub(crate) fn unique(wanted: String, taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|number: u32| format!("{wanted}_{number}"));
    let found = std::iter::once(wanted.clone()).chain(numbered).find(|name| !taken(name));
    found.unwrap_or(wanted)
}

/// Lower-case words joined by `_`, of which there is at least one.
fn words(text: &str) -> String {
    let mut name = String::new();
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let starts_word = c.is_ascii_uppercase()
            && (before.is_ascii_lowercase()
                || before.is_ascii_digit()
                || (before.is_ascii_uppercase() && chars.peek().is_some_and(char::is_ascii_lowercase)));
        let joins = !c.is_ascii_alphanumeric() || starts_word;
        if joins && !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
        if c.is_ascii_alphanumeric() {
            name.push(c.to_ascii_lowercase());
        }
        before = c;
    }
    let name = name.trim_end_matches('_');
    match name.chars().next() {
        None => "unnamed".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("_{name}"),
        Some(_) => name.to_owned(),
    }
}
