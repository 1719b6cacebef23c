//! Conditions as text in the languages that look like C: CEL, Cedar and wirefilter differ in little but the names of
//! fields and how a list is written.

use std::fmt::Write as _;

use crate::rule::When;

/// What a language writes otherwise than others.
pub struct Dialect {
    /// What stands before a condition in brackets to turn it around.
    pub not: &'static str,
    /// The name of a field.
    pub field: fn(&str) -> String,
    /// That a field has one of several texts.
    pub one_of: fn(&str, &[String]) -> String,
    /// That a field has a number in one of these ranges.
    pub within: fn(&str, &[(i64, i64)]) -> String,
}

impl Dialect {
    /// Writes a condition.
    pub fn write(&self, when: &When) -> String {
        let mut text = String::new();
        self.append(when, &mut text);
        text
    }

    fn append(&self, when: &When, text: &mut String) {
        let field = self.field;
        match when {
            When::All(parts) => self.join(parts, " && ", text),
            When::Any(parts) => self.join(parts, " || ", text),
            When::Not(inner) => {
                text.push_str(self.not);
                self.join(std::slice::from_ref(&**inner), "", text);
            }
            When::Is(name, texts) => match texts.as_slice() {
                [only] => write!(text, "{} == {only:?}", field(name)).expect("a string grows"),
                texts => text.push_str(&(self.one_of)(&field(name), texts)),
            },
            When::Within(name, ranges) => text.push_str(&(self.within)(&field(name), ranges)),
            When::True(name) => text.push_str(&field(name)),
        }
    }

    fn join(&self, parts: &[When], between: &str, text: &mut String) {
        text.push('(');
        for (place, part) in parts.iter().enumerate() {
            text.push_str(if place == 0 { "" } else { between });
            self.append(part, text);
        }
        text.push(')');
    }
}

/// A name without dots.
pub fn flat(name: &str) -> String {
    name.replace('.', "_")
}

/// Ranges as comparisons.
pub fn compared(field: &str, ranges: &[(i64, i64)]) -> String {
    let range = |(low, high): &(i64, i64)| format!("({field} >= {low} && {field} <= {high})");
    let all: Vec<String> = ranges.iter().map(range).collect();
    if all.len() == 1 { all.concat() } else { format!("({})", all.join(" || ")) }
}
