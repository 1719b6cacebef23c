//! Points that the word before tells, or what is expected there alone.

use crate::syntax::message::expectations::Expectation;
use crate::syntax::token::Token;

pub(super) const SPELLINGS: &str =
    "other spellings of a value stand in quotes behind it: `visa (\"VISA\", \"Visa Card\")`";
pub(super) const LIST: &str = "a list reads `list NAME: digits from \"lists/bins.csv\"`, or `… column NAME` where the file has several columns";
pub(super) const INVARIANT: &str =
    "an invariant reads `invariant \"name\" when CONDITION: route never stripe`";
pub(super) const DATED: &str = "days stand before the condition: `invariant \"name\" effective from 2021-01-01 when CONDITION: route never stripe`";
pub(super) const DAYS: &str = "both days are included, and one of the two may be left out: `effective from 2021-01-01 until 2027-06-30`";
pub(super) const TABLE: &str = "a table names facts in its first line, `country | amount -> route`, and each row has a cell for each of them: `DE | <= 30.00 EUR -> adyen`";
pub(super) const CANDIDATES: &str =
    "write `split by customer.id { stripe 70%, adyen 30% }` or `best by success_rate { stripe, adyen }`";

/// The first that fits is said.
pub(super) const ALL: &[Expectation] = &[
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
        after: &[Token::Colon],
        all: &["name"],
        none: &["by"],
        what: "the type of the values",
        help: LIST,
    },
    Expectation {
        after: &[Token::Effective],
        all: &["from", "until"],
        none: &[],
        what: "`from` or `until` and a day",
        help: DAYS,
    },
    Expectation { after: &[Token::From, Token::Until], all: &["date"], none: &[], what: "a day", help: DAYS },
    Expectation {
        after: &[],
        all: &["from"],
        none: &["by"],
        what: "`from` and the path of a file",
        help: LIST,
    },
    Expectation {
        after: &[Token::From],
        all: &["text"],
        none: &[],
        what: "the path of a file, in quotes",
        help: LIST,
    },
    Expectation {
        after: &[Token::Invariant],
        all: &[],
        none: &[],
        what: "the name of the invariant, in quotes",
        help: INVARIANT,
    },
    Expectation {
        after: &[Token::Table],
        all: &[],
        none: &[],
        what: "the name of the table, in quotes",
        help: TABLE,
    },
    Expectation {
        after: &[],
        all: &["-", "absent"],
        none: &[],
        what: "a cell",
        help: "a cell is `-` for any, a value, values parted by commas, a comparison like `<= 30.00 EUR`, a range like `1 .. 5`, or `not` before one of these",
    },
    Expectation {
        after: &[],
        all: &["absent", "<"],
        none: &["is"],
        what: "what the cell must not be",
        help: "behind `not` stands a value, values parted by commas, a comparison or a range",
    },
    Expectation {
        after: &[],
        all: &["|", "->"],
        none: &[],
        what: "`|` and the next cell, or `->` and the outcome",
        help: TABLE,
    },
    Expectation {
        after: &[Token::Bar],
        all: &["name"],
        none: &["number"],
        what: "the fact of the next column",
        help: TABLE,
    },
    Expectation {
        after: &[],
        all: &["}", ","],
        none: &["name", "rule"],
        what: "a comma, or `}`",
        help: CANDIDATES,
    },
    Expectation {
        after: &[],
        all: &["percent"],
        none: &["text"],
        what: "a percentage",
        help: "the sides of a split each have a share: `split by customer.id { stripe 70%, adyen 30% }`",
    },
    Expectation {
        after: &[Token::OpenParen, Token::Comma],
        all: &["text"],
        none: &["name"],
        what: "another spelling, in quotes",
        help: SPELLINGS,
    },
    Expectation {
        after: &[Token::Text],
        all: &[")", ","],
        none: &["and"],
        what: "a comma, or `)`",
        help: SPELLINGS,
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
        after: &[Token::Facts, Token::Screen, Token::Authenticate, Token::Route, Token::Retry],
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
];
