//! Braces, brackets and parentheses are put in balance before the grammar reads the tokens, so that one that is
//! missing costs one diagnostic and not the rest of the file.
//!
//! Which one is missing is guessed as a reader would: by the words that only begin a line at the top of a file, and
//! by indentation.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{SourceFile, Span};
use crate::syntax::token::Token;

/// How deep conditions and blocks may nest; deeper ones could overflow the stack of what walks them.
pub(super) const MAX_DEPTH: usize = 64;

/// An open bracket that waits for its counterpart.
struct Open {
    token: Token,
    span: Span,
    /// The column of the first token on its line.
    indent: usize,
}

/// The tokens with every bracket in a pair, or nothing if they nest too deep to be read.
pub(super) fn balance(
    file: &SourceFile,
    tokens: Vec<(Token, Span)>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<(Token, Span)>> {
    if let Some(span) = too_deep(&tokens) {
        diagnostics.add(
            Diagnostic::new(Code::TooDeep, span, format!("this is nested more than {MAX_DEPTH} deep"))
                .help("give a part of it a name with `let` and use the name"),
        );
        return None;
    }
    if is_balanced(&tokens) {
        return Some(tokens);
    }
    let mut repair = Repair { file, open: vec![], out: Vec::with_capacity(tokens.len() + 1), diagnostics };
    for (place, &(token, span)) in tokens.iter().enumerate() {
        repair.step(token, span, tokens.get(place + 1..).unwrap_or_default());
    }
    repair.close_all();
    Some(repair.out)
}

/// The place where brackets and `not`s go too deep.
fn too_deep(tokens: &[(Token, Span)]) -> Option<Span> {
    let (mut depth, mut nots) = (0_usize, 0_usize);
    tokens.iter().find_map(|&(token, span)| {
        nots = if token == Token::Not { nots + 1 } else { 0 };
        match token {
            Token::OpenBrace | Token::OpenBracket | Token::OpenParen => depth += 1,
            Token::CloseBrace | Token::CloseBracket | Token::CloseParen => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth > MAX_DEPTH || nots > MAX_DEPTH).then_some(span)
    })
}

/// Whether every bracket has its counterpart and everything that only stands at the top does.
fn is_balanced(tokens: &[(Token, Span)]) -> bool {
    let mut open = vec![];
    for (place, &(token, _)) in tokens.iter().enumerate() {
        let rest = tokens.get(place + 1..).unwrap_or_default();
        match token {
            Token::OpenBrace | Token::OpenBracket | Token::OpenParen => open.push(token),
            Token::CloseBrace | Token::CloseBracket | Token::CloseParen => match open.pop() {
                Some(opening) if closing(opening) == token => {}
                _ => return false,
            },
            token if begins_item(token, rest) && !open.is_empty() => return false,
            _ => {}
        }
    }
    open.is_empty()
}

fn closing(opening: Token) -> Token {
    match opening {
        Token::OpenBracket => Token::CloseBracket,
        Token::OpenParen => Token::CloseParen,
        _ => Token::CloseBrace,
    }
}

/// Whether this can only be the beginning of something at the top of a file.
fn begins_item(token: Token, rest: &[(Token, Span)]) -> bool {
    let next = |place: usize| rest.get(place).map(|(token, _)| *token);
    match (token, next(0)) {
        (
            Token::Facts | Token::Screen | Token::Authenticate | Token::Route | Token::Retry,
            Some(Token::OpenBrace),
        )
        | (Token::Rates, Some(Token::Date))
        | (Token::Invariant | Token::Import, Some(Token::Text)) => true,
        (Token::Connector, Some(Token::Name)) => next(1) == Some(Token::OpenBrace),
        (Token::Let, Some(Token::Name)) => next(1) == Some(Token::Equals),
        (Token::List, Some(Token::Name)) => next(1) == Some(Token::Colon),
        _ => false,
    }
}

/// Goes through the tokens and puts in or leaves out what is odd.
struct Repair<'a> {
    file: &'a SourceFile,
    open: Vec<Open>,
    out: Vec<(Token, Span)>,
    diagnostics: &'a mut Diagnostics,
}

impl Repair<'_> {
    fn step(&mut self, token: Token, span: Span, rest: &[(Token, Span)]) {
        match token {
            Token::OpenBrace | Token::OpenBracket | Token::OpenParen => {
                if token == Token::OpenBrace {
                    self.close_inline();
                }
                self.open.push(Open { token, span, indent: self.indent(span) });
            }
            Token::CloseBracket | Token::CloseParen if self.mistaken(token, span) => return,
            Token::CloseBrace | Token::CloseBracket | Token::CloseParen if !self.close(token, span, rest) => {
                return;
            }
            Token::Rule | Token::LineWhen | Token::Otherwise | Token::Table => {
                self.close_outdented(token, span);
            }
            Token::Arrow => self.close_inline(),
            token if begins_item(token, rest) => self.close_all(),
            _ => {}
        }
        self.out.push((token, span));
    }

    /// Closes what the bracket at `span` closes; false if that is nothing.
    fn close(&mut self, token: Token, span: Span, rest: &[(Token, Span)]) -> bool {
        if token == Token::CloseBrace {
            self.close_inline();
        }
        let matching = self.open.iter().rposition(|open| closing(open.token) == token);
        let aligned = (token == Token::CloseBrace && self.is_first_on_line(span))
            .then(|| self.open.iter().rposition(|open| open.indent == self.indent(span)))
            .flatten();
        let deeper = token == Token::CloseBrace
            && self.is_first_on_line(span)
            && self.open.last().is_some_and(|open| self.indent(span) > open.indent);
        // A rule cannot follow the end of a stage, so this is not its end.
        let within =
            matches!(rest, [(Token::Rule | Token::LineWhen | Token::Otherwise | Token::Table, _), ..]);
        let place = aligned.or(matching.filter(|_| !deeper)).filter(|place| *place > 0 || !within);
        let Some(place) = place else {
            self.diagnostics.add(stray(self.file, span));
            return false;
        };
        while self.open.len() > place + 1 {
            self.close_innermost();
        }
        self.open.pop();
        true
    }

    /// Whether the sign closes a bracket of the other kind; puts the right one in its place.
    fn mistaken(&mut self, token: Token, span: Span) -> bool {
        let Some(open) = self.open.last() else { return false };
        let (meant, has_own) =
            (closing(open.token), self.open.iter().any(|open| closing(open.token) == token));
        if open.token == Token::OpenBrace || meant == token || has_own {
            return false;
        }
        self.diagnostics.add(mistaken(self.file, open, span));
        self.open.pop();
        self.out.push((meant, span));
        true
    }

    /// Brackets and parentheses never reach beyond the condition that they stand in.
    fn close_inline(&mut self) {
        while self.open.last().is_some_and(|open| open.token != Token::OpenBrace) {
            self.close_innermost();
        }
    }

    /// A line of a stage that is not indented more than the block around it stands outside of that block, and
    /// `otherwise` stands outside of all blocks.
    fn close_outdented(&mut self, token: Token, span: Span) {
        self.close_inline();
        let (first, indent) = (self.is_first_on_line(span), self.indent(span));
        let outside = |open: &Open| token == Token::Otherwise || (first && indent <= open.indent);
        while self.open.len() > 1 && self.open.last().is_some_and(outside) {
            self.close_innermost();
        }
    }

    fn close_all(&mut self) {
        while !self.open.is_empty() {
            self.close_innermost();
        }
    }

    /// Reports the innermost open bracket and puts its counterpart behind the last token.
    fn close_innermost(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let end = self.out.last().map_or(open.span, |&(_, span)| span).after();
        self.diagnostics.add(unclosed(self.file, &open, end));
        self.out.push((closing(open.token), end));
    }

    fn line(&self, span: Span) -> &str {
        let before = self.file.text.get(..span.start as usize).unwrap_or_default();
        before.rsplit('\n').next().unwrap_or_default()
    }

    fn is_first_on_line(&self, span: Span) -> bool {
        self.line(span).trim().is_empty()
    }

    /// How far the line of `span` is indented.
    fn indent(&self, span: Span) -> usize {
        let line = self.line(span);
        line.len() - line.trim_start().len()
    }
}

fn unclosed(file: &SourceFile, open: &Open, end: Span) -> Diagnostic {
    let (sign, counterpart) = (text(file, open.span), counterpart(open.token));
    Diagnostic::new(Code::UnclosedBracket, open.span, format!("this `{sign}` is never closed"))
        .label(end, format!("a `{counterpart}` is missing here, by the look of it"))
        .help(format!("put the `{counterpart}` where what it holds ends"))
        .fix(end, counterpart)
}

fn mistaken(file: &SourceFile, open: &Open, close: Span) -> Diagnostic {
    let (sign, found) = (text(file, open.span), text(file, close));
    let counterpart = counterpart(open.token);
    Diagnostic::new(Code::UnclosedBracket, open.span, format!("this `{sign}` is closed by a `{found}`"))
        .label(close, format!("a `{counterpart}` belongs here"))
        .help(format!("write `{counterpart}`"))
        .fix(close, counterpart)
}

fn stray(file: &SourceFile, span: Span) -> Diagnostic {
    let sign = text(file, span);
    Diagnostic::new(Code::StrayBracket, span, format!("this `{sign}` closes nothing"))
        .help("leave it out, or put in what it is meant to close above it")
        .fix(span, "")
}

fn text(file: &SourceFile, span: Span) -> &str {
    file.text.get(span.range()).unwrap_or_default()
}

fn counterpart(opening: Token) -> &'static str {
    match closing(opening) {
        Token::CloseBracket => "]",
        Token::CloseParen => ")",
        _ => "}",
    }
}
