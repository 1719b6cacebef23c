//! "Did you mean": the known name that is closest to an unknown one.

/// The name among `known` that `name` was probably meant to be.
///
/// Close means one slip for up to five letters, two for up to eight, and three beyond: a letter too much, too few,
/// wrong, or two in the wrong order. Upper and lower case do not count.
pub(crate) fn closest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    let slips = match wanted.chars().count() {
        0..=5 => 1,
        6..=8 => 2,
        _ => 3,
    };
    let distance = |other: &str| strsim::osa_distance(&wanted, &other.to_lowercase());
    known
        .into_iter()
        .map(|other| (distance(other), other))
        .filter(|&(distance, other)| distance <= slips && distance < other.chars().count())
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, other)| other)
}

/// Names to read in a sentence: `` `a`, `b` or `c` ``, the first `most` of them.
pub(crate) fn list<'a>(names: impl IntoIterator<Item = &'a str>, most: usize) -> String {
    let all: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match all.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) if all.len() <= most => format!("{} or {last}", rest.join(", ")),
        Some(_) => format!(
            "{} and {} more",
            all.iter().take(most).cloned().collect::<Vec<_>>().join(", "),
            all.len() - most
        ),
    }
}
