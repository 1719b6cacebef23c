//! What means something in some places only: `|`, `-` and the ends of lines in a table, `:` behind a `list` and in an
//! `invariant`, and words that begin something at the top of a file and are names elsewhere.

use crate::syntax::token::Token;

/// Where in a file the lexer is.
#[derive(Debug, Default)]
pub(super) struct Context {
    colon: bool,
    /// Whether an invariant is being read, which names a stage.
    invariant: bool,
    table: Table,
    /// Whether a line of the table was begun.
    begun: bool,
}

/// Whether a table is being read.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum Table {
    #[default]
    Outside,
    /// Behind the word `table`, before its brace.
    Named,
    /// Within that many braces of it.
    Inside(u32),
}

impl Context {
    /// Takes the next token, and gives the beginning of a line of a table if one begins with it.
    pub(super) fn step(&mut self, token: Token, first_on_line: bool) -> Option<Token> {
        if token.begins_something() && (first_on_line || token == Token::Table) {
            // A table that is not closed ends where something else begins.
            self.table = Table::Outside;
            self.colon = false;
            self.invariant = false;
        }
        let line = match self.begun {
            _ if self.table != Table::Inside(1) || token == Token::CloseBrace => None,
            false => Some(Token::Head),
            true => first_on_line.then_some(Token::Row),
        };
        self.begun |= line.is_some();
        match (token, self.table) {
            (Token::List, _) => self.colon = true,
            (Token::Invariant, _) => (self.colon, self.invariant) = (true, true),
            (Token::Table, _) => self.table = Table::Named,
            (Token::OpenBrace, Table::Named) => {
                self.table = Table::Inside(1);
                self.begun = false;
            }
            (Token::OpenBrace, Table::Inside(depth)) => self.table = Table::Inside(depth + 1),
            (Token::CloseBrace, Table::Inside(1)) => self.table = Table::Outside,
            (Token::CloseBrace, Table::Inside(depth)) => self.table = Table::Inside(depth - 1),
            _ => {}
        }
        line
    }

    /// What a token is at this place; `next` is the word behind it.
    pub(super) fn meaning(&mut self, token: Token, next: &str) -> Token {
        match (token, self.table) {
            (Token::Screen | Token::Authenticate | Token::Route | Token::Retry, _)
                if self.in_table() || self.invariant =>
            {
                Token::Name
            }
            (Token::Connector, _) if self.in_table() || matches!(next, "is" | "in" | "not") => Token::Name,
            (Token::Colon, _) if !std::mem::take(&mut self.colon) => Token::Needless,
            (Token::Bar, Table::Outside | Table::Named) => Token::Bars,
            (Token::Dash, Table::Outside | Table::Named) => Token::Needless,
            _ => token,
        }
    }

    /// Whether the lines of a table are being read.
    pub(super) fn in_table(&self) -> bool {
        matches!(self.table, Table::Inside(_))
    }
}
