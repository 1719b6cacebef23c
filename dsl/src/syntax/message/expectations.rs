//! What may stand at some point of a policy, in the words of the language.

use crate::syntax::message::Around;
use crate::syntax::token::Token;

/// A point of a policy: how to recognise it, what can stand there, and how that reads.
struct Expectation {
    /// The token before is one of these, or any if there are none.
    after: &'static [Token],
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
        after: &[Token::Policy],
        all: &[],
        none: &[],
        what: "the name of the policy",
        help: "the line reads `policy checkout`: a name in lower case, without quotes",
    },
    Expectation {
        after: &[Token::Connector],
        all: &[],
        none: &[],
        what: "the name of the connector",
        help: "a connector reads `connector name { serves CONDITION  fee 1.40% + 0.25 EUR }`",
    },
    Expectation {
        after: &[Token::Let],
        all: &[],
        none: &[],
        what: "a name",
        help: "a `let` reads `let NAME = CONDITION` or `let NAME = [DE, FR]`",
    },
    Expectation {
        after: &[Token::Import],
        all: &[],
        none: &[],
        what: "the path of a file, in quotes",
        help: "an import reads `import \"../shared/facts.way\"`",
    },
    Expectation {
        after: &[Token::Otherwise],
        all: &[],
        none: &[],
        what: "`->` and the outcome",
        help: "the last line of a stage reads `otherwise -> OUTCOME`, without a condition",
    },
    Expectation {
        after: &[Token::Only],
        all: &[],
        none: &[],
        what: "`when` and a condition",
        help: "a fact that is not always there reads `card.bin digits 6 to 8, only when method is card`",
    },
    Expectation {
        after: &[Token::Of],
        all: &["name"],
        none: &[],
        what: "a value",
        help: "the values are names in lower case: `method one of card, wallet`",
    },
    Expectation {
        after: &[Token::Arrow],
        all: &["name"],
        none: &[],
        what: "an outcome",
        help: "an outcome is a plan like `adyen, stripe` in `route`, and a word like `allow`, `deny \"reason\"` or `challenge` elsewhere",
    },
    Expectation {
        after: &[Token::Comma],
        all: &["name", "line name"],
        none: &["number", "optional", "not", "}"],
        what: "the next connector of the plan",
        help: "a plan reads `adyen, stripe`: connectors in the order in which they are tried",
    },
    Expectation {
        after: &[Token::Comma],
        all: &["optional", "name"],
        none: &[],
        what: "a value, `optional`, `private` or `only when …`",
        help: "the values of a list and what follows it are parted by commas, the facts are not",
    },
    Expectation {
        after: &[Token::Comma],
        all: &["optional"],
        none: &[],
        what: "`optional`, `private` or `only when …`",
        help: "behind a type and a comma stands `optional`, `private` or `only when CONDITION`; no comma parts one fact from the next",
    },
    Expectation {
        after: &[Token::Facts, Token::Screen, Token::Authenticate, Token::Route],
        all: &["{"],
        none: &[],
        what: "`{`",
        help: "put in the `{`; a `}` ends what it begins",
    },
    Expectation {
        after: &[Token::Rates],
        all: &[],
        none: &[],
        what: "the day of the rates",
        help: "rates read `rates 2026-11-20 per EUR { USD 1.0870  GBP 0.8345 }`",
    },
    Expectation {
        after: &[Token::Per],
        all: &["code"],
        none: &[],
        what: "the base currency",
        help: "rates read `rates 2026-11-20 per EUR { USD 1.0870  GBP 0.8345 }`",
    },
    Expectation {
        after: &[],
        all: &["per"],
        none: &["serves"],
        what: "the day, `per` and the base currency",
        help: "rates read `rates 2026-11-20 per EUR { USD 1.0870  GBP 0.8345 }`",
    },
    Expectation {
        after: &[],
        all: &["="],
        none: &["is"],
        what: "`=`",
        help: "a `let` reads `let NAME = CONDITION` or `let NAME = [DE, FR]`",
    },
    Expectation {
        after: &[],
        all: &["policy", "facts"],
        none: &["and"],
        what: "something that begins at the top of a file",
        help: "at the top of a file stand `policy`, `import`, `facts`, `connector`, `let`, `rates`, `screen`, `authenticate` and `route`; rules stand within a stage",
    },
    Expectation {
        after: &[],
        all: &["rule", "otherwise", ","],
        none: &[],
        what: "a comma, the next rule or the end of the stage",
        help: "a plan reads `adyen, stripe`; a rule begins with `rule`, a block with `when`, and the last line with `otherwise`",
    },
    Expectation {
        after: &[],
        all: &["rule", "otherwise"],
        none: &["and", ","],
        what: "a rule",
        help: "a stage holds lines like `rule \"name\" when country is DE -> …`, blocks like `when method is card { … }`, and `otherwise -> …` at its end",
    },
    Expectation {
        after: &[],
        all: &["is", "in", "->"],
        none: &[],
        what: "a test, or `->` and the outcome",
        help: "a test reads like `country is DE`, `amount <= 30.00 EUR` or `country in [DE, FR]`; tests are joined by `and` and `or`",
    },
    Expectation {
        after: &[],
        all: &["is", "in"],
        none: &[],
        what: "a test",
        help: "a test reads like `country is DE`, `amount <= 30.00 EUR` or `country in [DE, FR]`",
    },
    Expectation {
        after: &[],
        all: &["->"],
        none: &["name", "when"],
        what: "`and`, `or`, or `->` and the outcome",
        help: "a rule reads `rule \"name\" when CONDITION -> OUTCOME`; tests are joined by `and` and `or`, lists of values stand in brackets",
    },
    Expectation {
        after: &[],
        all: &["and", "or", "{"],
        none: &[],
        what: "`and`, `or`, or `{` and the rules of the block",
        help: "a block reads `when CONDITION { … }`; tests are joined by `and` and `or`, lists of values stand in brackets",
    },
    Expectation {
        after: &[],
        all: &["and", "or"],
        none: &[],
        what: "`and`, `or`, or the end of the condition",
        help: "tests are joined by `and` and `or`, lists of values stand in brackets",
    },
    Expectation {
        after: &[],
        all: &["not", "(", "name"],
        none: &["number"],
        what: "a condition",
        help: "a condition begins with the name of a fact: `country is DE`, `recurring`, `amount > 100.00 EUR`",
    },
    Expectation {
        after: &[],
        all: &["not", "number", "text"],
        none: &[],
        what: "a value",
        help: "behind `is` stands a value: a name like `visa`, a code like `DE`, a number, an amount like `30.00 EUR`, or a text in quotes",
    },
    Expectation {
        after: &[],
        all: &["[", "number"],
        none: &[],
        what: "a list, a range or the name of a `let`",
        help: "behind `in` stands a list like `[DE, FR]`, a range like `3 .. 7`, or the name of a `let`",
    },
    Expectation {
        after: &[],
        all: &["]", "number"],
        none: &[],
        what: "a value, or `]`",
        help: "a list reads `[DE, FR]`",
    },
    Expectation {
        after: &[],
        all: &["]", ","],
        none: &[],
        what: "a comma, or `]`",
        help: "the values of a list are parted by commas: `[DE, FR]`",
    },
    Expectation {
        after: &[Token::Not],
        all: &["in"],
        none: &["name"],
        what: "`in` and a list",
        help: "write `country not in [DE, FR]`; other tests are negated in front: `not risk > 5`",
    },
    Expectation {
        after: &[],
        all: &["with"],
        none: &["name"],
        what: "`with` and a text",
        help: "write `starts with` and `ends with`",
    },
    Expectation {
        after: &[],
        all: &["when", "->"],
        none: &[],
        what: "`when` and a condition, or `->` and the outcome",
        help: "a rule reads `rule \"name\" when CONDITION -> OUTCOME`",
    },
    Expectation {
        after: &[Token::Rule],
        all: &[],
        none: &[],
        what: "the name of the rule, in quotes",
        help: "a rule reads `rule \"name\" when CONDITION -> OUTCOME`",
    },
    Expectation {
        after: &[],
        all: &["of", "number"],
        none: &[],
        what: "the rest of the type, a comma, or the next fact",
        help: "a fact reads `name type`, as in `country country, optional` or `method one of card, wallet`",
    },
    Expectation {
        after: &[],
        all: &["to", "}"],
        none: &[],
        what: "`to`, a comma, or the next fact",
        help: "a range reads `integer 0 to 100`, or `digits 6 to 8`",
    },
    Expectation {
        after: &[],
        all: &["number", "text", "name"],
        none: &[],
        what: "a value",
        help: "a value is a name like `visa`, a code like `DE`, a number, an amount like `30.00 EUR`, or a text in quotes",
    },
    Expectation {
        after: &[],
        all: &["line name", "}", "name"],
        none: &[],
        what: "a fact",
        help: "a fact reads `name type`, as in `country country, optional` or `method one of card, wallet`",
    },
    Expectation {
        after: &[],
        all: &["serves", "fee", "}"],
        none: &["and", "name"],
        what: "`serves` or `fee`",
        help: "a connector reads `connector name { serves CONDITION  fee 1.40% + 0.25 EUR }`",
    },
    Expectation {
        after: &[],
        all: &["code", "}"],
        none: &["name"],
        what: "a currency and its rate",
        help: "rates read `rates 2026-11-20 per EUR { USD 1.0870  GBP 0.8345 }`",
    },
    Expectation {
        after: &[],
        all: &["number", "percent"],
        none: &["name"],
        what: "a value",
        help: "a value is a number, a percentage like `1.40%`, or an amount like `0.25 EUR`",
    },
    Expectation {
        after: &[],
        all: &["number"],
        none: &["name", "code"],
        what: "a number",
        help: "rates read `rates 2026-11-20 per EUR { USD 1.0870  GBP 0.8345 }`",
    },
    Expectation {
        after: &[Token::LineName, Token::Name],
        all: &["name"],
        none: &["number", "}", "line name"],
        what: "the type of the fact",
        help: "types are `flag`, `one of`, `country`, `integer A to B`, `digits N to M`, `money in`, `text`, `percent` and `duration`",
    },
    Expectation {
        after: &[],
        all: &["{"],
        none: &[],
        what: "`{`",
        help: "a block reads `when CONDITION { … }`; a rule reads `rule \"name\" when CONDITION -> OUTCOME`",
    },
    Expectation {
        after: &[],
        all: &["name", "line name"],
        none: &["number", "}"],
        what: "a name",
        help: "names are lower case, without quotes",
    },
];

/// What can stand at a fault where these tokens are expected, and how it reads.
pub(super) fn find(around: &Around<'_>, expected: &[&str]) -> (String, &'static str) {
    let fits = |known: &&Expectation| {
        let after = around.previous().is_some_and(|token| known.after.contains(&token));
        (known.after.is_empty() || after)
            && known.all.iter().all(|token| expected.contains(token))
            && !known.none.iter().any(|token| expected.contains(token))
    };
    match EXPECTATIONS.iter().find(fits) {
        Some(known) => (known.what.to_owned(), known.help),
        None => (choices(expected), "put in what is missing, or leave out what is too much"),
    }
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
