//! Braces that stand where none can, or lack where one must: sorted out before the grammar reads the tokens, so that
//! they do not end a stage in its middle.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{SourceFile, Span};
use crate::syntax::token::Token;

type Tokens = Vec<(Token, Span)>;

/// Puts in the `{` of stages and blocks that lack it, as far as there is a `}` too many.
pub(super) fn put_in_missing(file: &SourceFile, tokens: Tokens, diagnostics: &mut Diagnostics) -> Tokens {
    let count = |wanted: Token| tokens.iter().filter(|(token, _)| *token == wanted).count();
    let mut missing = count(Token::CloseBrace).saturating_sub(count(Token::OpenBrace));
    if missing == 0 {
        return tokens;
    }
    let line = |span: Span| file.line_column(span.start).0;
    let mut out = Tokens::with_capacity(tokens.len() + missing);
    let mut in_block_head = false;
    for (place, &(token, span)) in tokens.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|before| tokens.get(before));
        if let Some(&(previous, before)) = before
            && missing > 0
            && line(before) < line(span)
            && token != Token::OpenBrace
            && (heads_braces(previous) || (in_block_head && token == Token::Rule))
        {
            let fault =
                Diagnostic::new(Code::Syntax, before.after(), "expected `{`, found the end of the line")
                    .help("put in the `{`; a `}` ends what it begins")
                    .fix(before.after(), " {");
            diagnostics.add(fault);
            out.push((Token::OpenBrace, before.after()));
            missing -= 1;
        }
        in_block_head = match token {
            Token::LineWhen => true,
            Token::OpenBrace | Token::Arrow | Token::Rule | Token::Otherwise => false,
            _ => in_block_head,
        };
        out.push((token, span));
    }
    out
}

fn heads_braces(token: Token) -> bool {
    matches!(token, Token::Facts | Token::Screen | Token::Authenticate | Token::Route | Token::Retry)
}

/// Takes out what stands in braces within a rule, but behind `split` and `best`; all brackets are in pairs.
pub(super) fn take_out_odd(tokens: &Tokens, diagnostics: &mut Diagnostics) -> Tokens {
    let mut out = Tokens::with_capacity(tokens.len());
    let mut rule = Rule::Outside;
    let mut place = 0;
    while let Some(&(token, span)) = tokens.get(place) {
        rule = rule.next(token);
        match (token, rule) {
            (Token::Split | Token::Best, Rule::Candidate) if !is_candidate(tokens, place) => {
                let end = candidate_end(tokens, place);
                let last = tokens.get(end.saturating_sub(1)).map_or(span, |(_, last)| *last);
                diagnostics.add(odd_candidate(token, span.to(last)));
                out.push((Token::Lost, span.to(last)));
                rule = Rule::Outcome;
                place = end;
                continue;
            }
            (Token::OpenBrace, Rule::Candidate) => {
                let end = pair_end(tokens, place);
                out.extend(tokens.get(place..end).unwrap_or_default());
                rule = Rule::Outcome;
                place = end;
                continue;
            }
            (Token::OpenBrace, Rule::Condition | Rule::Outcome) => {
                let end = pair_end(tokens, place);
                if out.last().is_some_and(|(token, _)| *token == Token::In) {
                    diagnostics.add(list_in_braces(span));
                    out.push((Token::OpenBracket, span));
                    out.extend(tokens.get(place + 1..end.saturating_sub(1)).unwrap_or_default());
                    out.extend(tokens.get(end - 1).map(|(_, span)| (Token::CloseBracket, *span)));
                } else {
                    diagnostics.add(braces_in_rule(span));
                }
                place = end;
                continue;
            }
            _ => out.push((token, span)),
        }
        place += 1;
    }
    out
}

/// How far a rule has been read.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Rule {
    /// Not in a rule, or in the head of a block.
    Outside,
    /// Behind `rule`, before a condition.
    Name,
    /// Behind `when`.
    Condition,
    /// Behind the arrow.
    Outcome,
    /// Behind `split` or `best`.
    Candidate,
}

impl Rule {
    fn next(self, token: Token) -> Self {
        match (self, token) {
            (_, Token::Rule) => Self::Name,
            (Self::Name, Token::When | Token::LineWhen) => Self::Condition,
            (_, Token::LineWhen | Token::CloseBrace | Token::Table)
            | (Self::Outcome | Self::Candidate, Token::When) => Self::Outside,
            (_, Token::Otherwise) | (Self::Name | Self::Condition, Token::Arrow) => Self::Outcome,
            (Self::Outcome, Token::Split | Token::Best) => Self::Candidate,
            _ => self,
        }
    }
}

/// The place behind the counterpart of the brace at `start`.
fn pair_end(tokens: &Tokens, start: usize) -> usize {
    let mut depth = 0_usize;
    for (place, (token, _)) in tokens.iter().enumerate().skip(start) {
        match token {
            Token::OpenBrace => depth += 1,
            Token::CloseBrace => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return place + 1;
        }
    }
    tokens.len()
}

/// Whether `by`, a name and a brace follow a `split` or a `best`.
fn is_candidate(tokens: &Tokens, place: usize) -> bool {
    let next = |steps: usize| tokens.get(place + steps).map(|(token, _)| *token);
    next(1) == Some(Token::By) && next(3) == Some(Token::OpenBrace)
}

/// The place behind a `split` or a `best` that does not go on as it should: behind its braces, or where the outcome ends.
fn candidate_end(tokens: &Tokens, start: usize) -> usize {
    for (place, &(token, _)) in tokens.iter().enumerate().skip(start + 1) {
        match token {
            Token::OpenBrace => return pair_end(tokens, place),
            Token::CloseBrace | Token::Row => return place,
            token if token.begins_something() => return place,
            _ => {}
        }
    }
    tokens.len()
}

fn odd_candidate(token: Token, span: Span) -> Diagnostic {
    let (word, form) = match token {
        Token::Split => ("split", "split by customer.id { stripe 70%, adyen 30% }"),
        _ => ("best", "best by success_rate { stripe, adyen }"),
    };
    Diagnostic::new(Code::Syntax, span, format!("`{word}` does not go on like this"))
        .help(format!("it reads `{form}`"))
}

fn list_in_braces(span: Span) -> Diagnostic {
    Diagnostic::new(Code::Syntax, span, "a list stands in brackets, not in braces").help("write `[DE, FR]`")
}

fn braces_in_rule(span: Span) -> Diagnostic {
    Diagnostic::new(Code::Syntax, span, "a rule holds nothing in braces")
        .help("a rule reads `rule \"name\" when CONDITION -> OUTCOME`; a condition for several rules is a block: `when CONDITION { … }`")
}
