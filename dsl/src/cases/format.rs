//! Lays a `.cases` file out: payments of a group begin in one column, what is expected stands below, indented.

use pest::iterators::Pair;

use crate::cases::notation::{self, Rule};
use crate::cases::read;
use crate::diagnostic::Diagnostics;
use crate::source::Sources;

/// One line as it is printed.
enum Row<'t> {
    Blank,
    Case { name: &'t str, payment: String, comment: Option<&'t str> },
    Expected { arrow: bool, words: String, comment: Option<&'t str> },
    Comment(&'t str),
}

/// The text laid out; nothing if there is something wrong with it.
pub fn format(text: &str) -> Option<String> {
    let mut diagnostics = Diagnostics::default();
    read("", text, &mut Sources::default(), &mut diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    let mut rows = vec![];
    for line in notation::read(Rule::file, text)?.into_inner() {
        if line.as_rule() == Rule::line {
            rows.extend(self::rows(line));
        }
    }
    let mut out = String::with_capacity(text.len());
    for group in rows.split(|row| matches!(row, Row::Blank)).filter(|group| !group.is_empty()) {
        if !out.is_empty() {
            out.push('\n');
        }
        print(group, &mut out);
    }
    Some(out)
}

/// The rows that a line becomes: what is expected goes to a row of its own.
fn rows(line: Pair<'_, Rule>) -> Vec<Row<'_>> {
    let (mut rows, mut comment) = (vec![], None);
    for part in line.into_inner() {
        match part.as_rule() {
            Rule::heading => {
                let mut parts = part.into_inner();
                let name = parts.next().map_or("", |name| name.as_str());
                let (expected, givens): (Vec<_>, Vec<_>) =
                    parts.partition(|part| part.as_rule() == Rule::expected);
                let payment = givens.into_iter().map(given).collect::<Vec<_>>().join(" ");
                rows.push(Row::Case { name, payment, comment: None });
                rows.extend(expected.into_iter().map(|part| Row::Expected {
                    arrow: true,
                    words: words(part),
                    comment: None,
                }));
            }
            Rule::expected => rows.push(Row::Expected { arrow: true, words: words(part), comment: None }),
            Rule::rest => rows.push(Row::Expected { arrow: false, words: words(part), comment: None }),
            Rule::comment => comment = Some(part.as_str().trim_end()),
            _ => {}
        }
    }
    match (rows.last_mut(), comment) {
        (None, Some(comment)) => rows.push(Row::Comment(comment)),
        (None, None) => rows.push(Row::Blank),
        (Some(Row::Case { comment, .. } | Row::Expected { comment, .. }), found) => *comment = found,
        (Some(_), _) => {}
    }
    rows
}

fn given(given: Pair<'_, Rule>) -> String {
    given
        .into_inner()
        .map(|part| match part.as_rule() {
            Rule::amount => part.into_inner().map(|part| part.as_str()).collect::<Vec<_>>().join(" "),
            _ => part.as_str().to_owned(),
        })
        .collect()
}

fn words(expected: Pair<'_, Rule>) -> String {
    let mut text = String::new();
    for part in expected.into_inner() {
        match part.as_rule() {
            Rule::arrow => continue,
            Rule::comma => {}
            _ if text.is_empty() => {}
            _ => text.push(' '),
        }
        text += part.as_str();
    }
    text
}

fn print(group: &[Row<'_>], out: &mut String) {
    let length = |row: &Row<'_>| match row {
        Row::Case { name, .. } => name.chars().count(),
        _ => 0,
    };
    let width = group.iter().map(length).max().unwrap_or(0);
    for (place, row) in group.iter().enumerate() {
        let (line, comment) = match row {
            Row::Case { name, payment, comment } => (format!("{name:width$}  {payment}"), *comment),
            Row::Expected { arrow, words, comment } => {
                (format!("{}{words}", if *arrow { "  => " } else { "     " }), *comment)
            }
            Row::Comment(text) => {
                let mut next = group.iter().skip(place).filter(|row| !matches!(row, Row::Comment(_)));
                let inside = matches!(next.next(), Some(Row::Expected { .. }));
                (format!("{}{text}", if inside { "  " } else { "" }), None)
            }
            Row::Blank => continue,
        };
        *out += line.trim_end();
        if let Some(comment) = comment {
            *out += "  ";
            *out += comment;
        }
        out.push('\n');
    }
}
