//! What to say when the grammar meets a token that it does not expect: what was expected in the words of the
//! language, what stands there, and how to mend it.

use lalrpop_util::ParseError;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, SourceFile, Span};
use crate::syntax::token::Token;

/// The grammar's own account of a fault.
pub(super) type Error = ParseError<u32, Token, ()>;

/// What may stand at some point of a policy: how to recognise it by tokens that are expected there, what to call it,
/// and what to do.
struct Expectation {
    /// All of these are expected.
    all: &'static [&'static str],
    /// None of these is.
    none: &'static [&'static str],
    what: &'static str,
    help: &'static str,
}

/// The first that fits is said.
const EXPECTATIONS: &[Expectation] = &[
    Expectation {
        all: &["policy", "facts"],
        none: &["and"],
        what: "something that begins at the top of a file",
        help: "at the top of a file stand `policy`, `import`, `facts`, `connector`, `let`, `rates`, `screen`, `authenticate` and `route`",
    },
    Expectation {
        all: &["rule", "otherwise"],
        none: &["and", ","],
        what: "a rule",
        help: "a stage holds lines like `rule \"name\" when country is DE -> …`, blocks like `when method is card { … }`, and `otherwise -> …` at its end",
    },
    Expectation {
        all: &["is", "in", "->"],
        none: &[],
        what: "a test, or `->` and the outcome",
        help: "a test reads like `country is DE`, `amount <= 30.00 EUR` or `country in [DE, FR]`; tests are joined by `and` and `or`",
    },
    Expectation {
        all: &["is", "in"],
        none: &[],
        what: "a test",
        help: "a test reads like `country is DE`, `amount <= 30.00 EUR` or `country in [DE, FR]`",
    },
    Expectation {
        all: &["and", "or", "->"],
        none: &[],
        what: "`and`, `or`, or `->` and the outcome",
        help: "a rule reads `rule \"name\" when CONDITION -> OUTCOME`; tests are joined by `and` and `or`, lists of values stand in brackets",
    },
    Expectation {
        all: &["and", "or", "{"],
        none: &[],
        what: "`and`, `or`, or `{` and the rules of the block",
        help: "a block reads `when CONDITION { … }`; tests are joined by `and` and `or`, lists of values stand in brackets",
    },
    Expectation {
        all: &["and", "or"],
        none: &[],
        what: "`and`, `or`, or the end of the condition",
        help: "tests are joined by `and` and `or`; lists of values stand in brackets",
    },
    Expectation {
        all: &["not", "(", "name"],
        none: &["number"],
        what: "a condition",
        help: "a condition begins with the name of a fact: `country is DE`, `recurring`, `amount > 100.00 EUR`",
    },
    Expectation {
        all: &["not", "number", "text"],
        none: &[],
        what: "a value",
        help: "after `is` stands a value: a name like `visa`, a code like `DE`, a number, an amount like `30.00 EUR`, or a text in quotes",
    },
    Expectation {
        all: &["in"],
        none: &["is", "name", "number"],
        what: "`in`",
        help: "negate the whole test: `not merchant.id starts with \"m\"`",
    },
    Expectation {
        all: &["[", "number"],
        none: &[],
        what: "a list, a range or the name of a `let`",
        help: "after `in` stands a list like `[DE, FR]`, a range like `3 .. 7`, or the name of a `let`",
    },
    Expectation {
        all: &["number", "text", "name"],
        none: &[],
        what: "a value",
        help: "a value is a name like `visa`, a code like `DE`, a number, an amount like `30.00 EUR`, or a text in quotes",
    },
    Expectation {
        all: &["when", "->"],
        none: &[],
        what: "`when` and a condition, or `->` and the outcome",
        help: "a rule reads `rule \"name\" when CONDITION -> OUTCOME`",
    },
    Expectation {
        all: &["text", "name"],
        none: &["number", ","],
        what: "the name of the rule, in quotes",
        help: "a rule reads `rule \"name\" when CONDITION -> OUTCOME`",
    },
    Expectation {
        all: &["text"],
        none: &["name", "number", ","],
        what: "a text in quotes",
        help: "put it in quotes: \"…\"",
    },
    Expectation {
        all: &["of", "number"],
        none: &[],
        what: "the rest of the type, a comma, or the next fact",
        help: "a fact reads `name type`, as in `country country, optional` or `method one of card, wallet`",
    },
    Expectation {
        all: &["line name", "}", "name"],
        none: &[],
        what: "a fact",
        help: "a fact reads `name type`, as in `country country, optional` or `method one of card, wallet`",
    },
    Expectation {
        all: &["serves", "fee", "}"],
        none: &["and"],
        what: "`serves` or `fee`",
        help: "a connector reads `connector name { serves CONDITION  fee 1.40% + 0.25 EUR }`",
    },
    Expectation {
        all: &["code", "}"],
        none: &["name"],
        what: "a currency and its rate",
        help: "rates read `rates 2026-11-20 per EUR { USD 1.0870  GBP 0.8345 }`",
    },
    Expectation {
        all: &["number", "percent"],
        none: &["name"],
        what: "a value",
        help: "a value is a number, a percentage like `1.40%`, or an amount like `0.25 EUR`",
    },
    Expectation {
        all: &["name", "line name"],
        none: &["number", "}"],
        what: "a name or an outcome",
        help: "names are lower case; an outcome is a connector in `route`, or a word like `allow` or `challenge`",
    },
    Expectation {
        all: &["name"],
        none: &["number", "}", "line name"],
        what: "the type of the fact",
        help: "types are `flag`, `one of`, `country`, `integer A to B`, `digits N to M`, `money in`, `text`, `percent` and `duration`",
    },
];

/// What to say about a fault.
pub(super) fn explain(file: &SourceFile, id: FileId, error: &Error) -> Diagnostic {
    let (span, found, expected) = match error {
        ParseError::UnrecognizedToken { token: (start, token, end), expected } => {
            (Span { file: id, start: *start, end: *end }, Some(*token), expected.as_slice())
        }
        ParseError::ExtraToken { token: (start, token, end) } => {
            (Span { file: id, start: *start, end: *end }, Some(*token), [].as_slice())
        }
        ParseError::UnrecognizedEof { location, expected } => {
            (Span { file: id, start: *location, end: *location }, None, expected.as_slice())
        }
        ParseError::InvalidToken { location } => {
            (Span { file: id, start: *location, end: *location }, None, [].as_slice())
        }
        ParseError::User { error: () } => (Span { file: id, start: 0, end: 0 }, None, [].as_slice()),
    };
    let word = file.text.get(span.range()).unwrap_or_default();
    let found_token = found;
    let found = if found.is_some() { format!("`{word}`") } else { "the end of the file".to_owned() };
    let expected: Vec<&str> = expected.iter().map(|token| token.trim_matches('"')).collect();
    let fits = |e: &&Expectation| {
        e.all.iter().all(|t| expected.contains(t)) && !e.none.iter().any(|t| expected.contains(t))
    };
    if reserved(found_token, &expected) {
        return Diagnostic::new(
            Code::ReservedName,
            span,
            format!("{found} is a word of the language and no name"),
        )
        .help("choose another name");
    }
    match EXPECTATIONS.iter().find(fits) {
        Some(known) => Diagnostic::new(Code::Syntax, span, format!("expected {}, found {found}", known.what))
            .help(known.help),
        None => {
            Diagnostic::new(Code::Syntax, span, format!("expected {}, found {found}", choices(&expected)))
                .help("put in what is missing, or leave out what is too much")
        }
    }
}

/// Whether a word of the language stands where only a name can.
fn reserved(found: Option<Token>, expected: &[&str]) -> bool {
    let is_word = matches!(
        found,
        Some(
            Token::Of
                | Token::To
                | Token::Starts
                | Token::Ends
                | Token::Contains
                | Token::Absent
                | Token::Present
        )
    );
    is_word && expected.contains(&"name") && !expected.contains(&"and") && !expected.contains(&"of")
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
