//! Text to tree: the lexer, the repair of brackets, and the grammar.

pub use lexer::{Lexed, lex};
pub(crate) use lexer::{TYPES, is_name};
pub use parser::{MAX_BYTES, parse};

mod braces;
mod brackets;
mod context;
mod facts;
mod lexer;
mod message;
mod parser;
mod table;
mod token;

pub use token::Token;
