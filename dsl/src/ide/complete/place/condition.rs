//! What is expected within a condition or a set.

use crate::hir::StageKind;
use crate::ide::complete::place::Place;
use crate::ide::complete::scan::Word;
use crate::syntax::Token;

/// What is expected behind `line`, which holds what was written of the condition.
pub(super) fn condition<'t>(line: &[Word<'t>], stage: Option<StageKind>) -> Place<'t> {
    let Some((last, before)) = line.split_last() else { return Place::Test(stage) };
    let value = |words| subject(line).map_or(Place::SetItem, |fact| Place::Value(fact, words));
    match last.token {
        Token::Not => match before.last().map(|word| word.token) {
            Some(Token::Is) => value(&["in"]),
            Some(Token::Name | Token::LineName) => Place::Words(&["in"]),
            _ => Place::Test(stage),
        },
        Token::Is => value(&["not", "absent", "present"]),
        Token::In
        | Token::OpenBracket
        | Token::DotDot
        | Token::With
        | Token::Contains
        | Token::Less
        | Token::AtMost
        | Token::Greater
        | Token::AtLeast => value(&[]),
        Token::Comma if in_set(line) => value(&[]),
        Token::Comma => Place::Nothing,
        Token::Starts | Token::Ends => Place::Words(&["with"]),
        Token::Name | Token::LineName | Token::Connector if begins_test(before) => {
            Place::Behind(last.text, stage)
        }
        _ if leads(last.token) => Place::Test(stage),
        _ if in_set(line) => Place::Nothing,
        _ => Place::Words(if stage.is_some() { &["and", "or", "->"] } else { &["and", "or"] }),
    }
}

/// Whether there is a bracket that is not closed.
pub(super) fn in_set(line: &[Word<'_>]) -> bool {
    let count = |token: Token| line.iter().filter(|word| word.token == token).count();
    count(Token::OpenBracket) > count(Token::CloseBracket)
}

/// Whether a condition, or a part of one, follows.
fn leads(token: Token) -> bool {
    matches!(
        token,
        Token::And
            | Token::Or
            | Token::When
            | Token::LineWhen
            | Token::Serves
            | Token::OpenParen
            | Token::Equals
            | Token::Only
    )
}

/// Whether a name behind these words begins a test.
fn begins_test(before: &[Word<'_>]) -> bool {
    let token = |back: usize| before.iter().rev().nth(back).map(|word| word.token);
    match token(0) {
        Some(Token::Not) => token(1) != Some(Token::Is),
        before => before.is_none_or(leads),
    }
}

/// The fact that the last test of the line is about.
fn subject<'t>(line: &[Word<'t>]) -> Option<&'t str> {
    let begins = |at: usize, word: &Word<'_>| {
        matches!(word.token, Token::Name | Token::LineName | Token::Connector)
            && line.get(..at).is_some_and(begins_test)
    };
    let (_, word) = line.iter().enumerate().rfind(|(at, word)| begins(*at, word))?;
    Some(word.text)
}
