//! Cells of a decision table: unary tests in the ZEN expression language, as far as Way can say them.
//!
//! A cell is one test, or several joined by `and`, `or` and `,`, which means `or`. ZEN joins them from the left, without
//! precedence (`core/expression/src/parser/unary.rs` in `gorules/zen`).

use crate::import::gorules::test::{Absent, Pattern, Test, Values};
use crate::import::gorules::token::{Token, tokens};

/// Why a cell has no counterpart.
type Parsed<T> = Result<T, String>;

/// The test that a cell which is not empty asks of its field.
pub(super) fn test(cell: &str) -> Parsed<Test> {
    let mut parser = Parser { tokens: tokens(cell)?, place: 0 };
    let mut test = parser.test()?;
    loop {
        test = match parser.next() {
            None => return Ok(test),
            Some(Token::Sign(",")) => test.or(parser.test()?)?,
            Some(Token::Word(word)) if word == "or" => test.or(parser.test()?)?,
            Some(Token::Word(word)) if word == "and" => test.and(parser.test()?)?,
            Some(other) => return Err(format!("`{other}` is not understood there")),
        };
    }
}

/// The texts that an outcome gives: one in which commas separate, or an array.
pub(super) fn texts(cell: &str) -> Parsed<Vec<String>> {
    let mut parser = Parser { tokens: tokens(cell)?, place: 0 };
    let literals = match parser.peek() {
        Some(Token::Sign("[")) => parser.array()?,
        _ => vec![parser.literal()?],
    };
    if let Some(more) = parser.next() {
        return Err(format!("`{more}` is not understood there"));
    }
    let mut texts = vec![];
    for literal in literals {
        match literal {
            Literal::Text(text) => texts.extend(text.split(',').map(str::trim).map(str::to_owned)),
            _ => return Err("an outcome that is no text".to_owned()),
        }
    }
    texts.retain(|text| !text.is_empty());
    Ok(texts)
}

/// A value as it is written.
#[derive(Debug, Clone, PartialEq)]
enum Literal {
    Null,
    Flag(bool),
    Number(i64),
    Text(String),
}

struct Parser {
    tokens: Vec<Token>,
    place: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.place)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.place).cloned();
        self.place += 1;
        token
    }

    fn take(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(known)) if *known == sign);
        self.place += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &str) -> Parsed<()> {
        if self.take(sign) { Ok(()) } else { Err(format!("`{sign}` is missing")) }
    }

    fn test(&mut self) -> Parsed<Test> {
        let subject = self.take("$");
        match self.peek().cloned() {
            Some(Token::Sign(sign @ (">" | ">=" | "<" | "<="))) => {
                self.place += 1;
                match self.literal()? {
                    Literal::Number(number) => Test::comparison(sign, number),
                    _ => Err(format!("`{sign}` compares what is no number")),
                }
            }
            Some(Token::Sign(sign @ ("==" | "!="))) => {
                self.place += 1;
                let test = equal(self.literal()?);
                if sign == "==" { Ok(test) } else { Ok(test.not()) }
            }
            Some(Token::Word(word)) if word == "in" => {
                self.place += 1;
                self.set()
            }
            Some(Token::Word(word)) if word == "not" => {
                self.place += 1;
                match self.next() {
                    Some(Token::Word(word)) if word == "in" => Ok(self.set()?.not()),
                    _ => Err("`not` that is no `not in`".to_owned()),
                }
            }
            Some(Token::Sign("[" | "(")) if !subject => self.set(),
            Some(Token::Word(word)) if !subject => match Pattern::of(&word) {
                Some(pattern) => self.call(pattern),
                None => Ok(equal(self.literal()?)),
            },
            Some(_) if !subject => Ok(equal(self.literal()?)),
            Some(other) => Err(format!("`{other}` is not understood there")),
            None => Err("something is missing at the end".to_owned()),
        }
    }

    /// An array, or a range of numbers.
    fn set(&mut self) -> Parsed<Test> {
        if self.is_range() {
            let open = self.next();
            let low = self.number()?;
            self.expect("..")?;
            let high = self.number()?;
            let low = if open == Some(Token::Sign("(")) { low + 1 } else { low };
            let high = match self.next() {
                Some(Token::Sign(")")) => high - 1,
                Some(Token::Sign("]")) => high,
                _ => return Err("a range that is not closed".to_owned()),
            };
            return Ok(Test { values: Values::range(low, high), absent: Absent::Fails, shown: None });
        }
        let mut literals = self.array()?.into_iter().map(equal);
        let first = literals.next().unwrap_or_else(Test::never);
        literals.try_fold(first, Test::or)
    }

    fn is_range(&self) -> bool {
        let behind = self.tokens.iter().skip(self.place + 1);
        behind
            .take_while(|token| !matches!(token, Token::Sign("]" | ")")))
            .any(|token| *token == Token::Sign(".."))
    }

    fn array(&mut self) -> Parsed<Vec<Literal>> {
        self.expect("[")?;
        let mut literals = vec![];
        while !self.take("]") {
            if !literals.is_empty() {
                self.expect(",")?;
            }
            literals.push(self.literal()?);
        }
        Ok(literals)
    }

    /// `startsWith($, "x")` behind its name, which is next.
    fn call(&mut self, pattern: Pattern) -> Parsed<Test> {
        self.place += 1;
        for sign in ["(", "$", ","] {
            self.expect(sign)?;
        }
        let Literal::Text(text) = self.literal()? else {
            return Err("a function of what is no text".to_owned());
        };
        self.expect(")")?;
        Ok(Test { values: Values::Pattern(pattern, text), absent: Absent::Fails, shown: None })
    }

    fn number(&mut self) -> Parsed<i64> {
        match self.literal()? {
            Literal::Number(number) => Ok(number),
            _ => Err("a range of what are no numbers".to_owned()),
        }
    }

    fn literal(&mut self) -> Parsed<Literal> {
        match self.next() {
            Some(Token::Text(text)) => Ok(Literal::Text(text)),
            Some(Token::Number(number)) => Ok(Literal::Number(number)),
            Some(Token::Word(word)) => match word.as_str() {
                "true" => Ok(Literal::Flag(true)),
                "false" => Ok(Literal::Flag(false)),
                "null" => Ok(Literal::Null),
                other => Err(format!("`{other}`, which Way would have to compute")),
            },
            Some(other) => Err(format!("`{other}` is not understood there")),
            None => Err("something is missing at the end".to_owned()),
        }
    }
}

fn equal(literal: Literal) -> Test {
    let (values, absent) = match literal {
        Literal::Null => (Values::None, Absent::Met),
        Literal::Flag(flag) => (Values::Flags { yes: flag, no: !flag }, Absent::NotMet),
        Literal::Number(number) => (Values::range(number, number), Absent::NotMet),
        Literal::Text(text) => (Values::Texts { all_but: false, texts: vec![text] }, Absent::NotMet),
    };
    Test { values, absent, shown: None }
}
