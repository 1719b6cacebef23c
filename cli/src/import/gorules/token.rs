//! The words and signs of a cell.

use std::fmt;

/// The greatest whole number of Way.
const MOST: i64 = waypost_dsl::hir::Type::WHOLE_MAX;

/// A word or a sign of the ZEN expression language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Text(String),
    /// A whole number.
    Number(i64),
    Word(String),
    Sign(&'static str),
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Word(word) => f.write_str(word),
            Self::Sign(sign) => f.write_str(sign),
        }
    }
}

/// The longer before those that they begin with.
const SIGNS: [&str; 13] = ["==", "!=", ">=", "<=", "..", ">", "<", ",", "[", "]", "(", ")", "$"];

/// The tokens of `cell`.
pub(super) fn tokens(cell: &str) -> Result<Vec<Token>, String> {
    let mut rest = cell.trim_start();
    let mut tokens = vec![];
    while let Some(first) = rest.chars().next() {
        let (token, behind) = match first {
            '"' | '\'' => text(rest, first)?,
            '-' | '0'..='9' => number(rest)?,
            'a'..='z' | 'A'..='Z' | '_' => word(rest),
            _ => {
                let sign = SIGNS.iter().find_map(|sign| Some((*sign, rest.strip_prefix(sign)?)));
                let (sign, behind) = sign.ok_or_else(|| format!("`{first}` is not understood there"))?;
                (Token::Sign(sign), behind)
            }
        };
        tokens.push(token);
        rest = behind.trim_start();
    }
    Ok(tokens)
}

/// ZEN knows no escapes in its strings.
fn text(rest: &str, quote: char) -> Result<(Token, &str), String> {
    let inner = rest.strip_prefix(quote).and_then(|inner| inner.split_once(quote));
    let (text, behind) = inner.ok_or_else(|| "a text without its closing quote".to_owned())?;
    Ok((Token::Text(text.to_owned()), behind))
}

fn word(rest: &str) -> (Token, &str) {
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.'));
    let (word, behind) = rest.split_at_checked(end.unwrap_or(rest.len())).unwrap_or((rest, ""));
    (Token::Word(word.to_owned()), behind)
}

fn number(rest: &str) -> Result<(Token, &str), String> {
    let unsigned = rest.strip_prefix('-').unwrap_or(rest);
    let sign_len = rest.len() - unsigned.len();
    let is_digit = |c: char| c.is_ascii_digit() || c == '_';
    let digits_len = unsigned.find(|c| !is_digit(c)).unwrap_or(unsigned.len());
    let (digits, behind) = rest.split_at_checked(sign_len + digits_len).unwrap_or((rest, ""));
    let part = behind.strip_prefix('.').filter(|part| part.starts_with(|c: char| c.is_ascii_digit()));
    if let Some(part) = part {
        let part: String = part.chars().take_while(|c| is_digit(*c)).collect();
        return Err(format!("`{digits}.{part}`, which is no whole number"));
    }
    let number: Option<i64> = digits.replace('_', "").parse().ok();
    match number.filter(|number| (-MOST..=MOST).contains(number)) {
        Some(number) => Ok((Token::Number(number), behind)),
        None => Err(format!("`{digits}`, which is no number of Way")),
    }
}
