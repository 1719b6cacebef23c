//! Reads a text up to a place and tells in which braces it stands, and what of its line was written before.

use crate::diagnostic::Diagnostics;
use crate::hir::StageKind;
use crate::ide::names::stage_kind;
use crate::source::{FileId, Span};
use crate::syntax::{self, Token};

/// A token with its text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'t> {
    pub(super) token: Token,
    pub(super) text: &'t str,
    span: Span,
}

/// What a pair of brackets holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frame {
    /// The file itself.
    File,
    Facts,
    Connector,
    Rates,
    /// A stage, or a block in one.
    Stage(StageKind),
    Table(StageKind),
    /// The connectors of a split or of the best of several.
    Plan,
    /// Values in brackets.
    Set,
    /// A part of a condition in parentheses, or the spellings of a value.
    Parentheses,
}

/// What stands before a place.
#[derive(Debug)]
pub(super) struct Scanned<'t> {
    /// The innermost brackets around it.
    pub(super) frame: Frame,
    /// The stage around it.
    pub(super) stage: Option<StageKind>,
    /// What was begun before the place and is not ended.
    pub(super) line: Vec<Word<'t>>,
    /// The columns of the table around it.
    pub(super) columns: Vec<&'t str>,
    /// Whether nothing stands before it on its line.
    pub(super) new_line: bool,
}

struct Open {
    frame: Frame,
    stage: Option<StageKind>,
    /// The first token of what was begun last within it.
    begun: usize,
    /// Whether a brace opens it.
    brace: bool,
}

/// Reads `text`, which ends at the place; nothing if the place lies in a comment or a string.
pub(super) fn scan(file: FileId, text: &str) -> Option<Scanned<'_>> {
    if is_shielded(text.rsplit('\n').next().unwrap_or_default()) {
        return None;
    }
    let lexed = syntax::lex(file, text, &mut Diagnostics::default());
    let word =
        |(token, span): (Token, Span)| Word { token, text: text.get(span.range()).unwrap_or_default(), span };
    let words: Vec<Word<'_>> = lexed.tokens.into_iter().map(word).collect();
    let last = words.last();
    let mut scan = Scan { words: &words, text, open: vec![root(0)], columns: vec![] };
    (0..words.len()).for_each(|at| scan.step(at));
    let behind = text.get(last.map_or(0, |last| last.span.end as usize)..);
    let top = scan.open.last()?;
    let statement = scan.open.iter().rev().find(|open| !goes_on(open.frame))?;
    Some(Scanned {
        frame: top.frame,
        stage: top.stage,
        line: words.get(statement.begun..).unwrap_or_default().to_vec(),
        columns: scan.columns,
        new_line: behind.is_some_and(|gap| gap.contains('\n')),
    })
}

fn root(begun: usize) -> Open {
    Open { frame: Frame::File, stage: None, begun, brace: false }
}

/// Whether what stands in such brackets goes on with what was begun before them.
fn goes_on(frame: Frame) -> bool {
    matches!(frame, Frame::Set | Frame::Parentheses | Frame::Plan)
}

/// Whether a line ends in a comment, or in a string that is not closed.
fn is_shielded(line: &str) -> bool {
    let (mut quoted, mut escaped) = (false, false);
    for character in line.chars() {
        match character {
            '#' if !quoted => return true,
            '"' if !escaped => quoted = !quoted,
            _ => {}
        }
        escaped = quoted && character == '\\' && !escaped;
    }
    quoted
}

fn begins_line(token: Token) -> bool {
    matches!(token, Token::Rule | Token::LineWhen | Token::Otherwise | Token::Table)
}

struct Scan<'s, 't> {
    words: &'s [Word<'t>],
    text: &'t str,
    open: Vec<Open>,
    columns: Vec<&'t str>,
}

impl Scan<'_, '_> {
    fn step(&mut self, at: usize) {
        let Some(word) = self.words.get(at) else { return };
        let starts_line = self
            .text
            .get(..word.span.start as usize)
            .is_none_or(|before| before.is_empty() || before.ends_with('\n'));
        // What begins at the very beginning of a line belongs to the file: braces before it were never closed.
        if starts_line && word.token.begins_something() && !begins_line(word.token) {
            self.open = vec![root(at)];
        }
        match word.token {
            Token::OpenBrace => self.open_brace(at),
            Token::OpenBracket => self.push(Frame::Set, at),
            Token::OpenParen => self.push(Frame::Parentheses, at),
            Token::CloseBrace => self.close_brace(at),
            Token::CloseBracket | Token::CloseParen => {
                if self.open.last().is_some_and(|open| !open.brace && open.frame != Frame::File) {
                    self.open.pop();
                }
            }
            token => self.begin(at, token),
        }
    }

    /// Notes that something begins, so that what stands before it does not count.
    fn begin(&mut self, at: usize, token: Token) {
        let Some(open) = self.open.last_mut() else { return };
        let first = self.words.get(open.begun..at).and_then(|line| line.first()).map(|word| word.token);
        let begins = match open.frame {
            Frame::File => {
                let goes_on = matches!(first, Some(Token::Let | Token::Invariant));
                let named = token == Token::Connector
                    || stage_kind(self.words.get(at).map_or("", |word| word.text)).is_some();
                token.begins_something() && !begins_line(token) && !(goes_on && named)
            }
            Frame::Stage(_) => begins_line(token) || token == Token::When && first.is_none(),
            Frame::Facts => token == Token::LineName,
            Frame::Connector => matches!(token, Token::Serves | Token::Fee),
            Frame::Table(_) => token == Token::Head || token == Token::Row,
            Frame::Rates | Frame::Plan | Frame::Set | Frame::Parentheses => false,
        };
        if begins {
            open.begun = at;
        }
        if matches!(open.frame, Frame::Table(_)) {
            self.column(at, token);
        }
    }

    /// Notes the name of a column.
    fn column(&mut self, at: usize, token: Token) {
        let line = self.open.last().and_then(|open| self.words.get(open.begun..at)).unwrap_or_default();
        let in_head = line.first().is_some_and(|first| first.token == Token::Head);
        if token == Token::Head {
            self.columns.clear();
        } else if in_head && !line.iter().any(|word| word.token == Token::Arrow) && token != Token::Bar {
            self.columns.extend(self.words.get(at).filter(|_| token != Token::Arrow).map(|word| word.text));
        }
    }

    fn push(&mut self, frame: Frame, at: usize) {
        let stage = self.open.last().and_then(|open| open.stage);
        self.open.push(Open { frame, stage, begun: at + 1, brace: false });
    }

    fn open_brace(&mut self, at: usize) {
        let Some(outer) = self.open.last() else { return };
        let line = self.words.get(outer.begun..at).unwrap_or_default();
        let behind = line.iter().rev().nth(2).map(|word| word.token);
        let stage = line.first().and_then(|first| stage_kind(first.text));
        let (frame, stage) = match (behind, line.first().map(|word| word.token)) {
            (Some(Token::Split | Token::Best), _) => (Frame::Plan, outer.stage),
            (_, Some(Token::Facts)) => (Frame::Facts, None),
            (_, Some(Token::Connector)) => (Frame::Connector, None),
            (_, Some(Token::Rates)) => (Frame::Rates, None),
            (_, Some(Token::Table)) => {
                self.columns.clear();
                (Frame::Table(outer.stage.unwrap_or(StageKind::Route)), outer.stage)
            }
            _ => match (stage, outer.stage) {
                (Some(kind), None) => (Frame::Stage(kind), stage),
                _ => (outer.frame, outer.stage),
            },
        };
        self.open.push(Open { frame, stage, begun: at + 1, brace: true });
    }

    fn close_brace(&mut self, at: usize) {
        while self.open.len() > 1 {
            let Some(closed) = self.open.pop() else { return };
            if closed.brace {
                if let (false, Some(outer)) = (goes_on(closed.frame), self.open.last_mut()) {
                    outer.begun = at + 1;
                }
                return;
            }
        }
    }
}
