//! The words and signs of the language. A token holds no text: its span does.

use logos::{Lexer, Logos};

/// A word or sign.
#[expect(missing_docs, reason = "most of them are what their attribute spells")]
#[derive(Logos, Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[logos(skip r"[ \t\r\n\f\u{feff}\u{a0}\u{202f}\u{200b}]+")]
pub enum Token {
    /// A comment up to the end of its line.
    #[regex(r"#[^\n]*", allow_greedy = true)]
    Comment,

    // The words that begin something, and those that join conditions, are never names.
    #[token("policy")]
    Policy,
    #[token("import")]
    Import,
    #[token("facts")]
    Facts,
    #[token("connector")]
    Connector,
    #[token("let")]
    Let,
    #[token("rates")]
    Rates,
    #[token("screen")]
    Screen,
    #[token("authenticate")]
    Authenticate,
    #[token("route")]
    Route,
    #[token("retry")]
    Retry,
    #[token("list")]
    List,
    #[token("invariant")]
    Invariant,
    #[token("table")]
    Table,
    #[token("split")]
    Split,
    #[token("best")]
    Best,
    #[token("rule")]
    Rule,
    #[token("when")]
    When,
    /// `when` as the first word of its line, where reading can go on after a fault.
    LineWhen,
    #[token("otherwise")]
    Otherwise,
    #[token("and")]
    And,
    #[token("or")]
    Or,
    #[token("not")]
    Not,
    #[token("is")]
    Is,
    #[token("in")]
    In,
    #[token("absent")]
    Absent,
    #[token("present")]
    Present,
    #[token("optional")]
    Optional,
    #[token("private")]
    Private,
    #[token("only")]
    Only,

    // Words that mean something in one place and are names elsewhere.
    #[token("of")]
    Of,
    #[token("to")]
    To,
    #[token("per")]
    Per,
    #[token("by")]
    By,
    #[token("from")]
    From,
    #[token("column")]
    Column,
    #[token("effective")]
    Effective,
    #[token("until")]
    Until,
    #[token("serves")]
    Serves,
    #[token("fee")]
    Fee,
    #[token("starts")]
    Starts,
    #[token("ends")]
    Ends,
    #[token("with")]
    With,
    #[token("contains")]
    Contains,

    /// A name in lower case, with or without dots.
    #[regex(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*", priority = 3)]
    Name,
    /// A name as the first word of its line, where reading can go on after a fault.
    LineName,
    /// Two or three upper-case letters.
    #[regex(r"[A-Z][A-Z][A-Z]?", priority = 3)]
    Code,
    /// A word that is neither: mixed case, with hyphens, or with letters beyond `a` to `z`.
    #[regex(r"[\p{L}_][\p{L}0-9_]*([.-][\p{L}0-9_]+)*", priority = 2)]
    OddName,
    #[regex(r"-?[0-9][0-9_]*(\.[0-9][0-9_]*)?")]
    Number,
    #[regex(r"-?[0-9][0-9_]*(\.[0-9][0-9_]*)?[ \t]*%")]
    Percent,
    #[regex(r"[0-9][0-9_]*(ms|s|m|h)")]
    Duration,
    /// A number with letters behind it that are no unit of time.
    #[regex(r"-?[0-9][0-9_]*(\.[0-9][0-9_]*)?[a-z][a-z0-9_]*", priority = 2)]
    OddNumber,
    #[regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")]
    #[regex(r"[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{2,4}")]
    Date,
    /// An amount with a sign instead of the code of its currency.
    #[regex(r"[€$£¥][ \t]?[0-9][0-9_]*(\.[0-9][0-9_]*)?")]
    #[regex(r"[0-9][0-9_]*(\.[0-9][0-9_]*)?[ \t]?[€$£¥]")]
    SignedMoney,
    /// A string with its quotes; the closing one may be missing, which the lexer reports.
    #[token("\"", string)]
    Text,

    #[token("{")]
    OpenBrace,
    #[token("}")]
    CloseBrace,
    #[token("[")]
    OpenBracket,
    #[token("]")]
    CloseBracket,
    #[token("(")]
    OpenParen,
    #[token(")")]
    CloseParen,
    #[token("->")]
    Arrow,
    #[token(":")]
    Colon,
    /// Parts the cells of a table; elsewhere it is a sign of other languages.
    #[token("|")]
    Bar,
    /// The cell that asks nothing.
    #[token("-")]
    Dash,
    /// A part of an outcome that cannot be read, which is told already.
    Lost,
    /// The beginning of the first line of a table; it has no text.
    Head,
    /// The beginning of any other line of a table; it has no text.
    Row,
    #[token("..")]
    DotDot,
    #[token(",")]
    Comma,
    #[token("=")]
    Equals,
    #[token("+")]
    Plus,
    #[token("<")]
    Less,
    #[token("<=")]
    AtMost,
    #[token(">")]
    Greater,
    #[token(">=")]
    AtLeast,

    // Signs of other languages, which are reported and then read as the word that they stand for.
    #[token("==")]
    EqualsEquals,
    #[token("!=")]
    #[token("<>")]
    NotEquals,
    #[token("&&")]
    #[token("&")]
    Ampersands,
    #[token("||")]
    Bars,
    #[token("!")]
    Bang,
    #[token("≠")]
    NotEqual,
    #[token("≤")]
    #[token("=<")]
    OddAtMost,
    #[token("≥")]
    OddAtLeast,
    #[token("=>")]
    FatArrow,
    #[token("→")]
    #[token("⇒")]
    #[token("-->")]
    #[token("–>")]
    OddArrow,
    /// A string in quotation marks of another shape.
    #[regex("'[^'\n]*'")]
    #[regex("[‘’‚][^‘’‚\n]*[‘’]")]
    #[regex("[“”„«»][^“”„«»\"\n]*[“”«»\"]")]
    OddText,
    /// A comment of another language.
    #[regex(r"//[^\n]*", allow_greedy = true)]
    #[regex(r"/\*([^*]|\*[^/])*\*/")]
    #[regex(r"-- [^\n]*", allow_greedy = true)]
    OddComment,
    /// A sign that means nothing where it stands.
    #[token(";")]
    Needless,
}

impl Token {
    /// Whether it is the beginning of a line of a table.
    pub(super) fn is_line_of_table(self) -> bool {
        matches!(self, Self::Head | Self::Row)
    }

    /// Whether a word begins something: at the top of a file, or a line of a stage.
    pub(crate) fn begins_something(self) -> bool {
        matches!(
            self,
            Self::Policy
                | Self::Import
                | Self::Facts
                | Self::Connector
                | Self::Let
                | Self::Rates
                | Self::Screen
                | Self::Authenticate
                | Self::Route
                | Self::Retry
                | Self::List
                | Self::Invariant
                | Self::Table
                | Self::Rule
                | Self::LineWhen
                | Self::Otherwise
        )
    }
}

/// Takes the rest of a string: up to its closing quote, or as far as it can have been meant to go.
fn string(lexer: &mut Lexer<'_, Token>) {
    let rest = lexer.remainder();
    let line = rest.split('\n').next().unwrap_or_default();
    lexer.bump(closing_quote(line).unwrap_or_else(|| cut(line)));
}

/// The length up to and with the closing quote; none if the line has an odd quote too many and this one
/// swallows the condition or the arrow of its rule.
fn closing_quote(line: &str) -> Option<usize> {
    let mut escaped = false;
    let mut quotes = line.char_indices().filter(|&(_, c)| {
        let quote = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        quote
    });
    let (end, _) = quotes.next()?;
    let swallowed = quotes.count() % 2 == 1 && line.get(..end).is_some_and(|text| cut(text) < end);
    (!swallowed).then_some(end + 1)
}

/// Where a string without its closing quote was most likely meant to end.
fn cut(line: &str) -> usize {
    let ends = [" when ", " -> ", "->", " {"];
    ends.iter().filter_map(|end| line.find(end)).min().unwrap_or(line.trim_end().len())
}
