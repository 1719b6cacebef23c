//! What may stand at some point of a policy, in the words of the language.

mod by_place;
mod by_word;

use crate::syntax::message::Around;
use crate::syntax::token::Token;

/// A point of a policy: how to recognise it, what can stand there, and how that reads.
struct Expectation {
    /// The token before is one of these, or any if there are none.
    after: &'static [Token],
    /// All of these are expected.
    all: &'static [&'static str],
    /// None of these is.
    none: &'static [&'static str],
    what: &'static str,
    help: &'static str,
}

/// What can stand at a fault where these tokens are expected, and how it reads.
pub(super) fn find(around: &Around<'_>, expected: &[&str]) -> (String, &'static str) {
    let fits = |known: &&Expectation| {
        let after = around.previous().is_some_and(|token| known.after.contains(&token));
        (known.after.is_empty() || after)
            && known.all.iter().all(|token| expected.contains(token))
            && !known.none.iter().any(|token| expected.contains(token))
    };
    let colon = expected.contains(&":");
    match (around.item(), around.is_behind_colon()) {
        (Some(Token::List), false) if colon => {
            return ("`:` and the type of the values".to_owned(), by_word::LIST);
        }
        (Some(Token::Invariant), false) if colon => {
            let help = match (around.previous(), around.found()) {
                (Some(Token::Date), _) => by_word::DAYS,
                (_, Some(Token::Effective | Token::From | Token::Until)) => by_word::DATED,
                _ => by_word::INVARIANT,
            };
            return ("`:` and what is claimed".to_owned(), help);
        }
        (Some(Token::Invariant), true) => {
            return ("a stage and what is claimed of it".to_owned(), by_word::INVARIANT);
        }
        _ => {}
    }
    match by_word::ALL.iter().chain(by_place::ALL).find(fits) {
        Some(known) => (known.what.to_owned(), known.help),
        None => (choices(expected), "put in what is missing, or leave out what is too much"),
    }
}

/// The expected tokens as a list to read.
fn choices(expected: &[&str]) -> String {
    let words: Vec<String> = expected
        .iter()
        .filter(|token| !token.starts_with("line "))
        .map(|token| match *token {
            "name" | "text" | "number" | "date" | "percent" | "duration" => format!("a {token}"),
            "code" => "a currency or country code".to_owned(),
            token => format!("`{token}`"),
        })
        .collect();
    match words.split_last() {
        None => "nothing more".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}
